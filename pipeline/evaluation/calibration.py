"""Calibration: are predictions with a score of 0.8 right four times in five?

Expected calibration error (Naeini, Cooper and Hauskrecht 2015, https://doi.org/10.1609/aaai.v29i1.9602): predictions
are put into ten bins of equal width by score; the mean over the bins of the distance between mean score and
share right, weighed by how many predictions a bin holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from onrecord.evaluation import named_quotes, named_relations, quotes, relations
from onrecord.evaluation.case import Case, stated_relations
from onrecord.evaluation.names import names
from onrecord.evaluation.overlap import match_entities

BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """Predictions of about equal score."""

    size: int
    score: float
    """Mean score."""
    right: float
    """Share that is right."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """How far the scores of one task can be believed."""

    task: str
    what: str
    """When a prediction is right."""
    bins: tuple[Bin, ...]
    """Those that hold anything, by rising score."""

    @property
    def error(self) -> float:
        """The expected calibration error, 0 to 1."""
        total = sum(own.size for own in self.bins)
        return sum(own.size * abs(own.score - own.right) for own in self.bins) / total if total else 0.0


def calibrations(cases: Iterable[Case], tasks: frozenset[str], scheme: str) -> list[Calibration]:
    """One for each task whose predictions carry scores that differ."""
    judged: dict[tuple[str, str], list[tuple[float, bool]]] = {}
    for case in cases:
        for task, what, score, right in _judged(case, tasks, scheme):
            judged.setdefault((task, what), []).append((score, right))
    return [
        Calibration(task, what, bins(found))
        for (task, what), found in judged.items()
        if len({score for score, _ in found}) > 1
    ]


def bins(judged: Sequence[tuple[float, bool]]) -> tuple[Bin, ...]:
    """Scores and whether they were right, by score."""
    members: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for score, right in judged:
        members[min(max(int(score * BINS), 0), BINS - 1)].append((score, right))
    return tuple(
        Bin(len(own), sum(score for score, _ in own) / len(own), sum(right for _, right in own) / len(own))
        for own in members
        if own
    )


def _judged(case: Case, tasks: frozenset[str], scheme: str) -> Iterator[tuple[str, str, float, bool]]:
    if case.by_name:
        if "quotes" in tasks:
            yield from named_quotes.judged(case)
        if "relations" in tasks:
            yield from named_relations.judged(case)
        return
    if "names" in tasks:
        known = {(mention.span, mention.type) for mention in names(case.gold)}
        for mention in names(case.predicted):
            yield "names", "span and type are right", mention.score, (mention.span, mention.type) in known
    if "quotes" in tasks:
        pairs = {(quotes.part(quote, "source"), quotes.part(quote, "content")) for quote in case.gold.quotes}
        for quote in case.predicted.quotes:
            pair = quotes.part(quote, "source"), quotes.part(quote, "content")
            yield "quotes", "source and content are exactly right", quote.score, pair in pairs
    if "relations" in tasks:
        gold, predicted = stated_relations(case, scheme)
        entities = match_entities(gold, predicted)
        stated = {(one.head, relations.label(one), one.tail) for one in gold.relations}
        for one in predicted.relations:
            triple = entities.get(one.head, ""), relations.label(one), entities.get(one.tail, "")
            yield "relations", "head, label and tail are right, entities by overlap", one.score, triple in stated
