"""The type of a name: what spaCy said of each mention, weighed with the words of the name and those around it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from spacy.tokens import Doc

from onrecord.stages.candidate import Candidate
from onrecord.stages.knowledge.people import first_names, word_set
from onrecord.stages.rules.mentions.lexicon import head_nouns, known_names, name_words
from onrecord.stages.rules.mentions.names import is_title, surface_of

#: How much a type that spaCy gave counts: what is called an organisation often is something else.
_TRUST = {"ORG": 0.6, "MISC": 0.3, "PRODUCT": 0.4, "WORK": 0.5, "EVENT": 0.6, "FAC": 0.7}
_SPEECH = word_set("say tell add explain argue insist claim warn testify recall admit")
_PLACE_PREPOSITIONS = word_set("in near at from to across throughout outside inside around")

Tokens: TypeAlias = tuple[str, ...]
_Weights: TypeAlias = defaultdict[str, float]


def voted(doc: Doc, names: Sequence[Candidate]) -> list[Candidate]:
    """The names with one type for each surface: the one with the most weight over all its mentions.

    Dates and sums of money keep their type.
    """
    votes: dict[Tokens, _Weights] = defaultdict(lambda: defaultdict(float))
    for name in names:
        _add(votes[surface_of(doc, name)], _evidence(doc, name))
    winners = {surface: _winner(surface, types) for surface, types in votes.items()}
    people = [surface for surface, type_ in winners.items() if type_ == "PERSON" and len(surface) > 1]
    short = {_folded(part) for surface in people for part in (surface[:1], *_tails(surface))}
    for surface in winners:
        if _folded(surface) in short and surface not in known_names():
            winners[surface] = "PERSON"
    return [
        name if name.type in {"DATE", "MONEY"} else replace(name, type=winners[surface_of(doc, name)]) for name in names
    ]


def _tails(surface: Tokens) -> Iterator[Tokens]:
    yield from (surface[start:] for start in range(1, len(surface)))


def _folded(surface: Tokens) -> Tokens:
    return tuple(word.casefold() for word in surface)


def _add(weights: _Weights, more: Mapping[str, float]) -> None:
    for type_, weight in more.items():
        weights[type_] += weight


def _winner(surface: Tokens, types: Mapping[str, float]) -> str:
    known = known_names().get(surface)
    return known or max(types, key=lambda type_: (types[type_], type_))


def _evidence(doc: Doc, name: Candidate) -> Mapping[str, float]:
    weights: _Weights = defaultdict(float)
    weights[name.type] += _TRUST.get(name.type, 1.0)
    _add(weights, _from_words(surface_of(doc, name)))
    _add(weights, _from_context(doc, name))
    return weights


def _from_words(surface: Tokens) -> Mapping[str, float]:
    """What the words of the name say."""
    weights: _Weights = defaultdict(float)
    if len(surface) > 1:
        last = name_words().last.get(surface[-1].lower())
        first = name_words().first.get(surface[0].lower())
        if last:
            weights[last] += 1.5
        elif first:
            weights[first] += 0.8
        elif surface[0] in first_names():
            weights["PERSON"] += 1.2
    elif surface[0] in first_names():
        weights["PERSON"] += 0.5
    if len(surface) == 1 and 2 <= len(surface[0]) <= 6 and surface[0].isupper():
        weights["ORG"] += 0.5
    return weights


def _from_context(doc: Doc, name: Candidate) -> Mapping[str, float]:
    """What the words around the name say."""
    weights: _Weights = defaultdict(float)
    before = doc[name.first - 1] if name.first > 0 else None
    after = doc[name.last] if name.last < len(doc) else None
    head = doc[name.last - 1]
    if before is not None:
        if is_title(before.text):
            weights["PERSON"] += 1.5
        elif before.lower_ == "the":
            weights["PERSON"] -= 0.8
            weights["GPE"] -= 0.3
        elif before.lower_ in _PLACE_PREPOSITIONS and name.last - name.first <= 2:
            weights["GPE"] += 0.6 if before.lower_ == "in" else 0.25
    if after is not None:
        aged = after.text == "," and name.last + 1 < len(doc) and _is_age(doc[name.last + 1].text)
        if aged or after.lower_ == "who":
            weights["PERSON"] += 1.0
    _add(weights, _from_neighbours(doc, name))
    if head.dep_ == "nsubj" and head.head.lemma_ in _SPEECH:
        weights["PERSON"] += 0.4
        weights["GPE"] -= 0.3
    return weights


def _from_neighbours(doc: Doc, name: Candidate) -> Mapping[str, float]:
    """What a noun beside the name calls it: "the state of", "village", "the firm"; and the form of a dateline."""
    weights: _Weights = defaultdict(float)
    of = name.first - 2 if name.first > 1 and doc[name.first - 1].lower_ == "of" else name.first - 1
    for index in (of, name.last):
        if 0 <= index < len(doc) and doc[index].text.islower():
            for sense in head_nouns().get(doc[index].text, ())[:1]:
                if sense.type in {"GPE", "LOC"} and sense.category != "country":
                    weights["GPE"] += 0.8
                elif sense.type == "ORG" and index == name.first - 1:
                    weights["ORG"] += 0.8
    if doc[name.first].is_sent_start and doc[name.first].text.isupper() and len(doc[name.first].text) > 3:
        after = doc[name.last].text if name.last < len(doc) else ""
        if after in {"-", "–", "—", "(", ","} or after[:1].isdigit():
            weights["GPE"] += 1.5
    return weights


def _is_age(word: str) -> bool:
    return word.isdigit() and 10 <= int(word[:4]) <= 110
