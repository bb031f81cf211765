"""Speakers: which mention names whom the words of a source refer to, who passed it on, and of what kind the speaker is.

A question is answered by mentions that stand before or behind it. The loss is the marginal log-likelihood of the right
ones, as in Lee et al. (2017), https://aclanthology.org/D17-1018/: any mention that bears the speaker's name is right.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import torch
from pydantic import BaseModel, ConfigDict, Field
from torch import Tensor, nn

from onrecord.models.gather import rows
from onrecord.models.heads.pairs import SpanStates
from onrecord.models.mentions import KINDS
from onrecord.models.speakers import ANCHORS, TRAITS, SpeakerMentions, SpeakerQuestions, Tried, tried

#: What is asked of each question, and where each stands among the scores of a pair.
ROLES = ("speaker", "via")
#: Questions that are answered at a time.
_CHUNK = 64


class SpeakerSettings(BaseModel):
    """Settings of a `SpeakerHead`."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)

    kinds: tuple[str, ...] = Field(min_length=1)
    """Kinds of speaker, in the order of the scores."""
    types: tuple[str, ...] = Field(min_length=1)
    """Types of mention, in the order of their numbers."""
    size: int = Field(default=192, ge=1)
    """Size of the states of mentions."""
    dropout: float = Field(default=0.1, ge=0, lt=1)
    """Share of the word states' numbers, and of those of pairs, that are dropped in training."""


@dataclass(frozen=True, slots=True)
class SpeakerTarget:
    """The gold of one text."""

    questions: SpeakerQuestions
    """What is asked; at least one question."""
    mentions: SpeakerMentions
    """The mentions."""
    tried: Tried
    """Those that are tried for each question."""
    right: Tensor
    """[Q, 1 + C] bool: whether no candidate is right, and which are; at least one a question."""
    via: Tensor
    """[Q, 1 + C] bool: likewise of who passed it on; a row without any is not learnt from."""
    kind: Tensor
    """[Q] int64: kind of the speaker; -1 is not learnt from."""

    def to(self, device: torch.device) -> SpeakerTarget:
        """The same on `device`."""
        return SpeakerTarget(
            self.questions.to(device), self.mentions.to(device), self.tried.to(device),
            self.right.to(device), self.via.to(device), self.kind.to(device),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answers:
    """What the head says of each question of one text."""

    tried: Tried
    """The mentions that were tried."""
    speaker: Tensor
    """[Q, 1 + C]: probability that no candidate is the speaker, and of each candidate."""
    via: Tensor
    """[Q, 1 + C]: likewise of who passed it on."""
    kind: Tensor
    """[Q, kinds]: probability of each kind of speaker."""


class SpeakerHead(nn.Module):
    """Scores of mentions for questions, their loss, and the probabilities."""

    def __init__(self, hidden: int, settings: SpeakerSettings) -> None:
        """A head with random weights.

        Args:
            hidden: Size of the word states.
            settings: Kinds, types and sizes.
        """
        super().__init__()
        self.settings = settings
        size = settings.size
        self.dropout = nn.Dropout(settings.dropout)
        self.anchors = SpanStates(hidden, size)
        self.spans = SpanStates(hidden, size)
        self.anchor = nn.Embedding(ANCHORS, size)
        self.mention = nn.Embedding(KINDS, size)
        self.type_states = nn.Embedding(len(settings.types), size)
        self.asked = nn.Linear(size, size)
        self.answer = nn.Linear(size, size, bias=False)
        self.both = nn.Linear(size, size, bias=False)
        self.traits = nn.ModuleDict({name: nn.Embedding(ANCHORS * count, size) for name, count in TRAITS.items()})
        self.score = nn.Linear(size, len(ROLES))
        self.nobody = nn.Sequential(nn.Linear(size, size), nn.ReLU(), nn.Linear(size, len(ROLES)))
        self.kind = nn.Linear(2 * size, len(settings.kinds))

    def forward(
        self, states: Tensor, questions: SpeakerQuestions, mentions: SpeakerMentions, candidates: Tried
    ) -> tuple[Tensor, Tensor]:
        """Scores [Q, 1 + C, 2] of nobody and of the candidates by role, and the states of the anchors [Q, D].

        Args:
            states: [T, H]: word states of one text.
            questions: What is asked.
            mentions: The mentions.
            candidates: Those that are tried.
        """
        states = self.dropout(states)
        asked = self.anchors(states, questions.first, questions.end) + self.anchor(questions.kind)
        table = mentions.table
        spans = self.spans(states, table.first, table.end) + self.mention(table.kind) + self.type_states(mentions.type)
        row, column = candidates.mask.nonzero(as_tuple=True)
        place = candidates.places[row, column]
        traits = candidates.traits[row, column]
        hidden = (
            rows(self.asked(asked), row)
            + rows(self.answer(spans), place)
            + self.both(rows(asked, row) * rows(spans, place))
        )
        for number, (name, count) in enumerate(TRAITS.items()):
            table_of = cast(nn.Embedding, self.traits[name])
            hidden = hidden + table_of(questions.kind[row] * count + traits[:, number])
        scores = self.score(self.dropout(hidden.relu()))
        pairs = scores.new_full((*candidates.mask.shape, len(ROLES)), -torch.inf)
        pairs = pairs.masked_scatter(candidates.mask[:, :, None].expand_as(pairs), scores)
        return torch.cat([self.nobody(asked)[:, None, :], pairs], dim=1), asked

    def loss(self, states: Tensor, target: SpeakerTarget) -> Tensor:
        """Negative marginal log-likelihood of the right mentions and of the kinds, sum over questions.

        Args:
            states: [T, H]: word states of one text.
            target: Its gold.

        Returns:
            A scalar, float32.
        """
        scores, asked = cast(tuple[Tensor, Tensor], self(states, target.questions, target.mentions, target.tried))
        scores = scores.float()
        total = _marginal(scores[:, :, 0], target.right).sum()
        passed = target.via.any(1)
        if passed.any():
            total = total + _marginal(scores[passed][:, :, 1], target.via[passed]).sum()
        known = target.kind >= 0
        if known.any():
            kinds = self._kinds(asked, scores[:, :, 0], target.mentions, target.tried, states).float()
            total = total + nn.functional.cross_entropy(kinds[known], target.kind[known], reduction="sum")
        return total

    @torch.no_grad()
    def answers(self, states: Tensor, questions: SpeakerQuestions, mentions: SpeakerMentions) -> Answers:
        """What the head says of each question of one text.

        Args:
            states: [T, H]: its word states.
            questions: What is asked, on the CPU.
            mentions: The mentions, on the CPU.
        """
        candidates = tried(questions, mentions)
        device = states.device
        given = mentions.to(device)
        speaker, via, kind = [], [], []
        for start in range(0, max(len(questions), 1), _CHUNK):
            part = slice(start, start + _CHUNK)
            asking, trying = questions.part(part).to(device), candidates.part(part).to(device)
            scores, asked = self(states, asking, given, trying)
            speaker.append(scores[:, :, 0].float().softmax(1).cpu())
            via.append(scores[:, :, 1].float().softmax(1).cpu())
            kind.append(self._kinds(asked, scores[:, :, 0], given, trying, states).float().softmax(1).cpu())
        return Answers(candidates, torch.cat(speaker), torch.cat(via), torch.cat(kind))

    def _kinds(
        self, asked: Tensor, scores: Tensor, mentions: SpeakerMentions, candidates: Tried, states: Tensor
    ) -> Tensor:
        """[Q, kinds] from the anchor and the mention that answers best."""
        table = mentions.table
        if not len(table):
            return cast(Tensor, self.kind(torch.cat([asked, torch.zeros_like(asked)], dim=1)))
        best = scores[:, 1:].argmax(1)
        place = candidates.places.gather(1, best[:, None])[:, 0]
        chosen = self.spans(states, table.first[place], table.end[place])
        chosen = chosen + self.mention(table.kind[place]) + self.type_states(mentions.type[place])
        return cast(Tensor, self.kind(torch.cat([asked, chosen], dim=1)))


def _marginal(scores: Tensor, right: Tensor) -> Tensor:
    return scores.logsumexp(1) - scores.masked_fill(~right, -torch.inf).logsumexp(1)
