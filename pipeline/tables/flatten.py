"""A record as the rows of the long tables."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from pydantic.types import JsonValue

from onrecord.records import Entity, Mention, Quote, Record, Relation, Span
from onrecord.tables.rows import ArticleRow, ContentRow, EntityRow, EvidenceRow, MentionRow, QuoteRow, RelationRow
from onrecord.tables.schema import Row


def flat(record: Record) -> Iterator[tuple[str, Row]]:
    """The rows of a record, each with the name of its table; in the order of the record.

    Args:
        record: A record that `onrecord.reading.check_record` finds sound.
    """
    entities = {entity.id: entity for entity in record.entities}
    named = {mention.entity for mention in record.mentions if mention.kind == "name"}
    yield "articles", _article(record)
    for mention in record.mentions:
        yield "mentions", _mention(record, mention, entities)
    for entity in record.entities:
        yield "entities", _entity(record, entity, named=entity.id in named)
    for quote in record.quotes:
        yield "quotes", _quote(record, quote, entities)
        for number, span in enumerate(quote.content, start=1):
            yield "contents", ContentRow(record.id, quote.id, number, span.of(record.text), span.start, span.end)
    for place, relation in enumerate(record.relations, start=1):
        name = f"r{place}"
        yield "relations", _relation(record, name, relation, entities)
        for number, span in enumerate(relation.evidence, start=1):
            yield "evidence", EvidenceRow(record.id, name, number, span.of(record.text), span.start, span.end)


def _article(record: Record) -> ArticleRow:
    made = record.provenance
    return ArticleRow(
        article_id=record.id,
        title=_shown(record.meta.get("title")),
        date=_shown(record.meta.get("date")),
        author=_shown(record.meta.get("author")),
        outlet=_shown(record.meta.get("outlet")),
        url=_shown(record.meta.get("url")),
        characters=len(record.text),
        status=record.status,
        warnings=_json(list(record.warnings)),
        meta=_json(record.meta),
        onrecord=made.onrecord if made else None,
        config=made.config if made else None,
        model=made.model if made else None,
        text=record.text,
    )


def _mention(record: Record, mention: Mention, entities: dict[str, Entity]) -> MentionRow:
    return MentionRow(
        article_id=record.id,
        mention_id=mention.id,
        entity_id=mention.entity,
        entity_name=None if mention.entity is None else entities[mention.entity].name,
        text=mention.text,
        kind=mention.kind,
        type=mention.type,
        start=mention.start,
        end=mention.end,
        score=mention.score,
    )


def _entity(record: Record, entity: Entity, *, named: bool) -> EntityRow:
    return EntityRow(record.id, entity.id, entity.name, entity.type, named, len(entity.mentions))


def _quote(record: Record, quote: Quote, entities: dict[str, Entity]) -> QuoteRow:
    speaker = None if quote.speaker is None else entities[quote.speaker]
    via = None if quote.via is None else entities[quote.via]
    return QuoteRow(
        article_id=record.id,
        quote_id=quote.id,
        type=quote.type,
        speaker_id=quote.speaker,
        speaker_name=speaker.name if speaker else None,
        speaker_type=speaker.type if speaker else None,
        source_type=quote.source_type,
        via_id=quote.via,
        via_name=via.name if via else None,
        content=" ".join(_surfaces(record, quote.content)),
        cue=quote.cue.of(record.text) if quote.cue else None,
        source=quote.source.of(record.text) if quote.source else None,
        start=quote.content[0].start,
        end=quote.content[-1].end,
        cue_start=quote.cue.start if quote.cue else None,
        cue_end=quote.cue.end if quote.cue else None,
        source_start=quote.source.start if quote.source else None,
        source_end=quote.source.end if quote.source else None,
        score=quote.score,
        unattributed=quote.unattributed,
    )


def _relation(record: Record, name: str, relation: Relation, entities: dict[str, Entity]) -> RelationRow:
    head, tail = entities[relation.head], entities[relation.tail]
    return RelationRow(
        article_id=record.id,
        relation_id=name,
        head_id=head.id,
        head_name=head.name,
        head_type=head.type,
        label=relation.label,
        tail_id=tail.id,
        tail_name=tail.name,
        tail_type=tail.type,
        negated=relation.negated,
        past=relation.past,
        score=relation.score,
        evidence=" … ".join(_surfaces(record, relation.evidence)) or None,
    )


def _surfaces(record: Record, spans: Sequence[Span]) -> list[str]:
    return [span.of(record.text) for span in spans]


def _shown(value: JsonValue) -> str | None:
    """A value of meta as a column has it: text as it is, anything else as JSON."""
    return value if value is None or isinstance(value, str) else _json(value)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
