"""What lies where: the spans of a record as layers, and the text cut at every boundary of theirs.

Mentions, contents, cues, sources and evidence overlap in every way. `pieces` cuts the text at all their boundaries and
says of each piece which layers lie on it, so that a view can draw them without any of them crossing.
"""

from __future__ import annotations

import bisect
import itertools
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from onrecord.records import Mention, Record, Span

Part: TypeAlias = Literal["evidence", "content", "source", "cue", "mention"]
_PARTS: tuple[Part, ...] = ("evidence", "content", "source", "cue", "mention")


@dataclass(frozen=True, slots=True)
class Layer:
    """One span of the record and what it is a part of."""

    start: int
    end: int
    part: Part
    index: int
    """Position of the mention, quote or relation in the record."""

    @property
    def order(self) -> tuple[int, int, int, int]:
        """Outer before inner: the one that starts first, then the longer one, then by kind, then the later one."""
        return (self.start, -self.end, _PARTS.index(self.part), -self.index)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text on which the same layers lie throughout."""

    start: int
    end: int
    layers: tuple[Layer, ...]
    """From the outermost to the innermost."""


def layers(record: Record) -> list[Layer]:
    """Every span of the record that lies within the text and is not empty, outer before inner."""
    found = [_layer(mention, "mention", index) for index, mention in enumerate(record.mentions)]
    for index, quote in enumerate(record.quotes):
        found += [_layer(span, "content", index) for span in quote.content]
        found += [_layer(quote.cue, "cue", index)] if quote.cue else []
        found += [_layer(quote.source, "source", index)] if quote.source else []
    for index, relation in enumerate(record.relations):
        found += [_layer(span, "evidence", index) for span in relation.evidence]
    size = len(record.text)
    return sorted({layer for layer in found if 0 <= layer.start < layer.end <= size}, key=lambda layer: layer.order)


def pieces(start: int, end: int, found: list[Layer]) -> Iterator[Piece]:
    """Cut ``[start, end)`` at every boundary of the layers that touch it.

    Args:
        start: First code point.
        end: One past the last.
        found: Layers that overlap the stretch, in the order of `layers`.

    Yields:
        Pieces that together are the stretch.
    """
    opening: dict[int, list[Layer]] = defaultdict(list)
    closing: dict[int, list[Layer]] = defaultdict(list)
    for layer in found:
        opening[max(layer.start, start)].append(layer)
        closing[min(layer.end, end)].append(layer)
    cuts = sorted({start, end, *opening, *closing})
    active: list[Layer] = []
    for left, right in itertools.pairwise(cuts):
        for layer in closing[left]:
            del active[bisect.bisect_left(active, layer.order, key=lambda one: one.order)]
        for layer in opening[left]:
            bisect.insort(active, layer, key=lambda one: one.order)
        yield Piece(left, right, tuple(active))


def paragraphs(text: str) -> list[Span]:
    """The paragraphs as a reader sees them: apart at blank lines, or at every line break where there is no blank line.

    White space at both ends is left outside; what is not in a paragraph is white space.
    """
    lines: list[Span] = []
    place = 0
    for line in text.splitlines(keepends=True):
        lines.append(Span(place, place + len(line)))
        place += len(line)
    groups = [
        list(group) for blank, group in itertools.groupby(lines, lambda line: not line.of(text).strip()) if not blank
    ]
    if len(groups) < 2:
        groups = [[line] for group in groups for line in group]
    return [_trimmed(text, group[0].start, group[-1].end) for group in groups]


def by_paragraph(found: list[Layer], blocks: list[Span]) -> list[list[Layer]]:
    """The layers that touch each paragraph, in the order of `layers`."""
    ends = [block.end for block in blocks]
    touching: list[list[Layer]] = [[] for _ in blocks]
    for layer in found:
        number = bisect.bisect_right(ends, layer.start)
        while number < len(blocks) and blocks[number].start < layer.end:
            touching[number].append(layer)
            number += 1
    return touching


def _layer(span: Span | Mention, part: Part, index: int) -> Layer:
    return Layer(span.start, span.end, part, index)


def _trimmed(text: str, start: int, end: int) -> Span:
    surface = text[start:end]
    return Span(end - len(surface.lstrip()), start + len(surface.rstrip()))
