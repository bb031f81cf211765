"""Offices of state without a country: "President Obama" in an article on the United States.

The country is the one that the article speaks of most, by name or by adjective; no country is given to somebody who
is said to hold an office elsewhere.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from onrecord.stages.rules.relations.candidate import Candidate
from onrecord.stages.rules.relations.countries import Countries
from onrecord.stages.rules.relations.polarity import FORMER
from onrecord.stages.rules.relations.reading import Reading, Sentence
from onrecord.stages.rules.relations.role_anchors import anchors
from onrecord.stages.rules.relations.role_holders import titled
from onrecord.stages.rules.relations.role_phrases import role_phrases
from onrecord.stages.rules.relations.tables import words

_OFFICES = words("president chancellor premier minister king queen")


def office_relations(
    reading: Reading, sentence: Sentence, countries: Countries, placed: Collection[str]
) -> Iterator[Candidate]:
    """Holders of an office of state that is named without its country.

    Args:
        reading: The arguments of the document.
        sentence: Where to look.
        countries: The countries that the article names.
        placed: Ids of the entities that are known to lead something or to work for somebody.

    Yields:
        Candidates for leads and works_for; their tail is a mention of the country, often in another sentence.
    """
    country = countries.prevailing
    if country is None:
        return
    for phrase in role_phrases(reading, sentence):
        if reading.doc[phrase.last].lemma_.lower() not in _OFFICES or anchors(reading, sentence, phrase):
            continue
        holder = titled(reading, sentence, phrase, ())
        if holder is None or holder.argument.entity in placed or not phrase.role.place:
            continue
        trigger = tuple(range(phrase.first, phrase.last + 1))
        around = {reading.word(index) for index in range(phrase.start - 2, phrase.first)}
        yield Candidate(
            holder.argument, phrase.role.place, country, "office", trigger, past=bool(around & FORMER)
        )  # fmt: skip
