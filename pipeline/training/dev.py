"""Evaluation on dev sets by the metrics of `onrecord.evaluation`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from onrecord.corpora.corpus import QuoteRole
from onrecord.evaluation import names, quotes
from onrecord.evaluation.counts import Key, Tally
from onrecord.evaluation.tokens import tokens_of
from onrecord.models.engine import Engine
from onrecord.models.outputs import Chunk
from onrecord.records import Mention, Span
from onrecord.training.config import HeadTask
from onrecord.training.examples import ROLES, Example


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


def evaluate(
    engine: Engine, examples: Sequence[Example], corpus: str, heads: Mapping[str, HeadTask]
) -> list[DevFigure]:
    """Figures of each head on a corpus: names by exact span and type; spans of each quote role by exact span.

    A tagger finds spans, not quotes, so the spans of a discontinuous content count one by one.
    """
    tallies = {head: Tally() for head in heads}
    for start in range(0, len(examples), 32):
        batch = examples[start : start + 32]
        texts = engine.encode((example.text.words, example.text.units) for example in batch)
        states = engine.states(texts)
        for head, task in heads.items():
            for example, found in zip(batch, engine.tag(head, texts, states), strict=True):
                tallies[head].update(_names(example, found) if task.task == "names" else _parts(example, found))
    return [
        DevFigure(corpus, head, metric, count.precision, count.recall, count.f1)
        for head, task in heads.items()
        for metric in _metrics(task)
        for count in [tallies[head][Key(task.task, metric)]]
    ]


def mean_f1(figures: Sequence[DevFigure]) -> float:
    """Mean over corpora and heads of the mean F1 of their metrics: every task has the same say."""
    by_task: dict[tuple[str, str], list[float]] = {}
    for figure in figures:
        by_task.setdefault((figure.corpus, figure.head), []).append(figure.f1)
    means = [sum(own) / len(own) for own in by_task.values()]
    return sum(means) / len(means) if means else 0.0


def _metrics(task: HeadTask) -> list[str]:
    return [names.EXACT] if task.task == "names" else [f"{role} exact" for role in ROLES]


def _names(example: Example, found: Sequence[Chunk]) -> Tally:
    gold = [mention for mention in example.document.record.mentions if mention.kind == "name"]
    text = example.document.record.text
    predicted = [
        Mention("", span.start, span.end, span.of(text), "name", chunk.label)
        for chunk, span in ((chunk, _span(example, chunk)) for chunk in found)
    ]
    return names.count(gold, predicted)


def _parts(example: Example, found: Sequence[Chunk]) -> Tally:
    gold: dict[QuoteRole, set[tuple[Span, ...]]] = {"content": set(), "source": set(), "cue": set()}
    predicted: dict[QuoteRole, set[tuple[Span, ...]]] = {"content": set(), "source": set(), "cue": set()}
    for part in example.document.parts:
        gold[part.role] |= {(span,) for span in part.spans}
    for role, spans in predicted.items():
        spans |= {(_span(example, chunk),) for chunk in found if chunk.label == role}
    tokens = example.document.tokens or tokens_of(example.document.record.text)
    return quotes.count_parts(gold, predicted, tokens)


def _span(example: Example, chunk: Chunk) -> Span:
    return Span(example.words[chunk.first].start, example.words[chunk.end - 1].end)
