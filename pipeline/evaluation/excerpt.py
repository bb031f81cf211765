"""The stretch of a text around the marks of a mistake, cut where the marks begin and end."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from onrecord.evaluation.mistake import Mark
from onrecord.records import Span
from onrecord.views.visible import visible

#: Characters shown before and after a mark.
AROUND = 90
#: Characters shown at either end of a long mark; the middle is left out.
ENDS = 350


@dataclass(frozen=True, slots=True)
class Piece:
    """Text under the same marks."""

    text: str
    roles: tuple[str, ...]
    """What the text is part of; empty for text around the marks."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Text that is left out."""

    characters: int


def windows(text: str, marks: Iterable[Mark]) -> list[Span]:
    """What to show of the text so that the ends of all marks are seen, in text order."""
    wanted: list[Span] = []
    for mark in marks:
        wanted.append(Span(mark.span.start - AROUND, min(mark.span.start + ENDS, mark.span.end + AROUND)))
        wanted.append(Span(max(mark.span.end - ENDS, mark.span.start - AROUND), mark.span.end + AROUND))
    merged: list[Span] = []
    for span in sorted(_snapped(text, span) for span in wanted):
        if merged and span.start <= merged[-1].end + 1:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def pieces(text: str, shown: Sequence[Span], marks: Sequence[Mark]) -> list[Piece | Gap]:
    """The shown text, cut at every end of a mark, with gaps where text is left out.

    Args:
        text: The whole text.
        shown: From `windows`.
        marks: What to mark in it.
    """
    found: list[Piece | Gap] = []
    place = 0
    for window in shown:
        if window.start > place:
            found.append(Gap(window.start - place))
        edges = {window.start, window.end}
        edges |= {
            edge for mark in marks for edge in (mark.span.start, mark.span.end) if window.start < edge < window.end
        }
        borders = sorted(edges)
        for start, end in itertools.pairwise(borders):
            roles = dict.fromkeys(mark.role for mark in marks if mark.span.start <= start and end <= mark.span.end)
            found.append(Piece(visible(text[start:end]), tuple(roles)))
        place = window.end
    if place < len(text):
        found.append(Gap(len(text) - place))
    return found


def _snapped(text: str, span: Span) -> Span:
    """The span within the text, grown to the next white space, by at most 20 characters."""
    start, end = max(0, span.start), min(len(text), span.end)
    for _ in range(20):
        if start > 0 and not text[start - 1].isspace():
            start -= 1
        if end < len(text) and not text[end].isspace():
            end += 1
    return Span(start, end)
