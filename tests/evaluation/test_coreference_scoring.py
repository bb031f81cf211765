import math
import random

import pytest

from onrecord.evaluation import coreference
from onrecord.evaluation.counts import Count, Key
from onrecord.records import Span

pytest.importorskip("scipy")


def clusters(*groups):
    return [frozenset(Span(place, place + 1) for place in group) for group in groups]


def counted(gold, predicted):
    tally = coreference.count(gold, predicted)
    tally.update(coreference.count_ceaf(gold, predicted))
    return tally


def scores(gold, predicted):
    tally = counted(gold, predicted)
    return {key.metric: count for key, count in tally.items()}


def test_the_example_of_the_muc_and_b_cubed_papers():
    # One cluster of five and one of seven; the prediction joins a cluster of two to the seven.
    gold = clusters(range(1, 6), [6, 7], [8, 9, 10, 11, 12])
    predicted = clusters(range(1, 6), range(6, 13))
    found = scores(gold, predicted)
    assert found["MUC"] == Count(9, 10, 9, 9)
    assert found["B³"].recall == 1
    assert found["B³"].precision == pytest.approx((5 + (4 + 25) / 7) / 12)
    # φ4 of the aligned pairs: 1 for the five, 2·5/(5+7) for the seven with the five.
    assert found["CEAF-φ4"] == Count(1 + 10 / 12, 2, 1 + 10 / 12, 3)


def test_the_example_of_the_lea_paper():
    gold = clusters([1, 2, 3], [4, 5, 6, 7])
    predicted = clusters([1, 2], [3, 4], [6, 7, 8, 9])
    found = scores(gold, predicted)["LEA"]
    assert found.recall == pytest.approx((3 * 1 / 3 + 4 * 1 / 6) / 7)
    assert found.precision == pytest.approx((2 * 1 + 2 * 0 + 4 * 1 / 6) / 8)


def test_a_singleton_is_found_only_as_a_singleton():
    assert scores(clusters([1], [2, 3]), clusters([1], [2, 3]))["LEA"].f1 == 1
    assert scores(clusters([1]), clusters([1, 2]))["LEA"] == Count(0, 2, 0, 1)
    assert math.isnan(scores(clusters([1]), clusters([1]))["MUC"].f1)


def test_partition_drops_singletons_and_repeated_spans():
    one, two, three = (Span(place, place + 1) for place in range(3))
    assert coreference.partition([[one, two], [two, three], []], singletons=True) == [{one, two}, {three}]
    assert coreference.partition([[one, two], [two, three], []], singletons=False) == [{one, two}]


def test_conll_is_the_mean_of_three():
    tally = counted(clusters([1, 2], [3, 4]), clusters([1, 2, 3]))
    [figure] = coreference.figures(tally.keys())
    assert figure.key == Key("coreference", "CoNLL")
    parts = [tally[Key("coreference", name)].f1 for name in ("MUC", "B³", "CEAF-φ4")]
    assert figure.value(tally) == pytest.approx(sum(parts) / 3)


def random_clusters(generator, mentions, least):
    homes = {}
    for mention in mentions:
        if generator.random() < 0.8:
            homes.setdefault(generator.randrange(1 + len(mentions) // 3), set()).add(mention)
    return [frozenset(Span(place, place + 1) for place in group) for group in homes.values() if len(group) >= least]


def test_equals_independent_scorers_on_random_predictions():
    scorch = pytest.importorskip("scorch.scores")
    corefeval = pytest.importorskip("corefeval")
    generator = random.Random(11)
    for turn in range(200):
        mentions = range(generator.randrange(4, 30))
        gold = random_clusters(generator, mentions, 2)
        predicted = random_clusters(generator, mentions, 2)
        if not any(one & other for one in gold for other in predicted):
            continue  # scorch divides by zero where nothing is shared
        found = scores(gold, predicted)
        key, response = (
            [{span.start for span in group} for group in gold],
            [{span.start for span in group} for group in predicted],
        )
        for name, function in (("MUC", scorch.muc), ("B³", scorch.b_cubed), ("CEAF-φ4", scorch.ceaf_e)):
            recall, precision, f1 = function(key, response)
            assert (found[name].recall, found[name].precision, found[name].f1) == pytest.approx(
                (recall, precision, f1), abs=1e-9
            ), (turn, name)
        document = corefeval.Document(
            [[(place, place) for place in sorted(group)] for group in response],
            [[(place, place) for place in sorted(group)] for group in key],
        )
        scorer = corefeval.Scorer()
        scorer.update(document)
        _, details = scorer.detailed_score("", "", verbose=False)
        assert found["LEA"].f1 == pytest.approx(details["lea"]["f1"], abs=1e-9)
