"""People of one surname who are not one person: full names in an article whose given names differ."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Sequence
from difflib import SequenceMatcher

from onrecord.models.mentions import Namesakes
from onrecord.records import Mention
from onrecord.stages.rules.mentions.lexicon import titles, word_set
from onrecord.stages.rules.relations.reading import sort_of

_PARTICLES = word_set("al el bin ibn abu ben de da di do dos du del della der den la le van von zu ter")
#: Given names that are told apart by spelling, though one person may have both.
_SHORT_FORMS = tuple(
    word_set(forms)
    for forms in (
        "william bill billy will", "robert bob bobby rob", "richard dick rick", "edward ted ed eddie", "john jack",
        "james jim jimmy", "margaret peggy maggie", "elizabeth liz beth betty", "anthony tony", "charles chuck",
        "henry harry hank", "lawrence larry", "theodore ted", "katherine catherine kate kathy", "dorothy dot",
        "alexander sasha", "hans johann johannes", "joseph joe", "francis frank", "augustus gus", "albert bert",
    )
)  # fmt: skip
#: From this share of common letters on, two given names are spellings of one ("Mahmoud", "Mahmud").
_ALIKE = 0.6
#: Most full names of one surname that are held against each other.
_MOST = 50


def namesakes(mentions: Sequence[Mention]) -> Namesakes:
    """The full names of people among mentions, and which of them cannot be one person.

    Two names are of different people where their last words are the same and their first words are neither spellings
    nor short forms of each other. Titles before a name do not count; a name that begins with a particle or an initial
    tells nothing.

    Args:
        mentions: In the order in which the head for coreference reads them.
    """
    numbers: dict[tuple[str, str], int] = {}
    of: dict[int, int] = {}
    for place, mention in enumerate(mentions):
        if mention.kind == "name" and sort_of(mention.type) == "person" and (name := _full(mention.text)):
            of[place] = numbers.setdefault(name, len(numbers))
    families: dict[str, list[str]] = defaultdict(list)
    for given, family in numbers:
        families[family].append(given)
    clashes: list[set[int]] = [set() for _ in numbers]
    for family, members in families.items():
        for one, other in itertools.combinations(members[:_MOST], 2):
            if not _alike(one, other):
                clashes[numbers[one, family]].add(numbers[other, family])
                clashes[numbers[other, family]].add(numbers[one, family])
    return Namesakes(of, tuple(frozenset(found) for found in clashes))


def _full(name: str) -> tuple[str, str] | None:
    """First and last word of a full name, folded."""
    words = [word.casefold().rstrip(".") for word in name.split()]
    while words and words[0] in titles():
        words.pop(0)
    if len(words) < 2 or words[0] in _PARTICLES or len(words[0]) < 2 or not words[0].isalpha():
        return None
    return words[0], words[-1].removesuffix("'s").removesuffix("’s")


def _alike(one: str, other: str) -> bool:
    if one.startswith(other) or other.startswith(one) or any(one in forms and other in forms for forms in _SHORT_FORMS):
        return True
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= _ALIKE
