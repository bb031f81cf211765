from dataclasses import replace

import pytest
from evaluation_making import TEXT, mention, quote, record, relation
from hypothesis import given
from hypothesis import strategies as st

from onrecord.corpora.corpus import Gold, GoldDocument, Pair
from onrecord.evaluation.calibration import Bin, Calibration, bins, calibrations
from onrecord.evaluation.case import case_of
from onrecord.evaluation.confusion import confusions
from onrecord.evaluation.excerpt import Gap, Piece, pieces, windows
from onrecord.evaluation.mistake import Mark, by_cost
from onrecord.evaluation.mistakes import mistakes
from onrecord.records import Span

GOLD = Gold(frozenset({"names", "mentions", "coreference", "quotes", "relations"}), "news")


def case(gold, predicted, pairs=(), annotated=GOLD):
    return case_of(GoldDocument(gold, pairs=pairs), annotated, predicted)


def found(gold, predicted, *tasks):
    return [
        (own.kind, own.gold, own.predicted, own.cost)
        for own in by_cost(mistakes(case(gold, predicted), frozenset(tasks), "news"))
    ]


def test_names():
    gold = record([mention(0, 5), mention(10, 20, "ORG"), mention(30, 35, "GPE"), mention(40, 45)])
    predicted = record(
        [mention(0, 5), mention(10, 20, "GPE"), mention(31, 35, "GPE"), mention(50, 55, "ORG", score=0.9)]
    )
    assert found(gold, predicted, "names") == [
        ("type", "ORG", "GPE", 2),
        ("bounds", "GPE", "GPE", 2),
        ("spurious", "nothing", "ORG", 1),
        ("missed", "PERSON", "nothing", 1),
    ]


def test_of_equal_cost_the_surest_comes_first():
    predicted = record([mention(0, 5, score=0.2), mention(10, 15, score=0.9), mention(20, 25, score=0.5)])
    scores = [own.score for own in by_cost(mistakes(case(record(), predicted), frozenset({"names"}), "news"))]
    assert scores == [0.9, 0.5, 0.2]


PEOPLE = [mention(200, 205, entity="a"), mention(210, 215, entity="b")]


def test_quotes():
    gold = record(
        PEOPLE,
        [
            quote((0, 20), (22, 26), (27, 30), speaker="a"),
            quote((40, 60), (62, 66), speaker="a"),
            quote((70, 90), (92, 96), (97, 99), speaker="b", type="indirect"),
            quote((110, 130), type="mixed"),
        ],
    )
    predicted = record(
        PEOPLE,
        [
            quote((0, 20), (22, 26), (27, 30), speaker="b"),
            quote((40, 58), (62, 66), speaker="a"),
            quote((110, 130), type="indirect"),
            quote((150, 170), (172, 176), speaker="b", type="direct"),
        ],
    )
    assert found(gold, predicted, "quotes") == [
        ("missed", "indirect", "nothing", 3),
        ("attribution", gold.entities[0].name, gold.entities[1].name, 2),
        ("bounds", "direct", "direct", 2),
        ("type", "mixed", "indirect", 2),
        ("spurious", "nothing", "direct", 2),
    ]


def test_a_source_elsewhere_is_a_wrong_attribution_and_a_longer_one_is_wrong_bounds():
    gold = record(quotes=[quote((0, 20), (22, 26)), quote((40, 60), (62, 66))])
    predicted = record(quotes=[quote((0, 20), (30, 34)), quote((40, 60), (61, 66))])
    assert found(gold, predicted, "quotes") == [
        ("attribution", TEXT[22:26], TEXT[30:34], 2),
        ("bounds", "direct", "direct", 2),
    ]


def test_relations_with_another_label_are_one_mistake():
    gold = record(PEOPLE, relations=[relation("a", "leads", "b"), relation("b", "aid", "a")])
    predicted = record(PEOPLE, relations=[relation("a", "works_for", "b"), relation("a", "aid", "b")])
    assert found(gold, predicted, "relations") == [
        ("type", "leads", "works_for", 2),
        ("spurious", "nothing", "aid", 1),
        ("missed", "aid", "nothing", 1),
    ]


def test_coreference():
    gold = record([mention(0, 5, entity="a"), mention(10, 15, entity="a"), mention(20, 22, kind="pronoun", entity="a")])
    predicted = record([mention(0, 5, entity="x"), mention(10, 15, entity="x")])
    assert found(gold, predicted, "coreference") == [("missed", "pronoun", "nothing", 1)]
    other = record(
        [
            mention(0, 5, entity="x"),
            mention(10, 15, entity="x"),
            mention(20, 22, kind="pronoun", entity="y"),
            mention(30, 35, entity="y"),
        ]
    )
    kinds = [own[0] for own in found(gold, other, "coreference")]
    assert sorted(kinds) == ["attribution", "spurious"]
    assert [own[0] for own in found(gold, other, "coreference", "names")] == ["attribution", "spurious"]


def test_pairs_and_gap():
    first, second = PEOPLE
    pairs = (Pair(first, second, "1"),)
    own = case(record(PEOPLE), record(PEOPLE), pairs, Gold(frozenset({"pairs"}), "directed_sentiment"))
    [mistake] = mistakes(own, frozenset({"pairs"}), "directed_sentiment")
    assert (mistake.gold, mistake.predicted, mistake.cost) == ("1", "0", 2)
    own = case(record(PEOPLE), record(PEOPLE), (Pair(first, second, "TRUE"),), Gold(frozenset({"pairs"}), "gap"))
    [mistake] = mistakes(own, frozenset({"GAP"}), "gap")
    assert (mistake.kind, mistake.gold, mistake.predicted) == ("missed", second.text, "nothing")


def test_gold_has_no_mistakes():
    gold = record(PEOPLE, [quote((0, 20), (22, 26), speaker="a")], [relation("a", "leads", "b")])
    assert found(gold, gold, "names", "quotes", "relations", "coreference") == []


def test_confusion_counts_by_gold_and_predicted_type():
    gold = record([mention(0, 5), mention(10, 15, "ORG"), mention(20, 25, "ORG")])
    predicted = record([mention(0, 5), mention(10, 15, "GPE"), mention(30, 35, "GPE")])
    [table] = confusions([case(gold, predicted)], frozenset({"names"}), "news")
    assert table.types == ("ORG", "PERSON", "GPE", "nothing")
    assert table.counts == ((0, 0, 1, 1), (0, 1, 0, 0), (0, 0, 0, 0), (0, 0, 1, 0))


def test_calibration_error_by_hand():
    judged = [(0.95, True), (0.95, False), (0.15, False), (0.15, False), (1.0, True), (0.0, False)]
    made = bins(judged)
    assert made == (Bin(1, 0.0, 0.0), Bin(2, 0.15, 0.0), Bin(3, pytest.approx(2.9 / 3), pytest.approx(2 / 3)))
    assert Calibration("names", "", made).error == pytest.approx((2 * 0.15 + 3 * 0.3) / 6)


def test_scores_that_do_not_differ_are_not_drawn():
    own = case(record(PEOPLE), record(PEOPLE))
    assert calibrations([own], frozenset({"names"}), "news") == []
    unsure = record([replace(PEOPLE[0], score=0.5), PEOPLE[1]])
    [drawn] = calibrations([case(record(PEOPLE), unsure)], frozenset({"names"}), "news")
    assert drawn.bins == (Bin(1, 0.5, 1.0), Bin(1, 1.0, 1.0))


def test_an_excerpt_is_cut_at_the_marks():
    marks = [Mark(Span(2, 6), "content"), Mark(Span(4, 8), "source")]
    assert pieces("abcdefghij", [Span(0, 10)], marks) == [
        Piece("ab", ()),
        Piece("cd", ("content",)),
        Piece("ef", ("content", "source")),
        Piece("gh", ("source",)),
        Piece("ij", ()),
    ]


def test_what_is_left_out_is_said():
    text = "x " * 1000
    marks = [Mark(Span(400, 402), "head"), Mark(Span(1500, 1502), "tail")]
    shown = pieces(text, windows(text, marks), marks)
    assert [isinstance(item, Gap) for item in shown] == [True, False, False, False, True, False, False, False, True]
    lengths = [item.characters if isinstance(item, Gap) else len(item.text) for item in shown]
    assert sum(lengths) == len(text)


@given(st.lists(st.tuples(st.integers(0, 380), st.integers(1, 20)), min_size=1, max_size=6))
def test_every_character_is_shown_or_counted(spans):
    marks = [Mark(Span(start, min(start + size, len(TEXT))), "name") for start, size in spans]
    shown = pieces(TEXT, windows(TEXT, marks), marks)
    place = 0
    for item in shown:
        if isinstance(item, Gap):
            place += item.characters
        else:
            assert item.text == TEXT[place : place + len(item.text)]
            place += len(item.text)
    assert place == len(TEXT)
    marked = sum(len(item.text) for item in shown if isinstance(item, Piece) and item.roles)
    assert marked == len({at for mark in marks for at in range(mark.span.start, mark.span.end)})
