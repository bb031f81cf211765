"""The relations of a record as a drawing: entities as boxes, relations as labelled arrows, all in pixels."""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.views.layout import Box, Link, place
from onrecord.views.rows import EntityRow, RelationRow
from onrecord.views.visible import abridged

#: Entities that one drawing holds and stays readable; those with the most relations are drawn.
MOST_NODES = 40

_LABEL_LENGTH = 28
_LETTER = 7.6
"""Mean width of a letter of a node's label."""
_SMALL_LETTER = 6.2
"""Mean width of a letter of an arrow's label."""
_HEIGHT = 30.0
_ARROW_ROOM = 44.0
"""What is left of an arrow beside its label."""
_MARGIN = 26.0
_LOOP = 44.0
"""Height of an arrow from a box to itself."""
_TAG_HEIGHT = 15.0
_TAG_PARTS = (0.5, 0.42, 0.58, 0.34, 0.66, 0.27, 0.73, 0.2, 0.8)
"""Where along an arrow its label can go, best first."""
_BEND = 34.0
"""How far arrows between the same two boxes keep from each other."""


@dataclass(frozen=True, slots=True)
class Node:
    """An entity as a box."""

    index: int
    """Position of the entity in the record."""
    name: str
    label: str
    type: str
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Arrow:
    """A relation as an arrow from head to tail."""

    row: RelationRow
    path: str
    """The `d` of an SVG path."""
    x: int
    """Middle of the label."""
    y: int


@dataclass(frozen=True, slots=True)
class Graph:
    """A drawing."""

    nodes: tuple[Node, ...]
    arrows: tuple[Arrow, ...]
    width: int
    height: int
    left_out: int
    """Relations that are not drawn, because their entities are not among the `MOST_NODES` or are unknown."""


def draw(entities: Sequence[EntityRow], relations: Sequence[RelationRow]) -> Graph | None:
    """Lay the relations out.

    Args:
        entities: All entities of the record.
        relations: All relations of the record.

    Returns:
        The drawing; None where there is no relation to draw.
    """
    degrees = Counter(index for row in relations for index in (row.head_index, row.tail_index) if index is not None)
    chosen = sorted(sorted(degrees, key=lambda index: (-degrees[index], index))[:MOST_NODES])
    places = {index: number for number, index in enumerate(chosen)}
    drawn = [row for row in relations if row.head_index in places and row.tail_index in places]
    if not drawn:
        return None
    by_index = {row.index: row for row in entities}
    rows = [by_index[index] for index in chosen]
    ends = [(places[row.head_index or 0], places[row.tail_index or 0]) for row in drawn]
    labels = [abridged(row.name, _LABEL_LENGTH) for row in rows]
    boxes = [Box(_width(label, _LETTER) + 24, _HEIGHT) for label in labels]
    widths = [_width(row.label, _SMALL_LETTER) for row in drawn]
    place(boxes, [Link(*pair, width + _ARROW_ROOM) for pair, width in zip(ends, widths, strict=True)])
    width, height = _into_frame(boxes, ends)
    curves = _curves(boxes, ends)
    tags = _tags(boxes, curves, widths)
    nodes = tuple(
        Node(row.index, row.name, label, row.type, round(box.x), round(box.y), round(box.width), round(box.height))
        for row, label, box in zip(rows, labels, boxes, strict=True)
    )
    arrows = tuple(
        Arrow(row, curve.path(), round(tag.x), round(tag.y))
        for row, curve, tag in zip(drawn, curves, tags, strict=True)
    )
    return Graph(nodes, arrows, round(width), round(height), len(relations) - len(drawn))


@dataclass(frozen=True, slots=True)
class _Curve:
    """A quadratic curve, cut off at the boxes that it joins."""

    start: tuple[float, float]
    control: tuple[float, float]
    end: tuple[float, float]

    def at(self, part: float) -> tuple[float, float]:
        """The point that lies this part of the way along."""
        rest = 1 - part
        (ax, ay), (bx, by), (cx, cy) = self.start, self.control, self.end
        return (
            rest * rest * ax + 2 * rest * part * bx + part * part * cx,
            rest * rest * ay + 2 * rest * part * by + part * part * cy,
        )

    def path(self) -> str:
        """The `d` of an SVG path."""
        return "M{:.0f} {:.0f} Q{:.0f} {:.0f} {:.0f} {:.0f}".format(*self.start, *self.control, *self.end)


def _curves(boxes: Sequence[Box], ends: Sequence[tuple[int, int]]) -> list[_Curve]:
    """One curve a relation; those between the same two boxes fan out."""
    fans = Counter(tuple(sorted(pair)) for pair in ends)
    used: Counter[tuple[int, ...]] = Counter()
    curves = []
    for head, tail in ends:
        pair = tuple(sorted((head, tail)))
        bend = (used[pair] - (fans[pair] - 1) / 2) * _BEND * 2
        used[pair] += 1
        if head == tail:
            curves.append(_loop(boxes[head], used[pair]))
        else:
            curves.append(_curve(boxes[head], boxes[tail], bend if head < tail else -bend))
    return curves


def _curve(head: Box, tail: Box, bend: float) -> _Curve:
    right, down = tail.x - head.x, tail.y - head.y
    length = math.hypot(right, down) or 1.0
    control = ((head.x + tail.x) / 2 - down / length * bend, (head.y + tail.y) / 2 + right / length * bend)
    return _Curve(_edge(head, control, 2), control, _edge(tail, control, 5))


def _loop(box: Box, number: int) -> _Curve:
    """A relation of an entity with itself: out of the top of the box and back."""
    top = box.y - box.height / 2
    return _Curve((box.x - 20, top), (box.x, top - _LOOP * number), (box.x + 20, top - 5))


def _edge(box: Box, towards: tuple[float, float], gap: float) -> tuple[float, float]:
    """Where the straight line from the middle of the box towards a point leaves the box, and `gap` further."""
    right, down = towards[0] - box.x, towards[1] - box.y
    if not right and not down:
        return box.x, box.y
    reach_x = (box.width / 2 + gap) / abs(right) if right else math.inf
    reach_y = (box.height / 2 + gap) / abs(down) if down else math.inf
    reach = min(reach_x, reach_y)
    return box.x + right * reach, box.y + down * reach


def _into_frame(boxes: Sequence[Box], ends: Sequence[tuple[int, int]]) -> tuple[float, float]:
    """Move the boxes to where all of the drawing has positive places; its width and height."""
    loops = Counter(head for head, tail in ends if head == tail)
    fan = max(Counter(tuple(sorted(pair)) for pair in ends).values())
    margin = _MARGIN + (fan - 1) * _BEND / 2
    left = min(box.x - box.width / 2 for box in boxes) - margin
    top = min(box.y - box.height / 2 - _LOOP / 2 * loops[number] for number, box in enumerate(boxes)) - margin
    for box in boxes:
        box.x, box.y = box.x - left, box.y - top
    return max(box.x + box.width / 2 for box in boxes) + margin, max(box.y + box.height / 2 for box in boxes) + margin


def _tags(boxes: Sequence[Box], curves: Sequence[_Curve], widths: Sequence[float]) -> list[Box]:
    """Where the label of each arrow goes: as near to its middle as no box and no earlier label is in the way."""
    tags: list[Box] = []
    for curve, width in zip(curves, widths, strict=True):
        choices = [Box(width, _TAG_HEIGHT, *curve.at(part)) for part in _TAG_PARTS]
        tags.append(min(choices, key=lambda tag: sum(_shared(tag, other) for other in [*boxes, *tags])))
    return tags


def _shared(one: Box, other: Box) -> float:
    """Area that two boxes share, in square pixels."""
    across = min(one.x + one.width / 2, other.x + other.width / 2) - max(
        one.x - one.width / 2, other.x - other.width / 2
    )
    down = min(one.y + one.height / 2, other.y + other.height / 2) - max(
        one.y - one.height / 2, other.y - other.height / 2
    )
    return max(across, 0.0) * max(down, 0.0)


def _width(text: str, letter: float) -> float:
    """Width of a text in pixels, where full-width characters take two letters."""
    return sum(letter * (2 if unicodedata.east_asian_width(character) in "WF" else 1) for character in text)
