"""The document on its way through the stages: an article and the layers that stages have written so far.

A layer that no stage has written is None; an empty one was looked for and not found.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Literal, TypeAlias

from onrecord.records import Article, Entity, Mention, Provenance, Quote, Record, Relation, Span

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from onrecord.stages.encoding import Encoding

#: What a stage can read and write. `article` is always there.
Layer: TypeAlias = Literal["segments", "parse", "encoding", "mentions", "entities", "quotes", "relations"]
LAYERS: tuple[Layer, ...] = ("segments", "parse", "encoding", "mentions", "entities", "quotes", "relations")

ParagraphKind: TypeAlias = Literal["headline", "heading", "body"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph without the white space around it."""

    start: int
    end: int
    kind: ParagraphKind
    """headline: of the article; heading: a sub-heading within it; body: everything else."""

    @property
    def span(self) -> Span:
        """Where the paragraph stands."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Segments:
    """The article cut into nested pieces, each in text order. White space is all that stands outside of words."""

    paragraphs: tuple[Paragraph, ...]
    sentences: tuple[Span, ...]
    """No sentence crosses a paragraph."""
    words: tuple[Span, ...]
    """Tokens; no word crosses a sentence."""


@dataclass(frozen=True, slots=True)
class Document:
    """An article and what is known of it so far."""

    article: Article
    segments: Segments | None = None
    parse: Doc | None = None
    """spaCy's parse of the whole article; `token.idx` is the offset into the raw text."""
    encoding: Encoding | None = None
    """What the model's encoder makes of the words."""
    mentions: tuple[Mention, ...] | None = None
    entities: tuple[Entity, ...] | None = None
    quotes: tuple[Quote, ...] | None = None
    relations: tuple[Relation, ...] | None = None
    warnings: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The raw text."""
        return self.article.text

    def record(self, provenance: Provenance) -> Record:
        """The finished record of this document."""
        return Record(
            id=self.article.id,
            text=self.article.text,
            meta=self.article.meta,
            mentions=self.mentions or (),
            entities=self.entities or (),
            quotes=self.quotes or (),
            relations=self.relations or (),
            provenance=provenance,
            status="partial" if self.warnings else "ok",
            warnings=self.warnings,
        )


@dataclass(frozen=True, slots=True)
class Findings:
    """What a stage found in one document: exactly the layers that it declares to write, and its warnings."""

    segments: Segments | None = None
    parse: Doc | None = None
    encoding: Encoding | None = None
    mentions: tuple[Mention, ...] | None = None
    entities: tuple[Entity, ...] | None = None
    quotes: tuple[Quote, ...] | None = None
    relations: tuple[Relation, ...] | None = None
    warnings: tuple[str, ...] = ()

    def layers(self) -> frozenset[str]:
        """Names of the layers found, also where they are empty."""
        return frozenset(
            item.name for item in fields(self) if item.name != "warnings" and getattr(self, item.name) is not None
        )

    def added_to(self, document: Document) -> Document:
        """The document with these findings written in; the only place where a document changes."""
        found = {name: getattr(self, name) for name in self.layers()}
        return replace(document, **found, warnings=document.warnings + self.warnings)
