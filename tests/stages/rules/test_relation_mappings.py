"""The mapping tables between published label schemes and ours."""

from __future__ import annotations

import pytest

from onrecord.records import ACT_LABELS, FACT_LABELS, Relation
from onrecord.stages.rules.relations.lexicon import act_nouns, frames
from onrecord.stages.rules.relations.mappings import from_dwie, sentiment, to_conll04, to_plover
from onrecord.stages.rules.relations.tables import rows


def test_dwie_facts_once_under_the_most_special_label() -> None:
    tags = {"p": ["type::person"], "b": ["type::company"]}
    assert from_dwie([("p", "member_of", "b"), ("p", "head_of", "b")], tags) == {("p", "leads", "b")}


@pytest.mark.parametrize(("tag", "label"), [("type::company", "works_for"), ("type::party", "member_of")])
def test_dwie_members_of_employers_work_there(tag: str, label: str) -> None:
    assert from_dwie([("p", "member_of", "o")], {"p": ["type::person"], "o": [tag]}) == {("p", label, "o")}


def test_dwie_founder_is_turned_round_and_adjective_links_are_left_out() -> None:
    assert from_dwie([("p", "founder_of", "o"), ("a", "gpe0", "c")], {}) == {("o", "created_by", "p")}


def test_dwie_table_gives_each_label_once_and_only_ours() -> None:
    table = rows("dwie_labels.tsv")
    assert len({row["dwie"] for row in table}) == len(table)
    assert {row["label"] for row in table} <= {"", *FACT_LABELS, *ACT_LABELS}


@pytest.mark.parametrize(
    ("label", "head", "tail", "expected"),
    [
        ("leads", "PERSON", "ORG", "Work_For"),
        ("leads", "PERSON", "GPE", "Live_In"),
        ("assault", "PERSON", "PERSON", "Kill"),
        ("assault", "GPE", "PERSON", None),
    ],
)
def test_conll04(label: str, head: str, tail: str, expected: str | None) -> None:
    assert to_conll04(Relation("a", label, "b"), head, tail) == expected


def test_plover_and_sentiment() -> None:
    assert to_plover(Relation("a", "criticise", "b")) == "ACCUSE"
    assert to_plover(Relation("a", "aid", "b", negated=True)) == "REJECT"
    assert to_plover(Relation("a", "leads", "b")) is None
    assert [sentiment(Relation("a", "support", "b", negated=negated)) for negated in (False, True)] == [1, -1]
    assert sentiment(Relation("a", "request", "b")) == 0


def test_lexicon_carries_every_act_and_no_other_label() -> None:
    labels = {frame.label for all_frames in frames().values() for frame in all_frames}
    assert labels == set(ACT_LABELS)
    assert {noun.label for noun in act_nouns().values()} <= set(ACT_LABELS)


@pytest.mark.parametrize("name", ["act_verbs.tsv", "act_nouns.tsv", "fact_verbs.tsv", "roles.tsv", "scores.tsv"])
def test_tables_hold_no_row_twice(name: str) -> None:
    table = [tuple(row.items()) for row in rows(name)]
    assert len(table) == len(set(table))
