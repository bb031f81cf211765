"""What a found fact implies: the country behind an adjective, and the citizenship of who holds an office of state."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from onrecord.stages.rules.relations.candidate import Candidate
from onrecord.stages.rules.relations.countries import Countries

_OFFICES = frozenset({"leads", "works_for"})


def implied(candidate: Candidate, countries: Countries) -> Iterator[Candidate]:
    """Facts that follow from one that was found; neither is repeated.

    Args:
        candidate: A fact.
        countries: The countries that the article names.

    Yields:
        The same fact with the country for its adjective; citizenship for leaders and servants of a country.
    """
    offices = [candidate]
    state = countries.state(candidate.tail.entity)
    if state is not None:
        # The evidence stays where the adjective stands; only the entity changes.
        tail = replace(candidate.tail, entity=state, sort="place")
        offices.append(replace(candidate, tail=tail, pattern=f"{candidate.pattern}.country"))
        yield offices[-1]
    if candidate.label in _OFFICES and candidate.head.sort == "person" and countries.is_country(candidate.tail.entity):
        for office in offices:
            yield replace(office, label="citizen_of", pattern=f"{office.pattern}.office", past=False, negated=False)
