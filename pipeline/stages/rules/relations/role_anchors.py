"""Anchors of role nouns: the entity that the role is held in, in front of the noun or in a phrase behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.stages.rules.relations.reading import Argument, Reading, Sentence
from onrecord.stages.rules.relations.role_phrases import APART, REACH, RolePhrase, role_phrase


@dataclass(frozen=True, slots=True)
class Anchor:
    """An entity that a role is held in."""

    argument: Argument
    place: str
    """premodifier, possessive or prepositional."""
    between: frozenset[str]
    """Nouns and adjectives between anchor and role noun, in lower case."""
    preposition: str = ""


def anchors(reading: Reading, sentence: Sentence, phrase: RolePhrase) -> list[Anchor]:
    """The entities that a role is held in.

    Args:
        reading: The arguments of the document.
        sentence: The sentence of the role noun.
        phrase: The role noun.

    Returns:
        Those in front of the noun, nearest first, then those behind it.
    """
    return [*_before(reading, sentence, phrase), *_after(reading, sentence, phrase)]


def _before(reading: Reading, sentence: Sentence, phrase: RolePhrase) -> Iterator[Anchor]:
    """Entities in front of the role noun, in its own noun phrase: the nearest, and one more beyond an adjective."""
    crossed: set[str] = set()
    possessive = False
    index = phrase.first - 1
    while index >= max(phrase.start, phrase.first - 2 * REACH, sentence.first):
        token = reading.doc[index]
        argument = reading.ending(index)
        if argument is not None and argument.last < phrase.first and argument.sort != "value":
            pronoun = token.tag_ == "PRP$"
            yield Anchor(argument, "possessive" if possessive or pronoun else "premodifier", frozenset(crossed))
            if argument.sort not in ("people", "place"):
                return
            index = argument.first - 1
            continue
        if token.lower_ == "and" and index + 1 != phrase.first:
            return
        if token.lower_ in APART:
            possessive = True
        crossed.add(token.lower_)
        index -= 1


def _after(reading: Reading, sentence: Sentence, phrase: RolePhrase) -> Iterator[Anchor]:
    """Entities in the prepositional phrases after the role noun ("of the party and of the council")."""
    index = _after_coordination(reading, sentence, phrase)
    preposition = reading.word(index)
    if preposition not in {"of", "at", "for", "with", "from", "in", "to"}:
        return
    crossed: set[str] = set()
    index += 1
    limit = min(index + REACH, sentence.end)
    while index < limit:
        argument = reading.beginning(index)
        if argument is not None and argument.sort != "value":
            following = argument.last + 1
            if argument.sort in ("people", "place") and _continues(reading, following):
                crossed.add(reading.word(index))
                index = following
                continue
            yield Anchor(argument, "prepositional", frozenset(crossed), preposition)
            if reading.word(following) not in {"and", "&"}:
                return
            index, limit = following + 1, min(following + 4, sentence.end)
            continue
        token = reading.doc[index]
        if token.pos_ not in {"DET", "ADJ", "NOUN", "PROPN", "PART", "ADV"} and token.lower_ not in {"of", "-", "and"}:
            return
        crossed.add(token.lower_)
        index += 1


def _after_coordination(reading: Reading, sentence: Sentence, phrase: RolePhrase) -> int:
    """The token after the role noun, or after a second one that shares its complement ("founder and head of")."""
    index = phrase.last + 1
    if reading.word(index) in {"and", "&", "/", "-"}:
        for place in range(index + 1, min(index + 5, sentence.end)):
            if role_phrase(reading, sentence, place) is not None and reading.word(place + 1) in {"of", "at", "for"}:
                return place + 1
    return index


def _continues(reading: Reading, index: int) -> bool:
    """Whether a noun phrase goes on after a place or an adjective ("Germany's Bundesbank", "German parliament")."""
    if index >= len(reading.doc):
        return False
    token = reading.doc[index]
    return token.lower_ in APART or token.pos_ in {"NOUN", "ADJ"} or reading.beginning(index) is not None
