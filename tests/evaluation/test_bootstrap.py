import math

import numpy as np
import pytest

from onrecord.evaluation.bootstrap import Samples, differences, intervals
from onrecord.evaluation.counts import Count, Key, Tally
from onrecord.evaluation.figures import Figure, plain

ONE, TWO = Key("names", "exact"), Key("names", "exact", "ORG")


def tally(**counts):
    made = Tally()
    for name, count in counts.items():
        made.add({"one": ONE, "two": TWO}[name], count)
    return made


def test_equal_documents_have_no_spread():
    documents = [tally(one=Count(1, 2, 1, 4))] * 5
    values = Samples(5, 50, seed=1).values(documents, plain([ONE]))
    [interval] = intervals(values)
    assert interval.low == interval.high == pytest.approx(Count(1, 2, 1, 4).f1)


def test_a_share_of_coin_flips_has_the_interval_of_theory():
    documents = [tally(one=Count.of_share(place % 2, 1)) for place in range(400)]
    [interval] = intervals(Samples(400, 4000, seed=3).values(documents, plain([ONE])))
    spread = 1.96 * math.sqrt(0.25 / 400)
    assert interval.low == pytest.approx(0.5 - spread, abs=0.006)
    assert interval.high == pytest.approx(0.5 + spread, abs=0.006)


def test_values_equal_the_counts_of_each_drawn_sample():
    documents = [tally(one=Count(place, place + 1, place, 5), two=Count(0, place, 0, 0)) for place in range(6)]
    figures = [
        *plain([ONE, TWO]),
        Figure(Key("names", "mean"), "mean", (ONE, TWO)),
        Figure(Key("names", "over"), "quotient", (TWO, ONE)),
    ]
    samples = Samples(6, 20, seed=9)
    values = samples.values(documents, figures)
    for weights, row in zip(samples._weights, values, strict=True):
        sums = Tally()
        for weight, document in zip(weights, documents, strict=True):
            for _ in range(int(weight)):
                sums.update(document)
        assert row == pytest.approx([figure.value(sums) for figure in figures], nan_ok=True)


def test_the_seed_decides():
    documents = [tally(one=Count.of_share(place % 3 == 0, 1)) for place in range(30)]
    first, same, other = (Samples(30, 20, seed).values(documents, plain([ONE])) for seed in (1, 1, 2))
    assert np.array_equal(first, same)
    assert not np.array_equal(first, other)


def test_a_figure_that_is_nowhere_defined_has_no_interval():
    [interval] = intervals(Samples(2, 10, 0).values([Tally(), Tally()], plain([ONE])))
    assert math.isnan(interval.low)
    assert math.isnan(interval.high)


def test_paired_differences():
    first = [tally(one=Count.of_share(place % 2, 1)) for place in range(100)]
    better = [tally(one=Count.of_share(place % 2 or place % 4 == 0, 1)) for place in range(100)]
    shuffled = [tally(one=Count.of_share((place + 1) % 2, 1)) for place in range(100)]
    samples = Samples(100, 500, seed=2)
    base = samples.values(first, plain([ONE]))
    [real] = differences(base, samples.values(better, plain([ONE])), [0.25])
    assert real.is_real
    assert real.p == 0
    assert 0.15 < real.low < 0.25 < real.high < 0.35
    [chance] = differences(base, samples.values(shuffled, plain([ONE])), [0.0])
    assert not chance.is_real
    assert chance.p > 0.5
