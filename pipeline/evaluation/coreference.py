"""Coreference: MUC, B³, CEAF-φ4 and their mean (CoNLL F1), LEA, and the mentions themselves.

- MUC: Vilain et al. 1995, https://aclanthology.org/M95-1005/; links that are needed to join the mentions of a cluster.
- B³: Bagga and Baldwin 1998, https://aclanthology.org/P98-1012/; by mention.
- CEAF-φ4: Luo 2005, https://aclanthology.org/H05-1004/; clusters aligned one to one, similarity by Dice.
- CoNLL F1: the mean of the three F1s, as in the CoNLL-2011 and 2012 shared tasks; for mentions that a system found by
  itself as Pradhan et al. 2014 have it, https://aclanthology.org/P14-2006/.
- LEA: Moosavi and Strube 2016, https://aclanthology.org/P16-1060/; a cluster weighs as many as its mentions, a
  singleton links to itself.

A cluster is the set of spans of an entity's mentions; a span counts in one cluster, the first that has it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TypeAlias

from onrecord.evaluation.counts import ALL, Count, Key, Tally
from onrecord.evaluation.figures import Figure
from onrecord.records import Span

TASK = "coreference"
MENTIONS = "mentions"
MUC = "MUC"
B_CUBED = "B³"
CEAF = "CEAF-φ4"
LEA = "LEA"
#: The three whose mean is the CoNLL F1.
CONLL_PARTS = (MUC, B_CUBED, CEAF)
CONLL = "CoNLL"

Cluster: TypeAlias = frozenset[Span]


def partition(clusters: Iterable[Iterable[Span]], *, singletons: bool) -> list[Cluster]:
    """Clusters without a common span, in the order given; those of one mention only where `singletons` is set."""
    seen: set[Span] = set()
    kept: list[Cluster] = []
    for cluster in clusters:
        own = frozenset(cluster) - seen
        seen |= own
        if len(own) > 1 or (own and singletons):
            kept.append(own)
    return kept


def count(gold: Sequence[Cluster], predicted: Sequence[Cluster], group: str = ALL) -> Tally:
    """Counts of one document by mentions, MUC, B³ and LEA.

    Args:
        gold: Clusters of the gold, as `partition` makes them.
        predicted: Clusters of the prediction, likewise.
        group: The group under which they are counted.
    """
    tally = Tally()
    spans = {span for cluster in gold for span in cluster}
    predicted_spans = {span for cluster in predicted for span in cluster}
    tally.add(Key(TASK, MENTIONS, group), Count.of_sets(spans, predicted_spans))
    tally.add(Key(TASK, MUC, group), Count(*_muc(predicted, gold), *_muc(gold, predicted)))
    tally.add(Key(TASK, B_CUBED, group), Count(*_b_cubed(predicted, gold), *_b_cubed(gold, predicted)))
    tally.add(Key(TASK, LEA, group), Count(*_lea(predicted, gold), *_lea(gold, predicted)))
    return tally


def count_ceaf(gold: Sequence[Cluster], predicted: Sequence[Cluster], group: str = ALL) -> Tally:
    """Counts of CEAF-φ4 of one document; arguments as for `count`.

    Raises:
        ImportError: scipy is not installed.
    """
    tally = Tally()
    similarity = _ceaf(gold, predicted)
    tally.add(Key(TASK, CEAF, group), Count(similarity, len(predicted), similarity, len(gold)))
    return tally


def _homes(clusters: Sequence[Cluster]) -> dict[Span, int]:
    return {span: place for place, cluster in enumerate(clusters) for span in cluster}


def _muc(clusters: Sequence[Cluster], other: Sequence[Cluster]) -> tuple[int, int]:
    """Links of `clusters` that `other` has too, and all links of `clusters`."""
    homes = _homes(other)
    shared = 0
    for cluster in clusters:
        parts = {homes[span] for span in cluster if span in homes}
        strays = sum(span not in homes for span in cluster)
        shared += len(cluster) - len(parts) - strays
    return shared, sum(len(cluster) - 1 for cluster in clusters)


def _b_cubed(clusters: Sequence[Cluster], other: Sequence[Cluster]) -> tuple[float, int]:
    """Sum over the mentions of the share of their cluster that they also share in `other`, and the mentions."""
    homes = _homes(other)
    total = 0.0
    for cluster in clusters:
        parts = Counter(homes[span] for span in cluster if span in homes)
        total += sum(size * size for size in parts.values()) / len(cluster)
    return total, sum(len(cluster) for cluster in clusters)


def _ceaf(gold: Sequence[Cluster], predicted: Sequence[Cluster]) -> float:
    """The greatest sum of Dice similarities over one-to-one alignments of the clusters."""
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    if not gold or not predicted:
        return 0.0
    homes = _homes(predicted)
    shared = np.zeros((len(gold), len(predicted)))
    for place, cluster in enumerate(gold):
        for span in cluster:
            if span in homes:
                shared[place, homes[span]] += 1
    sizes = np.array([len(cluster) for cluster in gold])[:, None] + np.array([len(cluster) for cluster in predicted])
    similarity = 2 * shared / sizes
    rows, columns = linear_sum_assignment(similarity, maximize=True)
    return float(similarity[rows, columns].sum())


def _lea(clusters: Sequence[Cluster], other: Sequence[Cluster]) -> tuple[float, int]:
    """Sum over clusters of their size times the share of their links that `other` has, and the mentions."""
    homes = _homes(other)
    total = 0.0
    for cluster in clusters:
        parts = Counter(homes[span] for span in cluster if span in homes)
        if len(cluster) > 1:
            links = sum(size * (size - 1) // 2 for size in parts.values())
            total += len(cluster) * links / (len(cluster) * (len(cluster) - 1) / 2)
        else:
            total += sum(len(other[home]) == 1 for home in parts)
    return total, sum(len(cluster) for cluster in clusters)


def figures(keys: Iterable[Key]) -> list[Figure]:
    """The CoNLL F1 of each group."""
    groups = dict.fromkeys(key.group for key in keys if key.task == TASK and key.metric == CEAF)
    return [
        Figure(Key(TASK, CONLL, group), "mean", tuple(Key(TASK, metric, group) for metric in CONLL_PARTS))
        for group in groups
    ]
