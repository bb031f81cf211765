import math

import pytest

from onrecord.stages.rules.quotes.lexicon import lexicon, normal
from onrecord.stages.rules.quotes.scores import PRIOR_WEIGHT, Precision, precision


def test_a_rate_is_smoothed_towards_the_group_of_the_cue() -> None:
    counts = {"clause": {"*speech": (3, 4), "say": (9, 10)}}
    found = Precision(counts, {})
    prior = 3.5 / 6
    assert found.rate("clause", "say") == pytest.approx((9 + PRIOR_WEIGHT * prior) / (10 + PRIOR_WEIGHT))
    assert found.rate("clause", "quip") == pytest.approx(prior)
    assert found.rate("clause", "eat") == pytest.approx(0.25)


def test_a_trait_moves_the_log_odds() -> None:
    found = Precision({"clause": {"*speech": (2, 3)}}, {"length=3": 0.7})
    assert found.score("clause", "say", ["length=3", "unknown"]) == pytest.approx(1 / (1 + math.exp(-0.7)))


def test_british_spellings_share_the_counts_of_american_ones() -> None:
    assert (normal("criticise"), normal("criticise for"), normal("advise"), normal("raise")) == (
        "criticize",
        "criticize for",
        "advise",
        "raise",
    )
    assert precision().rate("object", "criticise") == precision().rate("object", "criticize") > 0.4


@pytest.mark.parametrize(
    ("cue", "group"),
    [("say", "speech"), ("condemn for", "stance"), ("believe", "thought"), ("claim that", "speech"), ("eat", "other")],
)
def test_groups_of_cues(cue: str, group: str) -> None:
    assert lexicon().group(cue) == group


def test_the_counts_that_come_with_onrecord_are_counts() -> None:
    rows = [row for rows in precision().counts.values() for row in rows.values()]
    assert len(rows) > 500
    assert all(0 <= right <= tried and tried > 0 for right, tried in rows)
