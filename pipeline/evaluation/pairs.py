"""Pairs: what is said between two given mentions, one label for each pair.

Micro F1 sums over the labels, macro F1 is the mean of the F1s by label; over the labels that occur in gold or
prediction. Both equal scikit-learn's `f1_score`, which `sklearn_f1` calls
(https://scikit-learn.org/stable/modules/generated/sklearn.metrics.f1_score.html). A pair to which the system has no
answer lowers recall, not precision: no answer is none of the labels.

PLOVER: the root code of the act of the source upon the target (Halterman et al. 2023, PLOVER and POLECAT).
Directed sentiment: 0 neutral, 1 positive p→q, 2 positive q→p, 3 negative p→q, 4 negative q→p (Park, Pan and Joo 2021,
https://arxiv.org/abs/2106.01033).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from onrecord.evaluation.counts import ALL, Count, Key, Tally
from onrecord.evaluation.figures import Figure

TASK = "pairs"
MICRO = "micro"
MACRO = "macro"


def count(gold: Sequence[str], predicted: Sequence[str | None]) -> Tally:
    """Counts of one document's pairs, for all and by label.

    Args:
        gold: The gold label of each pair.
        predicted: The label of each pair that the system gives, None where it gives none.
    """
    tally = Tally()
    golds = set(enumerate(gold))
    predictions = {(place, label) for place, label in enumerate(predicted) if label is not None}
    tally.add(Key(TASK, MICRO), Count.of_sets(golds, predictions))
    for name in sorted({label for _, label in golds | predictions}):
        own = {pair for pair in golds if pair[1] == name}
        tally.add(Key(TASK, MICRO, name), Count.of_sets(own, {pair for pair in predictions if pair[1] == name}))
    return tally


def figures(keys: Iterable[Key]) -> list[Figure]:
    """Macro F1, from the counts by label."""
    labels = tuple(key for key in keys if key.task == TASK and key.group != ALL)
    return [Figure(Key(TASK, MACRO), "mean", labels)] if labels else []


def sklearn_f1(gold: Sequence[str], predicted: Sequence[str | None], average: str) -> float:
    """F1 over all pairs as scikit-learn has it.

    Args:
        gold: The gold label of each pair.
        predicted: The label of each pair that the system gives.
        average: ``micro`` or ``macro``.

    Raises:
        ImportError: scikit-learn is not installed.
    """
    from sklearn.metrics import f1_score

    labels = sorted({*gold, *(label for label in predicted if label is not None)})
    answers = [label if label is not None else "" for label in predicted]
    return float(f1_score(list(gold), answers, labels=labels, average=average, zero_division=0))
