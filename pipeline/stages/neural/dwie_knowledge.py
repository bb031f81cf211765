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
from onrecord.stages.neural.entities import WordEntities
from onrecord.stages.rules.relations.countries import country, country_of, country_of_place
from onrecord.stages.rules.relations.tables import rows

_Fact: TypeAlias = tuple[int, str, int]

#: How often the tables of countries and places are right where an article names both: 740 of 786, 729 of 775 and 709 of
#: 793 times.
_OF_STATE = 0.94
_IN_STATE = 0.94
_IN_PEOPLE = 0.89
#: Labels that name a country, and those that name its people or its adjective instead.
_TIED = {label: f"{label}-x" for label in DWIE_RELATIONS if f"{label}-x" in DWIE_RELATIONS}


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

    A relation to a country and the same one to its people have one score, the mean.

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
    for state, peoples in countries.peoples().items():
        _tie(scores, state, peoples)
    for fact, score in list(scores.items()):
        for implication in implications().get(fact[1], ()):
            implied = implication.of(fact)
            scores[implied] = max(scores.get(implied, 0.0), score * implication.share)
    return [Related(*fact, score) for fact, score in scores.items()]


def known_facts(entities: WordEntities) -> list[tuple[_Fact, float]]:
    """What is known of the countries, peoples and places among the entities of an article, and how sure it is."""
    return list(_Countries(entities).facts())


def _tie(scores: dict[_Fact, float], state: int, peoples: Sequence[int]) -> None:
    """Give a relation to a country and the same one to its peoples the mean of their scores."""
    group = (state, *peoples)
    named = {(head, label) for head, label, tail in scores if tail in group and head not in group}
    for plain, of_people in _TIED.items():
        for head in {head for head, label in named if label in (plain, of_people)}:
            facts = [(head, plain, state), *((head, of_people, people) for people in peoples)]
            mean = sum(scores.get(fact, 0.0) for fact in facts) / len(facts)
            scores.update(dict.fromkeys(facts, mean))


class _Countries:
    """The countries, peoples and places among the entities of an article.

    Args:
        entities: Each is known by the texts of its mentions.
    """

    def __init__(self, entities: WordEntities) -> None:
        self._states: dict[str, int] = {}
        self._peoples: dict[str, list[int]] = {}
        self._places: list[tuple[int, str]] = []
        texts: dict[int, set[str]] = {}
        for entity, mention in zip(entities.tensors.entity.tolist(), entities.mentions, strict=True):
            texts.setdefault(entity, set()).add(mention.text)
        for entity, own in sorted(texts.items()):
            self._add(entity, sorted(own))

    def _add(self, entity: int, texts: Sequence[str]) -> None:
        if states := _known(map(country, texts)):
            self._states.update(dict.fromkeys(states, entity))
        elif peoples := _known(map(country_of, texts)):
            for name in peoples:
                self._peoples.setdefault(name, []).append(entity)
        else:
            self._places += [(entity, name) for name in _known(map(country_of_place, texts))]

    def peoples(self) -> Mapping[int, Sequence[int]]:
        """The peoples and adjectives of each country that the article names."""
        return {self._states[name]: own for name, own in self._peoples.items() if name in self._states}

    def facts(self) -> Iterator[tuple[_Fact, float]]:
        """What is known of them, and how sure it is."""
        for state, peoples in self.peoples().items():
            for people in peoples:
                yield (people, "gpe0", state), _OF_STATE
        for place, name in self._places:
            if name in self._states:
                yield (place, "in0", self._states[name]), _IN_STATE
            for people in self._peoples.get(name, ()):
                yield (place, "in0-x", people), _IN_PEOPLE


def _known(names: Iterator[str | None]) -> list[str]:
    return sorted({name for name in names if name is not None})
