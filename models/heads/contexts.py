"""The words around two mentions: which they are, where they stand, and what a pair of entities takes from them.

T words, L places of pairs, C words of a context, D numbers of a state, A heads of attention.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn

from onrecord.models.entities import Entities, Pairs
from onrecord.models.gather import rows, weighed_rows
from onrecord.models.heads.pairs import BUCKETS, buckets

#: Before the first mention, in it, between, in the second, after it; for heads that stand first, and for tails that do.
STANDS = 2 * 5


def context_places(entities: Entities, pairs: Pairs, words: int, most: int, around: int) -> tuple[Tensor, Tensor]:
    """The words of the context of each place: from `around` words before the two mentions to as many after them.

    Of a longer stretch the first and the last half of `most` words are taken.

    Args:
        entities: The entities.
        pairs: Pairs of them.
        words: T.
        most: Most words of a context.
        around: Words before and after.

    Returns:
        [L, most] int64, words; and [L, most] bool, true where there is one. Each context has at least one.
    """
    one, other = pairs.head_mention, pairs.tail_mention
    start = (torch.minimum(entities.first[one], entities.first[other]) - around).clamp(min=0)[:, None]
    stop = (torch.maximum(entities.end[one], entities.end[other]) + around).clamp(max=words)[:, None]
    steps = torch.arange(most, device=start.device)[None, :]
    from_stop = (stop - start > most) & (steps >= most // 2)
    places = torch.where(from_stop, stop - most + steps, start + steps)
    mask = places < stop
    return torch.where(mask, places, start), mask


def distances(entities: Entities, pairs: Pairs) -> Tensor:
    """[L]: the bucket of the words between the two mentions; other buckets where the tail stands first."""
    one, other = pairs.head_mention, pairs.tail_mention
    later = entities.first[one] > entities.first[other]
    before, after = torch.where(later, other, one), torch.where(later, one, other)
    return buckets(entities.first[after] - entities.end[before]) + BUCKETS * later.long()


def stands(entities: Entities, pairs: Pairs, places: Tensor) -> Tensor:
    """[L, C]: where each word of a context [L, C] stands to the two mentions, 0 to `STANDS` - 1."""
    one, other = pairs.head_mention, pairs.tail_mention
    later = entities.first[one] > entities.first[other]
    before, after = torch.where(later, other, one), torch.where(later, one, other)
    edges = (entities.first[before], entities.end[before], entities.first[after], entities.end[after])
    passed = sum((places >= edge[:, None]).long() for edge in edges)
    assert isinstance(passed, Tensor)
    return passed + (STANDS // 2) * later.long()[:, None]


def attended(words: Tensor, places: Tensor, mask: Tensor, query: Tensor) -> Tensor:
    """[L, D]: of the words [T, D] at `places` [L, C] what each query [L, D] asks for."""
    weights = torch.einsum("lcd,ld->lc", rows(words, places), query) / math.sqrt(query.shape[1])
    return weighed_rows(words, places, weights.masked_fill(~mask, -torch.inf).softmax(1))


class StandingAttention(nn.Module):
    """Attention of several heads to the words of a context, which are told apart by where they stand."""

    def __init__(self, size: int, heads: int) -> None:
        """Random weights.

        Args:
            size: D.
            heads: A; `size` is a multiple of it.
        """
        super().__init__()
        self.heads = heads
        self.stand = nn.Embedding(STANDS, size)

    def forward(self, words: Tensor, places: Tensor, mask: Tensor, query: Tensor, standing: Tensor) -> Tensor:
        """[L, D].

        Args:
            words: [T, D].
            places: [L, C] int64, words.
            mask: [L, C] bool, true where there is one.
            query: [L, D].
            standing: [L, C] int64, where each word stands.
        """
        size, heads = words.shape[1], self.heads
        asked = query.reshape(-1, heads, size // heads)
        stand = self.stand.weight.reshape(STANDS, heads, -1)
        is_at = nn.functional.one_hot(standing, STANDS).to(words.dtype)
        keys = rows(words, places).reshape(*places.shape, heads, -1)
        scores = torch.einsum("lchd,lhd->lhc", keys, asked)
        scores = scores + torch.einsum("lhk,lck->lhc", torch.einsum("lhd,khd->lhk", asked, stand), is_at)
        weights = (scores / math.sqrt(size // heads)).masked_fill(~mask[:, None], -torch.inf).softmax(2)
        # Each head has rows of its own in a table of T · A.
        of_head = places[:, None] * heads + torch.arange(heads, device=places.device)[None, :, None]
        table = words.reshape(len(words) * heads, -1)
        held = weighed_rows(table, of_head.flatten(0, 1), weights.flatten(0, 1)).reshape(len(places), heads, -1)
        whole = held + torch.einsum("lhk,khd->lhd", torch.einsum("lhc,lck->lhk", weights, is_at), stand)
        return whole.flatten(1)
