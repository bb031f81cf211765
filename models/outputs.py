"""What goes between the parts of a model, with shapes.

W windows, P pieces a window (padded), F word features, T words of all windows one after another, L labels, U units
(sentences or paragraphs: what a tagger decodes at once), H the encoder's hidden size.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import torch
from torch import Tensor


@dataclass(frozen=True, slots=True)
class WindowBatch:
    """Windows as tensors, ready for the encoder."""

    ids: Tensor
    """[W, P] int64: piece ids."""
    mask: Tensor
    """[W, P] bool: true at pieces, false at padding."""
    features: Tensor
    """[W, P, F] int64: values of the word features at each piece, in the order of the model's settings."""
    first_pieces: Tensor
    """[T] int64: place of each word's first piece in the flattened [W * P]."""
    word_of_piece: Tensor
    """[W * P] int64: word of each piece; T at special pieces and padding."""

    def to(self, device: torch.device) -> WindowBatch:
        """The same on `device`."""
        moved = {name: getattr(self, name).to(device, non_blocking=True) for name in self.__slots__}
        return replace(self, **moved)

    @property
    def words(self) -> int:
        """T."""
        return len(self.first_pieces)


@dataclass(frozen=True, slots=True)
class Units:
    """Stretches of words that a tagger decodes independently of each other."""

    starts: Tensor
    """[U] int64: first word of each, within T."""
    lengths: Tensor
    """[U] int64: words of each, at least 1."""

    def to(self, device: torch.device) -> Units:
        """The same on `device`."""
        return Units(self.starts.to(device, non_blocking=True), self.lengths.to(device, non_blocking=True))

    def groups(self, most: int) -> Iterator[Units]:
        """The same units in groups of similar length, so that one long unit does not pad all others.

        Args:
            most: Most words of a group, padding counted; a longer unit is a group of its own.
        """
        lengths, order = self.lengths.sort()
        first = 0
        for place, length in enumerate(lengths.tolist()):
            if place > first and (place - first + 1) * length > most:
                yield Units(self.starts[order[first:place]], lengths[first:place])
                first = place
        if first < len(order):
            yield Units(self.starts[order[first:]], lengths[first:])

    def grid(self) -> tuple[Tensor, Tensor]:
        """Where the words of each unit stand.

        Returns:
            [U, M] int64, the words of each unit, padded with its last; and [U, M] bool, true where it is no padding.
        """
        steps = torch.arange(int(self.lengths.max()) if len(self.lengths) else 0, device=self.starts.device)
        mask = steps[None, :] < self.lengths[:, None]
        places = torch.minimum(steps[None, :], self.lengths[:, None] - 1)
        return self.starts[:, None] + places, mask


@dataclass(frozen=True, slots=True)
class Tagged:
    """The best tags of each word."""

    tags: Tensor
    """[T] int64: index of the tag."""
    scores: Tensor
    """[T] float32: marginal probability of that tag."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """A labelled half-open range of words, decoded."""

    first: int
    """Its first word."""
    end: int
    """One past its last word."""
    label: str
    """Its label."""
    score: float
    """Least marginal probability of the tags of its words."""
