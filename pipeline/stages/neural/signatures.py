"""Signatures: between which types of entity each label of the model's relations holds, counted on training sets."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cache
from typing import TypeAlias

from onrecord.evaluation.labels import type_classes
from onrecord.models.heads.relations import Related
from onrecord.stages.knowledge.tables import rows

#: Types of head and tail, as classes of the scheme.
_Types: TypeAlias = tuple[str, str]


@cache
def signatures(scheme: str) -> Mapping[str, Collection[_Types]]:
    """The types of head and tail between which each label of a scheme holds; empty for a scheme that was not counted.

    A label that is too rare to be counted is missing. `scripts/count_signatures.py` prints the table.
    """
    found: dict[str, set[_Types]] = {}
    for row in rows("label_types.tsv"):
        if row["scheme"] == scheme:
            found.setdefault(row["label"], set()).add((row["head"], row["tail"]))
    return found


def fitting(found: Sequence[Related], types: Sequence[str], scheme: str) -> list[Related]:
    """The relations whose head and tail are of types between which their label holds, or of types that say nothing.

    Args:
        found: Relations in the labels of a scheme.
        types: Of the entities, in the types of the scheme or of `news`; any others say nothing.
        scheme: Of the labels.
    """
    known = signatures(scheme)
    classes = type_classes(scheme)
    telling = set(classes.values())
    own = [classes.get(one, one) for one in types]
    return [
        one
        for one in found
        if one.label not in known
        or not {own[one.head], own[one.tail]} <= telling
        or (own[one.head], own[one.tail]) in known[one.label]
    ]
