"""Sources and contents of an article as questions to the head for speakers, and its mentions as answers."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import torch

from onrecord.corpora.corpus import Tokens
from onrecord.corpora.quote_marks import quoted_spans
from onrecord.models.mentions import MentionTable
from onrecord.models.speakers import SpeakerMentions, SpeakerQuestions
from onrecord.records import NEWS_TYPES, Mention, SourceType, Span
from onrecord.stages.knowledge.people import word_set
from onrecord.stages.neural.references import word_mentions

#: Types of mention as the head numbers them; the first is of any other.
TYPES = ("", *NEWS_TYPES)
#: Kinds of speaker, in the order of the head's scores.
KINDS: tuple[SourceType, ...] = ("person", "organization", "place", "group", "document", "unnamed")
#: Most words of a content without a source that its question reads.
_BEGINNING = 8
_PRONOUNS = word_set(
    "i me my we us our you your he him his she her it its they them their who whom that which this these those one "
    "some others"
)

AnchorKind: TypeAlias = Literal["pronoun", "source", "content"]
_ANCHORS: tuple[AnchorKind, ...] = ("pronoun", "source", "content")


@dataclass(frozen=True, slots=True)
class Anchor:
    """Words whose speaker is asked for: a half-open range."""

    first: int
    end: int
    kind: AnchorKind


@dataclass(frozen=True, slots=True)
class Asked:
    """What the head reads of one article."""

    questions: SpeakerQuestions
    """A question an anchor, in the order given."""
    mentions: SpeakerMentions
    """Its names and nominals."""
    given: tuple[Mention, ...]
    """The mention of the record that each is."""


def source_anchor(tokens: Tokens, first: int, end: int) -> Anchor:
    """The anchor of the words of a source."""
    is_pronoun = end - first == 1 and tokens.forms[first].casefold() in _PRONOUNS
    return Anchor(first, end, "pronoun" if is_pronoun else "source")


def content_anchor(first: int, end: int) -> Anchor:
    """The anchor of a content that has no source."""
    return Anchor(first, min(end, first + _BEGINNING), "content")


def asked(text: str, tokens: Tokens, mentions: Sequence[Mention], anchors: Sequence[Anchor]) -> Asked:
    """What the head reads.

    Args:
        text: The raw text.
        tokens: Its words.
        mentions: Mentions of all kinds, with their entities where they are known.
        anchors: In text order.
    """
    quoted = quoted_spans(text)
    numbers: dict[str, int] = {}
    entities = [numbers.setdefault(own.entity or f"alone {own.id}", len(numbers)) for own in mentions]
    entity_of = {own.id: number for own, number in zip(mentions, entities, strict=True)}
    spans = [tokens.span(own.first, own.end) for own in anchors]
    # Anchors are read as mentions are, so that their forms have the same numbers.
    words = [
        Mention(f"anchor {place}", span.start, span.end, span.of(text), "nominal", "")
        for place, span in enumerate(spans)
    ]
    read = word_mentions(tokens, [*(own for own in mentions if own.kind != "pronoun"), *words])
    place_of = {own.id: place for place, own in enumerate(read.mentions)}
    kept = torch.tensor([place for place, own in enumerate(read.mentions) if own.id in entity_of], dtype=torch.long)
    here = torch.tensor([place_of[own.id] for own in words], dtype=torch.long)
    given = tuple(own for own in read.mentions if own.id in entity_of)
    table = _part(read.table, kept)
    answers = SpeakerMentions(
        table,
        torch.tensor([_number(own.type) for own in given], dtype=torch.long),
        torch.tensor([entity_of[own.id] for own in given], dtype=torch.long),
        torch.tensor([_within(own.span, quoted) for own in given], dtype=torch.bool),
    )
    own_entities = _entities(mentions, spans)
    questions = SpeakerQuestions(
        torch.tensor([own.first for own in anchors], dtype=torch.long),
        torch.tensor([own.end for own in anchors], dtype=torch.long),
        torch.tensor([_ANCHORS.index(own.kind) for own in anchors], dtype=torch.long),
        _only(read.table.form[here], anchors),
        _only(read.table.head[here], anchors),
        torch.tensor([entity_of.get(own, -1) for own in own_entities], dtype=torch.long),
        torch.tensor([_within(span, quoted) for span in spans], dtype=torch.bool),
    )
    return Asked(questions, answers, given)


def _part(table: MentionTable, places: torch.Tensor) -> MentionTable:
    return MentionTable(
        table.first[places], table.end[places], table.kind[places],
        table.form[places], table.head[places], table.initials[places],
    )  # fmt: skip


def _only(values: torch.Tensor, anchors: Sequence[Anchor]) -> torch.Tensor:
    """The numbers of sources of words; pronouns and contents share no words with what they refer to."""
    told = torch.tensor([own.kind == "source" for own in anchors], dtype=torch.bool)
    return values.masked_fill(~told, -1)


def _number(type: str) -> int:
    return TYPES.index(type) if type in TYPES else 0


def _within(span: Span, sorted_spans: Sequence[Span]) -> bool:
    place = bisect_right(sorted_spans, span.start, key=lambda own: own.start) - 1
    return place >= 0 and sorted_spans[place].end >= span.end


def _entities(mentions: Sequence[Mention], spans: Sequence[Span]) -> list[str]:
    """Id of the mention that most of each span is, of equals the first; empty where there is none."""
    ordered = sorted(mentions, key=lambda own: own.start)
    starts = [own.start for own in ordered]
    longest = max((own.end - own.start for own in ordered), default=0)
    found = []
    for span in spans:
        best, most = "", 0
        for own in ordered[bisect_right(starts, span.start - longest) : bisect_right(starts, span.end)]:
            shared = min(own.end, span.end) - max(own.start, span.start)
            if shared > most:
                best, most = own.id, shared
        found.append(best)
    return found
