"""Scores: how often a pattern with a given cue was right where people annotated quotes.

``precision.json`` holds, by pattern and by lemma of the cue, how many candidates there were and how many were right.
It was counted on the training articles of PolNeAR by ``scripts/measure_quote_patterns.py``: a candidate is right
where an annotated attribution has a cue that overlaps and a content that agrees in at least 0.8 of the characters.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources

#: Row of a pattern for lemmas that have none of their own.
OTHERS = "*"
#: Weight of the row for other lemmas, in candidates, when a lemma's own rate is estimated.
PRIOR_WEIGHT = 3.0


@dataclass(frozen=True, slots=True)
class Precision:
    """Counts by pattern and lemma."""

    counts: dict[str, dict[str, tuple[int, int]]]
    """Right candidates and all candidates."""

    def score(self, pattern: str, lemma: str) -> float:
        """Estimated probability that a candidate is right, 0 to 1.

        The lemma's own rate is smoothed towards that of the pattern's rare lemmas; an unknown pattern has 0.
        """
        rows = self.counts.get(pattern)
        if rows is None:
            return 0.0
        right, tried = rows[OTHERS]
        prior = (right + 0.5) / (tried + 2.0)
        right, tried = rows.get(lemma, (0, 0))
        return (right + PRIOR_WEIGHT * prior) / (tried + PRIOR_WEIGHT)


@cache
def precision() -> Precision:
    """The counts that come with onrecord."""
    raw = json.loads(resources.files(__package__).joinpath("precision.json").read_text(encoding="utf-8"))
    return Precision({pattern: {k: (r, t) for k, (r, t) in rows.items()} for pattern, rows in raw.items()})
