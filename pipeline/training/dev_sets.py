"""The dev sets of a run, and how a model does on them."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from onrecord.models.calibration import Calibration
from onrecord.models.engine import Engine
from onrecord.models.model import Model
from onrecord.training.config import TrainingConfig
from onrecord.training.dev import DevFigure, HeadOutcome, evaluate, mean_f1
from onrecord.training.judging import is_judged
from onrecord.training.reading import corpus_examples, heads_of


@dataclass(frozen=True, slots=True)
class Evaluation:
    """How some weights do on the dev sets."""

    outcomes: tuple[HeadOutcome, ...]
    """One for each head and each dev set that evaluates it, in the order of the corpora."""

    @property
    def figures(self) -> list[DevFigure]:
        """All figures."""
        return [figure for outcome in self.outcomes for figure in outcome.figures]

    @property
    def mean(self) -> float:
        """The stated mean over tasks, 0 to 1: `mean_f1` of all figures."""
        return mean_f1(self.figures)

    def calibrations(self) -> dict[str, Calibration]:
        """The calibration of each head, by the first dev set that evaluates it."""
        return {outcome.head: outcome.calibration() for outcome in reversed(self.outcomes)}


class DevSets:
    """The dev sets of a run."""

    def __init__(self, config: TrainingConfig, data: Path) -> None:
        """Read them.

        Args:
            config: Which they are.
            data: Folder that their paths start from.

        Raises:
            ConfigError: A dev set lacks the gold for a head.
            SourceError: One cannot be read.
        """
        self._heads = {
            name: {head: task for head, task in heads_of(config, name).items() if is_judged(task)}
            for name, own in config.corpora.items()
            if own.dev
        }
        self._examples = {
            name: corpus_examples(name, data / own.dev, own, self._heads[name], Counter())
            for name, own in config.corpora.items()
            if own.dev
        }

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self._examples)

    def evaluate(self, model: Model, most: int | None = None) -> Evaluation:
        """How a model does; it is in training mode afterwards.

        Args:
            model: The model.
            most: Most documents of each dev set that are looked at, evenly spaced; all where it is None.
        """
        engine = Engine(model)
        outcomes: list[HeadOutcome] = []
        for name, examples in self._examples.items():
            step = max(1, math.ceil(len(examples) / most)) if most else 1
            outcomes += evaluate(engine, examples[::step], name, self._heads[name]).values()
        model.train()
        return Evaluation(tuple(outcomes))
