"""The record: what goes in (`Article`) and what comes out (`Record`), frozen and slotted.

These dataclasses are the one definition of the format. The JSON Schema (`json_schema`), the Arrow schema
(`onrecord.arrow`), validation (`onrecord.reading`) and the columns of every sink are derived from them.
All offsets are Unicode code points into the raw text, half-open: ``text[start:end]`` is the surface.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Any, ClassVar, Literal, TypeAlias

from pydantic import ConfigDict, TypeAdapter
from pydantic.types import JsonValue
from typing_extensions import TypeAliasType

MentionKind: TypeAlias = Literal["name", "nominal", "pronoun"]
QuoteType: TypeAlias = Literal["direct", "indirect", "mixed"]
SourceType: TypeAlias = Literal["person", "organization", "place", "group", "document", "unnamed"]
Unattributed: TypeAlias = Literal["no_source", "unresolved_pronoun", "ambiguous"]
Status: TypeAlias = Literal["ok", "partial"]
Meta = TypeAliasType("Meta", dict[str, JsonValue])

#: The entity types of the default scheme, `news`, in the order of the documentation.
NEWS_TYPES: tuple[str, ...] = (
    "PERSON", "ORG", "GPE", "LOC", "NORP", "FAC", "EVENT", "PRODUCT", "WORK", "DATE", "MONEY", "MISC",
)  # fmt: skip

#: Relations that state a fact about two entities.
FACT_LABELS: tuple[str, ...] = (
    "leads", "works_for", "member_of", "based_in", "located_in", "citizen_of", "lives_in", "part_of", "family",
    "plays_against", "created_by", "appears_in", "awarded",
)  # fmt: skip

#: Relations that are acts of, or stances between, actors.
ACT_LABELS: tuple[str, ...] = (
    "accuse", "reject", "support", "sanction", "coerce", "assault", "threaten", "request", "aid", "agree", "consult",
    "yield", "criticise",
)  # fmt: skip

_STRICT = ConfigDict(extra="forbid", use_attribute_docstrings=True)


@dataclass(frozen=True, slots=True)
class Article:
    """One article as it was given."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    id: str
    """Identifies the article within its input."""
    text: str
    """The raw text; every offset points into it."""
    meta: Meta = field(default_factory=dict)
    """What else the input said of the article (title, date, outlet); passed through untouched."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of the text, half-open, in code points."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    start: int
    """First code point."""
    end: int
    """One past the last code point."""

    def of(self, text: str) -> str:
        """The surface of the span in `text`."""
        return text[self.start : self.end]

    def contains(self, other: Span) -> bool:
        """Whether `other` lies within this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two spans share a code point."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Mention:
    """A span that refers to something."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    id: str
    """Identifies the mention within the article."""
    start: int
    """First code point."""
    end: int
    """One past the last code point."""
    text: str
    """The surface, equal to `text[start:end]` of the article."""
    kind: MentionKind
    """Whether the span names, describes or points."""
    type: str
    """Type in the scheme in use; in `news` one of PERSON ORG GPE LOC NORP FAC EVENT PRODUCT WORK DATE MONEY MISC."""
    entity: str | None = None
    """Id of the entity referred to; null where coreference was not run."""
    score: float = 1.0
    """Calibrated probability that span, kind and type are right, 0 to 1."""

    @property
    def span(self) -> Span:
        """Where the mention stands."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Entity:
    """All mentions of one thing in one article."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    id: str
    """Identifies the entity within the article."""
    name: str
    """Canonical name: the fullest name used, or the fullest nominal where there is no name."""
    type: str
    """Type in the scheme in use."""
    mentions: tuple[str, ...]
    """Ids of its mentions, in text order."""


@dataclass(frozen=True, slots=True)
class Quote:
    """One attribution: somebody or some document expresses something."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    id: str
    """Identifies the quote within the article."""
    type: QuoteType
    """direct: all of the content stands between quotation marks; indirect: none of it; mixed: some of it."""
    content: tuple[Span, ...]
    """What is said, with its quotation marks; several spans where it is interrupted or runs over paragraphs."""
    cue: Span | None = None
    """The words that attribute it ("said", "according to")."""
    source: Span | None = None
    """The whole phrase that names who says it, with title and apposition."""
    speaker: str | None = None
    """Id of the entity that the source refers to, after coreference."""
    source_type: SourceType | None = None
    """What kind of source it is; null where there is no source."""
    via: str | None = None
    """Id of the entity that passed it on ("according to the BBC")."""
    score: float = 1.0
    """Calibrated probability that the attribution is right, 0 to 1."""
    unattributed: Unattributed | None = None
    """Why there is no speaker, where there is none."""


@dataclass(frozen=True, slots=True)
class Relation:
    """Head entity, label, tail entity; document-level."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    head: str
    """Id of the entity that the relation starts from."""
    label: str
    """What the relation is; a label of the scheme in use."""
    tail: str
    """Id of the entity that the relation points at."""
    evidence: tuple[Span, ...] = ()
    """The spans that say so."""
    score: float = 1.0
    """Calibrated probability that the relation is stated, 0 to 1."""
    negated: bool = False
    """Whether the text says that it does not hold."""
    past: bool = False
    """Whether the text says that it no longer holds."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """What made a record."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    onrecord: str
    """Version of onrecord."""
    config: str
    """Hash of the resolved configuration."""
    model: str
    """Name and hash of the model."""


@dataclass(frozen=True, slots=True)
class Record:
    """All that was found in one article."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    id: str
    """Id of the article."""
    text: str
    """The raw text, unchanged."""
    meta: Meta = field(default_factory=dict)
    """The article's own meta, unchanged."""
    mentions: tuple[Mention, ...] = ()
    """In text order."""
    entities: tuple[Entity, ...] = ()
    """In order of their first mention."""
    quotes: tuple[Quote, ...] = ()
    """In order of their first content span."""
    relations: tuple[Relation, ...] = ()
    """In order of their first evidence span."""
    provenance: Provenance | None = None
    """What made the record; null for annotation by hand."""
    status: Status = "ok"
    """ok, or partial where a limit bit; `warnings` says which."""
    warnings: tuple[str, ...] = ()
    """What could not be processed, one sentence each; empty when all of the article was."""

    def entity(self, id: str) -> Entity:
        """The entity with this id.

        Raises:
            KeyError: There is none.
        """
        for entity in self.entities:
            if entity.id == id:
                return entity
        raise KeyError(f"article {self.id!r} has no entity {id!r}")


@cache
def adapter() -> TypeAdapter[Record]:
    """The pydantic adapter that reads and writes records."""
    return TypeAdapter(Record)


def json_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of one record."""
    schema = adapter().json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
