from evaluation_making import mention, record, relation

from onrecord.evaluation import relations
from onrecord.evaluation.counts import Count, Key

A, B, C = ((0, 5), (10, 15), (20, 25))


def gold_record(*found):
    mentions = [
        mention(*A, entity="g1"),
        mention(30, 35, entity="g1"),
        mention(*B, "ORG", entity="g2"),
        mention(*C, "GPE", entity="g3"),
    ]
    return record(mentions, relations=found)


def predicted_record(*found):
    mentions = [
        mention(*A, entity="p1"),
        mention(*B, "ORG", entity="p2"),
        mention(*C, "GPE", entity="p3"),
    ]
    return record(mentions, relations=found)


def scores(tally):
    return {(key.metric, key.group): found for key, found in tally.items()}


def test_hard_wants_the_same_mentions_and_soft_a_matched_entity():
    gold = gold_record(relation("g1", "leads", "g2"), relation("g2", "based_in", "g3"))
    predicted = predicted_record(relation("p1", "leads", "p2"), relation("p2", "based_in", "p3"))
    found = scores(relations.count(gold, predicted, frozenset()))
    assert found["hard", "all"] == Count(1, 2, 1, 2)
    assert found["soft", "all"] == Count(2, 2, 2, 2)
    assert found["hard", "leads"] == Count(0, 1, 0, 1)
    assert found["hard", "based_in"] == Count(1, 1, 1, 1)
    assert not any("Ign" in metric for metric, _ in found)


def test_direction_label_and_negation_count():
    gold = gold_record(relation("g1", "leads", "g2"), relation("g1", "member_of", "g3", negated=True))
    for wrong in (
        relation("p2", "leads", "p1"),
        relation("p1", "works_for", "p2"),
        relation("p1", "member_of", "p3"),
    ):
        found = scores(relations.count(gold, predicted_record(wrong), frozenset()))
        assert found["soft", "all"] == Count(0, 1, 0, 2), wrong
    right = relation("p1", "member_of", "p3", negated=True)
    assert scores(relations.count(gold, predicted_record(right), frozenset()))["soft", "all"] == Count(1, 1, 1, 2)


def test_two_unmatched_entities_are_not_one():
    gold = gold_record(relation("g1", "leads", "g2"))
    predicted = record(
        [mention(100, 105, entity="x"), mention(110, 115, entity="y"), mention(*B, entity="z")],
        relations=[relation("x", "leads", "z"), relation("y", "leads", "z")],
    )
    assert relations.count(gold, predicted, frozenset())[Key("relations", "soft")] == Count(0, 2, 0, 1)


def test_ign_leaves_known_facts_out_of_precision():
    gold = gold_record(relation("g1", "leads", "g2"), relation("g2", "based_in", "g3"))
    names = {place.entity: place.text for place in gold.mentions}
    known = frozenset({(names["g1"], "leads", names["g2"])})
    predicted = gold_record(
        relation("g1", "leads", "g2"), relation("g2", "based_in", "g3"), relation("g3", "leads", "g2")
    )
    found = scores(relations.count(gold, predicted, known))
    assert found["hard", "all"] == Count(2, 3, 2, 2)
    assert found["hard, Ign", "all"] == Count(1, 2, 2, 2)


def test_facts_are_by_surface():
    gold = gold_record(relation("g2", "based_in", "g3"))
    names = {place.entity: place.text for place in gold.mentions}
    assert relations.facts([gold]) == {(names["g2"], "based_in", names["g3"])}


def test_strict_wants_boundaries_and_types():
    gold = record(
        [mention(*A, "Peop", entity="a"), mention(*B, "Org", entity="b")], relations=[relation("a", "Work_For", "b")]
    )
    key = Key("relations", "strict")
    assert relations.count_strict(gold, gold)[key] == Count(1, 1, 1, 1)
    for mentions in (
        [mention(*A, "Loc", entity="a"), mention(*B, "Org", entity="b")],
        [mention(0, 4, "Peop", entity="a"), mention(*B, "Org", entity="b")],
    ):
        wrong = record(mentions, relations=[relation("a", "Work_For", "b")])
        assert relations.count_strict(gold, wrong)[key] == Count(0, 1, 0, 1)


def test_strict_takes_the_nearest_mentions_of_an_entity():
    gold = record(
        [mention(100, 105, "Peop", entity="a"), mention(*B, "Org", entity="b"), mention(110, 115, "Org", entity="c")],
        relations=[relation("a", "Work_For", "c")],
    )
    predicted = record(
        [mention(100, 105, "Peop", entity="a"), mention(*B, "Org", entity="b"), mention(110, 115, "Org", entity="b")],
        relations=[relation("a", "Work_For", "b")],
    )
    assert relations.count_strict(gold, predicted)[Key("relations", "strict")] == Count(1, 1, 1, 1)
