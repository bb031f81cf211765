"""A record as brat's standoff lines."""

from __future__ import annotations

import re

from pydantic import BaseModel

from onrecord.corpora.brat_notes import (
    ENTITY,
    MENTION,
    QUOTE,
    RELATION,
    EntityNote,
    MentionNote,
    QuoteNote,
    RelationNote,
)
from onrecord.corpora.corpus import Losses
from onrecord.corpora.standoff_writing import StandoffLines
from onrecord.records import Quote, Record

_NOT_IN_LABEL = re.compile(r"[^A-Za-z0-9_-]")


def write_record(record: Record, losses: Losses) -> StandoffLines:
    """The lines of a record; what they cannot hold is counted."""
    lines = StandoffLines(record.text)
    bounds = _write_mentions(record, lines)
    first = _write_entities(record, lines, bounds, losses)
    for quote in record.quotes:
        _write_quote(quote, lines, first, losses)
    _write_relations(record, lines, first, losses)
    losses.keep("mentions", len(record.mentions))
    losses.keep("quotes", len(record.quotes))
    losses.lose("meta", len(record.meta))
    losses.lose("provenance, status or warnings", bool(record.provenance or record.warnings or record.status != "ok"))
    return lines


def _label(type: str) -> str:
    """A label as brat allows it; the record's own stands in the note."""
    return _NOT_IN_LABEL.sub("_", type) or "Mention"


def _note(lines: StandoffLines, label: str, target: str, note: BaseModel) -> None:
    lines.note(label, target, note.model_dump_json(exclude_defaults=True))


def _write_mentions(record: Record, lines: StandoffLines) -> dict[str, str]:
    """Write the mentions; the annotation of each by the mention's id."""
    bounds: dict[str, str] = {}
    for mention in record.mentions:
        bound = lines.bound(_label(mention.type), (mention.span,))
        bounds[mention.id] = bound
        note = MentionNote(id=mention.id, kind=mention.kind, type=mention.type, score=mention.score)
        _note(lines, MENTION, bound, note)
    return bounds


def _write_entities(record: Record, lines: StandoffLines, bounds: dict[str, str], losses: Losses) -> dict[str, str]:
    """Write the entities; the annotation of the first mention of each by the entity's id."""
    first: dict[str, str] = {}
    for entity in record.entities:
        if not entity.mentions:
            losses.lose("entities without a mention")
            continue
        first[entity.id] = bounds[entity.mentions[0]]
        if len(entity.mentions) > 1:
            lines.equivalent("Coreference", [bounds[mention] for mention in entity.mentions])
        _note(lines, ENTITY, first[entity.id], EntityNote(id=entity.id, name=entity.name, type=entity.type))
        losses.keep("entities")
    return first


def _write_quote(quote: Quote, lines: StandoffLines, first: dict[str, str], losses: Losses) -> None:
    trigger = lines.bound("Quote", (quote.cue or quote.content[0],))
    arguments: list[tuple[str, str]] = []
    for number, span in enumerate(quote.content, 1):
        arguments.append(("Content" if number == 1 else f"Content{number}", lines.bound("Content", (span,))))
    if quote.cue:
        arguments.append(("Cue", lines.bound("Cue", (quote.cue,))))
    if quote.source:
        arguments.append(("Source", lines.bound("Source", (quote.source,))))
    for role, entity in (("Speaker", quote.speaker), ("Via", quote.via)):
        if entity in first:
            arguments.append((role, first[entity]))
        else:
            losses.lose("speakers and vias without a mention", entity is not None)
    event = lines.event("Quote", trigger, arguments)
    note = QuoteNote(
        id=quote.id,
        type=quote.type,
        source_type=quote.source_type,
        score=quote.score,
        unattributed=quote.unattributed,
    )
    _note(lines, QUOTE, event, note)


def _write_relations(record: Record, lines: StandoffLines, first: dict[str, str], losses: Losses) -> None:
    for relation in record.relations:
        if relation.head not in first or relation.tail not in first:
            losses.lose("relations of entities without a mention")
            continue
        key = lines.relation(_label(relation.label), first[relation.head], first[relation.tail])
        note = RelationNote(
            label=relation.label,
            evidence=list(relation.evidence),
            score=relation.score,
            negated=relation.negated,
            past=relation.past,
        )
        _note(lines, RELATION, key, note)
        losses.keep("relations")
