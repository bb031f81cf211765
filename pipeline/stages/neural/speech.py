"""Coreference by speech: "I" in a quotation is who speaks, and so is the pronoun that a source consists of."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from onrecord.document import Document, Findings, Layer
from onrecord.records import Mention, Span
from onrecord.stages.knowledge.people import word_set
from onrecord.stages.marks import quotations
from onrecord.stages.stage import Stage, StageSettings

_I = word_set("i me my mine myself")


class SpeechSettings(StageSettings):
    """Settings of `Speech`: none."""


class Speech(Stage[SpeechSettings]):
    """Moves pronouns to the entities of those who speak; an entity that has no mention left is no more."""

    Settings = SpeechSettings
    reads: ClassVar[frozenset[Layer]] = frozenset({"segments", "mentions", "entities", "quotes"})
    writes: ClassVar[frozenset[Layer]] = frozenset({"mentions", "entities"})

    def predict(self, documents: Sequence[Document]) -> list[Findings]:
        """Mentions and entities as the quotes have them."""
        return [_findings(document) for document in documents]


def _findings(document: Document) -> Findings:
    assert document.mentions is not None
    assert document.entities is not None
    moved = _moved(document)
    if not moved:
        return Findings(mentions=document.mentions, entities=document.entities)
    types = {entity.id: entity.type for entity in document.entities}
    mentions = tuple(
        replace(own, entity=moved[own.id], type=types[moved[own.id]]) if own.id in moved else own
        for own in document.mentions
    )
    members: dict[str, list[str]] = {}
    for mention in mentions:
        members.setdefault(mention.entity or "", []).append(mention.id)
    entities = tuple(
        replace(entity, mentions=tuple(members[entity.id])) for entity in document.entities if entity.id in members
    )
    return Findings(mentions=mentions, entities=entities)


def _moved(document: Document) -> dict[str, str]:
    """By id of a pronoun, the entity that it goes to."""
    pronouns = [own for own in document.mentions or () if own.kind == "pronoun"]
    starts = [own.start for own in pronouns]
    assert document.segments is not None
    marked = quotations(document.text, document.segments.paragraphs)
    spans = [span for own in marked for span in own.spans]
    ends = [span.end for span in spans]

    def within(start: int, end: int) -> list[Mention]:
        return pronouns[bisect_left(starts, start) : bisect_left(starts, end)]

    moved: dict[str, str] = {}
    for quote in document.quotes or ():
        if quote.speaker is None:
            continue
        if quote.source is not None:
            moved |= {
                own.id: quote.speaker
                for own in within(quote.source.start, quote.source.end)
                if own.span == quote.source
            }
        if quote.type != "indirect":
            moved |= {
                own.id: quote.speaker
                for span in quote.content
                for own in within(span.start, span.end)
                if own.text.casefold() in _I and _is_quoted(own.span, spans, ends)
            }
    needed = {one for quote in document.quotes or () for one in (quote.speaker, quote.via) if one}
    left = {entity.id: len(entity.mentions) for entity in document.entities or ()}
    kept = {}
    for own in pronouns:
        if own.id in moved and own.entity is not None and own.entity != moved[own.id]:
            # Whoever speaks keeps the last mention that it has.
            if own.entity in needed and left[own.entity] == 1:
                continue
            left[own.entity] -= 1
            kept[own.id] = moved[own.id]
    return kept


def _is_quoted(span: Span, spans: Sequence[Span], ends: Sequence[int]) -> bool:
    place = bisect_left(ends, span.end)
    return place < len(spans) and spans[place].contains(span)
