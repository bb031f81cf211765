"""Relations between ends that the gold knows by name.

- *by name*: a predicted relation is right when a gold relation has the same label and its head and tail bear the names
  of the gold's (`bearing`), for symmetrical labels either way round. The best-scored is matched first, one to one, each
  with the first in the gold that fits. Negation and time make no difference here. Groups: facts, acts, the labels.
- *flags*: share of the matched whose `negated` and `past` are the gold's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.evaluation.bearing import Forms, bears_end, forms
from onrecord.evaluation.case import Case
from onrecord.evaluation.counts import ALL, Count, Key, Tally
from onrecord.records import FACT_LABELS, Relation

TASK = "relations"
BY_NAME = "by name"
FLAGS = "flags"
#: Metrics that are one share.
SHARES = frozenset({FLAGS})
FACTS = "facts"
ACTS = "acts"
#: Labels that hold both ways and stand once.
SYMMETRICAL = frozenset({"family", "agree", "consult", "plays_against"})


@dataclass(frozen=True, slots=True)
class RelationMatch:
    """A predicted relation and the gold relation that it states."""

    predicted: Relation
    gold: int | None
    """Place in the gold; None where it is wrong."""


@dataclass(frozen=True, slots=True)
class NamedTriple:
    """A relation of the gold by the names of its ends."""

    head: str
    label: str
    tail: str

    def is_stated(self, head: Forms, label: str, tail: Forms) -> bool:
        """Whether a relation with this label between entities that are called so is this one."""
        if label != self.label:
            return False
        if bears_end(head, self.head) and bears_end(tail, self.tail):
            return True
        return label in SYMMETRICAL and bears_end(head, self.tail) and bears_end(tail, self.head)


def triples(case: Case) -> list[NamedTriple]:
    """The gold relations of a document, in the order of its file."""
    record = case.document.record
    names = {entity.id: entity.name for entity in record.entities}
    return [NamedTriple(names[one.head], one.label, names[one.tail]) for one in record.relations]


def matched(case: Case) -> list[RelationMatch]:
    """The predicted relations of a document, the best-scored first."""
    golds, called = triples(case), forms(case.prediction)
    used: set[int] = set()
    found = []
    for one in sorted(case.prediction.relations, key=lambda relation: -relation.score):
        head, tail = called[one.head], called[one.tail]
        stated = (place for place, gold in enumerate(golds) if place not in used)
        place = next((place for place in stated if golds[place].is_stated(head, one.label, tail)), None)
        if place is not None:
            used.add(place)
        found.append(RelationMatch(one, place))
    return found


def count(case: Case) -> Tally:
    """Counts of one document, for all, facts, acts and by label; nothing where relations were not annotated."""
    tally = Tally()
    if "relations" not in case.annotates:
        return tally
    golds = case.document.record.relations
    right, wanted, predicted = Counter[str](), Counter[str](), Counter[str]()
    for relation in golds:
        wanted.update(_groups(relation.label))
    same = 0
    for match in matched(case):
        predicted.update(_groups(match.predicted.label))
        if match.gold is not None:
            right.update(_groups(match.predicted.label))
            gold = golds[match.gold]
            same += (gold.negated, gold.past) == (match.predicted.negated, match.predicted.past)
    for group in (ALL, *sorted((wanted | predicted).keys() - {ALL})):
        hits = right[group]
        tally.add(Key(TASK, BY_NAME, group), Count(hits, predicted[group], hits, wanted[group]))
    tally.add(Key(TASK, FLAGS), Count.of_share(same, right[ALL]))
    return tally


def judged(case: Case) -> Iterator[tuple[str, str, float, bool]]:
    """For calibration: task, when a prediction is right, score, whether it is."""
    if "relations" in case.annotates:
        for match in matched(case):
            yield TASK, "label and the names of head and tail are right", match.predicted.score, match.gold is not None


def _groups(label: str) -> tuple[str, str, str]:
    return ALL, FACTS if label in FACT_LABELS else ACTS, label
