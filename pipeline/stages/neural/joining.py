"""Relations of the model and of the patterns, in our labels, as one list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from onrecord.evaluation.relation_labels import most_special
from onrecord.records import Relation


def joined(learnt: Sequence[Relation], patterned: Sequence[Relation]) -> list[Relation]:
    """What either found. Where both found the same it is the pattern's, which knows past and denial.

    A relation of the model that a pattern found denied is left out: the model has no notion of it. So is one that a
    more special one of the same pair implies.

    Args:
        learnt: Of the model, no two of the same head, label and tail.
        patterned: Of the patterns.
    """
    scores = {(own.head, own.label, own.tail): own.score for own in learnt}
    known = {(own.head, own.label, own.tail) for own in patterned}
    likelier = [
        own if own.negated else replace(own, score=max(own.score, scores.get((own.head, own.label, own.tail), 0.0)))
        for own in patterned
    ]
    alone = [own for own in learnt if (own.head, own.label, own.tail) not in known]
    return list(most_special([*likelier, *alone]))
