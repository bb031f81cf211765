"""Coreference of given mentions: which earlier mention does each go back to, if any?

Scores of mention pairs and the marginal log-likelihood over right antecedents are after Lee et al. (2017), "End-to-end
Neural Coreference Resolution", https://aclanthology.org/D17-1018/. Unlike there the mentions are given, and that a
mention starts a new entity has a score of its own.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import cast

import torch
from pydantic import BaseModel, ConfigDict, Field
from torch import Tensor, nn

from onrecord.models.clustering import Choice, cluster
from onrecord.models.gather import rows
from onrecord.models.heads.pairs import BUCKETS, SpanStates, buckets
from onrecord.models.mentions import KINDS, Antecedents, Constraints, MentionTable, antecedents_of, matching

#: Most pairs of mentions that are scored at a time where no gradient is needed: as many as a processor's cache holds.
_CHUNK = 1 << 12
#: What two mentions can have in common: form, head, acronym, words.
_MATCHES = 4
#: Where the score of a new entity stands, before those of the antecedents.
_NEW = 0
#: Choices of each mention that are kept, where the first of them cannot be; what can take none begins an entity.
_CHOICES = 24


class CoreferenceSettings(BaseModel):
    """Settings of a `CoreferenceHead`."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)

    size: int = Field(default=192, ge=1)
    """Size of the states of mentions."""
    most_antecedents: int = Field(default=400, ge=1)
    """How many mentions before each are tried; of those farther back only the last ones that share words with it."""
    dropout: float = Field(default=0.1, ge=0, lt=1)
    """Share of the word states' numbers, and of those of pairs, that are dropped in training."""


@dataclass(frozen=True, slots=True)
class CoreferenceTarget:
    """The gold of one text."""

    mentions: MentionTable
    """Its mentions; at least one."""
    antecedents: Antecedents
    """What is tried for each."""
    right: Tensor
    """[M, 1 + A] bool: whether it starts a new entity, and which antecedents are right; at least one a mention."""

    def to(self, device: torch.device) -> CoreferenceTarget:
        """The same on `device`."""
        return CoreferenceTarget(self.mentions.to(device), self.antecedents.to(device), self.right.to(device))


@dataclass(frozen=True, slots=True)
class Links:
    """What the head finds in one text."""

    entities: tuple[int, ...]
    """Number of the entity of each mention, counted from 0 in text order."""
    limited: int
    """Mentions for which not all earlier ones were tried."""


class CoreferenceHead(nn.Module):
    """Scores of antecedents, their loss, and the best of them."""

    def __init__(self, hidden: int, settings: CoreferenceSettings) -> None:
        """A head with random weights.

        Args:
            hidden: Size of the word states.
            settings: Sizes and limits.
        """
        super().__init__()
        self.settings = settings
        size = settings.size
        self.dropout = nn.Dropout(settings.dropout)
        self.spans = SpanStates(hidden, size)
        self.kind = nn.Embedding(KINDS, size)
        self.starts_new = nn.Sequential(nn.Linear(size, size), nn.ReLU(), nn.Linear(size, 1))
        self.later = nn.Linear(size, size)
        self.earlier = nn.Linear(size, size, bias=False)
        self.both = nn.Linear(size, size, bias=False)
        self.kinds = nn.Embedding(KINDS * KINDS, size)
        self.distance = nn.Embedding(BUCKETS, size)
        self.match = nn.Embedding(1 << _MATCHES, size)
        self.score = nn.Linear(size, 1)

    def forward(self, states: Tensor, mentions: MentionTable, tried: Antecedents) -> Tensor:
        """Scores [M, 1 + A], of a new entity first; -inf where there is no antecedent.

        Args:
            states: [T, H]: word states of one text.
            mentions: Its mentions.
            tried: Their antecedents.
        """
        return self._scores(self._read(self.dropout(states), mentions), tried, slice(0, len(mentions)))

    def loss(self, states: Tensor, target: CoreferenceTarget) -> Tensor:
        """Negative marginal log-likelihood of the right antecedents, mean over mentions.

        Args:
            states: [T, H]: word states of one text.
            target: Its gold.

        Returns:
            A scalar, float32.
        """
        scores = cast(Tensor, self(states, target.mentions, target.antecedents)).float()
        right = scores.masked_fill(~target.right, -torch.inf).logsumexp(1)
        return (scores.logsumexp(1) - right).mean()

    @torch.no_grad()
    def decode(self, states: Tensor, mentions: MentionTable, constraints: Constraints) -> Links:
        """The entities of the mentions of one text, by the likeliest antecedents that the constraints leave.

        Args:
            states: [T, H]: its word states.
            mentions: Its mentions, on the CPU.
            constraints: What is known of them.
        """
        if not len(mentions):
            return Links((), 0)
        far = matching(mentions)
        text = self._read(states, mentions.to(states.device))
        most = self.settings.most_antecedents
        height = max(1, _CHUNK // min(most, len(mentions)))
        choices: list[list[Choice]] = []
        limited = 0
        for start in range(0, len(mentions), height):
            part = slice(start, start + height)
            tried = antecedents_of(part, far, most)
            limited += int(tried.limited.sum())
            choices += _choices(self._scores(text, tried.to(states.device), part), tried.places)
        return Links(cluster(choices, constraints), limited)

    def _read(self, states: Tensor, mentions: MentionTable) -> _Text:
        spans = self.spans(states, mentions.first, mentions.end) + self.kind(mentions.kind)
        kinds, distance, match = self.kinds.weight, self.distance.weight, self.match.weight
        traits = (kinds[:, None, None] + distance[:, None] + match).flatten(0, 2)
        return _Text(mentions, spans, self.earlier(spans), traits)

    def _scores(self, text: _Text, tried: Antecedents, part: slice) -> Tensor:
        """Scores of the mentions of `part`, which `tried` is of."""
        own = text.spans[part]
        # Nearly half of all places of a short text have no antecedent; only those that have one are scored.
        row, column = tried.mask.nonzero(as_tuple=True)
        later, place = row + part.start, tried.places[row, column]
        hidden = (
            rows(self.later(own), row)
            + rows(text.earlier, place)
            + self.both(rows(text.spans, later) * rows(text.spans, place))
            + rows(text.traits, self._trait(text.mentions, tried, part)[row, column])
        )
        scores = self.score(self.dropout(hidden.relu()))[:, 0]
        pairs = scores.new_full(tried.mask.shape, -torch.inf).masked_scatter(tried.mask, scores)
        return torch.cat([self.starts_new(own), pairs], dim=1)

    @staticmethod
    def _trait(mentions: MentionTable, tried: Antecedents, part: slice) -> Tensor:
        """[rows, A] int64: the row of each pair in `traits`."""
        kinds = mentions.kind[part, None] * KINDS + mentions.kind[tried.places]
        between = (mentions.first[part, None] - mentions.end[tried.places]).clamp(min=0)
        return (kinds * BUCKETS + buckets(between)) * (1 << _MATCHES) + matches(mentions, tried, part)


def _choices(scores: Tensor, places: Tensor) -> list[list[Choice]]:
    """The likeliest choices of each mention, the best first.

    Args:
        scores: [M, 1 + A]: that of a new entity first; -inf where there is no antecedent.
        places: [M, A]: the antecedents, on the CPU.
    """
    best = scores.float().log_softmax(1).topk(min(_CHOICES, scores.shape[1]))
    picked = best.indices.cpu()
    at = places.gather(1, (picked - 1).clamp(min=0)).masked_fill(picked == _NEW, -1)
    return [
        [Choice(*choice) for choice in zip(*own, strict=True) if choice[0] > -math.inf]
        for own in zip(best.values.tolist(), at.tolist(), strict=True)
    ]


@dataclass(frozen=True, slots=True)
class _Text:
    """What all pairs of one text share."""

    mentions: MentionTable
    """Its mentions."""
    spans: Tensor
    """[M, D]: their states."""
    earlier: Tensor
    """[M, D]: what each adds to a pair as antecedent."""
    traits: Tensor
    """[traits, D]: what kinds, distance and match add together, so that a pair looks up one row instead of three."""


def matches(mentions: MentionTable, tried: Antecedents, part: slice) -> Tensor:
    """[rows, A] int64: what each mention of `part` has in common with what is tried for it, a bit each."""
    places = tried.places
    form, other_form = mentions.form[part, None], mentions.form[places]
    letters, other_letters = mentions.initials[part, None], mentions.initials[places]
    same_form = (form == other_form) & (form >= 0)
    same_head = (mentions.head[part, None] == mentions.head[places]) & (mentions.head[places] >= 0)
    acronym = ((form == other_letters) & (form >= 0)) | ((letters == other_form) & (letters >= 0))
    nested = mentions.first[part, None] < mentions.end[places]
    bits = (same_form, same_head, acronym, nested)
    return sum((bit.long() << place for place, bit in enumerate(bits)), torch.zeros_like(places))
