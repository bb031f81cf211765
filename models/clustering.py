"""Entities from what each mention of a text may go back to: the surest links first, unless something forbids them."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from typing import NamedTuple

from onrecord.models.mentions import Constraints, Traits


class Choice(NamedTuple):
    """One thing that a mention may be."""

    score: float
    """Log probability."""
    antecedent: int
    """Place of the earlier mention that it goes back to; -1 where it starts an entity."""


def cluster(choices: Sequence[Sequence[Choice]], constraints: Constraints) -> tuple[int, ...]:
    """Number of the entity of each mention, counted from 0 in text order.

    Whichever mention is surest of its choice goes first, wherever in the text it stands, so that what is certain
    decides what is doubtful. Where a choice would join what cannot be one thing, the next of that mention is tried in
    its turn.

    Args:
        choices: Of each mention, the likeliest first; one without any left starts an entity.
        constraints: What is known of them.
    """
    entities = _Entities(len(choices), constraints.traits)
    led = {place for place, other in constraints.must_link.items() if entities.join(place, other)}
    linked = [entities.of(place) for place in range(len(choices))]
    waiting = [(-own[0].score, place, 0) for place, own in enumerate(choices) if own and place not in led]
    heapq.heapify(waiting)
    while waiting:
        _, place, turn = heapq.heappop(waiting)
        antecedent = choices[place][turn].antecedent
        # What it must link to anyway says nothing of where both belong.
        done = antecedent < 0 or (linked[antecedent] != linked[place] and entities.join(place, antecedent))
        if not done and turn + 1 < len(choices[place]):
            heapq.heappush(waiting, (-choices[place][turn + 1].score, place, turn + 1))
    numbers: dict[int, int] = {}
    return tuple(numbers.setdefault(entities.of(place), len(numbers)) for place in range(len(choices)))


class _Entities:
    """A union–find over mentions, with the traits of each entity."""

    def __init__(self, size: int, traits: Traits) -> None:
        self._parents = list(range(size))
        self._sizes = [1] * size
        self._clashes = traits.clashes
        self._traits: dict[int, set[int]] = {place: set(own) for place, own in traits.of.items()}

    def of(self, place: int) -> int:
        """The entity of a mention, as the place of one of its mentions."""
        while self._parents[place] != place:
            self._parents[place] = self._parents[self._parents[place]]
            place = self._parents[place]
        return place

    def join(self, place: int, other: int) -> bool:
        """Make the entities of two mentions one, unless their traits clash; whether they are one now."""
        kept, lost = self.of(place), self.of(other)
        if kept == lost:
            return True
        few, many = sorted((self._traits.get(kept, set()), self._traits.get(lost, set())), key=len)
        if not all(self._clashes[trait].isdisjoint(many) for trait in few):
            return False
        if self._sizes[kept] < self._sizes[lost]:
            kept, lost = lost, kept
        self._parents[lost] = kept
        self._sizes[kept] += self._sizes[lost]
        many |= few
        if many:
            self._traits[kept] = many
        return True
