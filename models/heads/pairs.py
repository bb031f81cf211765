"""What heads over pairs share: states of mentions, distances, and a bilinear form that is not too large."""

from __future__ import annotations

from typing import cast

import torch
from torch import Tensor, nn

from onrecord.models.gather import rows

#: Distances in words from which on a new bucket begins: those of Lee et al. (2017), https://aclanthology.org/D17-1018/,
#: and two more.
_EDGES = (1, 2, 3, 4, 5, 8, 16, 32, 64, 128, 256)
BUCKETS = len(_EDGES) + 1


def buckets(distance: Tensor) -> Tensor:
    """The bucket of each distance, 0 to `BUCKETS` - 1; a distance below 0 is in the first."""
    return torch.bucketize(distance, torch.tensor(_EDGES, device=distance.device), right=True)


class SpanStates(nn.Module):
    """States of spans from those of their first and last words."""

    def __init__(self, hidden: int, size: int) -> None:
        """Random weights.

        Args:
            hidden: H, size of the word states.
            size: D, size of the states of spans.
        """
        super().__init__()
        self.project = nn.Linear(2 * hidden, size)

    def forward(self, states: Tensor, first: Tensor, end: Tensor) -> Tensor:
        """[M, D] from word states [T, H] and the half-open ranges of words [M], [M]."""
        return cast(Tensor, self.project(torch.cat([rows(states, first), rows(states, end - 1)], dim=1)))


def logsumexp_pooled(states: Tensor, group: Tensor, count: int) -> Tensor:
    """[count, D]: of each group the logsumexp over its members, which lets the clearest member speak.

    Args:
        states: [M, D].
        group: [M] int64: the group of each; none is without a member.
        count: How many groups there are.
    """
    index = group[:, None].expand_as(states)
    highest = states.detach().new_full((count, states.shape[1]), -torch.inf)
    highest = highest.scatter_reduce(0, index, states.detach(), "amax")
    return states.new_zeros(highest.shape).index_add(0, group, (states - highest[group]).exp()).log() + highest


class GroupedBilinear(nn.Module):
    """A bilinear form between two states, cut into blocks: Zheng et al. (2019), https://arxiv.org/abs/1908.02308."""

    def __init__(self, size: int, block: int, labels: int) -> None:
        """Random weights.

        Args:
            size: D, size of both states; a multiple of `block`.
            block: Size of a block; only numbers of the same block are multiplied with each other.
            labels: Scores that come out.
        """
        super().__init__()
        self.block = block
        self.score = nn.Linear(size * block, labels)

    def forward(self, one: Tensor, other: Tensor) -> Tensor:
        """[P, labels] from [P, D] and [P, D]."""
        first, second = (states.reshape(len(states), -1, self.block) for states in (one, other))
        return cast(Tensor, self.score((first[:, :, :, None] * second[:, :, None, :]).flatten(1)))
