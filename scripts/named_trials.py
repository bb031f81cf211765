"""Predictions made from gold by random edits, for `check_named_scores.py` and its test."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from random import Random

from onrecord.corpora import GoldDocument
from onrecord.records import (
    ACT_LABELS,
    FACT_LABELS,
    Entity,
    Mention,
    MentionKind,
    Quote,
    Record,
    Relation,
    SourceType,
    Span,
)

KINDS: tuple[SourceType, ...] = ("person", "organization", "place", "group", "document", "unnamed")
LABELS = (*FACT_LABELS, *ACT_LABELS)
MENTION_KINDS: tuple[MentionKind, ...] = ("name", "nominal", "pronoun")


def edited(document: GoldDocument, random: Random, share: float) -> Record:
    """A prediction for a gold document.

    Args:
        document: The gold.
        random: Where chance comes from.
        share: How much is changed, 0 to 1.
    """
    record = document.record
    entities, mentions = _entities(record, random, share)
    ids = [entity.id for entity in entities]
    quotes = [*record.quotes, *_of_sources(document, random)]
    quotes = [own for quote in quotes for own in _quote(quote, ids, record.text, random, share)]
    relations = [own for relation in record.relations for own in _relation(relation, ids, random, share)]
    for _ in range(random.randrange(3)):
        # Also where quotes or relations are not annotated, so that they must not count.
        quotes.append(Quote("", "indirect", (_anywhere(len(record.text), random, 40),), score=random.random()))
        if ids:
            relations.append(Relation(random.choice(ids), random.choice(LABELS), random.choice(ids)))
    if random.random() < share:
        random.shuffle(quotes)
        random.shuffle(relations)
    return replace(
        record,
        entities=tuple(entities),
        mentions=tuple(mentions),
        quotes=tuple(replace(quote, id=f"q{number}") for number, quote in enumerate(quotes)),
        relations=tuple(relations),
    )


def _entities(record: Record, random: Random, share: float) -> tuple[list[Entity], list[Mention]]:
    """The entities under other names, with mentions of other kinds, other ends and in other entities."""
    owners = [entity.id for entity in record.entities]
    mentions = []
    for mention in record.mentions:
        if random.random() < share:
            span = _moved(mention.span, len(record.text), random, 6)
            owner = random.choice([mention.entity, mention.entity, random.choice(owners), None])
            kind = random.choice(MENTION_KINDS)
            mention = replace(
                mention, start=span.start, end=span.end, text=span.of(record.text), entity=owner, kind=kind
            )
        mentions.append(mention)
    for number in range(random.randrange(4)):
        span = _anywhere(len(record.text), random, 12)
        mentions.append(
            Mention(
                f"extra{number}", span.start, span.end, span.of(record.text), "name", "", random.choice([*owners, None])
            )
        )
    mentions.sort(key=lambda mention: (mention.start, -mention.end))
    entities = [
        Entity(
            entity.id,
            _called(entity.name, random) if random.random() < share else entity.name,
            "",
            tuple(mention.id for mention in mentions if mention.entity == entity.id),
        )
        for entity in record.entities
    ]
    return entities, mentions


def _called(name: str, random: Random) -> str:
    """Another name, which the gold's name may or may not bear."""
    words = name.split()
    return random.choice(
        [
            words[-1],
            words[0],
            " ".join(words[1:]),
            f"the {name}",
            f"President {name}",
            f"{name}'s office",
            f"{name}, Jr.",
            name.upper(),
            name[:-1],
            "".join(word[0] for word in words),
            "A",
            "…",
        ]
    )


def _of_sources(document: GoldDocument, random: Random) -> list[Quote]:
    """Quotes for the given sources of a document that has no other."""
    length = len(document.record.text)
    return [
        Quote(
            id="",
            type="indirect",
            content=(_anywhere(length, random, 60),),
            source=source.span,
            speaker=random.choice(source.speakers).entity if source.speakers else None,
            source_type=source.kind,
            score=random.random(),
        )
        for source in document.sources
    ]


def _quote(quote: Quote, ids: Sequence[str], text: str, random: Random, share: float) -> list[Quote]:
    """The quote, other ones in its place, or nothing."""
    quote = replace(quote, score=random.random())
    if random.random() > share:
        return [quote]
    moved = tuple(_moved(span, len(text), random, random.choice([3, 30])) for span in quote.content)
    spans = tuple(sorted(moved))
    apart = all(one.end <= other.start for one, other in pairwise(spans))
    source = _moved(quote.source, len(text), random, 8) if quote.source else _anywhere(len(text), random, 8)
    changed = [
        replace(quote, content=spans if apart else quote.content),
        replace(quote, content=quote.content[:1]),
        replace(quote, source=random.choice([None, source])),
        replace(quote, speaker=random.choice([None, *ids])),
        replace(quote, source_type=random.choice([None, *KINDS])),
    ]
    return random.choice([[], [quote, quote], *([own] for own in changed), changed[:2], changed])


def _relation(relation: Relation, ids: Sequence[str], random: Random, share: float) -> list[Relation]:
    """The relation, other ones in its place, or nothing."""
    relation = replace(relation, score=random.choice([random.random(), 0.5]))
    if random.random() > share:
        return [relation]
    return random.choice(
        [
            [],
            [relation, relation],
            [replace(relation, head=relation.tail, tail=relation.head)],
            [replace(relation, label=random.choice(LABELS))],
            [replace(relation, head=random.choice(ids)), relation],
            [replace(relation, tail=random.choice(ids))],
            [replace(relation, negated=not relation.negated)],
            [replace(relation, past=not relation.past)],
        ]
    )


def _moved(span: Span, length: int, random: Random, most: int) -> Span:
    """The span with other ends, within the text and not empty."""
    start = min(max(span.start + random.randint(-most, most), 0), length - 1)
    return Span(start, min(max(span.end + random.randint(-most, most), start + 1), length))


def _anywhere(length: int, random: Random, most: int) -> Span:
    start = random.randrange(length)
    return Span(start, min(start + random.randint(1, most), length))
