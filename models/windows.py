"""A long text as windows: whole units where they fit, with context on both sides, so that outputs can be stitched."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import TypeAlias

#: Half-open range of words.
Unit: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of words that goes through the encoder together."""

    first: int
    """First word that is read."""
    end: int
    """One past the last word that is read."""
    core_first: int
    """First word whose state is kept; those before it are context."""
    core_end: int
    """One past the last word whose state is kept."""


def windows(lengths: Sequence[int], units: Sequence[Unit], most_pieces: int, context: int) -> list[Window]:
    """Cut a text into windows whose cores follow one another and leave no word out.

    A text that fits is one window. Else whole units are packed into each core, and context is added on both sides; a
    unit longer than a core is cut between words.

    Args:
        lengths: Pieces of each word.
        units: Sentences or paragraphs, in order, together all words.
        most_pieces: Most pieces of a window, special ones not counted.
        context: Most pieces on either side of a core that are read but not kept.

    Returns:
        Windows in order; none where there are no words.
    """
    if not lengths:
        return []
    ends = [0, *accumulate(lengths)]
    if ends[-1] <= most_pieces:
        return [Window(0, len(lengths), 0, len(lengths))]
    cuts = list(_cuts(ends, units, most_pieces - 2 * context))
    return [_with_context(ends, first, end, context) for first, end in pairwise(cuts)]


def _cuts(ends: Sequence[int], units: Sequence[Unit], budget: int) -> Iterator[int]:
    """Word indices at which one core ends and the next begins, from 0 to the number of words."""
    yield 0
    start = 0
    for first, end in units:
        if ends[end] - ends[start] <= budget:
            continue
        if first > start:
            yield first
            start = first
        for word in range(first, end):
            if word > start and ends[word + 1] - ends[start] > budget:
                yield word
                start = word
    yield len(ends) - 1


def _with_context(ends: Sequence[int], core_first: int, core_end: int, context: int) -> Window:
    """The core with as many whole words on either side as `context` pieces hold."""
    first, end = core_first, core_end
    while first > 0 and ends[core_first] - ends[first - 1] <= context:
        first -= 1
    while end < len(ends) - 1 and ends[end + 1] - ends[core_end] <= context:
        end += 1
    return Window(first, end, core_first, core_end)
