import math

from onrecord.evaluation.counts import Count, Key, Tally


def test_precision_and_recall_by_hand():
    count = Count.of_sets({1, 2, 3, 4}, {3, 4, 5})
    assert count == Count(2, 3, 2, 4)
    assert count.precision == 2 / 3
    assert count.recall == 0.5
    assert math.isclose(count.f1, 4 / 7)


def test_a_share_is_its_own_precision_recall_and_f1():
    count = Count.of_share(3, 4)
    assert count.precision == count.recall == count.f1 == 0.75


def test_nothing_predicted_scores_zero_and_nothing_at_all_is_undefined():
    assert Count.of_sets({1}, set()).f1 == 0
    assert Count.of_sets(set(), {1}).f1 == 0
    assert math.isnan(Count().f1)


def test_a_tally_adds():
    key = Key("names", "exact")
    tally, other = Tally(), Tally()
    tally.add(key, Count(1, 2, 1, 3))
    other.add(key, Count(1, 1, 1, 1))
    other.add(Key("names", "exact", "ORG"), Count(0, 1, 0, 0))
    tally.update(other)
    assert dict(tally.items()) == {key: Count(2, 3, 2, 4), Key("names", "exact", "ORG"): Count(0, 1, 0, 0)}
    assert tally[Key("names", "never seen")] == Count()
