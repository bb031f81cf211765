"""Intervals and differences by bootstrapping documents.

Percentile intervals (Efron and Tibshirani 1993) over samples of as many documents, drawn with replacement; two systems
are compared on the same samples (paired bootstrap, Koehn 2004, https://aclanthology.org/W04-3250/). All samples are
drawn at once as how often each document occurs, so that one matrix product sums the counts of all samples.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from onrecord.evaluation.counts import Count, Key, Tally
from onrecord.evaluation.figures import Figure

Floats = npt.NDArray[np.float64]

#: Share of the samples that an interval holds.
LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Interval:
    """Where a figure lies in 95 of 100 samples; nan where it is undefined in all of them."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Difference:
    """How much greater a figure is in the second system, on the same documents."""

    value: float
    low: float
    high: float
    p: float
    """Twice the share of samples on the far side of zero: how likely a difference as great is by chance."""

    @property
    def is_real(self) -> bool:
        """Whether the interval leaves out zero."""
        return self.low > 0 or self.high < 0


class Samples:
    """Documents drawn again and again; equal seeds draw equal samples, also for two systems."""

    def __init__(self, documents: int, samples: int, seed: int) -> None:
        """Draw.

        Args:
            documents: Number of documents, at least 1.
            samples: Number of samples, at least 1.
            seed: Of the random generator.
        """
        generator = np.random.default_rng(seed)
        shares = np.full(documents, 1 / documents)
        self._weights: Floats = generator.multinomial(documents, shares, size=samples).astype(np.float64)

    def values(self, tallies: Sequence[Tally], figures: Sequence[Figure]) -> Floats:
        """Value of each figure in each sample: samples by figures, nan where undefined.

        Args:
            tallies: Counts of each document.
            figures: What to compute.
        """
        keys = sorted({key for figure in figures for key in figure.parts})
        places = {key: place for place, key in enumerate(keys)}
        counts = np.zeros((len(tallies), len(keys), 4))
        for row, tally in enumerate(tallies):
            for key, count in tally.items():
                if key in places:
                    counts[row, places[key]] = _numbers(count)
        sums = (self._weights @ counts.reshape(len(tallies), -1)).reshape(-1, len(keys), 4)
        scores = _f1(sums)
        return np.stack([_value(figure, scores, places) for figure in figures], axis=1)


def intervals(values: Floats) -> list[Interval]:
    """The interval of each figure.

    Args:
        values: Samples by figures.
    """
    return [Interval(*_bounds(column)) for column in values.T]


def differences(first: Floats, second: Floats, observed: Sequence[float]) -> list[Difference]:
    """How each figure differs between two systems.

    Args:
        first: Samples by figures of the first system.
        second: The same samples of the second.
        observed: Second minus first over all documents, by figure.
    """
    return [
        Difference(value, *_bounds(column), _p(column))
        for value, column in zip(observed, (second - first).T, strict=True)
    ]


def _numbers(count: Count) -> tuple[float, float, float, float]:
    return count.predicted_hits, count.predicted, count.gold_hits, count.gold


def _f1(sums: Floats) -> Floats:
    """F1 of sums whose last axis holds the four numbers of a `Count`; as `Count.f1`."""
    with np.errstate(divide="ignore", invalid="ignore"):
        precision = np.where(sums[..., 1] > 0, sums[..., 0] / sums[..., 1], 0.0)
        recall = np.where(sums[..., 3] > 0, sums[..., 2] / sums[..., 3], 0.0)
        total = precision + recall
        scores = np.where(total > 0, 2 * precision * recall / total, 0.0)
    scores[(sums[..., 1] == 0) & (sums[..., 3] == 0)] = np.nan
    return np.asarray(scores)


def _value(figure: Figure, scores: Floats, places: Mapping[Key, int]) -> Floats:
    columns = scores[:, [places[key] for key in figure.parts]]
    if figure.kind == "quotient":
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(np.where(columns[:, 1] > 0, columns[:, 0] / columns[:, 1], np.nan))
    defined = ~np.isnan(columns)
    with np.errstate(invalid="ignore"):
        return np.asarray(np.where(defined, columns, 0.0).sum(axis=1) / defined.sum(axis=1))


def _bounds(column: Floats) -> tuple[float, float]:
    known = column[~np.isnan(column)]
    if not len(known):
        return float("nan"), float("nan")
    low, high = np.quantile(known, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)


def _p(column: Floats) -> float:
    known = column[~np.isnan(column)]
    if not len(known):
        return float("nan")
    return float(min(1.0, 2 * min((known <= 0).mean(), (known >= 0).mean())))
