"""What a pattern finds: a relation between two mentions, before it is scored and merged with its like."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.stages.rules.relations.reading import Argument


@dataclass(frozen=True, slots=True)
class Candidate:
    """A relation that one pattern reads out of one place."""

    head: Argument
    label: str
    tail: Argument
    pattern: str
    """Name of the pattern; it decides the score."""
    trigger: tuple[int, ...] = ()
    """Indices of the tokens that say it."""
    negated: bool = False
    past: bool = False
