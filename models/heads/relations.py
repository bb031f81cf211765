"""Relations between entities of a whole text, after ATLOP: Zhou et al. (2021), https://arxiv.org/abs/2010.11304.

An entity is the logsumexp of its mentions. A pair has a context of its own: the words around the place where the two
are named nearest to each other, weighed by attention, or several such places. A class of its own is the threshold that
a label has to pass.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import torch
from pydantic import BaseModel, ConfigDict, Field, model_validator
from torch import Tensor, nn

from onrecord.models.entities import Entities, Pairs, nearest_pairs
from onrecord.models.gather import rows
from onrecord.models.heads.contexts import StandingAttention, attended, context_places, distances, stands
from onrecord.models.heads.pairs import BUCKETS, GroupedBilinear, SpanStates, logsumexp_pooled
from onrecord.models.speech import ROLES, Speech, said

#: Pairs that are scored at a time where no gradient is needed: as many as a processor's cache holds.
_CHUNK = 256
#: Most pairs of neighbouring mentions among which the evidence of a relation is looked for, the nearest.
_MOST_EVIDENCE = 16
#: Where the threshold stands among the scores.
_THRESHOLD = 0


class RelationSettings(BaseModel):
    """Settings of a `RelationHead`."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)

    labels: tuple[str, ...] = Field(min_length=1)
    """Labels of the scheme, in the order of the scores."""
    size: int = Field(default=256, ge=8)
    """Size of the states of entities."""
    block: int = Field(default=16, ge=1)
    """Size of the blocks of the bilinear form; `size` is a multiple of it."""
    context_words: int = Field(default=24, ge=2)
    """Most words of the context of a pair."""
    around: int = Field(default=4, ge=0)
    """Words of the context that stand before the first of the two mentions, and after the second."""
    places: int = Field(default=1, ge=1)
    """Most places of a pair that are scored, each by its own mentions, words and where these stand; the clearest
    decides. At 1 the nearest place alone is read, by the entities."""
    attention_heads: int = Field(default=4, ge=1)
    """Heads of the attention to the words of a place, where `places` is above 1; `size` is a multiple of it."""
    most_pairs: int = Field(default=8192, ge=2)
    """Most ordered pairs of entities of a text that are scored: those named nearest to each other; 91 entities have
    8,190 pairs."""
    dropout: float = Field(default=0.1, ge=0, lt=1)
    """Share of the word states' numbers that are dropped in training."""
    types: tuple[str, ...] = ()
    """Types of entities that the head reads, in the order of their numbers; without any it reads none."""
    flags: tuple[str, ...] = ()
    """What it says of each relation beside its label, as `negated`."""
    speech: bool = False
    """Whether it reads who says what about whom."""

    @property
    def is_local(self) -> bool:
        """Whether each place is read by its own mentions."""
        return self.places > 1

    @model_validator(mode="after")
    def _parts_fit(self) -> RelationSettings:
        for name in ("block", "attention_heads") if self.is_local else ("block",):
            if self.size % getattr(self, name):
                raise ValueError(f"size {self.size} is no multiple of {name} {getattr(self, name)}")
        return self


@dataclass(frozen=True, slots=True)
class RelationTarget:
    """The gold of one text."""

    entities: Entities
    """Its entities."""
    pairs: Pairs
    """The pairs that are learnt from."""
    labels: Tensor
    """[P, labels] bool: which labels hold for each pair."""
    flags: Tensor | None = None
    """[P, labels, flags] bool: the flags of the labels that hold, where the head says them."""
    speech: Speech | None = None
    """Who says what, where the head reads it."""

    def to(self, device: torch.device) -> RelationTarget:
        """The same on `device`."""
        return RelationTarget(
            self.entities.to(device),
            self.pairs.to(device),
            self.labels.to(device),
            self.flags.to(device) if self.flags is not None else None,
            self.speech.to(device) if self.speech is not None else None,
        )


@dataclass(frozen=True, slots=True)
class Related:
    """A relation, decoded."""

    head: int
    """Entity."""
    label: str
    """Label of the scheme."""
    tail: int
    """Entity."""
    score: float
    """Probability that the label holds, by its score against the threshold; above 0.5 where it passes."""
    flags: tuple[float, ...] = ()
    """Probability of each flag."""


@dataclass(frozen=True, slots=True)
class RelationsFound:
    """What the head finds in one text."""

    relations: tuple[Related, ...]
    """In the order of head, tail and label."""
    beyond: int = 0
    """Ordered pairs of entities that were not scored because there are more than `most_pairs`."""
    unseen: int = 0
    """Those that were not scored though fewer than `most_pairs` were: too many other mentions stand between theirs."""


class RelationHead(nn.Module):
    """Scores of every label for pairs of entities, their loss, and the relations that pass."""

    def __init__(self, hidden: int, settings: RelationSettings) -> None:
        """A head with random weights.

        Args:
            hidden: Size of the word states.
            settings: Labels, sizes and limits.
        """
        super().__init__()
        self.settings = settings
        size = settings.size
        self.dropout = nn.Dropout(settings.dropout)
        self.spans = SpanStates(hidden, size)
        self.words = nn.Linear(hidden, size)
        self.query = nn.Linear(2 * size, size)
        # A row for each distance, of heads that are named before the tail and of those after it.
        self.place = nn.Embedding(2 * BUCKETS, size)
        self.head = nn.Linear(3 * size, size)
        self.tail = nn.Linear(3 * size, size)
        self.bilinear = GroupedBilinear(size, settings.block, 1 + len(settings.labels))
        if settings.is_local:
            self.mention_as_head = nn.Linear(size, 2 * size, bias=False)
            self.mention_as_tail = nn.Linear(size, 2 * size, bias=False)
            self.attention = StandingAttention(size, settings.attention_heads)
        if settings.types:
            self.type_states = nn.Embedding(len(settings.types), size)
        if settings.speech:
            self.role = nn.Embedding(ROLES, size)
            # What it is to speak about the other, and to be spoken about, beside the cue that says it.
            self.cue = nn.Linear(hidden, 2 * size)
        if settings.flags:
            self.flag = nn.Linear(2 * size, len(settings.labels) * len(settings.flags))

    def forward(
        self, states: Tensor, entities: Entities, pairs: Pairs, speech: Speech | None = None
    ) -> tuple[Tensor, Tensor]:
        """Scores [P, 1 + labels], the threshold first, and those of the flags [P, labels, flags].

        Args:
            states: [T, H]: word states of one text.
            entities: Its entities.
            pairs: Pairs of them.
            speech: Who says what, where the head reads it.
        """
        return self._scores(self._read(self.dropout(states), entities, speech), pairs)

    def loss(self, states: Tensor, target: RelationTarget) -> Tensor:
        """Adaptive-thresholding loss, mean over pairs: labels that hold pass the threshold, which passes all others.

        Of each flag of a label that holds the binary cross-entropy is added.

        Args:
            states: [T, H]: word states of one text.
            target: Its gold; 0 where there are no pairs.

        Returns:
            A scalar, float32.
        """
        if not len(target.pairs):
            return states.new_zeros(())
        scores, flags = self(states, target.entities, target.pairs, target.speech)
        scores = scores.float()
        holds = nn.functional.pad(target.labels, (1, 0))
        threshold = torch.zeros_like(holds)
        threshold[:, _THRESHOLD] = True
        above = scores.masked_fill(~(holds | threshold), -torch.inf).log_softmax(1).masked_fill(~holds, 0).sum(1)
        below = scores.masked_fill(holds, -torch.inf).log_softmax(1)[:, _THRESHOLD]
        total = -(above + below).sum()
        if target.flags is not None:
            known = flags[target.labels].float()
            wanted = target.flags[target.labels].float()
            total = total + nn.functional.binary_cross_entropy_with_logits(known, wanted, reduction="sum")
        return cast(Tensor, total / len(target.pairs))

    @torch.no_grad()
    def decode(self, states: Tensor, entities: Entities, least: float, speech: Speech | None = None) -> RelationsFound:
        """The relations of one text.

        Args:
            states: [T, H]: its word states.
            entities: Its entities, on the CPU.
            least: Least score of a relation; at 0.5 the labels that pass the threshold, at 0 every label of every pair.
            speech: Who says what, on the CPU, where the head reads it.
        """
        most = self.settings.most_pairs
        pairs = nearest_pairs(entities, most, self.settings.places)
        missing = entities.relatable() - len(pairs) if entities.named is None or len(pairs) >= most - 1 else 0
        beyond, unseen = (0, missing) if len(pairs) < most - most % 2 else (missing, 0)
        if not len(pairs):
            return RelationsFound((), beyond, unseen)
        on_device = speech.to(states.device) if speech is not None else None
        text = self._read(states, entities.to(states.device), on_device)
        scores, flags = self._probabilities(text, pairs)
        pair, label = (scores >= least).nonzero().unbind(1)
        columns = (pairs.head[pair], label, pairs.tail[pair], scores[pair, label], flags[pair, label])
        found = [
            Related(head, self.settings.labels[number], tail, score, tuple(own))
            for head, number, tail, score, own in zip(*(column.tolist() for column in columns), strict=True)
        ]
        return RelationsFound(tuple(found), beyond, unseen)

    @torch.no_grad()
    def evidence(self, states: Tensor, entities: Entities, relations: Sequence[Related]) -> list[tuple[int, int]]:
        """The mentions of head and tail that say each relation best: those for which alone its label scores best.

        Args:
            states: [T, H]: word states of one text.
            entities: Its entities, on the CPU.
            relations: Relations between them.
        """
        if not relations:
            return []
        named = dict.fromkeys((one.head, one.tail) for one in relations)
        candidates = {pair: _mention_pairs(entities, *pair) for pair in named}
        heads, tails = torch.cat(list(candidates.values())).unbind(1)
        # Each mention is an entity of its own here, whose state is that of the mention.
        apart = self._read(states, entities.apart().to(states.device), None)
        scores, _ = self._probabilities(apart, Pairs(heads, tails, torch.arange(len(heads)), heads, tails))
        of_pair = torch.split(scores, [len(own) for own in candidates.values()])
        best = {pair: own.argmax(0).tolist() for pair, own in zip(candidates, of_pair, strict=True)}
        found: list[tuple[int, int]] = []
        for one in relations:
            pair = (one.head, one.tail)
            head, tail = candidates[pair][best[pair][self.settings.labels.index(one.label)]].tolist()
            found.append((head, tail))
        return found

    def _read(self, states: Tensor, entities: Entities, speech: Speech | None) -> _Text:
        """A linear map of states side by side is the sum of a map of each: those of entities are made here, once."""
        mentions = self.spans(states, entities.first, entities.end)
        pooled = logsumexp_pooled(mentions, entities.entity, entities.count)
        if self.settings.types and entities.type is not None:
            pooled = pooled + self.type_states(entities.type)
        words, cues = self.words(states), None
        if self.settings.speech and speech is not None:
            words = words + self.role(speech.role)
            cues = self.cue(rows(states, speech.cue))
        size = self.settings.size
        of_head = torch.cat([self.query.weight[:, :size], self.head.weight[:, :size]])
        of_tail = torch.cat([self.query.weight[:, size:], self.tail.weight[:, :size]])
        return _Text(
            entities,
            words,
            pooled,
            nn.functional.linear(pooled, of_head, torch.cat([self.query.bias, self.head.bias])),
            nn.functional.linear(pooled, of_tail, nn.functional.pad(self.tail.bias, (size, 0))),
            torch.cat([self.head.weight[:, size:], self.tail.weight[:, size:]]),
            speech,
            cues,
            self.mention_as_head(mentions) if self.settings.is_local else None,
            self.mention_as_tail(mentions) if self.settings.is_local else None,
        )

    def _scores(self, text: _Text, pairs: Pairs) -> tuple[Tensor, Tensor]:
        size = self.settings.size
        heads, tails = pairs.head[pairs.pair], pairs.tail[pairs.pair]
        as_head, as_tail = rows(text.as_head, heads), rows(text.as_tail, tails)
        if text.mention_as_head is not None and text.mention_as_tail is not None:
            as_head = as_head + rows(text.mention_as_head, pairs.head_mention)
            as_tail = as_tail + rows(text.mention_as_tail, pairs.tail_mention)
        query = as_head[:, :size] + as_tail[:, :size]
        context = self._context(text, query, pairs) + self.place(distances(text.entities, pairs))
        if text.speech is not None and text.cues is not None:
            sayings = _sayings(text.speech, text.cues, text.entities.count, pairs, size)
            context = context + rows(sayings, pairs.pair)
        product = rows(text.pooled, heads) * rows(text.pooled, tails)
        of_pair = nn.functional.linear(torch.cat([context, product], dim=1), text.of_pair)
        one = torch.tanh(as_head[:, size:] + of_pair[:, :size])
        other = torch.tanh(as_tail[:, size:] + of_pair[:, size:])
        labels, flags = len(self.settings.labels), len(self.settings.flags)
        told = self.flag(torch.cat([one, other], dim=1)) if flags else one.new_zeros(len(one), 0)
        scores, told = self.bilinear(one, other), told.reshape(len(one), labels, flags)
        return self._pooled(scores, told, pairs) if self.settings.is_local else (scores, told)

    def _context(self, text: _Text, query: Tensor, pairs: Pairs) -> Tensor:
        """[L, D]: the words of each place's context by attention."""
        most, around = self.settings.context_words, self.settings.around
        places, mask = context_places(text.entities, pairs, len(text.words), most, around)
        if not self.settings.is_local:
            return attended(text.words, places, mask, query)
        return cast(Tensor, self.attention(text.words, places, mask, query, stands(text.entities, pairs, places)))

    def _pooled(self, scores: Tensor, flags: Tensor, pairs: Pairs) -> tuple[Tensor, Tensor]:
        """Scores [P, 1 + labels] and flags of pairs from those of their places, the clearest of which speaks."""
        margins = scores[:, 1:] - scores[:, :1]
        pooled = logsumexp_pooled(margins, pairs.pair, len(pairs))
        share = (margins - rows(pooled, pairs.pair)).exp().detach()[:, :, None]
        told = flags.new_zeros(len(pairs), *flags.shape[1:]).index_add(0, pairs.pair, flags * share)
        return nn.functional.pad(pooled, (1, 0)), told

    def _probabilities(self, text: _Text, pairs: Pairs) -> tuple[Tensor, Tensor]:
        """[P, labels] and [P, labels, flags] on the CPU: scores of labels against the threshold, and of their flags."""
        found, flags = [], []
        for start in range(0, len(pairs), _CHUNK):
            part = pairs.part(start, start + _CHUNK).to(text.words.device)
            scores, told = self._scores(text, part)
            found.append((scores[:, 1:] - scores[:, :1]).float().sigmoid().cpu())
            flags.append(told.float().sigmoid().cpu())
        return torch.cat(found), torch.cat(flags)


@dataclass(frozen=True, slots=True)
class _Text:
    """What all pairs of one text share."""

    entities: Entities
    """Its entities."""
    words: Tensor
    """[T, D]: words as contexts have them."""
    pooled: Tensor
    """[E, D]: entities."""
    as_head: Tensor
    """[E, 2 D]: what each entity adds as head to the query of a pair, and to the state of its head."""
    as_tail: Tensor
    """[E, 2 D]: what it adds as tail to the query, and to the state of the tail."""
    of_pair: Tensor
    """[2 D, 2 D]: weights of what only the pair has, its context and its product: to the states of head and tail."""
    speech: Speech | None
    """Who says what."""
    cues: Tensor | None
    """[S, 2 D]: what each saying adds to the pair of its speaker and whom it is about, and to the reverse pair."""
    mention_as_head: Tensor | None
    """[M, 2 D]: what each mention adds where it stands for the head, as an entity does."""
    mention_as_tail: Tensor | None
    """[M, 2 D]: likewise for the tail."""


def _sayings(speech: Speech, cues: Tensor, count: int, pairs: Pairs, size: int) -> Tensor:
    """[P, D]: the mean of what the sayings of the head about the tail add, and that of those the other way round."""
    added = cues.new_zeros(len(pairs), size)
    for head, tail, own in ((pairs.head, pairs.tail, cues[:, :size]), (pairs.tail, pairs.head, cues[:, size:])):
        pair, saying = said(speech, count, head, tail)
        times = torch.bincount(pair, minlength=len(pairs)).clamp(min=1)
        added = added.index_add(0, pair, rows(own, saying) / times[pair, None])
    return added


def _mention_pairs(entities: Entities, head: int, tail: int) -> Tensor:
    """[pairs, 2]: mentions of two entities that are neighbours, the nearest `_MOST_EVIDENCE` pairs."""
    heads, tails = ((entities.entity == entity).nonzero()[:, 0] for entity in (head, tail))
    after = torch.searchsorted(tails, heads)
    before, after = tails[(after - 1).clamp(min=0)], tails[after.clamp(max=len(tails) - 1)]
    both = cast(Tensor, torch.unique(torch.stack([heads.repeat(2), torch.cat([before, after])], dim=1), dim=0))
    first, end = entities.first[both], entities.end[both]
    distance = torch.maximum(first[:, 0] - end[:, 1], first[:, 1] - end[:, 0])
    return both[distance.argsort(stable=True)[:_MOST_EVIDENCE]]
