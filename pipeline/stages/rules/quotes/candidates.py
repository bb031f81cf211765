"""An attribution as the patterns propose it, before it is scored, chosen and resolved."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.records import Span


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible attribution."""

    pattern: str
    """Name of the pattern that proposes it; scores are kept by pattern and lemma."""
    lemma: str
    """Lemma of the cue, empty where there is none."""
    content: tuple[Span, ...]
    """What is said."""
    cue: Span | None = None
    """The words that attribute it."""
    source: Span | None = None
    """The words that name who says it."""
    head: int | None = None
    """Position of the token that heads the source."""
    via: int | None = None
    """Position of the token that heads the phrase naming who passed it on."""
