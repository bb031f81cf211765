"""Types of one scheme in those of another, by two tables beside this module.

`types.tsv` (scheme, label, class): types are compared as classes, so that the `news` types of a prediction meet the
corpus's own. A label that is not in the table is its own class; the class `-` is left out of scoring. Where the
corpus is coarser (CoNLL-2003, Worldwide, CoNLL04, DocRED) the classes are the corpus's types; DWIE's types are finer,
and its classes are the `news` types.

`given_types.tsv` (scheme, theirs, ours): the `news` type of a corpus's type, for gold that is given to a stage; where
the corpus has no types, what its mentions mostly are.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace
from functools import cache
from types import MappingProxyType

from onrecord.evaluation.label_tables import rows
from onrecord.records import Entity, Mention, Record

_LEFT_OUT = "-"


@cache
def type_classes(scheme: str) -> MappingProxyType[str, str]:
    """The class of each type that is not its own class, `-` for those left out."""
    return MappingProxyType({row["label"]: row["class"] for row in rows("types.tsv", scheme)})


@cache
def given_types(scheme: str) -> MappingProxyType[str, str]:
    """The `news` type of each type of the scheme that is none."""
    return MappingProxyType({row["theirs"]: row["ours"] for row in rows("given_types.tsv", scheme)})


def news_type(kind: str, scheme: str) -> str:
    """The `news` type under which a stage is given a mention; the corpus's own type where no table says."""
    return given_types(scheme).get(kind, kind)


def with_classes(record: Record, scheme: str) -> Record:
    """The record with classes in place of types; mentions whose type is left out are gone."""
    classes = type_classes(scheme)
    if not classes:
        return record
    mentions = tuple(
        _typed(mention, kind)
        for mention in record.mentions
        if (kind := classes.get(mention.type, mention.type)) != _LEFT_OUT
    )
    kept = {mention.id for mention in mentions}
    entities = tuple(_entity(entity, classes.get(entity.type, entity.type), kept) for entity in record.entities)
    return replace(record, mentions=mentions, entities=entities)


def _typed(mention: Mention, kind: str) -> Mention:
    return mention if kind == mention.type else replace(mention, type=kind)


def _entity(entity: Entity, kind: str, kept: Set[str]) -> Entity:
    return replace(entity, type=kind, mentions=tuple(mention for mention in entity.mentions if mention in kept))
