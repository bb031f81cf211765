"""Linear chains over tags: partition function, marginals and the best path, batched over units, on any device.

Lafferty, McCallum and Pereira (2001), "Conditional Random Fields", https://repository.upenn.edu/cis_papers/159/
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from onrecord.models.gather import rows

#: Score of what must not happen; finite, so that sums of it stay numbers.
FORBIDDEN = -1e4


@dataclass(frozen=True, slots=True)
class Chain:
    """Scores of a batch of chains. Words that are padding have `mask` false; every chain has at least one word."""

    emissions: Tensor
    """[U, M, L] float32."""
    mask: Tensor
    """[U, M] bool, true first and then false."""
    transitions: Tensor
    """[L, L] float32: from the first tag to the second."""
    first: Tensor
    """[L] float32: added where a chain begins."""
    last: Tensor
    """[L] float32: added where a chain ends."""

    @property
    def ends(self) -> Tensor:
        """[U] int64: the last word of each chain."""
        return self.mask.sum(1) - 1


def log_partition(chain: Chain) -> Tensor:
    """[U]: log of the sum over all paths of the exponential of their scores."""
    alpha = chain.first + chain.emissions[:, 0]
    passing = chain.transitions.exp()
    for step in range(1, chain.emissions.shape[1]):
        reached = _log_product(alpha, passing) + chain.emissions[:, step]
        alpha = torch.where(chain.mask[:, step, None], reached, alpha)
    return torch.logsumexp(alpha + chain.last, 1)


def path_score(chain: Chain, tags: Tensor) -> Tensor:
    """[U]: the score of one path a chain.

    Args:
        chain: The scores.
        tags: [U, M] int64; what stands at padding is not read.
    """
    emitted = chain.emissions.gather(2, tags[:, :, None])[:, :, 0] * chain.mask
    steps = tags[:, :-1] * len(chain.transitions) + tags[:, 1:]
    passed = rows(chain.transitions.reshape(-1, 1), steps)[:, :, 0] * chain.mask[:, 1:]
    final = tags.gather(1, chain.ends[:, None])[:, 0]
    edges = rows(chain.first[:, None], tags[:, 0]) + rows(chain.last[:, None], final)
    return emitted.sum(1) + passed.sum(1) + edges[:, 0]


def marginals(chain: Chain) -> Tensor:
    """[U, M, L]: probability of each tag at each word, by forward and backward sums; padding holds no meaning."""
    steps = chain.emissions.shape[1]
    alphas = [chain.first + chain.emissions[:, 0]]
    passing = chain.transitions.exp()
    for step in range(1, steps):
        reached = _log_product(alphas[-1], passing) + chain.emissions[:, step]
        alphas.append(torch.where(chain.mask[:, step, None], reached, alphas[-1]))
    beta = chain.last.expand_as(alphas[-1])
    betas = [beta]
    for step in range(steps - 1, 0, -1):
        onward = _log_product(chain.emissions[:, step] + beta, passing.T)
        beta = torch.where(chain.mask[:, step, None], onward, beta)
        betas.append(beta)
    return torch.softmax(torch.stack(alphas, 1) + torch.stack(betas[::-1], 1), 2)


def viterbi(chain: Chain) -> Tensor:
    """[U, M] int64: the best path of each chain (Viterbi 1967); at padding the tag of its last word."""
    best = [chain.first + chain.emissions[:, 0]]
    for step in range(1, chain.emissions.shape[1]):
        values = (best[-1][:, :, None] + chain.transitions).amax(1) + chain.emissions[:, step]
        best.append(torch.where(chain.mask[:, step, None], values, best[-1]))
    tag = (best.pop() + chain.last).argmax(1)
    path = [tag]
    # Which tag came before is asked on the way back alone, where the tag after it is known.
    arriving = chain.transitions.T.contiguous()
    for step in range(len(best), 0, -1):
        before = (best[step - 1] + rows(arriving, tag)).argmax(1)
        tag = torch.where(chain.mask[:, step], before, tag)
        path.append(tag)
    return torch.stack(path[::-1], 1)


def _log_product(logs: Tensor, passing: Tensor) -> Tensor:
    """[U, L]: log of the matrix product of exponentials [U, L] and `passing` [L, L].

    One product of matrices instead of a sum over [U, L, L]. What is less than the smallest number times the greatest
    of its row counts as that number, which is what FORBIDDEN comes to.
    """
    highest = logs.detach().amax(1, keepdim=True)
    return ((logs - highest).exp() @ passing).clamp(min=torch.finfo(logs.dtype).tiny).log() + highest
