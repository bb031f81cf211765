"""Figures: the numbers of a table, each made of the counts under one or several keys."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from onrecord.evaluation.counts import Key, Tally

#: f1: F1 of one key. mean: mean of the F1s of several, those undefined left out. quotient: F1 of the first key divided
#: by F1 of the second.
FigureKind: TypeAlias = Literal["f1", "mean", "quotient"]


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of a table."""

    key: Key
    """Its own name."""
    kind: FigureKind
    """How it is made of its parts."""
    parts: tuple[Key, ...]
    """The keys whose counts it is made of."""

    def value(self, sums: Tally) -> float:
        """The figure from summed counts; nan where it is undefined."""
        scores = [sums[key].f1 for key in self.parts]
        if self.kind == "quotient":
            return scores[0] / scores[1] if scores[1] > 0 else math.nan
        known = [score for score in scores if not math.isnan(score)]
        return sum(known) / len(known) if known else math.nan


def plain(keys: Iterable[Key]) -> list[Figure]:
    """The F1 of each key."""
    return [Figure(key, "f1", (key,)) for key in keys]
