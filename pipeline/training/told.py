"""What a step comes to, as numbers that processes can average."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor


@dataclass(frozen=True, slots=True)
class Told:
    """What a step comes to."""

    pieces: float
    """Pieces read, padding left out; of several processes the mean."""
    losses: Mapping[str, float]
    """Loss of each head that learnt; where others did not learn it in their batches, it counts as 0 there."""

    def tensor(self, heads: Sequence[str]) -> Tensor:
        """[1 + 2 · heads] float32: the pieces, and for each head whether it learnt, and its loss."""
        known = [(1.0, self.losses[head]) if head in self.losses else (0.0, 0.0) for head in heads]
        return torch.tensor([self.pieces, *(number for pair in known for number in pair)])

    @classmethod
    def of(cls, numbers: Tensor, heads: Sequence[str]) -> Told:
        """What `tensor` has made, or the mean of several of them."""
        pieces, *rest = numbers.tolist()
        known = zip(heads, rest[::2], rest[1::2], strict=True)
        return cls(pieces, {head: loss for head, learnt, loss in known if learnt})
