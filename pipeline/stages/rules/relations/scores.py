"""Scores: how often a pattern was right on the train sets, smoothed.

`scores.tsv` holds what ``scripts/count_relation_scores.py`` counted: by pattern and label, how many of its findings
were right and wrong, one count a pair of entities. Facts are from the first 160 articles of DWIE train with their gold
entities (in our labels) and from four fifths of CoNLL04 train; acts from four fifths of the PLOVER
pairs (right: the root code), from 2,800 sentences of directed sentiment train, neutral ones included (right: direction
and sign), and, for assault, from CoNLL04's Kill. ``scripts/relation_judges.py`` says what counts as right, and what is
not counted.
"""

from __future__ import annotations

from collections import Counter
from functools import cache

from onrecord.stages.rules.relations.candidate import Candidate
from onrecord.stages.rules.relations.tables import rows

#: Findings that the more general estimate counts for: a pattern that was never seen has the score of all.
_WEIGHT = 5.0


def score(candidate: Candidate) -> float:
    """The probability that a candidate is right.

    A pattern's precision with this label, drawn towards its precision with any label, that towards the precision of
    its family (the first part of its name), and that towards the precision of all, each by `_WEIGHT` findings.
    """
    rate = 0.5
    for key in _keys(candidate.pattern, candidate.label):
        rate = _rate(key, rate)
    return round(rate, 3)


def _keys(pattern: str, label: str) -> tuple[tuple[str, ...], ...]:
    """What a finding counts for, from all patterns to its own."""
    return (), ("family", pattern.partition(".")[0]), (pattern,), (pattern, label)


def _rate(key: tuple[str, ...], prior: float) -> float:
    return (_right()[key] + _WEIGHT * prior) / (_all()[key] + _WEIGHT)


@cache
def _right() -> Counter[tuple[str, ...]]:
    return _summed(("right",))


@cache
def _all() -> Counter[tuple[str, ...]]:
    return _summed(("right", "wrong"))


def _summed(columns: tuple[str, ...]) -> Counter[tuple[str, ...]]:
    """Findings by `_keys`."""
    total: Counter[tuple[str, ...]] = Counter()
    for row in rows("scores.tsv"):
        for key in _keys(row["pattern"], row["label"]):
            total[key] += sum(int(row[column]) for column in columns)
    return total
