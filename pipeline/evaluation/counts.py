"""Counts: what a metric adds up over documents, and the figures that come of the sums.

Every metric here is a quotient of sums over documents, so a document is fully described by its counts: figures of the
whole, of a group of documents and of a bootstrap sample are all made from the same counts.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterator, Set
from dataclasses import dataclass
from typing import NamedTuple

#: The group that leaves nothing out.
ALL = "all"


class Key(NamedTuple):
    """Names one metric."""

    task: str
    """names, quotes, speakers, coreference, relations, pairs."""
    metric: str
    """What is counted, as the documentation of the task names it."""
    group: str = ALL
    """A type, a label or a kind of quote; `all` for everything."""


@dataclass(frozen=True, slots=True)
class Count:
    """Numerators and denominators of precision and recall. Zero is the neutral element of addition."""

    predicted_hits: float = 0.0
    """What of the predicted is right."""
    predicted: float = 0.0
    """What was predicted."""
    gold_hits: float = 0.0
    """What of the gold was found."""
    gold: float = 0.0
    """What stands in the gold."""

    @classmethod
    def of_sets(cls, gold: Set[Hashable], predicted: Set[Hashable]) -> Count:
        """Counts of predicted things that are right when the gold holds an equal one."""
        hits = len(gold & predicted)
        return cls(hits, len(predicted), hits, len(gold))

    @classmethod
    def of_share(cls, right: float, total: float) -> Count:
        """Counts of a plain share: precision, recall and F1 all equal ``right / total``."""
        return cls(right, total, right, total)

    def __add__(self, other: Count) -> Count:
        return Count(
            self.predicted_hits + other.predicted_hits,
            self.predicted + other.predicted,
            self.gold_hits + other.gold_hits,
            self.gold + other.gold,
        )

    @property
    def precision(self) -> float:
        """Share of the predicted that is right; 0 where there is gold but nothing predicted, nan where neither is."""
        return self._share(self.predicted_hits, self.predicted)

    @property
    def recall(self) -> float:
        """Share of the gold that was found; 0 where something is predicted but there is no gold, nan where neither."""
        return self._share(self.gold_hits, self.gold)

    @property
    def f1(self) -> float:
        """Harmonic mean of the two; 0 where both are 0, nan where there is neither gold nor anything predicted."""
        precision, recall = self.precision, self.recall
        total = precision + recall
        return 2 * precision * recall / total if total else total

    def _share(self, hits: float, total: float) -> float:
        if total:
            return hits / total
        return 0.0 if self.predicted or self.gold else math.nan


class Tally:
    """The counts of one document, or of many together, by key."""

    __slots__ = ("_counts",)

    def __init__(self) -> None:
        self._counts: dict[Key, Count] = {}

    def add(self, key: Key, count: Count) -> None:
        """Add to what is counted under `key`."""
        self._counts[key] = self[key] + count

    def update(self, other: Tally) -> None:
        """Add everything that `other` counts."""
        for key, count in other.items():
            self.add(key, count)

    def __getitem__(self, key: Key) -> Count:
        return self._counts.get(key, Count())

    def __contains__(self, key: Key) -> bool:
        return key in self._counts

    def items(self) -> Iterator[tuple[Key, Count]]:
        """Keys and counts, in the order in which they were first added."""
        return iter(self._counts.items())

    def keys(self) -> Iterator[Key]:
        """Keys in the order in which they were first added."""
        return iter(self._counts)
