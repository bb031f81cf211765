"""Candidates for mentions, as ranges of words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from onrecord.records import MentionKind


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words ``[first, last)`` that may be a mention."""

    first: int
    last: int
    kind: MentionKind
    type: str
    score: float

    @property
    def tokens(self) -> range:
        """Indices of its words."""
        return range(self.first, self.last)


def free_of_overlap(candidates: Iterable[Candidate]) -> list[Candidate]:
    """The candidates that remain, in text order, when the longest wins, then the better score, then the earlier."""
    ranked = sorted(candidates, key=lambda one: (one.first - one.last, -one.score, one.first, one.type))
    taken: set[int] = set()
    kept: list[Candidate] = []
    for candidate in ranked:
        if taken.isdisjoint(candidate.tokens):
            taken.update(candidate.tokens)
            kept.append(candidate)
    return sorted(kept, key=lambda one: one.first)
