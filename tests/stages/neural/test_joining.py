from onrecord.records import Relation, Span
from onrecord.stages.neural.joining import joined


def relation(head: str, label: str, tail: str, score: float, **more: bool) -> Relation:
    return Relation(head, label, tail, (Span(0, 1),), score, **more)


def test_what_both_found_keeps_the_past_of_the_pattern_and_the_better_score():
    learnt = [relation("e1", "leads", "e2", 0.9)]
    assert joined(learnt, [relation("e1", "leads", "e2", 0.7, past=True)]) == [
        relation("e1", "leads", "e2", 0.9, past=True)
    ]


def test_what_a_pattern_found_denied_stays_denied_with_its_own_score():
    denied = relation("e1", "member_of", "e2", 0.7, negated=True)
    assert joined([relation("e1", "member_of", "e2", 0.9)], [denied]) == [denied]


def test_what_one_alone_found_stays_but_for_what_is_implied():
    learnt = [relation("e1", "member_of", "e2", 0.9), relation("e3", "based_in", "e4", 0.5)]
    patterned = [relation("e1", "leads", "e2", 0.7), relation("e1", "accuse", "e4", 0.8)]
    assert joined(learnt, patterned) == [*patterned, learnt[1]]
