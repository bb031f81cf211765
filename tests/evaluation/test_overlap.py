from evaluation_making import mention, quote, record
from hypothesis import given
from hypothesis import strategies as st

from onrecord.evaluation.overlap import (
    Match,
    match_entities,
    match_mentions,
    match_quotes,
    one_to_one,
    overlap,
    same_entities,
)
from onrecord.records import Span


def test_overlap_is_shared_characters_among_all():
    assert overlap([Span(0, 10)], [Span(5, 20)]) == 5 / 20
    assert overlap([Span(0, 10), Span(20, 30)], [Span(5, 25)]) == 10 / 30
    assert overlap([Span(0, 10)], [Span(10, 20)]) == 0
    assert overlap([], [Span(10, 20)]) == 0


def test_the_best_match_is_taken_first_and_nothing_twice():
    candidates = [Match(0, 0, 0.5), Match(0, 1, 0.9), Match(1, 1, 0.8), Match(1, 2, 0.1)]
    assert one_to_one(candidates) == [Match(0, 1, 0.9), Match(1, 2, 0.1)]


def test_a_quote_cut_in_two_matches_once():
    gold = [quote((0, 100))]
    assert match_quotes(gold, [quote((0, 30)), quote((40, 100))]) == [Match(0, 1, 0.6)]


def test_mentions_match_when_half_is_shared():
    gold = [mention(0, 10), mention(20, 30)]
    predicted = [mention(0, 21), mention(22, 30), mention(2, 10)]
    assert {(match.gold, match.predicted) for match in match_mentions(gold, predicted)} == {(0, 2), (1, 1)}


spans = st.tuples(st.integers(0, 60), st.integers(1, 15)).map(lambda pair: mention(pair[0], pair[0] + pair[1]))


@given(st.lists(spans, max_size=12), st.lists(spans, max_size=12))
def test_mentions_match_as_they_would_when_all_pairs_are_compared(gold, predicted):
    everything = one_to_one(
        Match(one, other, share)
        for one, left in enumerate(gold)
        for other, right in enumerate(predicted)
        if (share := overlap([left.span], [right.span])) >= 0.5
    )
    assert match_mentions(gold, predicted) == everything


def test_a_split_entity_has_one_counterpart():
    gold = record([mention(0, 5, entity="g"), mention(10, 15, entity="g"), mention(20, 25, entity="g")])
    predicted = record([mention(0, 5, entity="a"), mention(10, 15, entity="b"), mention(20, 25, entity="b")])
    assert match_entities(gold, predicted) == {"b": "g"}


def test_same_entities_need_the_same_mentions():
    gold = record([mention(0, 5, entity="g"), mention(10, 15, entity="g"), mention(20, 25, entity="h")])
    predicted = record([mention(0, 5, entity="a"), mention(10, 16, entity="a"), mention(20, 25, entity="b")])
    assert same_entities(gold, predicted) == {"b": "h"}
    assert match_entities(gold, predicted) == {"a": "g", "b": "h"}
