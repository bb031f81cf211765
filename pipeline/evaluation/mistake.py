"""The errors of a prediction, one by one, each with what it costs.

The cost of a mistake is how many units it adds to the missed and the spurious of the exact figures: a missed name
costs 1, a name of the wrong type 2 (one missed, one spurious), a missed quote as many as it has parts. Among equal
costs the surer prediction comes first.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from onrecord.records import Span

#: missed: in the gold alone. spurious: in the prediction alone. bounds: found with other ends. type: found with another
#: type or label. attribution: found with a source elsewhere, or with another speaker or entity.
Kind: TypeAlias = Literal["missed", "spurious", "bounds", "type", "attribution"]

#: What the gold or the prediction says where it has nothing.
NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Mark:
    """A span to show, and what it is."""

    span: Span
    role: str
    """name, content, source, cue, head, tail, mention."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """One error."""

    task: str
    kind: Kind
    document: str
    """Id of the document."""
    text: str
    """Of the document."""
    gold: str
    """What the gold says: a type, a label, a speaker; `nothing` where it has none."""
    predicted: str
    """What the prediction says."""
    gold_marks: tuple[Mark, ...]
    predicted_marks: tuple[Mark, ...]
    cost: int
    """Missed and spurious units that it adds."""
    score: float | None
    """Of the prediction; None where nothing was predicted."""


def by_cost(found: Iterable[Mistake]) -> list[Mistake]:
    """The costliest first; of equal cost the surest."""
    return sorted(found, key=lambda mistake: (-mistake.cost, -(mistake.score or 0.0), mistake.document))
