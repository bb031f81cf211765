"""Relation labels of one scheme in those of another: the one place that says what a corpus's labels are in ours.

`relation_labels.tsv` (scheme, theirs, ours, order, when): `ours` says what `theirs` says, with head and tail swapped
where `order` is `swapped`. A label of theirs is turned to the first of ours that it stands with; the further ones say
it too, as whoever leads a body in DWIE is a member of it. Several of theirs can be one of ours, so the gold is scored
twice: in the corpus's labels, to which a predicted label of ours is turned where the types of head and tail
(`HEAD>TAIL`, `*` for any) are named under `when`; and in ours, to which all of the gold that has a counterpart is
turned. The label `-` of theirs stands for what the corpus does not annotate, which is left out.

DWIE has labels without one of ours: those that tie an adjective to its country (`gpe0`), and rare ones that say none
of what ours say (`artifact_of`, `law_of`, `played_by`, `present_in0`, `royalty_of`, `signed_by`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType

from onrecord.evaluation.label_tables import rows
from onrecord.records import ACT_LABELS, FACT_LABELS, Record, Relation

_LEFT_OUT = "-"
_ANY = "*"
_OURS = frozenset({*FACT_LABELS, *ACT_LABELS})
#: The more general label is dropped where the more special one holds for the same pair: DWIE states both.
_IMPLIES = {"leads": ("works_for", "member_of"), "works_for": ("member_of",)}
#: DWIE tags of bodies that a person works for; in any other (a party, a team, a movement) a person is a member.
_EMPLOYERS = frozenset(
    f"type::{tag}"
    for tag in (
        "company", "media", "education_org", "education_facility", "research_center", "agency", "policy_institute",
        "ministry", "governmental_organisation", "court", "police", "health_facility", "igo", "business_org", "ngo",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Counterpart:
    """A relation label of a corpus and the label of ours that says the same."""

    theirs: str
    """`-` where the corpus does not annotate what ours says."""
    ours: str
    is_swapped: bool
    """Whether the head of theirs is the tail of ours."""
    when: tuple[tuple[str, str], ...]
    """Types of head and tail, in the order of theirs, with which a label of ours is turned to this one of theirs."""

    def fits(self, head: str, tail: str) -> bool:
        """Whether a relation of ours between entities of these `news` types is turned to `theirs`."""
        first, second = (tail, head) if self.is_swapped else (head, tail)
        return any(one in (_ANY, first) and other in (_ANY, second) for one, other in self.when)


@cache
def counterparts(scheme: str) -> tuple[Counterpart, ...]:
    """The relation labels of a scheme that have a counterpart among ours."""
    return tuple(
        Counterpart(row["theirs"], row["ours"], row["order"] == "swapped", _conditions(row["when"]))
        for row in rows("relation_labels.tsv", scheme)
    )


def affirmed(record: Record) -> Record:
    """The record without negated relations, for corpora that state facts alone."""
    return replace(record, relations=tuple(relation for relation in record.relations if not relation.negated))


def in_our_labels(record: Record, scheme: str) -> Record:
    """The record with relations in our labels, as far as the corpus tells those apart.

    What has no counterpart is gone. A label of ours that the corpus states under another one (in CoNLL04 whoever leads
    an organisation works for it) becomes that other one; types must then be `news` types. Of labels that imply one
    another only the most special is kept for a pair: to lead a body is to work for it, or to be a member.
    """
    first = _first_of_ours(scheme)
    own = {entry.ours for entry in first.values()}
    types = {entity.id: entity.type for entity in record.entities}
    relations: list[Relation] = []
    for relation in record.relations:
        if relation.label in own and relation.label not in first:
            relations.append(relation)
            continue
        theirs = their_labels(relation, types.get(relation.head, ""), types.get(relation.tail, ""), scheme)
        entries = [(each, first[each.label]) for each in theirs if each.label in first]
        relations += [_turned(each, entry.ours, entry.is_swapped) for each, entry in entries]
    return replace(record, relations=most_special(relations))


def gold_in_our_labels(gold: Record, scheme: str) -> Record:
    """The gold as `in_our_labels`; in DWIE, whoever is a member of a body that one works for works there.

    This is for judging our own patterns. Scoring takes `in_our_labels` for gold and prediction alike, for a prediction
    in the corpus's labels has no tags to tell members from employees by.
    """
    relations = tuple(
        replace(own, label="works_for") if own.label == "member_of" and _is_employed(own, gold) else own
        for own in gold.relations
    )
    return in_our_labels(replace(gold, relations=relations), scheme)


def in_their_labels(record: Record, scheme: str) -> Record:
    """The record with relations in the labels of `scheme`; types must still be `news` types."""
    types = {entity.id: entity.type for entity in record.entities}
    return replace(
        record,
        relations=tuple(
            turned
            for relation in record.relations
            for turned in their_labels(
                relation, types.get(relation.head, ""), types.get(relation.tail, ""), scheme
            )
        ),
    )  # fmt: skip


def their_labels(relation: Relation, head: str, tail: str, scheme: str) -> tuple[Relation, ...]:
    """A relation in the labels of a corpus.

    Args:
        relation: In our labels, or in theirs already.
        head: `news` type of its head.
        tail: `news` type of its tail.
        scheme: Of the corpus.

    Returns:
        Nothing where the corpus does not annotate what the label says. A label that has a counterpart, but none for
        these types, stays as it stands, which is wrong in their scheme.
    """
    entries = counterparts(scheme)
    own = [entry for entry in entries if entry.ours == relation.label]
    if any(entry.theirs == relation.label for entry in entries) or (not own and relation.label not in _OURS):
        return (relation,)
    fitting = [entry for entry in own if entry.fits(head, tail)]
    stated = [entry for entry in fitting if entry.theirs != _LEFT_OUT]
    if stated:
        return tuple(_turned(relation, entry.theirs, entry.is_swapped) for entry in stated)
    return (relation,) if own and not fitting else ()


@cache
def _first_of_ours(scheme: str) -> MappingProxyType[str, Counterpart]:
    """The counterpart of each of their labels."""
    return MappingProxyType(
        {entry.theirs: entry for entry in reversed(counterparts(scheme)) if entry.theirs != _LEFT_OUT}
    )


def _is_employed(relation: Relation, record: Record) -> bool:
    """Whether a member is a person in a body that one works for, by the tags that are kept in `meta`."""
    tags = {end: _tags(record, end) for end in (relation.head, relation.tail)}
    return "type::person" in tags[relation.head] and not _EMPLOYERS.isdisjoint(tags[relation.tail])


def _tags(record: Record, entity: str) -> frozenset[str]:
    concepts = record.meta.get("concepts")
    concept = concepts.get(entity) if isinstance(concepts, dict) else None
    tags = concept.get("tags") if isinstance(concept, dict) else None
    return frozenset(str(tag) for tag in tags) if isinstance(tags, list) else frozenset()


def most_special(relations: Iterable[Relation]) -> tuple[Relation, ...]:
    """Relations in our labels without those that a more special one of the same pair implies."""
    relations = tuple(relations)
    implied = {
        (relation.head, general, relation.tail, relation.negated)
        for relation in relations
        for general in _IMPLIES.get(relation.label, ())
    }
    return tuple(own for own in relations if (own.head, own.label, own.tail, own.negated) not in implied)


def _turned(relation: Relation, label: str, is_swapped: bool) -> Relation:
    head, tail = (relation.tail, relation.head) if is_swapped else (relation.head, relation.tail)
    return replace(relation, head=head, label=label, tail=tail)


def _conditions(when: str) -> tuple[tuple[str, str], ...]:
    if when == _LEFT_OUT:
        return ()
    pairs = [pair.partition(">") for pair in when.split(" ")]
    return tuple((head, tail if arrow else head) for head, arrow, tail in pairs)
