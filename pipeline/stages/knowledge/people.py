"""Titles and given names, and the gender that they tell."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Literal, TypeAlias

from onrecord.stages.knowledge.tables import lines

Gender: TypeAlias = Literal["m", "f", "?"]


def word_set(listed: str) -> frozenset[str]:
    """The words of a list written with spaces between them."""
    return frozenset(listed.split())


@cache
def titles() -> Mapping[str, Gender]:
    """Titles that stand before a name, in lower case without a full stop, with the gender they tell."""
    return MappingProxyType({title: _gender(mark) for mark, listed in lines("titles.tsv") for title in listed.split()})


@cache
def first_names() -> Mapping[str, Gender]:
    """Given names with the gender of most of their bearers."""
    found: dict[str, Gender] = {}
    for mark, listed in lines("first_names.tsv"):
        for name in listed.split():
            found[name] = "?" if name in found else _gender(mark)
    return MappingProxyType(found)


def _gender(mark: str) -> Gender:
    return "m" if mark == "m" else "f" if mark == "f" else "?"
