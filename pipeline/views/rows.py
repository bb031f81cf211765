"""What both views list beside the text: quotes by speaker, entities with counts, relations; all of it safe to show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from onrecord.records import ACT_LABELS, FACT_LABELS, NEWS_TYPES, Mention, Quote, Record, Relation, Unattributed
from onrecord.views.visible import abridged, on_one_line

Family: TypeAlias = Literal["fact", "act", "other"]

#: Why a quote has no speaker, in words.
REASONS: Mapping[Unattributed, str] = {
    "no_source": "no source in the text",
    "unresolved_pronoun": "pronoun not resolved",
    "ambiguous": "ambiguous source",
}
_NAME_LENGTH = 80


@dataclass(frozen=True, slots=True)
class QuoteRow:
    """One quote, in words."""

    index: int
    """Position in the record."""
    number: int
    """What the reader sees: counted from 1 in text order."""
    type: str
    speaker: str
    """Name of the speaker; the source's own words, or a dash, where there is none."""
    speaker_index: int | None
    """Position of the speaker among the entities."""
    group: int | None
    """Position among the speakers of the article, in order of first quote; null where there is no speaker."""
    source: str
    source_type: str
    cue: str
    content: str
    """All of the content on one line, not abridged."""
    via: str
    score: str
    reason: str
    """Why there is no speaker; empty where there is one."""


@dataclass(frozen=True, slots=True)
class EntityRow:
    """One entity and how often it is mentioned."""

    index: int
    name: str
    type: str
    mentions: int
    surfaces: str
    """The different surfaces of its mentions, in order of first use, abridged."""


@dataclass(frozen=True, slots=True)
class NameRow:
    """A name that no entity holds, and how often it occurs."""

    surface: str
    type: str
    mentions: int


@dataclass(frozen=True, slots=True)
class TypeRow:
    """One entity type and how often it occurs."""

    type: str
    entities: int
    mentions: int


@dataclass(frozen=True, slots=True)
class RelationRow:
    """One relation, in words."""

    index: int
    head: str
    head_index: int | None
    label: str
    """The label as the text has it: ``not member_of``, ``leads (past)``."""
    family: Family
    tail: str
    tail_index: int | None
    evidence: str
    score: str
    negated: bool
    past: bool


def entity_places(record: Record) -> dict[str, int]:
    """Position of each entity in the record, by id."""
    return {entity.id: place for place, entity in enumerate(record.entities)}


def speaker_groups(record: Record) -> dict[str, int]:
    """Number of each speaker, by entity id, in order of first quote."""
    return {
        speaker: group for group, speaker in enumerate(dict.fromkeys(q.speaker for q in record.quotes if q.speaker))
    }


def quote_rows(record: Record) -> list[QuoteRow]:
    """The quotes in text order."""
    places, groups = entity_places(record), speaker_groups(record)
    return [_quote_row(record, index, quote, places, groups) for index, quote in enumerate(record.quotes)]


def by_speaker(rows: list[QuoteRow]) -> list[QuoteRow]:
    """The rows with those of one speaker together, speakers in order of first quote, unattributed ones last."""
    return sorted(rows, key=lambda row: (row.group is None, row.group or 0, row.number))


def entity_rows(record: Record) -> list[EntityRow]:
    """The entities, most mentioned first."""
    mentions = {mention.id: mention for mention in record.mentions}
    rows = []
    for index, entity in enumerate(record.entities):
        own = [mentions[mention] for mention in entity.mentions if mention in mentions]
        surfaces = " · ".join(dict.fromkeys(on_one_line(mention.text) for mention in own))
        rows.append(
            EntityRow(
                index,
                abridged(entity.name, _NAME_LENGTH),
                on_one_line(entity.type),
                len(own),
                abridged(surfaces, 2 * _NAME_LENGTH),
            )
        )
    return sorted(rows, key=lambda row: (-row.mentions, row.index))


def name_rows(record: Record) -> list[NameRow]:
    """The names of no entity by surface and type, most frequent first; without coreference, that is all of them."""
    counts = Counter(
        (on_one_line(mention.text), on_one_line(mention.type))
        for mention in record.mentions
        if mention.kind == "name" and mention.entity is None
    )
    return [NameRow(abridged(surface, _NAME_LENGTH), label, count) for (surface, label), count in counts.most_common()]


def type_rows(record: Record) -> list[TypeRow]:
    """The types that occur, in the order of the documentation and then of the alphabet."""
    mentions = Counter(on_one_line(mention.type) for mention in record.mentions)
    entities = Counter(on_one_line(entity.type) for entity in record.entities)
    found = mentions.keys() | entities.keys()
    ordered = [label for label in NEWS_TYPES if label in found] + sorted(found.difference(NEWS_TYPES))
    return [TypeRow(label, entities[label], mentions[label]) for label in ordered]


def relation_rows(record: Record) -> list[RelationRow]:
    """The relations in the order of the record."""
    places = entity_places(record)
    return [_relation_row(record, index, relation, places) for index, relation in enumerate(record.relations)]


def mention_title(mention: Mention, record: Record, places: Mapping[str, int]) -> str:
    """What a mention is, in words: kind, type and whom it refers to."""
    place = places.get(mention.entity or "")
    whom = f" → {abridged(record.entities[place].name, _NAME_LENGTH)}" if place is not None else ""
    return f"{mention.kind} · {on_one_line(mention.type)}{whom}"


def _quote_row(
    record: Record, index: int, quote: Quote, places: Mapping[str, int], groups: Mapping[str, int]
) -> QuoteRow:
    source = on_one_line(quote.source.of(record.text)) if quote.source else ""
    speaker = _name(record, places, quote.speaker) if quote.speaker else abridged(source, _NAME_LENGTH) or "—"
    return QuoteRow(
        index=index,
        number=index + 1,
        type=quote.type,
        speaker=speaker,
        speaker_index=places.get(quote.speaker or ""),
        group=groups.get(quote.speaker or ""),
        source=source,
        source_type=quote.source_type or "",
        cue=on_one_line(quote.cue.of(record.text)) if quote.cue else "",
        content=" ".join(on_one_line(span.of(record.text)) for span in quote.content),
        via=_name(record, places, quote.via) if quote.via else "",
        score=f"{quote.score:.2f}",
        reason=REASONS[quote.unattributed] if quote.unattributed else "",
    )


def _relation_row(record: Record, index: int, relation: Relation, places: Mapping[str, int]) -> RelationRow:
    label = on_one_line(relation.label)
    return RelationRow(
        index=index,
        head=_name(record, places, relation.head),
        head_index=places.get(relation.head),
        label=f"{'not ' if relation.negated else ''}{label}{' (past)' if relation.past else ''}",
        family="fact" if label in FACT_LABELS else "act" if label in ACT_LABELS else "other",
        tail=_name(record, places, relation.tail),
        tail_index=places.get(relation.tail),
        evidence=" / ".join(on_one_line(span.of(record.text)) for span in relation.evidence),
        score=f"{relation.score:.2f}",
        negated=relation.negated,
        past=relation.past,
    )


def _name(record: Record, places: Mapping[str, int], id: str) -> str:
    """Name of an entity; its id where the record has no such entity."""
    place = places.get(id)
    return abridged(record.entities[place].name if place is not None else id, _NAME_LENGTH)
