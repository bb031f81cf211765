"""A tagger: one BIOES label scheme over words, as a linear-chain CRF that only knows tag sequences of the scheme."""

from __future__ import annotations

from typing import cast

import torch
from pydantic import BaseModel, ConfigDict, Field
from torch import Tensor, nn

from onrecord.models import bioes
from onrecord.models.decode import FORBIDDEN, Chain, log_partition, marginals, path_score, viterbi
from onrecord.models.gather import rows
from onrecord.models.outputs import Tagged, Units

#: Most words, padding counted, that are decoded together.
_MOST_PADDED = 1 << 15


class TaggingSettings(BaseModel):
    """Settings of a `TaggingHead`."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)

    labels: tuple[str, ...] = Field(min_length=1)
    """Labels of the scheme, in the order of the scores."""
    dropout: float = Field(default=0.1, ge=0, lt=1)
    """Share of the word states' numbers that are dropped in training."""


class TaggingHead(nn.Module):
    """Scores of every tag at every word, their loss, and the best tags."""

    allowed: Tensor
    allowed_first: Tensor
    allowed_last: Tensor

    def __init__(self, hidden: int, settings: TaggingSettings) -> None:
        """A head with random weights.

        Args:
            hidden: Size of the word states.
            settings: Labels and dropout.
        """
        super().__init__()
        self.settings = settings
        self.tags = bioes.tag_names(settings.labels)
        count = len(self.tags)
        self.dropout = nn.Dropout(settings.dropout)
        self.emit = nn.Linear(hidden, count)
        self.transitions = nn.Parameter(torch.zeros(count, count))
        self.first = nn.Parameter(torch.zeros(count))
        self.last = nn.Parameter(torch.zeros(count))
        labels = settings.labels
        self.register_buffer("allowed", bioes.allowed_transitions(labels), persistent=False)
        self.register_buffer("allowed_first", bioes.allowed_first(labels), persistent=False)
        self.register_buffer("allowed_last", bioes.allowed_last(labels), persistent=False)

    @property
    def begins(self) -> Tensor:
        """[L]: 1 for the tags that begin a chunk, B and S, and 0 for all others."""
        begins = [0.0, *[1.0, 0.0, 0.0, 1.0] * len(self.settings.labels)]
        return torch.tensor(begins, device=self.transitions.device)

    def forward(self, states: Tensor) -> Tensor:
        """Emission scores [T, L] of word states [T, H]."""
        return cast(Tensor, self.emit(self.dropout(states)))

    def loss(self, emissions: Tensor, units: Units, tags: Tensor) -> Tensor:
        """Negative log likelihood of the gold tags, summed over all units.

        Args:
            emissions: [T, L] from `forward`.
            units: Which words belong together; words of no unit carry no loss.
            tags: [T] int64: gold tags.

        Returns:
            A scalar, float32.
        """
        places, mask = units.grid()
        chain = self._chain(emissions, places, mask)
        return (log_partition(chain) - path_score(chain, tags[places])).sum()

    @torch.no_grad()
    def decode(self, emissions: Tensor, units: Units) -> Tagged:
        """The best tags that follow the scheme.

        Args:
            emissions: [T, L] from `forward`.
            units: Which words belong together; words of no unit get O with score 1.
        """
        tags = torch.zeros(len(emissions), dtype=torch.long, device=emissions.device)
        scores = torch.ones(len(emissions), device=emissions.device)
        for group in units.groups(_MOST_PADDED):
            places, mask = group.grid()
            chain = self._chain(emissions, places, mask)
            path = viterbi(chain)
            chosen = marginals(chain).gather(2, path[:, :, None])[:, :, 0]
            tags[places[mask]] = path[mask]
            scores[places[mask]] = chosen[mask]
        return Tagged(tags, scores)

    def _chain(self, emissions: Tensor, places: Tensor, mask: Tensor) -> Chain:
        return Chain(
            rows(emissions.float(), places),
            mask,
            self.transitions.float().masked_fill(~self.allowed, FORBIDDEN),
            self.first.float().masked_fill(~self.allowed_first, FORBIDDEN),
            self.last.float().masked_fill(~self.allowed_last, FORBIDDEN),
        )
