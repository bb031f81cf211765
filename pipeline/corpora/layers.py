"""What a record has something in."""

from __future__ import annotations

from onrecord.corpora.corpus import GoldLayer, QuotePart
from onrecord.records import Record


def layers_of(record: Record) -> set[GoldLayer]:
    """The layers that the record has something in."""
    layers: set[GoldLayer] = set()
    if any(mention.kind == "name" for mention in record.mentions):
        layers.add("names")
    if any(mention.kind != "name" for mention in record.mentions):
        layers.add("mentions")
    if any(len(entity.mentions) > 1 for entity in record.entities):
        layers.add("coreference")
    if record.quotes:
        layers |= {"quotes", "quote_parts"}
    if record.relations:
        layers.add("relations")
    return layers


def parts_of(record: Record) -> tuple[QuotePart, ...]:
    """The sources, cues and contents of the record's quotes, in text order."""
    parts: list[QuotePart] = []
    for quote in record.quotes:
        parts.append(QuotePart("content", quote.content))
        parts += [QuotePart("cue", (quote.cue,))] if quote.cue else []
        parts += [QuotePart("source", (quote.source,))] if quote.source else []
    return tuple(sorted(parts, key=lambda part: part.spans))
