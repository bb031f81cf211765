"""What the card of a model says of its evaluations on the rows of `score_table.py`; `make_card.py` writes the card."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from score_table import ROWS, Row, main_calibrations, main_scores

from onrecord.errors import SourceError
from onrecord.evaluation import quotes
from onrecord.evaluation.counts import ALL
from onrecord.evaluation.report import Report, Score, read_report
from onrecord.evaluation.tables import interval, percent

#: A label with a lower F1 is called weak.
WEAK = 0.5


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A figure of the model beside that of another system."""

    corpus: str
    metric: str
    model: str
    beside: str


@dataclass(frozen=True, slots=True)
class CalibrationRow:
    """How far the scores of a task can be believed on a corpus."""

    corpus: str
    task: str
    error: str
    predictions: int
    what: str


@dataclass(frozen=True, slots=True)
class WeakRow:
    """The weak labels of a metric."""

    corpus: str
    metric: str
    labels: tuple[str, ...]


def reports(paths: Iterable[Path]) -> dict[str, Report]:
    """Reports by the name of their file.

    Raises:
        SourceError: One is none, or is of no row of `score_table.py`.
    """
    known = {row.file for row in ROWS}
    found = {}
    for path in paths:
        if path.name not in known:
            raise SourceError(f"{path}: is of no row of the table; give the files that score_table.py wrote")
        found[path.name] = read_report(path)
    return found


def figures(model: Mapping[str, Report], beside: Mapping[str, Report]) -> Iterator[FigureRow]:
    """All figures of the table that the model has."""
    for row in _evaluated(model):
        others = main_scores(row, beside[row.file]) if row.file in beside else {}
        for metric, score in main_scores(row, model[row.file]).items():
            yield FigureRow(row.name, metric, _figure(score), _figure(others.get(metric)))


def calibrations(model: Mapping[str, Report]) -> Iterator[CalibrationRow]:
    """The calibration errors of all tasks of the table."""
    for row in _evaluated(model):
        for own in main_calibrations(row, model[row.file]):
            yield CalibrationRow(row.name, own.task, percent(own.error), own.predictions, own.what)


def weak_labels(model: Mapping[str, Report]) -> Iterator[WeakRow]:
    """Labels with an F1 below `WEAK`, of the first metric of each row and task that has labels, the weakest first."""
    for row in _evaluated(model):
        labelled = [score for score in model[row.file].scores if _is_of_label(score)]
        tasks = set()
        for metric in row.metrics:
            own = [score for score in labelled if f"{score.task}: {score.metric}" == metric]
            if not own or own[0].task in tasks:
                continue
            tasks.add(own[0].task)
            weak = sorted((score.value, score.group, score) for score in own if score.value is not None)
            labels = tuple(
                f"{group} {percent(value)} ({score.gold:.0f})" for value, group, score in weak if value < WEAK
            )
            if labels:
                yield WeakRow(row.name, metric, labels)


def _is_of_label(score: Score) -> bool:
    return score.documents == ALL and score.group not in (ALL, *quotes.TYPES) and bool(score.gold)


def _evaluated(model: Mapping[str, Report]) -> list[Row]:
    return [row for row in ROWS if row.file in model]


def _figure(score: Score | None) -> str:
    if score is None or score.value is None:
        return "–"
    return f"{percent(score.value)} ({interval(score)})" if score.low is not None else percent(score.value)
