"""Scores: how often a pattern was right on the train sets, smoothed.

`scores.tsv` holds, by pattern and label, how many of its findings were right and wrong, one count a pair of entities:
facts on the first 160 articles of DWIE train with their gold entities (labels by `mappings.from_dwie`) and on four
fifths of CoNLL04 train; acts on four fifths of the PLOVER pairs (right: the root code), on 2,800 sentences of
directed sentiment train, neutral ones included (right: direction and sign), and, for assault, on CoNLL04's Kill.
"""

from __future__ import annotations

from collections import Counter
from functools import cache

from onrecord.stages.rules.relations.candidate import Candidate
from onrecord.stages.rules.relations.tables import rows

#: Findings that the more general estimate counts for: a pattern that was never seen has the score of all.
_WEIGHT = 4.0


def score(candidate: Candidate) -> float:
    """The probability that a candidate is right.

    A pattern's precision with this label, drawn towards its precision with any label, and that towards the
    precision of all patterns, each by `_WEIGHT` findings.
    """
    overall = _rate((), 0.5)
    pattern = _rate((candidate.pattern,), overall)
    return round(_rate((candidate.pattern, candidate.label), pattern), 3)


def _rate(key: tuple[str, ...], prior: float) -> float:
    return (_right()[key] + _WEIGHT * prior) / (_all()[key] + _WEIGHT)


@cache
def _right() -> Counter[tuple[str, ...]]:
    return _summed(("right",))


@cache
def _all() -> Counter[tuple[str, ...]]:
    return _summed(("right", "wrong"))


def _summed(columns: tuple[str, ...]) -> Counter[tuple[str, ...]]:
    """Findings of all patterns, of each pattern, and of each pattern with each label."""
    total: Counter[tuple[str, ...]] = Counter()
    for row in rows("scores.tsv"):
        for key in ((), (row["pattern"],), (row["pattern"], row["label"])):
            total[key] += sum(int(row[column]) for column in columns)
    return total
