"""The word lists of the rules: known names, titles, first names and the nouns that head a nominal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType

from onrecord.stages.tokenizer import words


@dataclass(frozen=True, slots=True)
class NounSense:
    """What a noun says of the thing it denotes."""

    type: str
    """Type in the `news` scheme."""
    category: str
    """Kind within the type; nouns of one category can stand for each other ("the court", "the tribunal")."""


def _rows(file: str) -> Iterator[tuple[str, ...]]:
    lines = resources.files(__package__).joinpath(file).read_text(encoding="utf-8").splitlines()
    yield from (tuple(line.split("\t")) for line in lines if line)


@cache
def known_names() -> Mapping[tuple[str, ...], str]:
    """Type of each well-known name, by its tokens."""
    return MappingProxyType(
        {tokens(name): type_ for type_, _, names in _rows("gazetteer.tsv") for name in names.split("|")}
    )


@cache
def known_categories() -> Mapping[str, str]:
    """Category of each well-known name, as in `NounSense`."""
    return MappingProxyType(
        {name: category for _, category, names in _rows("gazetteer.tsv") for name in names.split("|")}
    )


def tokens(name: str) -> tuple[str, ...]:
    """The name as the tokenizer splits it."""
    return tuple(word.of(name) for word in words(name, 0, len(name)))


@dataclass(frozen=True, slots=True)
class NameWords:
    """Words that tell the type of the name that they begin or end, in lower case."""

    first: Mapping[str, str]
    last: Mapping[str, str]


@cache
def name_words() -> NameWords:
    """Words that tell the type of a name."""
    found: dict[str, dict[str, str]] = {"first": {}, "last": {}}
    for type_, place, listed in _rows("name_words.tsv"):
        for word in listed.split():
            found[place].setdefault(word, type_)
    return NameWords(MappingProxyType(found["first"]), MappingProxyType(found["last"]))


@cache
def aliases() -> Mapping[str, str]:
    """The usual form of names that have several, by the other form."""
    return MappingProxyType({alias: usual for usual, others in _rows("aliases.tsv") for alias in others.split("|")})


@cache
def head_nouns() -> Mapping[str, tuple[NounSense, ...]]:
    """Senses of the nouns that head a nominal, by lemma, the most usual first."""
    found: dict[str, tuple[NounSense, ...]] = {}
    for type_, category, nouns in _rows("head_nouns.tsv"):
        sense = NounSense(type_, category)
        for noun in nouns.split():
            if sense not in found.get(noun, ()):
                found[noun] = (*found.get(noun, ()), sense)
    return MappingProxyType(found)
