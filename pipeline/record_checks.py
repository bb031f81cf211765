"""What must hold within a record beyond its shape."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from onrecord.errors import ArticleError
from onrecord.records import Entity, Mention, Quote, Record, Span


def problems(record: Record) -> Iterator[ArticleError]:
    """Everything that does not hold in `record`, in the order of its fields; nothing if it is sound.

    Spans lie in the text and are not empty, a mention's text is the surface, ids are unique, references resolve,
    mentions and entities agree about each other, scores are probabilities.
    """
    yield from _mention_problems(record)
    yield from _entity_problems(record)
    yield from _quote_problems(record)
    yield from _relation_problems(record)


def _mention_problems(record: Record) -> Iterator[ArticleError]:
    yield from _repeated(record, "mentions", [mention.id for mention in record.mentions])
    listed = {entity.id: frozenset(entity.mentions) for entity in record.entities}
    for index, mention in enumerate(record.mentions):
        field = f"mentions[{index}]"
        yield from _span_problems(record, field, mention.span)
        surface = mention.span.of(record.text)
        if mention.text != surface and 0 <= mention.start < mention.end <= len(record.text):
            reason = f"is {mention.text!r}, but the article has {surface!r} there"
            yield ArticleError(record.id, f"{field}.text", reason, mention.start)
        yield from _score_problem(record, field, mention.score)
        yield from _unresolved(record, f"{field}.entity", mention.entity, listed)
        if mention.entity in listed and mention.id not in listed[mention.entity]:
            reason = f"is {mention.entity!r}, but that entity does not list mention {mention.id!r}"
            yield ArticleError(record.id, f"{field}.entity", reason)


def _entity_problems(record: Record) -> Iterator[ArticleError]:
    yield from _repeated(record, "entities", [entity.id for entity in record.entities])
    mentions = {mention.id: mention for mention in record.mentions}
    for index, entity in enumerate(record.entities):
        for place, mention in enumerate(entity.mentions):
            yield from _membership(record, f"entities[{index}].mentions[{place}]", entity, mention, mentions)
        if len(set(entity.mentions)) < len(entity.mentions):
            yield ArticleError(record.id, f"entities[{index}].mentions", "lists a mention twice")


def _membership(
    record: Record, field: str, entity: Entity, id: str, mentions: dict[str, Mention]
) -> Iterator[ArticleError]:
    if id not in mentions:
        yield ArticleError(record.id, field, f"there is no mention {id!r}")
    elif mentions[id].entity != entity.id:
        reason = f"entity {entity.id!r} lists mention {id!r}, whose own entity is {mentions[id].entity!r}"
        yield ArticleError(record.id, field, reason)


def _quote_problems(record: Record) -> Iterator[ArticleError]:
    yield from _repeated(record, "quotes", [quote.id for quote in record.quotes])
    entities = {entity.id for entity in record.entities}
    for index, quote in enumerate(record.quotes):
        field = f"quotes[{index}]"
        yield from _content_problems(record, field, quote)
        for part, span in (("cue", quote.cue), ("source", quote.source)):
            if span is not None:
                yield from _span_problems(record, f"{field}.{part}", span)
        yield from _unresolved(record, f"{field}.speaker", quote.speaker, entities)
        yield from _unresolved(record, f"{field}.via", quote.via, entities)
        yield from _score_problem(record, field, quote.score)
        if quote.speaker is not None and quote.unattributed is not None:
            reason = f"is {quote.unattributed!r}, but the quote has a speaker: one of the two must be null"
            yield ArticleError(record.id, f"{field}.unattributed", reason)


def _content_problems(record: Record, field: str, quote: Quote) -> Iterator[ArticleError]:
    if not quote.content:
        yield ArticleError(record.id, f"{field}.content", "is empty; a quote needs at least one span")
    for place, span in enumerate(quote.content):
        yield from _span_problems(record, f"{field}.content[{place}]", span)
        if place and span.start < quote.content[place - 1].end:
            reason = f"starts at {span.start}, before the span ahead of it has ended: order them, without overlap"
            yield ArticleError(record.id, f"{field}.content[{place}]", reason, span.start)


def _relation_problems(record: Record) -> Iterator[ArticleError]:
    entities = {entity.id for entity in record.entities}
    for index, relation in enumerate(record.relations):
        field = f"relations[{index}]"
        yield from _unresolved(record, f"{field}.head", relation.head, entities)
        yield from _unresolved(record, f"{field}.tail", relation.tail, entities)
        for place, span in enumerate(relation.evidence):
            yield from _span_problems(record, f"{field}.evidence[{place}]", span)
        yield from _score_problem(record, field, relation.score)


def _span_problems(record: Record, field: str, span: Span) -> Iterator[ArticleError]:
    length = len(record.text)
    if span.start < 0 or span.end > length:
        reason = f"span {span.start}–{span.end} lies outside of the text, which has {length} code points"
        yield ArticleError(record.id, field, reason, span.start)
    elif span.start >= span.end:
        yield ArticleError(record.id, field, f"span {span.start}–{span.end} is empty: start < end", span.start)


def _score_problem(record: Record, field: str, score: float) -> Iterator[ArticleError]:
    if not 0 <= score <= 1:
        yield ArticleError(record.id, f"{field}.score", f"must lie between 0 and 1, not {score}")


def _repeated(record: Record, field: str, ids: Sequence[str]) -> Iterator[ArticleError]:
    first: dict[str, int] = {}
    for index, own in enumerate(ids):
        if own in first:
            yield ArticleError(record.id, f"{field}[{index}].id", f"{own!r} is taken by {field}[{first[own]}]")
        first.setdefault(own, index)


def _unresolved(record: Record, field: str, id: str | None, known: Iterable[str]) -> Iterator[ArticleError]:
    if id is not None and id not in known:
        yield ArticleError(record.id, field, f"there is no entity {id!r}")
