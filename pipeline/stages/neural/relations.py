"""Relations from the model: entity pairs over the whole article, in the labels of a scheme."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from onrecord.document import Document, Findings, Layer
from onrecord.evaluation.relation_labels import in_our_labels
from onrecord.models.heads.relations import Related, RelationsFound
from onrecord.records import Entity, Record, Relation, Span
from onrecord.stages.neural.dwie_knowledge import informed
from onrecord.stages.neural.entities import WordEntities, word_entities
from onrecord.stages.neural.joining import joined
from onrecord.stages.neural.signatures import fitting
from onrecord.stages.stage import Stage, StageSettings

if TYPE_CHECKING:
    from onrecord.models.engine import Engine

#: Least score before calibration of a relation that is looked at, unless `min_score` is lower.
LEAST = 0.05
#: The schemes of facts, which hold between entities with a name.
_NAMED = frozenset({"news", "dwie", "conll04"})


class RelationsSettings(StageSettings):
    """Settings of `Relations`."""

    scheme: Literal["news", "dwie", "conll04", "redocred", "plover", "directed_sentiment"] = "news"
    """Labels of the relations. `news` is learnt from DWIE; its labels are turned to ours where there is one, and what
    an earlier stage found is joined with them. Of any other scheme there are the model's alone, and of `dwie` those
    that follow from them and from what is known of countries, said or not, as DWIE has them. The model's in `news`,
    `dwie` and `conll04` hold between entities with a name, of types between which their label was seen to hold."""
    min_score: float = Field(default=0.35, ge=0, le=1)
    """Least score, a probability, of a relation of the model that is kept; what an earlier stage found has the
    `min_score` of that stage. None is kept that the model scores below 0.05 before calibration and that nothing else
    speaks for, unless `min_score` is lower still. F1 is highest at half its own highest value (Lipton et al. 2014,
    https://arxiv.org/abs/1402.1892), so 0.35 suits an F1 of 70; 0.5 is more precise and finds less. 0 keeps every label
    of every pair: for given pairs of which it is asked what label they have, and not whether they have one, as PLOVER
    does."""


class Relations(Stage[RelationsSettings]):
    """Relations between the entities of an article, wherever in it they are named."""

    Settings = RelationsSettings
    reads: ClassVar[frozenset[Layer]] = frozenset({"segments", "encoding", "mentions", "entities"})
    uses: ClassVar[frozenset[Layer]] = frozenset({"relations"})
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
        given = [self._entities(document) for document in documents]
        engine = encodings[0].engine
        states, entities = [one.states for one in encodings], [own.tensors for own in given]
        found = engine.relate(self._head, states, entities, min(LEAST, self.settings.min_score))
        kept = [
            self._kept(engine, own.relations, among, _types(document, among))
            for document, own, among in zip(documents, found, given, strict=True)
        ]
        evidence = engine.evidence(self._head, states, entities, kept)
        relations = [self._relations(*item) for item in zip(documents, given, kept, evidence, strict=True)]
        return [Findings(relations=own, warnings=_warnings(of)) for own, of in zip(relations, found, strict=True)]

    @property
    def _head(self) -> str:
        return f"relations-{self._scheme}"

    @property
    def _scheme(self) -> str:
        return "dwie" if self.settings.scheme == "news" else self.settings.scheme

    def _entities(self, document: Document) -> WordEntities:
        """The entities of a document over its words; for facts those that have a name.

        The corpora of facts have few others; in `news` the patterns, where a configuration has them, read all.
        """
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
        """Those between types that the label holds between, which reach the least score.

        That is, that the relation holds, and that both are entities. The head is calibrated on gold entities; each of
        these is as likely as that one of its mentions is right, and they err together, so that it is their mean that
        counts and not the product.
        """
        calibrated = [replace(one, score=engine.model.calibrated(self._head, one.score)) for one in found]
        likely = informed(calibrated, among) if self.settings.scheme == "dwie" else calibrated
        sure = among.scores
        possible = fitting(likely, types, self._scheme)
        scored = [replace(one, score=one.score * math.sqrt(sure[one.head] * sure[one.tail])) for one in possible]
        return [one for one in scored if one.score >= self.settings.min_score]

    def _relations(
        self,
        document: Document,
        entities: WordEntities,
        kept: Sequence[Related],
        evidence: Sequence[tuple[int, int]],
    ) -> tuple[Relation, ...]:
        relations = [
            Relation(
                entities.ids[one.head],
                one.label,
                entities.ids[one.tail],
                _evidence(document, entities, mentions),
                round(one.score, 4),
            )
            for one, mentions in zip(kept, evidence, strict=True)
        ]
        if self.settings.scheme == "news":
            relations = joined(_in_our_labels(document, relations), document.relations or ())
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


def _in_our_labels(document: Document, relations: Sequence[Relation]) -> list[Relation]:
    """Relations of DWIE in our labels; of several that become the same the best stays."""
    record = Record(
        id=document.article.id,
        text=document.text,
        mentions=document.mentions or (),
        entities=document.entities or (),
        relations=tuple(sorted(relations, key=lambda own: -own.score)),
    )
    kept: dict[tuple[str, str, str], Relation] = {}
    for relation in in_our_labels(record, "dwie").relations:
        kept.setdefault((relation.head, relation.label, relation.tail), relation)
    return list(kept.values())


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
