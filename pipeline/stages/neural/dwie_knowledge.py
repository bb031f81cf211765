"""What DWIE states beyond an article's words: where places lie, whose a people is, what one label says of another.

Its annotators wrote down what is so: wherever an article has "German", Germany and Cologne, the first is tied to the
second (`gpe0`), the third lies in the second (`in0`) and, by a label of its own, in the first (`in0-x`); and whoever is
a citizen of one is so of the other. The chances are counted on its training set (`scripts/count_dwie.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

from onrecord.corpora.relation_schemes import DWIE_RELATIONS
from onrecord.models.heads.relations import Related
from onrecord.stages.knowledge.countries import country, country_of, country_of_place
from onrecord.stages.knowledge.tables import rows
from onrecord.stages.neural.entities import WordEntities

_Fact: TypeAlias = tuple[int, str, int]

#: How often the tables of countries and places are right where an article names both: 639 of 663, 731 of 744 and 612 of
#: 643 times.
_OF_STATE = 0.96
_IN_STATE = 0.98
_IN_PEOPLE = 0.95
#: Labels that name a country, and those that name its people or its adjective instead.
_TIED = {label: f"{label}-x" for label in DWIE_RELATIONS if f"{label}-x" in DWIE_RELATIONS}
_OF_PEOPLE = {of_people: label for label, of_people in _TIED.items()}
#: The types of persons and organisations in the schemes, in small letters: Jordan may be one, and Barcelona the other.
_OTHERS = frozenset({"person", "per", "peop", "organization", "org"})


@dataclass(frozen=True, slots=True)
class Implication:
    """That one label between two entities means another between them."""

    label: str
    implied: str
    is_swapped: bool
    """Whether the head of the one is the tail of the other."""
    share: float
    """How often it is so."""

    def of(self, fact: _Fact) -> _Fact:
        """What a fact of `label` implies."""
        head, _, tail = fact
        return (tail, self.implied, head) if self.is_swapped else (head, self.implied, tail)


@cache
def implications() -> Mapping[str, tuple[Implication, ...]]:
    """What each label implies, by label."""
    found: dict[str, tuple[Implication, ...]] = {}
    for row in rows("dwie_implications.tsv"):
        share = int(row["holds"]) / int(row["of"])
        one = Implication(row["label"], row["implied"], row["order"] == "swapped", share)
        found[one.label] = (*found.get(one.label, ()), one)
    return found


def informed(found: Sequence[Related], entities: WordEntities) -> list[Related]:
    """Relations with what is known of countries and what follows from it.

    A relation to a country and the same one to its people have one score, the mean, before labels imply others.

    Args:
        found: Relations in DWIE's labels with calibrated scores; one that is missing has the score 0.
        entities: The entities that they are between.

    Returns:
        The same relations, their scores changed, and those that follow.
    """
    scores = {(one.head, one.label, one.tail): one.score for one in found}
    countries = _Countries(entities)
    for fact, score in countries.facts():
        scores[fact] = max(score, scores.get(fact, 0.0))
    _tie(scores, countries.peoples())
    for fact, score in list(scores.items()):
        for implication in implications().get(fact[1], ()):
            implied = implication.of(fact)
            scores[implied] = max(scores.get(implied, 0.0), score * implication.share)
    return [Related(*fact, score) for fact, score in scores.items()]


def known_facts(entities: WordEntities) -> list[tuple[_Fact, float]]:
    """What is known of the countries, peoples and places among the entities of an article, and how sure it is."""
    return list(_Countries(entities).facts())


def _tie(scores: dict[_Fact, float], states: Mapping[int, int]) -> None:
    """Give a relation to a people and the same one to its state the mean of their scores.

    Args:
        scores: Of each fact; they are changed.
        states: The state of each people.
    """
    tied: dict[tuple[_Fact, _Fact], None] = {}
    peoples = {state: people for people, state in states.items()}
    for head, label, tail in scores:
        if label in _TIED and tail in peoples and head != peoples[tail]:
            tied[(head, label, tail), (head, _TIED[label], peoples[tail])] = None
        elif label in _OF_PEOPLE and tail in states and head != states[tail]:
            tied[(head, _OF_PEOPLE[label], states[tail]), (head, label, tail)] = None
    for plain, of_people in tied:
        scores[plain] = scores[of_people] = (scores.get(plain, 0.0) + scores.get(of_people, 0.0)) / 2


class _Countries:
    """The countries, peoples and places among the entities of an article, by their names.

    Of several entities with names of one country, or of one people, the one that is named most is it.

    Args:
        entities: The entities. A person, an organisation or one with names of several countries is none of these.
    """

    def __init__(self, entities: WordEntities) -> None:
        names: dict[int, list[str]] = {}
        for entity, mention in zip(entities.tensors.entity.tolist(), entities.mentions, strict=True):
            if mention.kind == "name" and mention.type.lower() not in _OTHERS:
                names.setdefault(entity, []).append(mention.text)
        self._states: dict[str, int] = {}
        self._peoples: dict[str, int] = {}
        self._places: list[tuple[int, str]] = []
        for entity, own in sorted(names.items(), key=lambda item: -len(item[1])):
            self._add(entity, sorted(set(own)))

    def _add(self, entity: int, names: Sequence[str]) -> None:
        states, peoples, places = (_known(map(of, names)) for of in (country, country_of, country_of_place))
        if len(states) > 1 or len(peoples) > 1:
            return
        if states:
            self._states.setdefault(states[0], entity)
        elif peoples:
            self._peoples.setdefault(peoples[0], entity)
        elif len(places) == 1:
            self._places.append((entity, places[0]))

    def peoples(self) -> Mapping[int, int]:
        """The country of each people or adjective, where the article names both."""
        return {people: self._states[name] for name, people in self._peoples.items() if name in self._states}

    def facts(self) -> Iterator[tuple[_Fact, float]]:
        """What is known of them, and how sure it is."""
        for people, state in self.peoples().items():
            yield (people, "gpe0", state), _OF_STATE
        for place, name in self._places:
            if name in self._states:
                yield (place, "in0", self._states[name]), _IN_STATE
            if name in self._peoples:
                yield (place, "in0-x", self._peoples[name]), _IN_PEOPLE


def _known(names: Iterator[str | None]) -> list[str]:
    return sorted({name for name in names if name is not None})
