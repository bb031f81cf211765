"""Gold put into the pipeline, so that a stage is measured alone.

Entities are given to relations, mentions to coreference, contents to attribution. The stages run as always, one after
the other, over documents into which the given layers were written beforehand; a stage that would write nothing but
given layers does not run. Attribution of given contents is a method of the stage of quotes (`Attributes`), called
in place of the stage.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Literal, Protocol, TypeAlias, get_args, runtime_checkable

from onrecord.corpora.corpus import GoldDocument
from onrecord.document import Document, Layer
from onrecord.errors import ConfigError
from onrecord.evaluation.labels import news_type
from onrecord.extractor import Extractor
from onrecord.records import Article, Entity, Mention, Quote, Record, Span
from onrecord.stages.stage import Rejection, Stage

#: What `--given` takes.
Given: TypeAlias = Literal["entities", "mentions", "content"]
GIVEN: tuple[Given, ...] = get_args(Given)

#: The layers that are written beforehand.
_LAYERS: dict[Given, frozenset[Layer]] = {
    "entities": frozenset({"mentions", "entities"}),
    "mentions": frozenset({"mentions"}),
    "content": frozenset(),
}


#: What is worth scoring with it: not what was given.
MEASURES: dict[Given, tuple[str, ...]] = {
    "entities": ("relations", "pairs", "quotes"),
    "mentions": ("coreference", "quotes", "relations", "pairs"),
    "content": ("quotes",),
}


@runtime_checkable
class Attributes(Protocol):
    """A stage of quotes that can attribute contents that it is given."""

    def attribute(self, document: Document, contents: Sequence[tuple[Span, ...]]) -> tuple[Quote, ...]:
        """One quote for each content, in the order given."""
        ...


class GivenPipeline:
    """The stages of an extractor, with part of the gold given to them."""

    def __init__(self, extractor: Extractor, given: Given, scheme: str) -> None:
        """Prepare.

        Args:
            extractor: Whose stages run.
            given: What of the gold they are given.
            scheme: Of the gold's types.

        Raises:
            ConfigError: No stage of the configuration can use what is given.
        """
        self._extractor = extractor
        self._given = given
        self._scheme = scheme
        _check(extractor, given)

    def __call__(self, golds: Sequence[GoldDocument]) -> Iterator[Record | Rejection]:
        """The record of each document, or why there is none, in order."""
        results: list[Document | Rejection] = [self._document(gold.record) for gold in golds]
        for stage in self._extractor.stages:
            if stage.writes and stage.writes <= _LAYERS[self._given]:
                continue
            alive = [place for place, result in enumerate(results) if isinstance(result, Document)]
            documents = [result for result in results if isinstance(result, Document)]
            if self._given == "content" and "quotes" in stage.writes:
                outcomes = [_attributed(stage, documents[at], golds[place].record) for at, place in enumerate(alive)]
            else:
                outcomes = stage(documents) if documents else []
            for place, outcome in zip(alive, outcomes, strict=True):
                results[place] = outcome
        for result in results:
            yield result if isinstance(result, Rejection) else result.record(self._extractor.provenance)

    def _document(self, gold: Record) -> Document:
        document = Document(Article(gold.id, gold.text))
        if self._given == "content":
            return document
        mentions = tuple(self._mention(mention) for mention in gold.mentions)
        if self._given == "mentions":
            return replace(document, mentions=tuple(replace(mention, entity=None) for mention in mentions))
        return replace(document, mentions=mentions, entities=tuple(self._entity(entity) for entity in gold.entities))

    def _mention(self, mention: Mention) -> Mention:
        return replace(mention, type=news_type(mention.type, self._scheme))

    def _entity(self, entity: Entity) -> Entity:
        return replace(entity, type=news_type(entity.type, self._scheme))


def _check(extractor: Extractor, given: Given) -> None:
    name = extractor.config.name
    if given == "content":
        if not any("quotes" in stage.writes and isinstance(stage, Attributes) for stage in extractor.stages):
            raise ConfigError(f"configuration {name!r} has no stage that attributes given contents")
        return
    users = [stage for stage in extractor.stages if not stage.writes <= _LAYERS[given]]
    if not any(_LAYERS[given] & (stage.reads | stage.uses) for stage in users):
        raise ConfigError(f"configuration {name!r} has no stage that reads {' or '.join(sorted(_LAYERS[given]))}")


def _attributed(stage: Stage[Any], document: Document, gold: Record) -> Document | Rejection:
    """As the base class runs a stage: an article that fails is rejected and the others go on."""
    assert isinstance(stage, Attributes)
    try:
        return replace(document, quotes=stage.attribute(document, [quote.content for quote in gold.quotes]))
    except Exception as error:
        return stage.rejection(document, error)
