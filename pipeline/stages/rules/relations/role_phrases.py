"""Role nouns in the text: "president", "prime minister", "wife", with the noun phrase around them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from onrecord.stages.rules.relations.reading import Reading, Sentence
from onrecord.stages.rules.relations.tables import rows

APART = frozenset({"'s", "’s", "'", "’"})
_BRIDGE = frozenset({"ADJ", "NOUN", "PROPN", "PART", "ADV", "NUM"})
#: How far, in tokens, a role noun looks for what belongs to it.
REACH = 6
#: Words of the longest role noun, hyphens included.
_LONGEST = 5


@dataclass(frozen=True, slots=True)
class Role:
    """A role noun: the label that it gives with an organisation as anchor, and with a place or a people."""

    organization: str
    place: str


@dataclass(frozen=True, slots=True)
class RolePhrase:
    """A role noun in the text, with the tokens that belong to its noun phrase on the left."""

    role: Role
    first: int
    last: int
    start: int
    """First token of the noun phrase, its determiner included."""


@cache
def roles() -> dict[tuple[str, ...], Role]:
    """Role nouns by their words, hyphens being words of their own."""
    return {
        tuple(re.findall(r"\w+|-", row["noun"])): Role(row["organization"], row["place"]) for row in rows("roles.tsv")
    }


@cache
def _endings() -> frozenset[str]:
    """Last words of the role nouns; nearly every token is none, and needs no further look."""
    return frozenset(noun[-1] for noun in roles())


def is_role(noun: str) -> bool:
    """Whether a noun, in lower case, names a role by itself."""
    return (noun,) in roles()


def role_phrases(reading: Reading, sentence: Sentence) -> Iterator[RolePhrase]:
    """The role nouns of a sentence, from its end to its beginning; the longest at each place."""
    index = sentence.end - 1
    while index >= sentence.first:
        phrase = role_phrase(reading, sentence, index)
        if phrase is not None:
            yield phrase
        index = phrase.first - 1 if phrase is not None else index - 1


def role_phrase(reading: Reading, sentence: Sentence, last: int) -> RolePhrase | None:
    """The role noun that ends at a token; None where there is none."""
    lemma = reading.doc[last].lemma_.lower()
    if not {lemma, reading.word(last)} & _endings() or reading.in_name(last):
        return None
    for length in range(_LONGEST, 0, -1):
        first = last - length + 1
        if first < sentence.first:
            continue
        before = [reading.word(index) for index in range(first, last)]
        role = roles().get((*before, lemma)) or roles().get((*before, reading.word(last)))
        if role is not None and not any(reading.in_name(index) for index in range(first, last)):
            return RolePhrase(role, first, last, _start(reading, sentence, first))
    return None


def _start(reading: Reading, sentence: Sentence, first: int) -> int:
    """Where the noun phrase of a role noun begins, looking left over modifiers and names."""
    index = first
    for _ in range(2 * REACH):
        previous = index - 1
        if previous < sentence.first:
            break
        token = reading.doc[previous]
        inside = reading.at(previous)
        if inside is not None and inside.last < first and inside.sort != "value":
            index = max(inside.first, sentence.first)
        elif token.pos_ == "DET" or token.pos_ == "PRON":
            return previous
        elif token.lower_ in APART or token.lower_ in {"and", "-", "&"} or token.pos_ in _BRIDGE:
            index = previous
        else:
            break
    return index
