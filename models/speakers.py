"""Who may have said something, as tensors: what is asked, and the mentions that are tried for it.

Q questions, M mentions, C candidates tried.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import torch
from torch import Tensor

from onrecord.models.heads.pairs import BUCKETS, buckets
from onrecord.models.mentions import MentionTable

#: Kinds of anchor: a pronoun, another source, a content without a source.
ANCHORS = 3
#: Most candidates before a question, or around it, and behind it.
_BEFORE, _AFTER = 224, 48
#: Bits of what candidate and source share: form, head, place (one stands within the other), entity.
_SHARED = 4
#: How many questions ago the candidate's entity spoke last: not yet, the last one, the one before, three to five, more.
_SPOKE = (1, 2, 3, 6)
#: How often the candidate's entity is mentioned.
_COUNTS = (2, 3, 5, 9)

#: Rows of the embedding of each trait.
TRAITS = {
    "place": 2 * BUCKETS + 1,
    "shared": 1 << _SHARED,
    "spoke": len(_SPOKE) + 1,
    "count": len(_COUNTS) + 1,
    "quoted": 3,
}


@dataclass(frozen=True, slots=True)
class SpeakerMentions:
    """The mentions of one text that can be speakers: names and nominals, in text order."""

    table: MentionTable
    """Their places, kinds and forms."""
    type: Tensor
    """[M] int64: number of the type of each."""
    entity: Tensor
    """[M] int64: number of the entity of each."""
    quoted: Tensor
    """[M] bool: whether it stands within quotation marks."""

    def to(self, device: torch.device) -> SpeakerMentions:
        """The same on `device`."""
        return SpeakerMentions(
            self.table.to(device), self.type.to(device), self.entity.to(device), self.quoted.to(device)
        )


@dataclass(frozen=True, slots=True)
class SpeakerQuestions:
    """What is asked: whom do these words refer to, and who passed it on?"""

    first: Tensor
    """[Q] int64: first word of each anchor, a source or the beginning of a content without one; in text order."""
    end: Tensor
    """[Q] int64: one past its last word."""
    kind: Tensor
    """[Q] int64: 0 to `ANCHORS` - 1."""
    form: Tensor
    """[Q] int64: number of the form, as in the table of mentions; -1 where it has none."""
    head: Tensor
    """[Q] int64: number of the head word, likewise."""
    entity: Tensor
    """[Q] int64: number of the entity of the mention that the anchor most is; -1 where there is none."""
    quoted: Tensor
    """[Q] bool: whether it stands within quotation marks."""

    def __len__(self) -> int:
        return len(self.first)

    def part(self, chosen: slice) -> SpeakerQuestions:
        """Some of the questions."""
        return SpeakerQuestions(*(getattr(self, own.name)[chosen] for own in fields(self)))

    def to(self, device: torch.device) -> SpeakerQuestions:
        """The same on `device`."""
        return SpeakerQuestions(*(getattr(self, own.name).to(device) for own in fields(self)))


@dataclass(frozen=True, slots=True)
class Tried:
    """The mentions that are tried for each question."""

    places: Tensor
    """[Q, C] int64: the mentions; 0 where there is none."""
    mask: Tensor
    """[Q, C] bool: true where there is one."""
    traits: Tensor
    """[Q, C, traits] int64: rows of the embeddings of `TRAITS`, in that order."""

    def part(self, chosen: slice) -> Tried:
        """What is tried for some of the questions."""
        return Tried(self.places[chosen], self.mask[chosen], self.traits[chosen])

    def to(self, device: torch.device) -> Tried:
        """The same on `device`."""
        return Tried(self.places.to(device), self.mask.to(device), self.traits.to(device))


def tried(questions: SpeakerQuestions, mentions: SpeakerMentions) -> Tried:
    """The mentions before each question, and the next behind it.

    Args:
        questions: On the CPU.
        mentions: On the CPU.
    """
    table = mentions.table
    size = len(table)
    here = torch.searchsorted(table.first.contiguous(), questions.end.contiguous())
    low = (here - _BEFORE).clamp(min=0)
    high = (here + _AFTER).clamp(max=size)
    width = int((high - low).max()) if len(questions) and size else 0
    places = low[:, None] + torch.arange(width)[None, :]
    mask = places < high[:, None]
    places = places.masked_fill(~mask, 0)
    return Tried(places, mask, _traits(questions, mentions, places))


def _traits(questions: SpeakerQuestions, mentions: SpeakerMentions, places: Tensor) -> Tensor:
    table = mentions.table
    first, end = questions.first[:, None], questions.end[:, None]
    other_first, other_end = table.first[places], table.end[places]
    before, after = other_end <= first, other_first >= end
    place = torch.where(
        before, buckets(first - other_end), torch.where(after, BUCKETS + buckets(other_first - end), 2 * BUCKETS)
    )
    entity = mentions.entity[places]
    form, head = questions.form[:, None], questions.head[:, None]
    shared = (
        ((form >= 0) & (form == table.form[places])).long()
        + (((head >= 0) & (head == table.head[places])).long() << 1)
        + ((~before & ~after).long() << 2)
        + ((questions.entity[:, None] == entity).long() << 3)
    )
    spoke = _spoke(questions.entity, entity)
    counts = torch.bincount(mentions.entity, minlength=1)
    count = torch.bucketize(counts, torch.tensor(_COUNTS), right=True)[entity]
    quoted = mentions.quoted[places].long() * (1 + (questions.quoted[:, None]).long())
    return torch.stack([place, shared, spoke, count, quoted], dim=2)


def _spoke(asked: Tensor, entity: Tensor) -> Tensor:
    """[Q, C]: the bucket of how many questions ago the entity of each candidate was asked for.

    Args:
        asked: [Q]: the entity of each question; -1 where there is none.
        entity: [Q, C]: that of each candidate.
    """
    count = len(asked)
    numbers = torch.arange(count)
    known = asked >= 0
    if not known.any():
        return torch.zeros_like(entity)
    # One sorted key a question: its entity, then its number; the key before that of a candidate is its last question.
    keys = (asked[known] * (count + 1) + numbers[known]).sort().values
    wanted = entity * (count + 1) + numbers[:, None]
    before = torch.searchsorted(keys, wanted) - 1
    last = keys[before.clamp(min=0)]
    spoke = (before >= 0) & (last // (count + 1) == entity)
    ago = numbers[:, None] - last % (count + 1)
    return torch.where(spoke, torch.bucketize(ago, torch.tensor(_SPOKE), right=True), 0)
