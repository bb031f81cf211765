"""Where the nodes of a small graph go: forces, then boxes pushed apart. The same graph always gets the same drawing."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

_ROUNDS = 120
_GAP = (40.0, 40.0)
"""Free space to keep between boxes, beside and below each other, in pixels."""
_PART_GAP = 64.0
"""Free space between unconnected parts, in pixels."""
_PULL = 0.08
"""Strength of the pull to the middle."""
_PAGE = (1080.0, 380.0)
"""Width and height that the centres of the boxes are spread over, in pixels, before boxes are pushed apart."""
_STRETCH = ((0.5, 1.4), (0.6, 1.2))
"""Least and greatest factor by which the drawing is stretched for that, horizontally and vertically."""


@dataclass(slots=True)
class Box:
    """A node: its centre, which moves, and its size. All in pixels."""

    width: float
    height: float
    x: float = 0.0
    y: float = 0.0


@dataclass(frozen=True, slots=True)
class Link:
    """An edge between two nodes."""

    one: int
    other: int
    room: float
    """Width of its label in pixels: what to keep free between the boxes where one stands beside the other."""


def place(boxes: Sequence[Box], links: Sequence[Link], distance: float = 150.0) -> None:
    """Move the boxes to where their edges can be followed.

    After Fruchterman and Reingold, Graph Drawing by Force-directed Placement (1991), from a circle instead of from
    chance; unconnected parts are laid out one by one and put in rows. Quadratic in the number of boxes.

    Args:
        boxes: The nodes; their centres are set.
        links: Edges between positions in `boxes`.
        distance: Length that an edge should have, in pixels.
    """
    parts = []
    for part in _connected(len(boxes), links):
        own = {node: number for number, node in enumerate(part)}
        inside = [Link(own[link.one], own[link.other], link.room) for link in links if link.one in own]
        parts.append([boxes[node] for node in part])
        _place_connected(parts[-1], inside, distance)
    _put_in_rows(parts)


def _connected(count: int, links: Sequence[Link]) -> list[list[int]]:
    """The nodes in connected parts: the largest first, the nodes of each in order."""
    parts = {node: [node] for node in range(count)}
    for link in links:
        one, other = parts[link.one], parts[link.other]
        if one is not other:
            one += other
            parts.update(dict.fromkeys(other, one))
    distinct = {id(part): sorted(part) for part in parts.values()}
    return sorted(distinct.values(), key=lambda part: (-len(part), part))


def _place_connected(boxes: Sequence[Box], links: Sequence[Link], distance: float) -> None:
    for number, box in enumerate(boxes):
        angle = 2 * math.pi * number / len(boxes)
        radius = distance * max(len(boxes), 2) / 5
        box.x, box.y = radius * math.cos(angle), radius * math.sin(angle)
    rooms: dict[tuple[int, int], float] = {}
    for link in links:
        pair = min(link.one, link.other), max(link.one, link.other)
        rooms[pair] = max(rooms.get(pair, _GAP[0]), link.room)
    pairs = sorted(pair for pair in rooms if pair[0] != pair[1])
    for step in range(_ROUNDS):
        _settle(boxes, pairs, distance, heat=distance * (1 - step / _ROUNDS) / 2)
    _lay_down(boxes)
    across = _stretch([box.x for box in boxes], _PAGE[0], *_STRETCH[0])
    down = _stretch([box.y for box in boxes], _PAGE[1], *_STRETCH[1])
    for box in boxes:
        box.x, box.y = box.x * across, box.y * down
    for _ in range(_ROUNDS):
        if not _push_apart(boxes, rooms):
            break


def _put_in_rows(parts: Sequence[Sequence[Box]]) -> None:
    """Move each part beside the one before, or below it where the page ends."""
    left = top = bottom = 0.0
    for part in parts:
        first_x, last_x = min(box.x - box.width / 2 for box in part), max(box.x + box.width / 2 for box in part)
        first_y, last_y = min(box.y - box.height / 2 for box in part), max(box.y + box.height / 2 for box in part)
        if left and left + last_x - first_x > _PAGE[0]:
            left, top = 0.0, bottom
        for box in part:
            box.x, box.y = box.x + left - first_x, box.y + top - first_y
        left += last_x - first_x + _PART_GAP
        bottom = max(bottom, top + last_y - first_y + _PART_GAP)


def _settle(boxes: Sequence[Box], pairs: Sequence[tuple[int, int]], distance: float, heat: float) -> None:
    """One round of forces; no box moves further than `heat`."""
    forces = [[-_PULL * box.x, -_PULL * box.y] for box in boxes]
    for one, other in itertools.combinations(range(len(boxes)), 2):
        _act(forces, boxes, one, other, lambda apart: -(distance**2) / apart)
    for one, other in pairs:
        _act(forces, boxes, one, other, lambda apart: apart**2 / distance)
    for box, (right, down) in zip(boxes, forces, strict=True):
        strength = math.hypot(right, down) or 1.0
        box.x += right / strength * min(strength, heat)
        box.y += down / strength * min(strength, heat)


def _act(forces: list[list[float]], boxes: Sequence[Box], one: int, other: int, pull: Callable[[float], float]) -> None:
    """Add the force between two boxes: towards each other where `pull` of their distance is positive."""
    right, down = boxes[other].x - boxes[one].x, boxes[other].y - boxes[one].y
    apart = math.hypot(right, down) or 1.0
    strength = pull(apart) / apart
    forces[one][0] += right * strength
    forces[one][1] += down * strength
    forces[other][0] -= right * strength
    forces[other][1] -= down * strength


def _lay_down(boxes: Sequence[Box]) -> None:
    """Turn the drawing so that it is as wide as it can be: its principal axis becomes the horizontal."""
    middle_x = sum(box.x for box in boxes) / len(boxes)
    middle_y = sum(box.y for box in boxes) / len(boxes)
    offsets = [(box.x - middle_x, box.y - middle_y) for box in boxes]
    angle = math.atan2(2 * sum(x * y for x, y in offsets), sum(x * x - y * y for x, y in offsets)) / 2
    cosine, sine = math.cos(angle), math.sin(angle)
    for box, (x, y) in zip(boxes, offsets, strict=True):
        box.x, box.y = x * cosine + y * sine, y * cosine - x * sine


def _stretch(places: Sequence[float], wanted: float, least: float, greatest: float) -> float:
    """The factor that spreads the places over the wanted extent, within bounds."""
    return min(max(wanted / ((max(places) - min(places)) or 1.0), least), greatest)


def _push_apart(boxes: Sequence[Box], rooms: Mapping[tuple[int, int], float]) -> bool:
    """Move overlapping boxes apart, along the axis on which they overlap less; whether any was moved."""
    moved = False
    for (first, one), (second, other) in itertools.combinations(enumerate(boxes), 2):
        right, down = other.x - one.x, other.y - one.y
        over_x = (one.width + other.width) / 2 + rooms.get((first, second), _GAP[0]) - abs(right)
        over_y = (one.height + other.height) / 2 + _GAP[1] - abs(down)
        if over_x <= 0.5 or over_y <= 0.5:
            continue
        moved = True
        if over_x < over_y:
            shift = math.copysign(over_x / 2, right)
            one.x, other.x = one.x - shift, other.x + shift
        else:
            shift = math.copysign(over_y / 2, down)
            one.y, other.y = one.y - shift, other.y + shift
    return moved
