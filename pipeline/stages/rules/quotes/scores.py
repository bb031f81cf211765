"""Scores: how often a pattern with a given cue was right where people annotated quotes.

``precision.json`` holds what ``scripts/count_quote_scores.py`` counted on the training articles of PolNeAR. A
candidate is right where an annotated attribution has a cue that overlaps its own, and a content that agrees with its
own in at least 0.8 of the characters.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from onrecord.stages.rules.quotes.lexicon import lexicon, normal

#: How the rows for all rare lemmas of a group begin, such as "*speech".
GROUP = "*"
#: Patterns whose scores rest on pattern and cue alone, whatever the traits of the candidate.
STRUCTURAL = ("direct", "turn")
#: Weight of the row for the group, in candidates, when a lemma's own rate is estimated.
PRIOR_WEIGHT = 3.0

Counts = Mapping[str, Mapping[str, tuple[int, int]]]


@dataclass(frozen=True, slots=True)
class Precision:
    """What was counted."""

    counts: Counts
    """By pattern, then by lemma of the cue: candidates that were right, and all candidates."""
    weights: Mapping[str, float]
    """By trait of an indirect candidate: what it adds to the log odds, as a logistic regression fits it."""

    def score(self, pattern: str, lemma: str, traits: Iterable[str] = ()) -> float:
        """Estimated probability that a candidate is right, 0 to 1.

        Args:
            pattern: Name of the pattern.
            lemma: Lemma of the cue.
            traits: Traits of the candidate; unknown ones weigh nothing.
        """
        rate = self.rate(pattern, lemma)
        odds = math.log(rate / (1 - rate)) + sum(self.weights.get(trait, 0.0) for trait in traits)
        return 1 / (1 + math.exp(-odds))

    def rate(self, pattern: str, lemma: str) -> float:
        """The lemma's own rate within the pattern, smoothed towards that of the rare lemmas of its group."""
        rows = self.counts.get(pattern, {})
        right, tried = rows.get(GROUP + lexicon().group(lemma), (0, 0))
        prior = (right + 0.5) / (tried + 2)
        right, tried = rows.get(normal(lemma), (0, 0))
        return (right + PRIOR_WEIGHT * prior) / (tried + PRIOR_WEIGHT)


@cache
def precision() -> Precision:
    """What comes with onrecord."""
    raw = json.loads(resources.files(__package__).joinpath("precision.json").read_text(encoding="utf-8"))
    counts = {pattern: {k: (r, t) for k, (r, t) in rows.items()} for pattern, rows in raw["counts"].items()}
    return Precision(counts, raw["weights"])
