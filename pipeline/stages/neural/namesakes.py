"""People of one surname who are not one person: full names in an article whose given names differ."""

from __future__ import annotations

import itertools
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import TypeAlias

from onrecord.models.mentions import Traits
from onrecord.records import Mention
from onrecord.stages.knowledge.countries import country, country_of
from onrecord.stages.knowledge.people import titles, word_set

#: Words of a full name, folded: the given name first, the surname last.
FullName: TypeAlias = tuple[str, ...]

#: What stands before a name beside the titles that the rules know ("Prime Minister", "Secretary of State").
_BEFORE = word_set(
    "prime crown vice deputy former late first the of state and foreign speaker leader marshal secretary counsel "
    "director chief republican democrat democratic special acting"
)
#: Begin names by which a person is known beside another ("Abu Bakr al-Baghdadi").
_BYNAMES = word_set("abu ibn bin bint umm el")
_SUFFIXES = word_set("jr sr jnr snr ii iii iv")
_PEOPLE = frozenset({"PERSON", "PER", "PEOP"})
#: Given names that one person may have both of, though they are not spelt alike.
_SHORT_FORMS = tuple(
    word_set(forms)
    for forms in (
        "william bill billy will", "robert bob bobby rob", "richard dick rick", "edward ted ed eddie", "john jack",
        "james jim jimmy", "margaret peggy maggie meg", "elizabeth liz beth betty", "anthony tony", "charles chuck",
        "henry harry hank", "lawrence larry", "theodore ted", "katherine catherine kate kathy", "dorothy dot",
        "alexander sasha", "hans johann johannes", "joseph joe", "francis frank", "albert bert", "susan sue",
        "michael mike mick", "nicholas nicolas nick", "benjamin bibi", "jose josé pepe", "geoffrey jeffrey geoff jeff",
        "francisco paco pancho", "vladimir volodymyr", "thomas tommy tom", "rebecca becky", "emmanuel manny",
        "patricia trish pat", "ronald ron", "stephen steven steve", "gerald jerry gerry",
    )
)  # fmt: skip
#: From this share of common letters on, two given names are taken for spellings of one ("Mahmoud", "Mahmud").
_ALIKE = 0.6
#: Given names that share so many letters at their beginning may be a short form and a long one ("Rudy", "Rudolph").
_BEGINNING = 3
#: Words of so many capitals and fewer are initials without their points ("JK Rowling").
_INITIALS = 3
#: Longer words are no given names; comparing letters takes their square.
_LONGEST = 40
#: Most full names of one surname that are held against each other.
_MOST = 50
_EDGES = ".,;:'’‘\"“”()"


def is_person(type: str) -> bool:
    """Whether a type, of whatever scheme, is of people."""
    return type.upper() in _PEOPLE


def namesakes(mentions: Sequence[Mention]) -> Traits:
    """The full names of people among mentions as traits: names that cannot be one person's clash.

    Two names are of different people where their last words are the same, neither has all words of the other, and their
    first words neither are spelt alike nor begin alike nor are known short forms of each other. Titles before a name
    and "Jr." behind it do not count; initials and names in lower case tell nothing, and of one surname the first 50
    full names alone do.

    Args:
        mentions: In the order in which the head for coreference reads them.
    """
    numbers: dict[FullName, int] = {}
    of: dict[int, frozenset[int]] = {}
    for place, mention in enumerate(mentions):
        if mention.kind == "name" and is_person(mention.type) and (name := full_name(mention.text)):
            of[place] = frozenset({numbers.setdefault(name, len(numbers))})
    families: dict[str, list[FullName]] = defaultdict(list)
    for name in numbers:
        families[name[-1]].append(name)
    clashes: list[set[int]] = [set() for _ in numbers]
    for members in families.values():
        for one, other in itertools.combinations(members[:_MOST], 2):
            if not _may_be_one(one, other):
                clashes[numbers[one]].add(numbers[other])
                clashes[numbers[other]].add(numbers[one])
    return Traits(of, tuple(frozenset(found) for found in clashes))


def folded(name: str) -> str:
    """A name of one word as those of a `FullName` are."""
    return _bare(unicodedata.normalize("NFC", name)).casefold()


def full_name(text: str) -> FullName | None:
    """The words of a person's full name without titles, folded; None where it is none, or tells no given name."""
    words = [bare for word in unicodedata.normalize("NFC", text).split() if (bare := _bare(word))]
    while words and words[-1].casefold() in _SUFFIXES:
        words.pop()
    titled = [place for place, word in enumerate(words[:-1]) if _is_title(word)]
    words = words[titled[-1] + 1 :] if titled else words
    if len(words) < 2:
        return None
    given = words[0].casefold()
    letters = given.replace("-", "")
    if words[0][0].islower() or given in _BYNAMES or not letters.isalpha() or not 2 <= len(given) <= _LONGEST:
        return None
    if words[0].isupper() and len(words[0]) <= _INITIALS:
        return None
    return tuple(word.casefold() for word in words)


def _is_title(word: str) -> bool:
    """Whether a word says what somebody is, and so ends what stands before the name."""
    folded = word.casefold()
    known = folded in titles() or folded in _BEFORE or country_of(word) is not None or country(word) is not None
    return known or folded.startswith("ex-")


def _bare(word: str) -> str:
    return word.rstrip(",.").removesuffix("'s").removesuffix("’s").strip(_EDGES)


def _may_be_one(one: FullName, other: FullName) -> bool:
    if set(one) <= set(other) or set(other) <= set(one):
        return True
    first, second = sorted((one[0], other[0]))
    if first[:_BEGINNING] == second[:_BEGINNING] or any(first in forms and second in forms for forms in _SHORT_FORMS):
        return True
    ratios = (SequenceMatcher(None, *pair, autojunk=False).ratio() for pair in ((first, second), (second, first)))
    return max(ratios) >= _ALIKE  # the ratio depends on the order
