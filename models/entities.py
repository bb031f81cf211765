"""Entities of one text as tensors, and the pairs of them that are looked at.

M mentions, E entities, P pairs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

#: Most words between an entity without a name and one that it may be related to.
_REACH = 40
#: Most words between two mentions that are a further place of a pair.
_PLACE_REACH = 50
#: Most pairs of mentions that are looked at for the nearest mentions of two entities: all pairs of 1,400 mentions.
_MOST_LOOKS = 2_000_000


@dataclass(frozen=True, slots=True)
class Entities:
    """Entities by their mentions; each mention is in one entity, and each entity has at least one."""

    first: Tensor
    """[M] int64: first word of each mention; mentions are in text order."""
    end: Tensor
    """[M] int64: one past its last word."""
    entity: Tensor
    """[M] int64: its entity, 0 to E - 1."""
    count: int
    """E."""
    type: Tensor | None = None
    """[E] int64: number of the type of each, for a head that reads types."""
    named: Tensor | None = None
    """[E] bool: which have a name, where others are there too."""

    def to(self, device: torch.device) -> Entities:
        """The same on `device`."""
        return Entities(
            self.first.to(device),
            self.end.to(device),
            self.entity.to(device),
            self.count,
            self.type.to(device) if self.type is not None else None,
            self.named.to(device) if self.named is not None else None,
        )

    def apart(self) -> Entities:
        """Each mention as an entity of its own."""
        size = len(self.first)
        kind = self.type[self.entity] if self.type is not None else None
        return Entities(self.first, self.end, torch.arange(size, device=self.first.device), size, kind)

    def relatable(self) -> int:
        """How many ordered pairs can be related at most: all but those of two entities without a name."""
        unnamed = self.count - int(self.named.sum()) if self.named is not None else 0
        return self.count * (self.count - 1) - unnamed * (unnamed - 1)


@dataclass(frozen=True, slots=True)
class Pairs:
    """Ordered pairs of entities, and the places where the two are named near each other.

    A pair has one place or more, the nearest first; places are in the order of their pairs.
    """

    head: Tensor
    """[P] int64: entity."""
    tail: Tensor
    """[P] int64: another entity."""
    pair: Tensor
    """[L] int64: the pair of each place, ascending."""
    head_mention: Tensor
    """[L] int64: the mention of the head there."""
    tail_mention: Tensor
    """[L] int64: the mention of the tail there."""

    def __len__(self) -> int:
        return len(self.head)

    def to(self, device: torch.device) -> Pairs:
        """The same on `device`."""
        columns = (self.head, self.tail, self.pair, self.head_mention, self.tail_mention)
        return Pairs(*(values.to(device) for values in columns))

    def part(self, start: int, stop: int) -> Pairs:
        """The pairs from `start` to before `stop`, with their places."""
        first, end = torch.searchsorted(self.pair, torch.tensor([start, stop], device=self.pair.device)).tolist()
        return Pairs(
            self.head[start:stop],
            self.tail[start:stop],
            self.pair[first:end] - start,
            self.head_mention[first:end],
            self.tail_mention[first:end],
        )


def entities_of(mentions: Sequence[tuple[int, int, int]]) -> Entities:
    """Entities from their mentions.

    Args:
        mentions: First word, one past the last word, number of the entity; in text order. Entities are numbered from 0,
            none is left out.
    """
    table = torch.tensor(mentions, dtype=torch.long).reshape(-1, 3)
    return Entities(table[:, 0], table[:, 1], table[:, 2], int(table[:, 2].max()) + 1 if len(table) else 0)


def nearest_pairs(entities: Entities, most: int, places: int = 1) -> Pairs:
    """The ordered pairs of entities, at most `most` of them: those that are named nearest to each other.

    Args:
        entities: On the CPU.
        most: Most pairs, both orders counted.
        places: Most places of a pair. The nearest is always there, others where at most 50 words are between.

    Returns:
        Pairs in the order of head and tail. Of entities without a name only those are there that stand near to one
        with a name. Where all fit, that are E · (E - 1); in a text of more than 1,400 mentions
        pairs whose mentions have very many others between them are not among them, even where they would fit.
    """
    low, high, distance, low_mention, high_mention = _seen(entities)
    key = low * entities.count + high
    order, rank = _ranked(key, distance)
    nearest = order[rank == 0]
    if entities.named is not None:
        named = entities.named[low[nearest]].long() + entities.named[high[nearest]].long()
        nearest = nearest[(named == 2) | ((named == 1) & (distance[nearest] <= _REACH))]
    kept = nearest[distance[nearest].argsort(stable=True)][: most // 2]
    near = (rank == 0) | ((rank < places) & (distance[order] <= _PLACE_REACH))
    taken = order[near & torch.isin(key[order], key[kept])]
    low, high, low_mention, high_mention = (v[taken] for v in (low, high, low_mention, high_mention))
    both = torch.cat([low * entities.count + high, high * entities.count + low])
    by_pair = both.argsort(stable=True)
    pairs, pair = torch.unique_consecutive(both[by_pair], return_inverse=True)
    return Pairs(
        pairs // max(entities.count, 1),
        pairs % max(entities.count, 1),
        pair,
        torch.cat([low_mention, high_mention])[by_pair],
        torch.cat([high_mention, low_mention])[by_pair],
    )


def all_pairs_fit(entities: Entities, most: int) -> bool:
    """Whether `nearest_pairs` leaves no pair out."""
    size = len(entities.first)
    return entities.count * (entities.count - 1) <= most and size * size <= _MOST_LOOKS


def _seen(entities: Entities) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
    """Lower entity, higher entity, words between, mention of the lower, mention of the higher; by mentions apart."""
    before, after = _neighbours(len(entities.first))
    differ = entities.entity[before] != entities.entity[after]
    before, after = before[differ], after[differ]
    distance = (entities.first[after] - entities.end[before]).clamp(min=0)
    swapped = entities.entity[before] > entities.entity[after]
    low_mention, high_mention = torch.where(swapped, after, before), torch.where(swapped, before, after)
    return entities.entity[low_mention], entities.entity[high_mention], distance, low_mention, high_mention


def _neighbours(size: int) -> tuple[Tensor, Tensor]:
    """Pairs of mentions that are looked at, the earlier and the later: those next to each other first."""
    most = min(size, max(2, _MOST_LOOKS // max(size, 1)))
    gaps = torch.arange(1, max(most, 1))
    counts = size - gaps
    before = torch.arange(int(counts.sum())) - (counts.cumsum(0) - counts).repeat_interleave(counts)
    return before, before + gaps.repeat_interleave(counts)


def _ranked(keys: Tensor, distance: Tensor) -> tuple[Tensor, Tensor]:
    """The order by key and distance, the earliest of equals first; and how many of the same key stand before each."""
    if not len(keys):
        return keys, keys
    ordered, order = (keys * (distance.max() + 1) + distance).sort(stable=True)
    _, counts = torch.unique_consecutive(ordered // (distance.max() + 1), return_counts=True)
    return order, torch.arange(len(keys)) - (counts.cumsum(0) - counts).repeat_interleave(counts)
