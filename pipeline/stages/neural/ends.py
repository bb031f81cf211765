"""The entities between which relations of `news` hold, as the head reads them: named or specific, countries once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import torch

from onrecord.corpora.corpus import Tokens
from onrecord.models.entities import entities_of
from onrecord.models.speech import Speech, speech
from onrecord.records import Entity, Mention, Quote, Span
from onrecord.stages.knowledge.countries import country, country_of
from onrecord.stages.neural.entities import WordEntities
from onrecord.stages.neural.speaking import TYPES

#: Types of what is no end of a relation.
_NO_END = frozenset({"DATE", "MONEY"})
#: Types of entities without a name that can be one.
_NOMINAL = frozenset({"PERSON", "ORG", "GPE", "NORP", "WORK", "PRODUCT", "EVENT", "FAC"})
_CONTENT, _SOURCE, _CUE = 1, 2, 3


@dataclass(frozen=True, slots=True)
class Ends:
    """The ends of relations in one article."""

    words: WordEntities
    """As the head reads them; ids are those of the record, of a country that of its name."""
    of: Mapping[str, int]
    """Number of the end that each entity of the record is, an adjective's that of its country."""


def ends(tokens: Tokens, mentions: Sequence[Mention], entities: Sequence[Entity]) -> Ends:
    """The ends in an article.

    Args:
        tokens: The words.
        mentions: Mentions of the record.
        entities: Entities of the record.
    """
    kinds: dict[str, set[str]] = {}
    for mention in mentions:
        if mention.entity is not None:
            kinds.setdefault(mention.entity, set()).add(mention.kind)
    possible = [one for one in entities if _is_end(one, kinds.get(one.id, set()))]
    same = _countries(possible)
    placed: dict[str, list[tuple[int, int, Mention]]] = {one.id: [] for one in possible if one.id not in same}
    for mention in mentions:
        entity = same.get(mention.entity or "", mention.entity or "")
        if entity in placed:
            first, end = tokens.covering(mention.span)
            if first < end:
                placed[entity].append((first, end, mention))
    ids = [entity for entity, own in placed.items() if own]
    numbers = {entity: number for number, entity in enumerate(ids)}
    rows = sorted(
        ((first, end, numbers[entity], mention) for entity in ids for first, end, mention in placed[entity]),
        key=lambda row: row[:3],
    )
    types = {one.id: one.type for one in possible}
    tensors = replace(
        entities_of([row[:3] for row in rows]),
        type=torch.tensor([TYPES.index(types[own]) if types[own] in TYPES else 0 for own in ids], dtype=torch.long),
        named=torch.tensor(["name" in kinds[own] for own in ids], dtype=torch.bool),
    )
    of = {one.id: numbers[same.get(one.id, one.id)] for one in possible if same.get(one.id, one.id) in numbers}
    return Ends(WordEntities(tensors, tuple(ids), tuple(row[3] for row in rows)), of)


def speech_of(tokens: Tokens, quotes: Sequence[Quote], given: Ends) -> Speech:
    """Who says what about whom among the ends.

    Args:
        tokens: The words.
        quotes: Quotes whose speakers are entities of the same record.
        given: The ends.
    """
    roles = [0] * len(tokens.spans)
    starts = given.words.tensors.first.tolist()
    owners = given.words.tensors.entity.tolist()
    named: dict[int, list[int]] = {}
    for first, owner in zip(starts, owners, strict=True):
        named.setdefault(first, []).append(owner)
    sayings: list[tuple[int, int, int]] = []
    for quote in quotes:
        ranges = [tokens.covering(span) for span in quote.content]
        for first, end in ranges:
            roles[first:end] = [_CONTENT] * (end - first)
        _mark(roles, tokens, quote.source, _SOURCE)
        _mark(roles, tokens, quote.cue, _CUE)
        speaker = given.of.get(quote.speaker or "")
        if speaker is None or not ranges:
            continue
        cue = tokens.covering(quote.cue)[1] - 1 if quote.cue else ranges[0][0]
        about = {owner for first, end in ranges for word in range(first, end) for owner in named.get(word, ())}
        sayings += [(speaker, owner, max(cue, 0)) for owner in sorted(about - {speaker})]
    return speech(roles, sayings)


def _mark(roles: list[int], tokens: Tokens, span: Span | None, role: int) -> None:
    if span is not None:
        first, end = tokens.covering(span)
        roles[first:end] = [role] * (end - first)


def _is_end(one: Entity, kinds: set[str]) -> bool:
    if one.type in _NO_END or not kinds:
        return False
    return "name" in kinds or ("nominal" in kinds and one.type in _NOMINAL)


def _countries(entities: Sequence[Entity]) -> dict[str, str]:
    """Entities that are a country which another one is, by adjective or by another of its names."""
    states: dict[str, str] = {}
    adjectives: list[tuple[str, str]] = []
    same: dict[str, str] = {}
    for one in entities:
        if one.type == "PERSON":
            continue
        state, adjective = country(one.name), country_of(one.name)
        if state is not None:
            if states.setdefault(state, one.id) != one.id:
                same[one.id] = states[state]
        elif adjective is not None:
            adjectives.append((one.id, adjective))
    for entity, adjective in adjectives:
        if states.setdefault(adjective, entity) != entity:
            same[entity] = states[adjective]
    return same
