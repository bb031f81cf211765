"""The label schemes that are known, and which one a set of types belongs to."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from onrecord.records import NEWS_TYPES

#: The types of CoNLL-2003.
CONLL2003_TYPES = ("PER", "ORG", "LOC", "MISC")

#: The types of the Worldwide English NER corpus.
WORLDWIDE_TYPES = (
    "Person", "Organization", "Location", "NORP", "Date", "Facility", "Money", "Product", "Misc",
)  # fmt: skip

#: Types by scheme, in the order of its documentation.
NAME_TYPES: dict[str, tuple[str, ...]] = {
    "conll2003": CONLL2003_TYPES,
    "news": NEWS_TYPES,
    "worldwide": WORLDWIDE_TYPES,
}

#: Scheme by its types, the smaller first where one holds the other.
NAME_SCHEMES: dict[str, frozenset[str]] = {
    "conll2003": frozenset(CONLL2003_TYPES),
    "news": frozenset(NEWS_TYPES),
    "worldwide": frozenset(WORLDWIDE_TYPES),
}


def scheme_of(types: AbstractSet[str]) -> str:
    """The scheme that all of these types are of; `other` where there is none, or no type."""
    if not types:
        return "other"
    return next((name for name, known in NAME_SCHEMES.items() if types <= known), "other")
