"""Opponents in sport: "X against Y", "X v Y", "X 2-1 Y"."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from onrecord.stages.rules.relations.candidate import Candidate
from onrecord.stages.rules.relations.reading import Reading, Sentence
from onrecord.stages.rules.relations.tables import words

_VERSUS = words("v vs vs. versus against")
_SCORE = re.compile(r"\d{1,3}[-–:]\d{1,3}$")
_BETWEEN = words("and the with side rivals leaders hosts visitors champions ,")
_REACH = 12


def opponent_relations(reading: Reading, sentence: Sentence) -> Iterator[Candidate]:
    """Pairs of teams that play each other, in both directions.

    Args:
        reading: The arguments of the document.
        sentence: Where to look.

    Yields:
        Candidates for plays_against; none where the article is not about sport.
    """
    if not reading.sport:
        return
    teams = [
        item for item in sentence.arguments if item.sort in ("organization", "place") and item.mention.kind == "name"
    ]
    for first, second in itertools.pairwise(teams):
        gap = range(first.last + 1, second.first)
        if len(gap) > _REACH or first.entity == second.entity:
            continue
        between = {reading.word(index) for index in gap}
        if between & _VERSUS:
            pattern = "sport.versus"
        elif any(_SCORE.match(reading.word(index)) for index in gap):
            pattern = "sport.score"
        else:
            continue
        yield Candidate(first, "plays_against", second, pattern, tuple(gap))
        yield Candidate(second, "plays_against", first, pattern, tuple(gap))
