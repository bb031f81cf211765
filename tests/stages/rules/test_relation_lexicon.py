"""The tables of the relations stage."""

from __future__ import annotations

import pytest

from onrecord.records import ACT_LABELS
from onrecord.stages.rules.relations.lexicon import act_nouns, frames
from onrecord.stages.rules.relations.tables import rows


def test_lexicon_carries_every_act_and_no_other_label() -> None:
    labels = {frame.label for all_frames in frames().values() for frame in all_frames}
    assert labels == set(ACT_LABELS)
    assert {noun.label for noun in act_nouns().values()} <= set(ACT_LABELS)


@pytest.mark.parametrize("name", ["act_verbs.tsv", "act_nouns.tsv", "fact_verbs.tsv", "roles.tsv", "scores.tsv"])
def test_tables_hold_no_row_twice(name: str) -> None:
    table = [tuple(row.items()) for row in rows(name)]
    assert len(table) == len(set(table))
