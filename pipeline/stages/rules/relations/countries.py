"""Countries, the adjectives and peoples named after them, and their cities: "German" and "Munich" lead to Germany."""

from __future__ import annotations

from collections import Counter

from onrecord.stages.knowledge.countries import country, country_of
from onrecord.stages.rules.relations.reading import Argument, Reading


def is_national(argument: Argument) -> bool:
    """Whether a mention in front of a noun says a nationality: an adjective, or "US" and the like."""
    return argument.sort == "people" or (argument.sort == "place" and argument.mention.text.strip(".").isupper())


class Countries:
    """The countries among the entities of an article.

    Args:
        reading: The arguments of the document.
    """

    def __init__(self, reading: Reading) -> None:
        self._states: dict[str, str] = {}
        self._adjectives: dict[str, str] = {}
        for argument in reading.arguments:
            if argument.mention.kind != "name" or argument.sort == "person":
                continue  # neither "us" is a country nor somebody called Chad
            state, adjective = country(argument.mention.text), country_of(argument.mention.text)
            if state is not None:
                self._states.setdefault(state, argument.entity)
            elif adjective is not None:
                self._adjectives.setdefault(argument.entity, adjective)

        self.prevailing = self._prevailing(reading)
        """A mention of the country that the article speaks of most, by name or by adjective."""

    def _prevailing(self, reading: Reading) -> Argument | None:
        named = {
            entity: argument
            for argument in reversed(reading.arguments)
            for entity in [argument.entity]
            if entity in self._states.values()
        }
        counts = Counter(
            entity
            for argument in reading.arguments
            if (entity := self.state(argument.entity) or argument.entity) in named
        )
        return named[counts.most_common(1)[0][0]] if counts else None

    def is_country(self, entity: str) -> bool:
        """Whether an entity is a country, or an adjective of one."""
        return entity in self._adjectives or entity in self._states.values()

    def are_one(self, first: str, second: str) -> bool:
        """Whether two entities are a country and its adjective, which act as one."""
        return (self.state(first) or first) == (self.state(second) or second)

    def state(self, entity: str) -> str | None:
        """Id of the country that an adjective's entity belongs to, where the article names that country."""
        adjective = self._adjectives.get(entity)
        return self._states.get(adjective) if adjective is not None else None

    def named(self, words: str) -> str | None:
        """Id of the country entity that a name or an adjective stands for, where the article has it."""
        found = country(words) or country_of(words)
        return self._states.get(found) if found is not None else None
