"""The rows of the long tables: one class a table, one attribute a column, whose docstring says what it means.

Ids of mentions, entities, quotes and relations are unique within an article only, so tables join by `article_id`
and the id together. Offsets are code points into the article's text, half-open.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pydantic import ConfigDict

_DESCRIBED = ConfigDict(use_attribute_docstrings=True)


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """One row an article."""

    __pydantic_config__: ClassVar[ConfigDict] = _DESCRIBED

    article_id: str
    """Id of the article; unique."""
    title: str | None
    """`title` of the article's meta; null where it has none."""
    date: str | None
    """`date` of its meta, as it was given."""
    author: str | None
    """`author` of its meta; a list is JSON."""
    outlet: str | None
    """`outlet` of its meta: who published it."""
    url: str | None
    """`url` of its meta."""
    characters: int
    """Length of the text in code points."""
    status: str
    """ok, or partial where a limit bit."""
    warnings: str
    """JSON list of what could not be processed."""
    meta: str
    """All of its meta as JSON."""
    onrecord: str | None
    """Version of onrecord that made the record; null for annotation by hand."""
    config: str | None
    """Hash of the configuration."""
    model: str | None
    """Name and hash of the model."""
    text: str
    """The raw text that all offsets point into."""


@dataclass(frozen=True, slots=True)
class MentionRow:
    """One row a mention: a span that names, describes or points at something."""

    __pydantic_config__: ClassVar[ConfigDict] = _DESCRIBED

    article_id: str
    """Id of the article."""
    mention_id: str
    """Id of the mention within the article."""
    entity_id: str | None
    """Id of the entity it refers to; null where coreference was not run."""
    entity_name: str | None
    """Canonical name of that entity."""
    text: str
    """The surface."""
    kind: str
    """name, nominal or pronoun."""
    type: str
    """Type in the scheme in use: PERSON, ORG, GPE, …"""
    start: int
    """First code point."""
    end: int
    """One past the last code point; in SQL a reserved word, so write "end"."""
    score: float
    """Calibrated probability that it is right, 0 to 1."""


@dataclass(frozen=True, slots=True)
class EntityRow:
    """One row an entity: all mentions of one thing in one article."""

    __pydantic_config__: ClassVar[ConfigDict] = _DESCRIBED

    article_id: str
    """Id of the article."""
    entity_id: str
    """Id of the entity within the article."""
    name: str
    """Canonical name: the fullest name used, or the fullest nominal where there is no name."""
    type: str
    """Type in the scheme in use."""
    named: bool
    """Whether one of its mentions is a name; only then does the same name in another article mean the same thing."""
    mentions: int
    """How many mentions it has."""


@dataclass(frozen=True, slots=True)
class QuoteRow:
    """One row a quote: somebody or some document expresses something."""

    __pydantic_config__: ClassVar[ConfigDict] = _DESCRIBED

    article_id: str
    """Id of the article."""
    quote_id: str
    """Id of the quote within the article."""
    type: str
    """direct, indirect or mixed."""
    speaker_id: str | None
    """Id of the entity that speaks; null where `unattributed` says why."""
    speaker_name: str | None
    """Its canonical name."""
    speaker_type: str | None
    """Its type."""
    source_type: str | None
    """person, organization, place, group, document or unnamed; null where there is no source."""
    via_id: str | None
    """Id of the entity that passed it on."""
    via_name: str | None
    """Its canonical name."""
    content: str
    """What is said: the surfaces of its spans with a space between; `contents` has them one by one."""
    cue: str | None
    """The words that attribute it."""
    source: str | None
    """The words that name who says it."""
    start: int
    """First code point of the content."""
    end: int
    """One past the last code point of the content; write "end" in SQL."""
    cue_start: int | None
    """First code point of the cue."""
    cue_end: int | None
    """One past its last."""
    source_start: int | None
    """First code point of the source."""
    source_end: int | None
    """One past its last."""
    score: float
    """Calibrated probability that the attribution is right, 0 to 1."""
    unattributed: str | None
    """Why there is no speaker: no_source, unresolved_pronoun or ambiguous."""


@dataclass(frozen=True, slots=True)
class ContentRow:
    """One row a content span of a quote; a quote that is interrupted or runs over paragraphs has several."""

    __pydantic_config__: ClassVar[ConfigDict] = _DESCRIBED

    article_id: str
    """Id of the article."""
    quote_id: str
    """Id of the quote."""
    number: int
    """Place of the span among those of the quote, counted from 1."""
    text: str
    """The surface, with its quotation marks."""
    start: int
    """First code point."""
    end: int
    """One past the last code point; write "end" in SQL."""


@dataclass(frozen=True, slots=True)
class RelationRow:
    """One row a relation: head entity, label, tail entity."""

    __pydantic_config__: ClassVar[ConfigDict] = _DESCRIBED

    article_id: str
    """Id of the article."""
    relation_id: str
    """Names the relation within the article: r1, r2, … in the order of the record."""
    head_id: str
    """Id of the entity that it starts from."""
    head_name: str
    """Its canonical name."""
    head_type: str
    """Its type."""
    label: str
    """What the relation is: works_for, accuse, …"""
    tail_id: str
    """Id of the entity that it points at."""
    tail_name: str
    """Its canonical name."""
    tail_type: str
    """Its type."""
    negated: bool
    """Whether the text says that it does not hold."""
    past: bool
    """Whether the text says that it no longer holds."""
    score: float
    """Calibrated probability that it is stated, 0 to 1."""
    evidence: str | None
    """What says so: the surfaces of its spans with " … " between; table `evidence` has them one by one."""


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One row an evidence span of a relation."""

    __pydantic_config__: ClassVar[ConfigDict] = _DESCRIBED

    article_id: str
    """Id of the article."""
    relation_id: str
    """Names the relation within the article."""
    number: int
    """Place of the span among those of the relation, counted from 1."""
    text: str
    """The surface."""
    start: int
    """First code point."""
    end: int
    """One past the last code point; write "end" in SQL."""
