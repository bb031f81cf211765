import pytest
from evaluation_making import mention, record, relation

from onrecord.corpora.corpus import Pair
from onrecord.evaluation.answers import entity_at, pair_answer, sentiment

FIRST, SECOND = mention(0, 5), mention(10, 15)


def answer(scheme, *relations):
    mentions = [mention(0, 6, entity="a"), mention(9, 15, entity="b"), mention(50, 60, entity="c")]
    return pair_answer(Pair(FIRST, SECOND, "?"), record(mentions, relations=relations), scheme)


@pytest.mark.parametrize(
    ("head", "label", "tail", "expected"),
    [
        ("a", "support", "b", "1"),
        ("b", "aid", "a", "2"),
        ("a", "accuse", "b", "3"),
        ("b", "sanction", "a", "4"),
        ("a", "negative", "b", "3"),
        ("a", "works_for", "b", "0"),
        ("a", "accuse", "c", "0"),
    ],
)
def test_sentiment_from_acts(head, label, tail, expected):
    assert answer("directed_sentiment", relation(head, label, tail)) == expected


def test_nothing_between_two_is_neutral_for_sentiment_and_no_answer_for_acts():
    assert answer("directed_sentiment") == "0"
    assert answer("plover") is None


def test_acts_have_a_direction():
    assert answer("plover", relation("a", "criticise", "b")) == "ACCUSE"
    assert answer("plover", relation("b", "criticise", "a")) is None
    assert answer("plover", relation("a", "PROTEST", "b")) == "PROTEST"
    assert answer("plover", relation("a", "leads", "b")) is None


def test_a_refused_favour_is_a_rejection_and_a_denied_act_is_still_that_act():
    assert answer("plover", relation("a", "aid", "b", negated=True)) == "REJECT"
    assert answer("plover", relation("a", "request", "b", negated=True)) == "REQUEST"


def test_a_denied_stance_is_the_contrary_one():
    assert answer("directed_sentiment", relation("a", "support", "b", negated=True)) == "3"
    assert [sentiment(relation("a", label, "b")) for label in ("support", "request", "criticise")] == [1, 0, -1]


def test_the_likeliest_relation_answers():
    weak, strong = relation("a", "support", "b", score=0.4), relation("a", "reject", "b", score=0.6)
    assert answer("plover", weak, strong) == "REJECT"


def test_the_mention_that_overlaps_most_stands_for_the_given_one():
    predicted = record([mention(0, 30, entity="wide"), mention(0, 6, entity="close"), mention(2, 5)])
    assert entity_at(FIRST, predicted) == "close"
    assert entity_at(mention(100, 110), predicted) is None
