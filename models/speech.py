"""Who says what about whom in one text, as a head for relations reads it.

T words, S sayings: a quote whose speaker and whose content both name an entity.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import torch
from torch import Tensor

#: Roles of a word: none, content, source, cue.
ROLES = 4


@dataclass(frozen=True, slots=True)
class Speech:
    """The quotes of one text between its entities."""

    role: Tensor
    """[T] int64: role of each word, 0 to `ROLES` - 1."""
    speaker: Tensor
    """[S] int64: the entity that speaks."""
    about: Tensor
    """[S] int64: an entity that the content names."""
    cue: Tensor
    """[S] int64: the word that attributes it: the last of the cue, or the first of the content where there is none."""

    def to(self, device: torch.device) -> Speech:
        """The same on `device`."""
        return Speech(*(getattr(self, own.name).to(device) for own in fields(self)))


def speech(roles: list[int], sayings: list[tuple[int, int, int]]) -> Speech:
    """The tensors of sayings.

    Args:
        roles: Role of each word.
        sayings: Speaker, entity that is named, word of the cue.
    """
    table = torch.tensor(sorted(set(sayings)), dtype=torch.long).reshape(-1, 3)
    return Speech(torch.tensor(roles, dtype=torch.long), *table.unbind(1))


def said(sayings: Speech, count: int, head: Tensor, tail: Tensor) -> tuple[Tensor, Tensor]:
    """Which sayings join the heads and tails of pairs.

    Args:
        sayings: The sayings.
        count: How many entities there are.
        head: [P] int64: entity.
        tail: [P] int64: another one.

    Returns:
        [N] and [N] int64: the place of a pair, and that of a saying of its head about its tail.
    """
    keys, order = (head * count + tail).sort()
    wanted = sayings.speaker * count + sayings.about
    place = torch.searchsorted(keys, wanted)
    inside = place < len(keys)
    hit = inside & (keys[place.clamp(max=max(len(keys) - 1, 0))] == wanted) if len(keys) else inside
    saying = hit.nonzero()[:, 0]
    return order[place[saying]], saying
