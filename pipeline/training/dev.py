"""Evaluation on dev sets by the metrics of `onrecord.evaluation`, and the calibration of scores on them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from onrecord.evaluation import names, quotes
from onrecord.evaluation.counts import Key, Tally
from onrecord.evaluation.tokens import tokens_of
from onrecord.models.calibration import Calibration, fit
from onrecord.models.engine import Engine
from onrecord.models.outputs import Chunk
from onrecord.records import Mention, Quote, Span
from onrecord.stages.neural.linking import Attribution, Layout, Part, link, part_of
from onrecord.training.config import HeadTask
from onrecord.training.examples import Example

#: The metrics of each task, as the evaluation names them.
_METRICS = {
    "names": (names.EXACT,),
    "quotes": (*(f"{role} exact" for role in quotes.ROLES), quotes.PAIR_EXACT),
}


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
    """Whether each is right, as the calibration of the evaluation has it: span and type; source and content."""

    def calibration(self) -> Calibration:
        """What makes the head's scores probabilities on this corpus."""
        return fit(self.scores, self.right)


@dataclass(frozen=True, slots=True)
class _Judged:
    """What a head found in one document."""

    tally: Tally
    scores: list[float]
    right: list[bool]


def evaluate(
    engine: Engine, examples: Sequence[Example], corpus: str, heads: Mapping[str, HeadTask]
) -> dict[str, HeadOutcome]:
    """How each head does on a corpus: names by exact span and type; quotes as the linked parts that the pipeline makes.

    The gold of a corpus that has parts but no quotes cannot be linked; it is not evaluated here.
    """
    judged: dict[str, list[_Judged]] = {head: [] for head in heads}
    for batch in _batches(examples):
        texts = engine.encode((example.text.words, example.text.units) for example in batch)
        states = engine.states(texts)
        for head, task in heads.items():
            for example, found in zip(batch, engine.tag(head, texts, states), strict=True):
                judged[head].append(_names(example, found) if task.task == "names" else _quotes(example, found))
    return {head: _outcome(corpus, head, task, judged[head]) for head, task in heads.items()}


def mean_f1(figures: Sequence[DevFigure]) -> float:
    """Mean over corpora and heads of the mean F1 of their metrics: every task has the same say."""
    by_task: dict[tuple[str, str], list[float]] = {}
    for figure in figures:
        by_task.setdefault((figure.corpus, figure.head), []).append(figure.f1)
    means = [sum(own) / len(own) for own in by_task.values()]
    return sum(means) / len(means) if means else 0.0


def _batches(examples: Sequence[Example], size: int = 32) -> Iterator[Sequence[Example]]:
    for start in range(0, len(examples), size):
        yield examples[start : start + size]


def _outcome(corpus: str, head: str, task: HeadTask, judged: Sequence[_Judged]) -> HeadOutcome:
    total = Tally()
    for own in judged:
        total.update(own.tally)
    counts = {metric: total[Key(task.task, metric)] for metric in _METRICS[task.task]}
    return HeadOutcome(
        head,
        tuple(DevFigure(corpus, head, name, own.precision, own.recall, own.f1) for name, own in counts.items()),
        tuple(score for own in judged for score in own.scores),
        tuple(right for own in judged for right in own.right),
    )


def _names(example: Example, found: Sequence[Chunk]) -> _Judged:
    text, words = example.document.record.text, example.words.tokens
    gold = [mention for mention in example.document.record.mentions if mention.kind == "name"]
    spans = [words.span(chunk.first, chunk.end) for chunk in found]
    predicted = [
        Mention("", span.start, span.end, span.of(text), "name", chunk.label)
        for chunk, span in zip(found, spans, strict=True)
    ]
    known = {(mention.span, mention.type) for mention in gold}
    right = [(mention.span, mention.type) in known for mention in predicted]
    return _Judged(names.count(gold, predicted), [chunk.score for chunk in found], right)


def _quotes(example: Example, found: Sequence[Chunk]) -> _Judged:
    record = example.document.record
    linked = link([part_of(chunk) for chunk in found], Layout.of(example.words))
    predicted = [_quote(example, one) for one in linked]
    known = {(quote.source, quote.content) for quote in record.quotes}
    tally = quotes.count(record.quotes, predicted, example.document.tokens or tokens_of(record.text))
    right = [(quote.source, quote.content) in known for quote in predicted]
    return _Judged(tally, [one.score for one in linked], right)


def _quote(example: Example, one: Attribution) -> Quote:
    def span(part: Part) -> Span:
        return example.words.tokens.span(part.first, part.end)

    # The figures here are of all types together, so that any type will do.
    return Quote(
        id="",
        type="indirect",
        content=tuple(span(part) for part in one.contents),
        cue=span(one.cue) if one.cue else None,
        source=span(one.source) if one.source else None,
    )
