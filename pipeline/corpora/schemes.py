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

#: The types of CoNLL04.
CONLL04_TYPES = ("Peop", "Org", "Loc", "Other")

#: The types of DocRED.
DOCRED_TYPES = ("PER", "ORG", "LOC", "TIME", "NUM", "MISC")

#: Coarse types of DWIE, in the order in which the first among a concept's tags is taken.
DWIE_TYPES = (
    "role", "time", "money", "footer", "gpe", "facility", "location", "person", "organization", "event", "treaty",
    "work_of_art", "product", "award", "ethnicity", "religion", "language", "misc", "gpe0-x", "gpe1-x", "gpe2-x",
    "loc-x", "religion-x", "value", "other",
)  # fmt: skip

#: The types of GUM.
GUM_TYPES = (
    "abstract", "animal", "event", "object", "organization", "person", "place", "plant", "substance", "time",
)  # fmt: skip

#: Schemes by their types, in the order in which they are tried.
NAME_SCHEMES: dict[str, frozenset[str]] = {
    "conll2003": frozenset(CONLL2003_TYPES),
    "news": frozenset(NEWS_TYPES),
    "redocred": frozenset(DOCRED_TYPES),
    "worldwide": frozenset(WORLDWIDE_TYPES),
    "conll04": frozenset(CONLL04_TYPES),
    "dwie": frozenset(DWIE_TYPES),
    "gum": frozenset(GUM_TYPES),
}


def scheme_of(types: AbstractSet[str]) -> str:
    """The scheme that all of these types are of; `other` where there is none, or no type."""
    if not types:
        return "other"
    return next((name for name, known in NAME_SCHEMES.items() if types <= known), "other")
