"""Relations of `news` that can hold together: of those that cannot the best stays."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.models.heads.relations import Related

#: Labels of which a pair has one.
_EXCLUSIVE = frozenset({"leads", "works_for"})
#: Labels that say the same in both directions.
SYMMETRICAL = frozenset({"family", "agree", "consult", "plays_against"})
#: Labels that hold from people alone.
_OF_PEOPLE = frozenset({"leads", "works_for", "citizen_of", "lives_in"})
#: Types of what has no will: neither does nor suffers it what actors do to each other.
_THINGS = frozenset({"LOC", "FAC", "EVENT", "PRODUCT", "WORK", "MISC"})
_ACTS = frozenset(
    {
        "accuse", "reject", "support", "sanction", "coerce", "assault", "threaten", "request", "aid", "agree",
        "consult", "yield", "criticise",
    }
)  # fmt: skip


def consistent(found: Sequence[Related], types: Sequence[str]) -> list[Related]:
    """The relations that remain.

    A pair has one of leads and works_for, a person one nationality, a symmetrical relation one direction; acts hold
    between actors.

    Args:
        found: Relations, in any order.
        types: Type of each entity.
    """
    taken: set[tuple[object, ...]] = set()
    kept: list[Related] = []
    for one in sorted(found, key=lambda own: (-own.score, own.head, own.label, own.tail)):
        if one.label in _ACTS and (types[one.head] in _THINGS or types[one.tail] in _THINGS):
            continue
        if one.label in _OF_PEOPLE and types[one.head] in {"GPE", "LOC", "FAC"}:
            continue
        keys = _keys(one)
        if taken.isdisjoint(keys):
            taken.update(keys)
            kept.append(one)
    return sorted(kept, key=lambda own: (own.head, own.label, own.tail))


def _keys(one: Related) -> list[tuple[object, ...]]:
    """What no other relation that is kept has, too."""
    keys: list[tuple[object, ...]] = []
    if one.label in _EXCLUSIVE:
        keys.append(("office", one.head, one.tail))
    if one.label == "citizen_of":
        keys.append(("nationality", one.head))
    if one.label in SYMMETRICAL:
        keys.append((one.label, *sorted((one.head, one.tail))))
    return keys
