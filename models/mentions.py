"""Mentions of one text as tensors, and the antecedents that are tried for each.

M mentions, A antecedents tried.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import torch
from torch import Tensor

#: How many kinds of mention there are: names, nominals and pronouns.
KINDS = 3
#: Further mentions that are tried for each, from farther back: the last with the same form, the last with the same
#: head, and the last that is its acronym or that it is the acronym of.
MATCHES = 3


@dataclass(frozen=True, slots=True)
class MentionTable:
    """Mentions in text order; they may be nested."""

    first: Tensor
    """[M] int64: first word of each."""
    end: Tensor
    """[M] int64: one past its last word."""
    kind: Tensor
    """[M] int64: 0 to `KINDS` - 1."""
    form: Tensor
    """[M] int64: a number for its words, the same for the same words; -1 where it has none."""
    head: Tensor
    """[M] int64: a number for its head word, likewise."""
    initials: Tensor
    """[M] int64: the number that a form of its initials has; -1 where it has none."""

    def __len__(self) -> int:
        return len(self.first)

    def to(self, device: torch.device) -> MentionTable:
        """The same on `device`."""
        return MentionTable(
            self.first.to(device), self.end.to(device), self.kind.to(device),
            self.form.to(device), self.head.to(device), self.initials.to(device),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Traits:
    """What mentions of one text tell of their entities, and what of it is never true of one thing."""

    of: Mapping[int, frozenset[int]] = field(default_factory=dict)
    """By place of the mention in the table: its traits, as indices into `clashes`."""
    clashes: tuple[frozenset[int], ...] = ()
    """By trait: the traits that no entity has beside it. Symmetric."""

    def merged(self, other: Traits) -> Traits:
        """These traits and others, which know nothing of each other."""
        shift = len(self.clashes)
        moved = {place: frozenset(shift + trait for trait in traits) for place, traits in other.of.items()}
        of = {place: self.of.get(place, frozenset()) | moved.get(place, frozenset()) for place in {**self.of, **moved}}
        return Traits(of, self.clashes + tuple(frozenset(shift + trait for trait in own) for own in other.clashes))


@dataclass(frozen=True, slots=True)
class Constraints:
    """What is known of the mentions of one text before a head has scored them; places are those in the table."""

    must_link: Mapping[int, int] = field(default_factory=dict)
    """For some mentions another, before or behind it, that is of the same entity and decides for both."""
    traits: Traits = field(default_factory=Traits)
    """What of them clashes: mentions that cannot link."""


@dataclass(frozen=True, slots=True)
class Antecedents:
    """The earlier mentions that are tried for each mention."""

    places: Tensor
    """[M, A] int64: the mentions, the nearest first; 0 where there is none."""
    mask: Tensor
    """[M, A] bool: true where there is one."""
    limited: Tensor
    """[M] bool: true where not all earlier mentions are tried."""

    def to(self, device: torch.device) -> Antecedents:
        """The same on `device`."""
        return Antecedents(self.places.to(device), self.mask.to(device), self.limited.to(device))


def mention_table(rows: Sequence[tuple[int, int, int, int, int, int]]) -> MentionTable:
    """The table of mentions.

    Args:
        rows: First word, one past the last word, kind, form, head and initials of each; in text order.
    """
    return MentionTable(*torch.tensor(rows, dtype=torch.long).reshape(-1, 6).unbind(1))


def antecedents(mentions: MentionTable, most: int) -> Antecedents:
    """The last `most` mentions before each, and those farther back that share words with it.

    Args:
        mentions: On the CPU.
        most: How many of the nearest are tried.
    """
    return antecedents_of(slice(0, len(mentions)), matching(mentions), most)


def antecedents_of(part: slice, far: Tensor, most: int) -> Antecedents:
    """`antecedents` of some of the mentions, so that those of a very long text need not be held at once.

    Args:
        part: Which mentions, from its start up to its stop.
        far: `matching` of all mentions.
        most: How many of the nearest are tried.
    """
    size = len(far)
    place = torch.arange(part.start, min(part.stop, size))[:, None]
    near = place - torch.arange(1, min(most, max(size - 1, 0)) + 1)[None, :]
    far = far[part]
    # What is among the nearest, or among those before it in the row, is tried there.
    again = torch.zeros_like(far, dtype=torch.bool)
    for column in range(1, MATCHES):
        again[:, column] = (far[:, column, None] == far[:, :column]).any(1)
    places = torch.cat([near, far.masked_fill((far >= place - most) | again, -1)], dim=1)
    mask = places >= 0
    return Antecedents(places.clamp(min=0), mask, mask.sum(1) < place[:, 0])


def matching(mentions: MentionTable) -> Tensor:
    """[M, MATCHES] int64: the last mention before each with the same form, with the same head, and by acronym; or -1.

    Args:
        mentions: On the CPU.
    """
    forms: dict[int, int] = {}
    heads: dict[int, int] = {}
    initials: dict[int, int] = {}
    found: list[tuple[int, int, int]] = []
    rows = zip(mentions.form.tolist(), mentions.head.tolist(), mentions.initials.tolist(), strict=True)
    for place, (form, head, letters) in enumerate(rows):
        acronym = max(forms.get(letters, -1), initials.get(form, -1))
        found.append((forms.get(form, -1), heads.get(head, -1), acronym))
        for known, key in ((forms, form), (heads, head), (initials, letters)):
            if key >= 0:
                known[key] = place
    return torch.tensor(found, dtype=torch.long).reshape(len(found), MATCHES)
