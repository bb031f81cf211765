"""Relations from the model: entity pairs over the whole article, in the labels of a scheme."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from onrecord.document import Document, Findings, Layer
from onrecord.models.heads.relations import Related, RelationsFound
from onrecord.models.speech import Speech
from onrecord.records import ACT_LABELS, FACT_LABELS, Entity, Relation, Span
from onrecord.stages.neural.consistency import SYMMETRICAL, consistent
from onrecord.stages.neural.dwie_knowledge import informed
from onrecord.stages.neural.ends import Ends, ends, speech_of
from onrecord.stages.neural.entities import WordEntities, word_entities
from onrecord.stages.neural.signatures import fitting
from onrecord.stages.stage import Stage, StageSettings

if TYPE_CHECKING:
    from onrecord.models.engine import Engine

#: Least score before calibration of a relation that is looked at, unless `min_score` is lower.
LEAST = 0.05
#: Least scores that are kept, where none is set: the first has the highest F1 on the dev sets of the task.
_LIMIT_OF_NEWS, _LIMIT = 0.15, 0.35
#: Least probability of a flag.
_HOLDS = 0.5
#: The schemes of facts, which hold between entities with a name.
_NAMED = frozenset({"dwie", "conll04"})


class RelationsSettings(StageSettings):
    """Settings of `Relations`."""

    scheme: Literal["news", "dwie", "conll04", "redocred", "plover", "directed_sentiment"] = "news"
    """Labels of the relations. `news` are facts, acts and stances as the task defines them, between entities with a
    name and specific ones without. Of any other scheme there are the relations as its corpus has them, and of `dwie`
    those that follow from them and from what is known of countries, said or not. Those of `dwie` and `conll04` hold
    between entities with a name, of types between which their label was seen to hold."""
    min_score: float | None = Field(default=None, ge=0, le=1)
    """Least score, a probability, of a relation that is kept; null is 0.15 for `news` and 0.35 for any other scheme.
    None is kept that the model scores below 0.05 before calibration, unless `min_score` is lower still. F1 is highest
    at half its own highest value (Lipton et al. 2014, https://arxiv.org/abs/1402.1892), so 0.35 suits an F1 of 70; 0.5
    is more precise and finds less. 0 keeps every label of every pair: for given pairs of which it is asked what label
    they have, and not whether they have one, as PLOVER does."""


class Relations(Stage[RelationsSettings]):
    """Relations between the entities of an article, wherever in it they are named."""

    Settings = RelationsSettings
    reads: ClassVar[frozenset[Layer]] = frozenset({"segments", "encoding", "mentions", "entities"})
    uses: ClassVar[frozenset[Layer]] = frozenset({"quotes"})
    writes: ClassVar[frozenset[Layer]] = frozenset({"relations"})

    @property
    def heads(self) -> frozenset[str]:
        """The head of the scheme."""
        return frozenset({self._head})

    def predict(self, documents: Sequence[Document]) -> list[Findings]:
        """Relations of each document, in order of their first evidence."""
        encodings = [document.encoding for document in documents if document.encoding is not None]
        if not encodings:
            return []
        engine = encodings[0].engine
        states = [one.states for one in encodings]
        speech = None
        if self.settings.scheme == "news":
            both = [_ends(document) for document in documents]
            given, speech = [own.words for own, _ in both], [told for _, told in both]
        else:
            given = [self._entities(document) for document in documents]
        entities = [own.tensors for own in given]
        found = engine.relate(self._head, states, entities, min(LEAST, self._limit), speech)
        kept = [
            self._kept(engine, own.relations, among, _types(document, among))
            for document, own, among in zip(documents, found, given, strict=True)
        ]
        evidence = engine.evidence(self._head, states, entities, kept)
        relations = [_relations(*item) for item in zip(documents, given, kept, evidence, strict=True)]
        return [Findings(relations=own, warnings=_warnings(of)) for own, of in zip(relations, found, strict=True)]

    @property
    def _head(self) -> str:
        return f"relations-{self.settings.scheme}"

    @property
    def _limit(self) -> float:
        if self.settings.min_score is not None:
            return self.settings.min_score
        return _LIMIT_OF_NEWS if self.settings.scheme == "news" else _LIMIT

    def _entities(self, document: Document) -> WordEntities:
        """The entities of a document over its words; for facts those that have a name."""
        assert document.encoding is not None
        assert document.mentions is not None
        assert document.entities is not None
        entities: Sequence[Entity] = document.entities
        if self.settings.scheme in _NAMED:
            named = {mention.entity for mention in document.mentions if mention.kind == "name"}
            entities = [entity for entity in entities if entity.id in named]
        return word_entities(document.encoding.words.tokens, document.mentions, entities)

    def _kept(
        self, engine: Engine, found: Sequence[Related], among: WordEntities, types: Sequence[str]
    ) -> list[Related]:
        """Those that can hold together, between types that their label holds between, which reach the least score.

        The heads of corpora are calibrated on gold entities; each of these is as likely as that one of its mentions is
        right, and they err together, so that it is their mean that counts and not the product. That of `news` is
        calibrated on what a pipeline finds.
        """
        calibrated = engine.model.calibrated
        if self.settings.scheme == "news":
            told = [replace(one, score=calibrated(calibrated_as(one.label), one.score)) for one in found]
            return consistent([one for one in told if one.score >= self._limit], types)
        told = [replace(one, score=calibrated(self._head, one.score)) for one in found]
        likely = informed(told, among) if self.settings.scheme == "dwie" else told
        sure = among.scores
        possible = fitting(likely, types, self.settings.scheme)
        scored = [replace(one, score=one.score * math.sqrt(sure[one.head] * sure[one.tail])) for one in possible]
        return [one for one in scored if one.score >= self._limit]


def _in_order(one: Related, firsts: Mapping[int, int]) -> Related:
    """A symmetrical relation of `news` in the order of the text."""
    if one.label not in SYMMETRICAL or firsts[one.head] <= firsts[one.tail]:
        return one
    return replace(one, head=one.tail, tail=one.head)


def _flags(one: Related) -> dict[str, bool]:
    """What is said of a relation beside its label; an act is over anyway."""
    if not one.flags:
        return {}
    negated, past = (flag >= _HOLDS for flag in one.flags)
    return {"negated": negated, "past": past and one.label in FACT_LABELS}


def calibrated_as(label: str) -> str:
    """What a relation of `news` is calibrated as: facts and acts each by themselves, as acts are harder."""
    return "relations-news, acts" if label in ACT_LABELS else "relations-news, facts"


def _ends(document: Document) -> tuple[Ends, Speech]:
    assert document.encoding is not None
    tokens = document.encoding.words.tokens
    found = ends(tokens, document.mentions or (), document.entities or ())
    return found, speech_of(tokens, document.quotes or (), found)


def _relations(
    document: Document, entities: WordEntities, kept: Sequence[Related], evidence: Sequence[tuple[int, int]]
) -> tuple[Relation, ...]:
    firsts = entities.firsts
    ordered = [_in_order(one, firsts) for one in kept]
    relations = [
        Relation(
            entities.ids[one.head],
            one.label,
            entities.ids[one.tail],
            _evidence(document, entities, mentions),
            round(one.score, 4),
            **_flags(one),
        )
        for one, mentions in zip(ordered, evidence, strict=True)
    ]
    return tuple(sorted(relations, key=lambda own: (own.evidence, own.head, own.label, own.tail)))


def _types(document: Document, entities: WordEntities) -> list[str]:
    """The type of each entity."""
    assert document.entities is not None
    types = {entity.id: entity.type for entity in document.entities}
    return [types[own] for own in entities.ids]


def _evidence(document: Document, entities: WordEntities, mentions: tuple[int, int]) -> tuple[Span, ...]:
    """The smallest span that covers the two mentions; two spans where they share no sentence."""
    assert document.segments is not None
    first, second = sorted(entities.mentions[place].span for place in mentions)
    both = Span(first.start, max(first.end, second.end))
    if any(sentence.contains(both) for sentence in document.segments.sentences):
        return (both,)
    return first, second


def _warnings(found: RelationsFound) -> tuple[str, ...]:
    said = []
    if found.beyond:
        said.append(
            f"relations: {found.beyond} pairs of entities were not looked at, those that are named farthest apart; "
            "train the head with a higher most_pairs to have them"
        )
    if found.unseen:
        said.append(
            f"relations: {found.unseen} pairs of entities were not looked at, as the article has too many mentions "
            "between theirs; split it to have them"
        )
    return tuple(said)
