"""Coreference from the model: which earlier mention each mention goes back to, over the whole article."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from onrecord.document import Document, Findings, Layer
from onrecord.models.heads.coreference import Links
from onrecord.records import Entity, Mention
from onrecord.stages.canonical import canonical_name
from onrecord.stages.neural.constraints import constraints
from onrecord.stages.neural.references import WordMentions, word_mentions
from onrecord.stages.stage import Stage, StageSettings

_HEAD = "coreference"


class CoreferenceSettings(StageSettings):
    """Settings of `Coreference`: none; its limits are those that the head was trained with."""


class Coreference(Stage[CoreferenceSettings]):
    """Entities from mentions; each mention is in exactly one."""

    Settings = CoreferenceSettings
    reads: ClassVar[frozenset[Layer]] = frozenset({"encoding", "mentions"})
    writes: ClassVar[frozenset[Layer]] = frozenset({"mentions", "entities"})

    @property
    def heads(self) -> frozenset[str]:
        """The one head that links mentions."""
        return frozenset({_HEAD})

    def predict(self, documents: Sequence[Document]) -> list[Findings]:
        """Mentions with their entities filled in, and the entities in order of their first mention."""
        given = [_word_mentions(document) for document in documents]
        encodings = [document.encoding for document in documents if document.encoding is not None]
        if not encodings:
            return []
        states = [encoding.states for encoding in encodings]
        known = [constraints(document, own.mentions) for document, own in zip(documents, given, strict=True)]
        found = encodings[0].engine.link(_HEAD, states, [own.table for own in given], known)
        return [_findings(*item) for item in zip(documents, given, found, strict=True)]


def _word_mentions(document: Document) -> WordMentions:
    assert document.encoding is not None
    assert document.mentions is not None
    return word_mentions(document.encoding.words.tokens, document.mentions)


def _findings(document: Document, given: WordMentions, links: Links) -> Findings:
    assert document.mentions is not None
    clusters: dict[int, list[Mention]] = {}
    for number, mention in zip(links.entities, given.mentions, strict=True):
        clusters.setdefault(number, []).append(mention)
    # A mention without a word refers to nothing else that is known.
    known = {mention.id for mention in given.mentions}
    alone = [[mention] for mention in document.mentions if mention.id not in known]
    groups = sorted([*clusters.values(), *alone], key=lambda own: own[0].span)
    entities = tuple(_entity(f"e{number}", own) for number, own in enumerate(groups, start=1))
    owner = {mention: entity for entity in entities for mention in entity.mentions}
    mentions = tuple(_filled(mention, owner[mention.id]) for mention in document.mentions)
    return Findings(mentions=mentions, entities=entities, warnings=_warnings(links))


def _entity(id: str, mentions: Sequence[Mention]) -> Entity:
    return Entity(id, canonical_name(mentions), _type(mentions), tuple(mention.id for mention in mentions))


def _type(mentions: Sequence[Mention]) -> str:
    """The type that most of the names have, or of the nominals where there is no name; of equals the first."""
    for kind in ("name", "nominal", "pronoun"):
        types = Counter(mention.type for mention in mentions if mention.kind == kind)
        if types:
            return types.most_common(1)[0][0]
    raise ValueError("an entity has at least one mention")


def _filled(mention: Mention, entity: Entity) -> Mention:
    """A nominal or pronoun has the type of its entity; a name keeps its own."""
    return replace(mention, entity=entity.id, type=mention.type if mention.kind == "name" else entity.type)


def _warnings(links: Links) -> tuple[str, ...]:
    if not links.limited:
        return ()
    return (
        f"coreference: for {links.limited} mentions only the nearest before them, and the last that share words with "
        "them, were tried; train the head with a higher most_antecedents to have more",
    )
