"""Labels of one scheme in the labels of another, by three tables beside this module.

`types.tsv` (scheme, label, class): types are compared as classes, so that the `news` types of a prediction meet the
corpus's own. A label that is not in the table is its own class; the class `-` is left out of scoring. Where the
corpus is coarser (CoNLL-2003, Worldwide, CoNLL04, DocRED) the classes are the corpus's types; DWIE's types are finer,
and its classes are the `news` types.

`relation_labels.tsv` (scheme, theirs, ours, order, when): `ours` says what `theirs` says, with head and tail swapped
where `order` is `swapped`. Several of theirs can be one of ours, so the gold is scored twice: in the corpus's labels,
to which a predicted label of ours is turned where the types of head and tail (`HEAD>TAIL`, `*` for any) are named
under `when`; and in ours, to which all of the gold that has a counterpart is turned.

`given_types.tsv` (scheme, theirs, ours): the `news` type of a corpus's type, for gold that is given to a stage; where
the corpus has no types, what its mentions mostly are.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources

from onrecord.records import ACT_LABELS, FACT_LABELS, Entity, Mention, Record, Relation

_LEFT_OUT = "-"
_ANY = "*"


@dataclass(frozen=True, slots=True)
class Counterpart:
    """A relation label of a corpus and the label of ours that says the same."""

    theirs: str
    ours: str
    is_swapped: bool
    """Whether the head of theirs is the tail of ours."""
    when: tuple[tuple[str, str], ...]
    """Types of head and tail, in the order of theirs, with which a label of ours is turned to this one of theirs."""

    def fits(self, head: str, tail: str) -> bool:
        """Whether a relation of ours between entities of these `news` types is turned to `theirs`."""
        return any(one in (_ANY, head) and other in (_ANY, tail) for one, other in self.when)


@cache
def type_classes(scheme: str) -> dict[str, str]:
    """The class of each type that is not its own class, `-` for those left out."""
    return {row["label"]: row["class"] for row in _rows("types.tsv") if row["scheme"] == scheme}


@cache
def counterparts(scheme: str) -> tuple[Counterpart, ...]:
    """The relation labels of a scheme that have a counterpart among ours."""
    return tuple(
        Counterpart(row["theirs"], row["ours"], row["order"] == "swapped", _conditions(row["when"]))
        for row in _rows("relation_labels.tsv")
        if row["scheme"] == scheme
    )


def news_type(kind: str, scheme: str) -> str:
    """The `news` type under which a stage is given a mention; the corpus's own type where no table says."""
    return _given_types(scheme).get(kind, kind)


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


def affirmed(record: Record) -> Record:
    """The record without negated relations, for corpora that state facts alone."""
    return replace(record, relations=tuple(relation for relation in record.relations if not relation.negated))


def in_our_labels(record: Record, scheme: str) -> Record:
    """The record with relations in our labels; those that have no counterpart are gone, except where they are ours."""
    table = {entry.theirs: entry for entry in counterparts(scheme)}
    own = {entry.ours for entry in counterparts(scheme)}
    relations: list[Relation] = []
    for relation in record.relations:
        if relation.label in own:
            relations.append(relation)
        elif relation.label in table:
            entry = table[relation.label]
            relations.append(_turned(relation, entry.ours, entry.is_swapped))
    return replace(record, relations=tuple(relations))


def in_their_labels(record: Record, scheme: str) -> Record:
    """The record with relations in the labels of `scheme`; types must still be `news` types.

    A label of ours without any counterpart speaks of what the corpus does not annotate, and goes. One that has a
    counterpart, but none for the types of its head and tail, is kept as it stands, which is wrong in their scheme.
    """
    entries = counterparts(scheme)
    foreign = {*FACT_LABELS, *ACT_LABELS} - {entry.ours for entry in entries} - {entry.theirs for entry in entries}
    theirs = {entry.theirs for entry in entries}
    types = {entity.id: entity.type for entity in record.entities}
    relations: list[Relation] = []
    for relation in record.relations:
        if relation.label in foreign:
            continue
        turned = [
            _turned(relation, entry.theirs, entry.is_swapped)
            for entry in entries
            if entry.ours == relation.label and entry.fits(*_types(relation, entry, types))
        ]
        relations += [relation] if relation.label in theirs or not turned else turned
    return replace(record, relations=tuple(relations))


@cache
def _given_types(scheme: str) -> dict[str, str]:
    return {row["theirs"]: row["ours"] for row in _rows("given_types.tsv") if row["scheme"] == scheme}


def _types(relation: Relation, entry: Counterpart, types: dict[str, str]) -> tuple[str, str]:
    head, tail = types.get(relation.head, ""), types.get(relation.tail, "")
    return (tail, head) if entry.is_swapped else (head, tail)


def _turned(relation: Relation, label: str, is_swapped: bool) -> Relation:
    head, tail = (relation.tail, relation.head) if is_swapped else (relation.head, relation.tail)
    return replace(relation, head=head, label=label, tail=tail)


def _typed(mention: Mention, kind: str) -> Mention:
    return mention if kind == mention.type else replace(mention, type=kind)


def _entity(entity: Entity, kind: str, kept: Iterable[str]) -> Entity:
    return replace(entity, type=kind, mentions=tuple(mention for mention in entity.mentions if mention in kept))


def _conditions(when: str) -> tuple[tuple[str, str], ...]:
    if when == _LEFT_OUT:
        return ()
    pairs = [pair.partition(">") for pair in when.split(" ")]
    return tuple((head, tail if arrow else head) for head, arrow, tail in pairs)


@cache
def _rows(name: str) -> list[dict[str, str]]:
    text = resources.files("onrecord.evaluation").joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines(), delimiter="\t"))
