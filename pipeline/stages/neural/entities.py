"""The entities of a record as the heads over whole documents read them: mentions as ranges of words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.corpora.corpus import Tokens
from onrecord.models.entities import Entities, entities_of
from onrecord.records import Entity, Mention

#: Kinds of mention, the most telling first.
_KINDS = ("name", "nominal", "pronoun")


@dataclass(frozen=True, slots=True)
class WordEntities:
    """Entities over words, and what they are in the record."""

    tensors: Entities
    """As a head reads them."""
    ids: tuple[str, ...]
    """Id of each entity in the record."""
    mentions: tuple[Mention, ...]
    """The mention of the record that each mention of the tensors is."""

    @property
    def firsts(self) -> dict[int, int]:
        """The first word of each entity, by number."""
        found: dict[int, int] = {}
        for entity, first in zip(self.tensors.entity.tolist(), self.tensors.first.tolist(), strict=True):
            found.setdefault(entity, first)
        return found

    @property
    def scores(self) -> list[float]:
        """Score of each entity: that one of its mentions here is right, as if they erred independently."""
        wrong = [1.0] * len(self.ids)
        for entity, mention in zip(self.tensors.entity.tolist(), self.mentions, strict=True):
            wrong[entity] *= 1 - mention.score
        return [1 - own for own in wrong]


def word_entities(tokens: Tokens, mentions: Sequence[Mention], entities: Sequence[Entity]) -> WordEntities:
    """The entities that have a mention with a word in it, with their names; the nominals of those without a name.

    The corpora that relations are learnt from mark little else than names, so that a head knows no other entities.
    Pronouns stand for an entity that has nothing else.

    Args:
        tokens: The words.
        mentions: Mentions of the record.
        entities: Entities of the record.
    """
    placed: dict[str, list[tuple[int, int, Mention]]] = {entity.id: [] for entity in entities}
    for mention in mentions:
        first, end = tokens.covering(mention.span)
        if mention.entity in placed and first < end:
            placed[mention.entity].append((first, end, mention))
    rows: list[tuple[int, int, int, Mention]] = []
    ids: list[str] = []
    for entity, own in placed.items():
        telling = next((same for kind in _KINDS if (same := [item for item in own if item[2].kind == kind])), [])
        rows += [(first, end, len(ids), mention) for first, end, mention in telling]
        ids += [entity] if telling else []
    rows.sort(key=lambda row: row[:3])
    tensors = entities_of([row[:3] for row in rows])
    return WordEntities(tensors, tuple(ids), tuple(row[3] for row in rows))
