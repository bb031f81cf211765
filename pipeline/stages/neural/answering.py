"""Speakers of attributions: the entity that most of the model's answers go to, or the reason why there is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.document import Document
from onrecord.models.heads.speakers import Answers
from onrecord.records import Mention, SourceType, Unattributed
from onrecord.stages.neural.linking import Attribution
from onrecord.stages.neural.speaking import KINDS, Anchor, Asked, asked, content_anchor, source_anchor

#: Least probability of who passed a quote on.
_LEAST_VIA = 0.5


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks."""

    entity: str | None
    """Id of the entity."""
    kind: SourceType | None
    """What kind of source it is; None where there is no source."""
    via: str | None
    """Id of the entity that passed it on."""
    score: float
    """Probability of the entity, or that there is none."""
    unattributed: Unattributed | None
    """Why there is no entity; None also where entities were never looked for."""


def answered(
    documents: Sequence[Document], head: str, found: Sequence[Sequence[Attribution]]
) -> list[list[Speaker]]:
    """The speaker of each attribution of each document.

    Args:
        documents: With their encodings; without entities nobody is looked for.
        head: The head for speakers.
        found: The attributions of each.
    """
    if not documents:
        return []
    encodings = [document.encoding for document in documents if document.encoding is not None]
    anchors = [[_anchor(document, one) for one in own] for document, own in zip(documents, found, strict=True)]
    ordered = [sorted(set(own), key=lambda one: (one.first, one.end)) for own in anchors]
    read = [
        asked(document.text, encoding.words.tokens, document.mentions or (), own)
        for document, encoding, own in zip(documents, encodings, ordered, strict=True)
    ]
    places = [number for number, own in enumerate(ordered) if own]
    engine = encodings[0].engine
    answers = dict(
        zip(
            places,
            engine.answer(
                head,
                [encodings[place].states for place in places],
                [read[place].questions for place in places],
                [read[place].mentions for place in places],
            ),
            strict=True,
        )
    )
    speakers = []
    for number, (document, own) in enumerate(zip(documents, anchors, strict=True)):
        if number not in answers:
            speakers.append([])
            continue
        told = _speakers(document, read[number], ordered[number], answers[number])
        speakers.append([told[anchor] for anchor in own])
    return speakers


def _anchor(document: Document, one: Attribution) -> Anchor:
    assert document.encoding is not None
    if one.source is not None:
        return source_anchor(document.encoding.words.tokens, one.source.first, one.source.end)
    return content_anchor(one.contents[0].first, one.contents[0].end)


def _speakers(
    document: Document, read: Asked, anchors: Sequence[Anchor], answers: Answers
) -> dict[Anchor, Speaker]:
    kinds = answers.kind.argmax(1).tolist()
    found = {}
    for row, anchor in enumerate(anchors):
        kind = KINDS[kinds[row]]
        if document.entities is None:
            reason: Unattributed | None = "no_source" if anchor.kind == "content" else None
            found[anchor] = Speaker(None, None if anchor.kind == "content" else kind, None, 1.0, reason)  # type: ignore[arg-type]
            continue
        held = answers.tried.mask[row].nonzero()[:, 0].tolist()
        places = answers.tried.places[row].tolist()
        mentions = [read.given[places[column]] for column in held]
        told = answers.speaker[row].tolist()
        entity, score = _best(mentions, [told[1 + column] for column in held])
        via_told = answers.via[row].tolist()
        via, via_score = _best(mentions, [via_told[1 + column] for column in held])
        passed = via if via_score >= _LEAST_VIA and via != entity else None
        own = _own(read, row, document)
        reason = None
        if told[0] > score:
            # Nobody who is named: the words themselves are the speaker, where they are more than a pronoun.
            entity, score = (own if anchor.kind == "source" else None), told[0]
            if entity is None:
                reason = "no_source" if anchor.kind == "content" else _REASONS[anchor.kind]
        found[anchor] = Speaker(entity, kind if entity or anchor.kind != "content" else None, passed, score, reason)  # type: ignore[arg-type]
    return found


_REASONS: dict[str, Unattributed] = {"pronoun": "unresolved_pronoun", "source": "ambiguous"}


def _best(mentions: Sequence[Mention], scores: Sequence[float]) -> tuple[str | None, float]:
    """The entity whose mentions have the most probability together, and how much."""
    totals: dict[str, float] = {}
    for mention, score in zip(mentions, scores, strict=True):
        if mention.entity is not None:
            totals[mention.entity] = totals.get(mention.entity, 0.0) + score
    if not totals:
        return None, 0.0
    best = max(totals, key=lambda entity: totals[entity])
    return best, totals[best]


def _own(read: Asked, row: int, document: Document) -> str | None:
    """The entity of the mention that the words of a source themselves are."""
    number = int(read.questions.entity[row])
    if number < 0:
        return None
    entities = read.mentions.entity.tolist()
    return read.given[entities.index(number)].entity if number in entities else None
