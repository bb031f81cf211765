import pytest
from evaluation_making import TEXT, quote

from onrecord.evaluation import quotes
from onrecord.evaluation.counts import Count
from onrecord.evaluation.tokens import tokens_of
from onrecord.records import Span

# Tokens of ten letters with a gap between: token i stands at 11·i.
SPACED = " ".join(TEXT[place : place + 10] for place in range(0, 300, 10))
TOKENS = tokens_of(SPACED)


def at(first, last):
    """From the start of a token to the end of another."""
    return (11 * first, 11 * last + 10)


def count(gold, predicted):
    tally = quotes.count(gold, predicted, TOKENS)
    return {(key.metric, key.group): found for key, found in tally.items()}


GOLD = [
    quote(at(0, 4), at(6, 7), at(5, 5)),
    quote(at(12, 15), at(10, 10), at(11, 11), "indirect"),
    quote([at(20, 21), at(23, 24)], None, None, "mixed"),
]


def test_gold_against_itself_is_perfect():
    for (metric, group), found in count(GOLD, GOLD).items():
        if found.gold or found.predicted:
            assert found.f1 == 1, (metric, group)


def test_a_content_of_two_spans_is_right_as_a_whole_only():
    predicted = [*GOLD[:2], quote(at(20, 21), None, None, "mixed")]
    found = count(GOLD, predicted)
    assert found["content exact", "all"] == Count(2, 3, 2, 3)
    assert found["content exact", "mixed"] == Count(0, 1, 0, 1)
    assert found["content spans exact", "all"] == Count(3, 3, 3, 4)
    assert found["content start", "mixed"] == Count(1, 1, 1, 1)
    assert found["content tokens", "mixed"] == Count.of_share(2, 4)
    assert found["content ≥ 0.3", "mixed"] == Count(1, 1, 1, 1)
    assert found["content ≥ 0.8", "mixed"] == Count(0, 1, 0, 1)


def test_a_missing_source_loses_the_source_the_pair_and_the_attribution():
    predicted = [quote(at(0, 4), None, at(5, 5)), *GOLD[1:]]
    found = count(GOLD, predicted)
    assert found["source exact", "all"] == Count(1, 1, 1, 2)
    assert found["content exact", "all"].f1 == found["cue exact", "all"].f1 == 1
    assert found["pair exact", "all"] == Count(2, 3, 2, 3)
    assert found["pair ≥ 0.8", "all"] == Count(2, 3, 2, 3)
    assert found["attribution accuracy", "all"] == Count.of_share(2, 3)


def test_no_source_is_right_where_the_gold_has_none():
    found = count([GOLD[2]], [GOLD[2]])
    assert found["pair exact", "all"] == found["attribution accuracy", "all"] == Count(1, 1, 1, 1)
    assert found["source exact", "all"] == Count()


def test_one_character_off_is_wrong_exactly_and_right_by_overlap():
    source = (GOLD[0].source.start + 1, GOLD[0].source.end)
    found = count(GOLD, [quote((1, 54), source, at(5, 5)), *GOLD[1:]])
    assert found["content exact", "all"] == Count(2, 3, 2, 3)
    assert found["content ≥ 0.8", "all"].f1 == 1
    assert found["content start", "all"].f1 == found["content tokens", "all"].f1 == 1
    assert found["pair exact", "all"] == Count(2, 3, 2, 3)
    assert found["pair ≥ 0.8", "all"].f1 == 1
    assert found["attribution accuracy", "all"] == Count.of_share(2, 3)


def test_a_predicted_quote_counts_under_the_type_of_the_gold_quote_it_matches():
    predicted = [quote(at(0, 4), at(6, 7), at(5, 5), "mixed"), quote(at(27, 28), None, None, "indirect")]
    found = count(GOLD[:1], predicted)
    assert found["content exact", "direct"] == Count(1, 1, 1, 1)
    assert found["content exact", "mixed"] == Count()
    assert found["content exact", "indirect"] == Count(0, 1, 0, 0)


def test_two_quotes_with_one_source_count_it_once():
    double = [quote(at(0, 1), at(6, 7)), quote(at(3, 4), at(6, 7))]
    assert count([GOLD[0]], double)["source exact", "all"] == Count(1, 1, 1, 1)


def speakers(gold, predicted, entities):
    tally = quotes.count_speakers(gold, predicted, entities)
    return {(key.metric, key.group): found for key, found in tally.items()}


def test_speakers_by_entity():
    gold = [
        quote((0, 100), speaker="g1", source_type="person", via="g3"),
        quote((110, 200), speaker="g2", type="indirect"),
        quote((210, 300), speaker=None, type="indirect", unattributed="no_source"),
        quote((310, 390), speaker="g1", type="mixed"),
    ]
    predicted = [
        quote((0, 95), speaker="p1", source_type="person", via="p3"),
        quote((110, 200), speaker="p1"),
        quote((210, 300), speaker=None, type="indirect"),
        quote((380, 395), speaker="p1", via="p9"),
    ]
    found = speakers(gold, predicted, {"p1": "g1", "p3": "g3"})
    assert found["speaker accuracy", "all"] == Count.of_share(2, 3)
    assert found["speaker found", "all"] == Count.of_share(2, 4)
    assert found["speaker accuracy", "indirect"] == Count.of_share(1, 2)
    assert found["type accuracy", "all"] == Count.of_share(2, 3)
    assert found["source type accuracy", "all"] == Count.of_share(3, 3)
    assert found["via", "all"] == Count(1, 2, 1, 1)


def test_a_speaker_without_counterpart_is_wrong():
    found = speakers([quote((0, 9), speaker="g1")], [quote((0, 9), speaker="g1")], {})
    assert found["speaker accuracy", "all"] == Count.of_share(0, 1)


def test_parts_without_quotes():
    gold = {"content": {(Span(*at(0, 4)),)}, "source": {(Span(*at(6, 7)),)}, "cue": set()}
    predicted = {"content": {(Span(*at(0, 4)),)}, "source": set(), "cue": {(Span(*at(5, 5)),)}}
    tally = quotes.count_parts(gold, predicted, TOKENS)
    found = {key.metric: own for key, own in tally.items()}
    assert found["content exact"] == Count(1, 1, 1, 1)
    assert found["source exact"] == Count(0, 0, 0, 1)
    assert found["cue exact"] == Count(0, 1, 0, 0)


@pytest.mark.parametrize("text", ["", "   ", "Café—“no”, it's 1,000."])
def test_tokens_cover_all_that_is_not_white_space(text):
    spans = tokens_of(text).spans
    assert "".join(span.of(text) for span in spans) == "".join(text.split())
