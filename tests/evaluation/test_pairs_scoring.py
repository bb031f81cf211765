import random

import pytest
from evaluation_making import mention, record

from onrecord.corpora.corpus import Pair
from onrecord.evaluation import gap, pairs
from onrecord.evaluation.counts import Count, Key, Tally


def test_no_answer_is_missed_not_wrong():
    tally = pairs.count(["AID", "AID", "REJECT"], ["AID", None, "AID"])
    assert tally[Key("pairs", "micro")] == Count(1, 2, 1, 3)
    assert tally[Key("pairs", "micro", "AID")] == Count(1, 2, 1, 2)
    assert tally[Key("pairs", "micro", "REJECT")] == Count(0, 0, 0, 1)


def test_equals_scikit_learn():
    pytest.importorskip("sklearn")
    generator = random.Random(5)
    for _ in range(50):
        gold = generator.choices("01234", k=30)
        predicted = [generator.choice([label, "0", "3", None]) for label in gold]
        tally = Tally()
        for place in range(0, 30, 10):
            tally.update(pairs.count(gold[place : place + 10], predicted[place : place + 10]))
        [macro] = pairs.figures(tally.keys())
        assert tally[Key("pairs", "micro")].f1 == pytest.approx(pairs.sklearn_f1(gold, predicted, "micro"), abs=1e-12)
        assert macro.value(tally) == pytest.approx(pairs.sklearn_f1(gold, predicted, "macro"), abs=1e-12)


def pair(pronoun, name, label):
    return Pair(mention(*pronoun, kind="pronoun", text=TEXT), mention(*name, text=TEXT), label)


TEXT = "Ann Lee met Eva Roe before she left for Bonn. He had seen Bob Fox and Tom Orr there."
SHE, ANN, EVA = (27, 30), (0, 7), (12, 19)
HE, BOB, TOM = (46, 48), (58, 65), (70, 77)


def test_gap_counts_true_pairs_by_gender():
    gold = [pair(SHE, ANN, "TRUE"), pair(SHE, EVA, "FALSE"), pair(HE, BOB, "TRUE"), pair(HE, TOM, "FALSE")]
    predicted = record(
        [
            mention(*ANN, entity="1", text=TEXT),
            mention(*SHE, kind="pronoun", entity="1", text=TEXT),
            mention(*TOM, entity="2", text=TEXT),
            mention(*BOB, entity="3", text=TEXT),
            mention(*HE, kind="pronoun", entity="2", text=TEXT),
        ],
        text=TEXT,
    )
    tally = gap.count(gold, predicted)
    assert tally[Key("GAP", "F1")] == Count(1, 2, 1, 2)
    assert tally[Key("GAP", "F1", "feminine")] == Count(1, 1, 1, 1)
    assert tally[Key("GAP", "F1", "masculine")] == Count(0, 1, 0, 1)


def test_gap_takes_a_name_that_is_longer_and_a_nominal_that_is_mostly_the_name():
    gold = [pair(SHE, (4, 7), "TRUE")]
    she = mention(*SHE, kind="pronoun", entity="1", text=TEXT)
    for other, expected in (
        (mention(*ANN, entity="1", text=TEXT), True),
        (mention(0, 19, kind="nominal", entity="1", text=TEXT), False),
        (mention(3, 7, kind="nominal", entity="1", text=TEXT), True),
        (mention(*ANN, entity="2", text=TEXT), False),
    ):
        assert gap.is_coreferent(gold[0], record([other, she], text=TEXT)) is expected


def test_gap_bias_is_feminine_over_masculine():
    tally = Tally()
    tally.add(Key("GAP", "F1", "feminine"), Count(3, 4, 3, 4))
    tally.add(Key("GAP", "F1", "masculine"), Count(4, 4, 4, 4))
    [bias] = gap.figures(tally.keys())
    assert bias.value(tally) == 0.75


def test_a_pronoun_alone_is_coreferent_with_nothing():
    assert not gap.is_coreferent(pair(SHE, ANN, "TRUE"), record([mention(*ANN, text=TEXT)], text=TEXT))
