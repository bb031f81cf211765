"""Speakers of attributions: the entity that most of the model's answers go to, or the reason why there is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.document import Document
from onrecord.models.heads.speakers import Answers
from onrecord.records import Mention, SourceType, Unattributed
from onrecord.stages.neural.linking import Attribution
from onrecord.stages.neural.speaking import KINDS, Anchor, Asked, asked, content_anchor, source_anchor

#: Least probability of a speaker.
_LEAST = 0.25
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


def answered(documents: Sequence[Document], head: str, found: Sequence[Sequence[Attribution]]) -> list[list[Speaker]]:
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
    # A content that was given may have no word.
    ordered = [sorted({one for one in own if one.first < one.end}, key=_place) for own in anchors]
    read = [
        asked(document.text, encoding.words.tokens, document.mentions or (), own)
        for document, encoding, own in zip(documents, encodings, ordered, strict=True)
    ]
    places = [number for number, own in enumerate(ordered) if own and documents[number].entities]
    if not places:
        return [[_unasked(anchor, one) for anchor in own] for own, one in zip(anchors, documents, strict=True)]
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
    speakers: list[list[Speaker]] = []
    for number, own in enumerate(anchors):
        if number not in answers:
            speakers.append([_unasked(anchor, documents[number]) for anchor in own])
            continue
        told = _speakers(read[number], ordered[number], answers[number])
        speakers.append([told.get(anchor) or _unasked(anchor, documents[number]) for anchor in own])
    return speakers


def _anchor(document: Document, one: Attribution) -> Anchor:
    assert document.encoding is not None
    if one.source is not None:
        return source_anchor(document.encoding.words.tokens, one.source.first, one.source.end)
    if not one.contents:
        return content_anchor(0, 0)
    return content_anchor(one.contents[0].first, one.contents[0].end)


def _place(anchor: Anchor) -> tuple[int, int]:
    return anchor.first, anchor.end


def _speakers(read: Asked, anchors: Sequence[Anchor], answers: Answers) -> dict[Anchor, Speaker]:
    kinds = answers.kind.argmax(1).tolist()
    owners = dict(zip(read.mentions.entity.tolist(), (own.entity for own in read.given), strict=True))
    found = {}
    for row, anchor in enumerate(anchors):
        kind = KINDS[kinds[row]]
        held = answers.tried.mask[row].nonzero()[:, 0].tolist()
        places = answers.tried.places[row].tolist()
        mentions = [read.given[places[column]] for column in held]
        told = answers.speaker[row].tolist()
        entity, score = _best(mentions, [told[1 + column] for column in held])
        via_told = answers.via[row].tolist()
        via, via_score = _best(mentions, [via_told[1 + column] for column in held])
        own = owners.get(int(read.questions.entity[row])) if anchor.kind == "source" else None
        if told[0] > score and own is not None:
            # None of the mentions is likely: the words of the source are the speaker themselves.
            entity, score = own, told[0]
        elif score < _LEAST:
            entity, score = None, told[0]
        passed = via if via_score >= _LEAST_VIA and via != entity else None
        reason = None if entity else _REASONS[anchor.kind]
        found[anchor] = Speaker(entity, kind if entity or anchor.kind != "content" else None, passed, score, reason)
    return found


def _unasked(anchor: Anchor, document: Document) -> Speaker:
    """Nobody, where entities were never looked for or there is none."""
    looked = document.entities is not None or anchor.kind == "content"
    return Speaker(None, None, None, 1.0, _REASONS[anchor.kind] if looked else None)


_REASONS: dict[str, Unattributed] = {
    "content": "no_source",
    "pronoun": "unresolved_pronoun",
    "source": "ambiguous",
}


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
