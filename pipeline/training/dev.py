"""Evaluation on dev sets by the metrics of `onrecord.evaluation`, and the calibration of scores on them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from torch import Tensor

from onrecord.evaluation.counts import Tally
from onrecord.models.calibration import Calibration, fit
from onrecord.models.collate import EncodedText
from onrecord.models.engine import Engine
from onrecord.models.mentions import Constraints
from onrecord.stages.encoding import Encoding
from onrecord.stages.neural.attributing import HEAD as QUOTES
from onrecord.stages.neural.relations import LEAST
from onrecord.training.config import CoreferenceTask, MentionTask, NameTask, QuoteTask, RelationTask, Task
from onrecord.training.examples import Example
from onrecord.training.judging import (
    METRICS,
    Judged,
    judged_coreference,
    judged_quotes,
    judged_relations,
    judged_spans,
)


@dataclass(frozen=True, slots=True)
class DevFigure:
    """One figure of one head on one corpus."""

    corpus: str
    """Name of the corpus."""
    head: str
    """Name of the head."""
    metric: str
    """As the evaluation names it."""
    precision: float
    """0 to 1."""
    recall: float
    """0 to 1."""
    f1: float
    """0 to 1."""

    def line(self) -> str:
        """The figure in percent, for a log."""
        parts = f"P {self.precision * 100:.2f}  R {self.recall * 100:.2f}  F1 {self.f1 * 100:.2f}"
        return f"{self.corpus:<12} {self.head:<18} {self.metric:<14} {parts}"


@dataclass(frozen=True, slots=True)
class HeadOutcome:
    """How one head does on one corpus."""

    head: str
    """Name of the head."""
    figures: tuple[DevFigure, ...]
    """One for each metric of its task."""
    scores: tuple[float, ...]
    """Score of each prediction, uncalibrated."""
    right: tuple[bool, ...]
    """Whether each is right, as the calibration of the evaluation has it: span and type; source and content;
    head, label and tail."""

    def calibration(self) -> Calibration:
        """What makes the head's scores probabilities on this corpus."""
        return fit(self.scores, self.right)


def evaluate(
    engine: Engine, examples: Sequence[Example], corpus: str, heads: Mapping[str, Task]
) -> dict[str, HeadOutcome]:
    """How each head does on a corpus.

    Names are compared by exact span and type, quotes as the linked parts that the pipeline makes, relations between the
    gold entities, coreference between the gold mentions.

    The gold of a corpus that has parts but no quotes cannot be linked; it is not evaluated here.
    """
    judged: dict[str, list[Judged]] = {head: [] for head in heads}
    for batch in _batches(examples):
        texts = engine.encode((example.text.words, example.text.units) for example in batch)
        states = engine.states(texts)
        for head, task in heads.items():
            judged[head] += _judged(engine, head, task, batch, texts, states)
    return {head: _outcome(corpus, head, task, judged[head]) for head, task in heads.items()}


def mean_f1(figures: Sequence[DevFigure]) -> float:
    """Mean over corpora and heads of the mean F1 of their metrics: every task has the same say.

    A figure of neither gold nor predictions is left out.
    """
    by_task: dict[tuple[str, str], list[float]] = {}
    for figure in figures:
        if not math.isnan(figure.f1):
            by_task.setdefault((figure.corpus, figure.head), []).append(figure.f1)
    means = [sum(own) / len(own) for own in by_task.values()]
    return sum(means) / len(means) if means else 0.0


def _batches(examples: Sequence[Example], size: int = 32) -> Iterator[Sequence[Example]]:
    for start in range(0, len(examples), size):
        yield examples[start : start + size]


def _judged(
    engine: Engine,
    head: str,
    task: Task,
    batch: Sequence[Example],
    texts: Sequence[EncodedText],
    states: Sequence[Tensor],
) -> list[Judged]:
    """What a head finds in each example, judged."""
    if isinstance(task, RelationTask):
        entities = [example.relations[head].entities.tensors for example in batch]
        related = engine.relate(head, states, entities, LEAST)
        return [
            judged_relations(example, head, task.scheme, found) for example, found in zip(batch, related, strict=True)
        ]
    if isinstance(task, CoreferenceTask):
        tables = [example.coreference[head].mentions.table for example in batch]
        links = engine.link(head, states, tables, [Constraints()] * len(batch))
        return [judged_coreference(example, head, found) for example, found in zip(batch, links, strict=True)]
    tagged = engine.tag(head, texts, states)
    if isinstance(task, QuoteTask):
        read = zip(batch, texts, states, strict=True)
        encodings = [
            Encoding(example.words, text, own, engine) if head == QUOTES else None for example, text, own in read
        ]
        return [judged_quotes(*own) for own in zip(batch, tagged, encodings, strict=True)]
    assert isinstance(task, NameTask | MentionTask)
    return [judged_spans(example, task, found) for example, found in zip(batch, tagged, strict=True)]


def _outcome(corpus: str, head: str, task: Task, judged: Sequence[Judged]) -> HeadOutcome:
    total = Tally()
    for own in judged:
        total.update(own.tally)
    counts = {key.metric: total[key] for key in METRICS[task.task] if key in total}
    return HeadOutcome(
        head,
        tuple(DevFigure(corpus, head, name, own.precision, own.recall, own.f1) for name, own in counts.items()),
        tuple(score for own in judged for score in own.scores),
        tuple(right for own in judged for right in own.right),
    )
