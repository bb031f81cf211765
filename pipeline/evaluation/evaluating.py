"""The evaluation: gold and predictions in, a report out."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from onrecord.corpora.corpus import Corpus
from onrecord.counting import counted
from onrecord.errors import SourceError
from onrecord.evaluation.calibration import calibrations
from onrecord.evaluation.case import Case, case_of
from onrecord.evaluation.counts import Key, Tally
from onrecord.evaluation.figures import Figure, plain
from onrecord.evaluation.given import Given
from onrecord.evaluation.predicting import Casing, Prediction, Predictor
from onrecord.evaluation.report import (
    FORMAT,
    CalibrationEntry,
    DocumentCounts,
    FigureEntry,
    ReferenceEntry,
    Report,
    Score,
    Seconds,
    key_name,
)
from onrecord.evaluation.scorer import Scorer
from onrecord.evaluation.scoring import scores_of
from onrecord.version import __version__

#: Bootstrap samples, unless told otherwise.
SAMPLES = 1000


@dataclass(frozen=True, slots=True)
class Plan:
    """How to evaluate."""

    limit: int | None = None
    """Most documents to score; the first of the corpus."""
    samples: int = SAMPLES
    """Bootstrap samples."""
    seed: int = 0
    """Of the bootstrap."""
    given: Given | None = None
    """What of the gold the predictor is given; for the report."""
    casing: Casing = "as is"
    """How the texts are put to the predictor; for the report."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What came out."""

    report: Report
    cases: tuple[Case, ...]
    """Every document as it was compared."""


@dataclass(slots=True)
class _Progress:
    """What has been gathered so far."""

    cases: list[Case]
    tallies: list[Tally]
    failures: list[str]
    extracting: float = 0.0
    scoring: float = 0.0


def evaluate(
    corpus: Corpus,
    predictor: Predictor,
    scorers: Sequence[Scorer],
    plan: Plan,
    tell: Callable[[int], None] = lambda _: None,
) -> Evaluation:
    """Score a predictor on a corpus.

    Args:
        corpus: The gold.
        predictor: The system.
        scorers: What to count.
        plan: How to evaluate.
        tell: Called with the number of documents done, after each.

    Raises:
        ArticleError: A prediction is for another text than the gold.
        SourceError: The corpus breaks its format, or is empty.
    """
    started = time.perf_counter()
    gathered = _Progress([], [], [])
    for prediction in _timed(predictor.predict(itertools.islice(corpus.documents(), plan.limit)), gathered):
        begun = time.perf_counter()
        case = case_of(prediction.gold, corpus.gold, prediction.record)
        gathered.tallies.append(_tally(case, scorers))
        gathered.cases.append(case)
        if prediction.failure is not None:
            gathered.failures.append(f"{case.gold.id}: {prediction.failure}")
        gathered.scoring += time.perf_counter() - begun
        tell(len(gathered.cases))
    if not gathered.cases:
        raise SourceError(f"{corpus.path}: holds no document")
    notes = (
        *_notes(corpus, predictor, gathered.failures, plan.limit),
        *(note for scorer in scorers for note in scorer.notes()),
    )
    return Evaluation(_report(corpus, predictor.name, scorers, plan, gathered, notes, started), tuple(gathered.cases))


def _report(
    corpus: Corpus,
    system: str,
    scorers: Sequence[Scorer],
    plan: Plan,
    gathered: _Progress,
    notes: tuple[str, ...],
    started: float,
) -> Report:
    for scorer in scorers:
        scorer.load()
    begun = time.perf_counter()
    documents = tuple(_document(case, tally) for case, tally in zip(gathered.cases, gathered.tallies, strict=True))
    figures = _figures(gathered.tallies, scorers)
    scores = scores_of(documents, figures, plan.samples, plan.seed)
    references = _references(scorers, figures, gathered.tallies)
    now = time.perf_counter()
    return Report(
        version=FORMAT,
        onrecord=__version__,
        corpus=str(corpus.path),
        format=corpus.format,
        scheme=corpus.gold.scheme,
        system=system,
        given=plan.given,
        case=plan.casing,
        samples=plan.samples,
        seed=plan.seed,
        words=sum(document.words for document in documents),
        scores=tuple(scores),
        references=references,
        seconds=Seconds(now - started, gathered.extracting, gathered.scoring + now - begun),
        failed=len(gathered.failures),
        notes=notes,
        figures=tuple(
            FigureEntry(key_name(figure.key), figure.kind, tuple(key_name(part) for part in figure.parts))
            for figure in figures
        ),
        documents=documents,
        calibrations=_calibrations(gathered.cases, scores, corpus.gold.scheme),
    )


def _calibrations(cases: Sequence[Case], scores: Iterable[Score], scheme: str) -> tuple[CalibrationEntry, ...]:
    found = calibrations(cases, frozenset(score.task for score in scores), scheme)
    return tuple(CalibrationEntry(own.task, own.what, sum(one.size for one in own.bins), own.error) for own in found)


def _timed(predictions: Iterator[Prediction], gathered: _Progress) -> Iterator[Prediction]:
    """The predictions; the time that each takes to come is extraction."""
    while True:
        begun = time.perf_counter()
        prediction = next(predictions, None)
        gathered.extracting += time.perf_counter() - begun
        if prediction is None:
            return
        yield prediction


def _tally(case: Case, scorers: Iterable[Scorer]) -> Tally:
    tally = Tally()
    for scorer in scorers:
        tally.update(scorer.count(case))
    return tally


def _document(case: Case, tally: Tally) -> DocumentCounts:
    meta = case.gold.meta
    outlet, article = meta.get("outlet"), meta.get("article")
    return DocumentCounts(
        id=case.gold.id,
        article=article if isinstance(article, str) else case.gold.id,
        outlet=outlet if isinstance(outlet, str) else None,
        words=len(case.tokens.spans),
        counts={
            key_name(key): (count.predicted_hits, count.predicted, count.gold_hits, count.gold)
            for key, count in tally.items()
            if count.predicted or count.gold
        },
    )


def _figures(tallies: Sequence[Tally], scorers: Sequence[Scorer]) -> list[Figure]:
    """All figures, in the order in which their counts first occur, those of the whole before those of its groups."""
    keys = list(dict.fromkeys(key for tally in tallies for key, _ in tally.items()))
    figures = [*plain(keys), *(figure for scorer in scorers for figure in scorer.figures(keys))]
    order = {task: place for place, task in enumerate(dict.fromkeys(figure.key.task for figure in figures))}
    metrics = {key[:2]: place for place, key in enumerate(dict.fromkeys(figure.key[:2] for figure in figures))}
    return sorted(figures, key=lambda figure: (order[figure.key.task], metrics[figure.key[:2]]))


def _references(
    scorers: Sequence[Scorer], figures: Sequence[Figure], tallies: Sequence[Tally]
) -> tuple[ReferenceEntry, ...]:
    found = [reference for scorer in scorers for reference in scorer.references()]
    if not found:
        return ()
    sums = Tally()
    for tally in tallies:
        sums.update(tally)
    by_key: dict[Key, Figure] = {figure.key: figure for figure in figures}
    return tuple(
        ReferenceEntry(key_name(entry.key), entry.scorer, entry.value, by_key[entry.key].value(sums)) for entry in found
    )


def _notes(corpus: Corpus, predictor: Predictor, failures: Sequence[str], limit: int | None) -> tuple[str, ...]:
    notes = [f"the reader repaired: {what} ({count})" for what, count in sorted(corpus.repairs.repaired.items())]
    notes += [f"the reader left out: {what} ({count})" for what, count in sorted(corpus.repairs.skipped.items())]
    if failures:
        notes.append(
            f"{counted(len(failures), 'document')} without a prediction, scored as empty: {'; '.join(failures[:3])}"
        )
    if limit is None:
        notes += predictor.notes()
    return tuple(notes)
