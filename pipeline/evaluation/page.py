"""The error page: one self-contained page of what went wrong, gold beside prediction."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import chain

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from onrecord.evaluation.calibration import Calibration, calibrations
from onrecord.evaluation.confusion import Confusion, confusions
from onrecord.evaluation.counts import ALL
from onrecord.evaluation.evaluating import Evaluation
from onrecord.evaluation.excerpt import Gap, Piece, pieces, windows
from onrecord.evaluation.mistake import Mistake, by_cost
from onrecord.evaluation.mistakes import mistakes
from onrecord.evaluation.report import Report, Score
from onrecord.evaluation.tables import HEADLINES, interval, percent
from onrecord.version import __version__

#: Most mistakes that are shown; how many there are in all is said.
MOST = 1000
#: Most types that a confusion table shows.
MOST_TYPES = 16

_KINDS = {
    "missed": "missed",
    "spurious": "spurious",
    "bounds": "wrong bounds",
    "type": "wrong type",
    "attribution": "wrongly attributed",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A mistake as the page shows it."""

    mistake: Mistake
    kind: str
    """Its kind in words."""
    gold: list[Piece | Gap]
    predicted: list[Piece | Gap]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many mistakes of a kind there are, and their cost."""

    task: str
    kind: str
    count: int
    cost: int


@dataclass(frozen=True, slots=True)
class HeatTable:
    """A confusion table, as much of it as is shown."""

    confusion: Confusion
    types: tuple[str, ...]
    """Those shown."""
    rows: tuple[tuple[str, tuple[tuple[int, int], ...]], ...]
    """Gold type, then the count and the heat (0 to 5) of each predicted type."""
    left_out: int
    """Rarer types that are not shown."""


def error_page(evaluation: Evaluation) -> str:
    """The page as HTML; it needs no network and runs no script but its own.

    Args:
        evaluation: What to show.
    """
    report = evaluation.report
    tasks = frozenset(score.task for score in report.scores)
    found = by_cost(chain.from_iterable(mistakes(case, tasks, report.scheme) for case in evaluation.cases))
    style, script = Markup(_file("errors.css")), Markup(_file("errors.js"))  # noqa: S704 - our own files
    return (
        _environment()
        .get_template("errors.html")
        .render(
            report=report,
            headlines=headlines(report),
            tallies=_tallies(found),
            tables=[_heat(table) for table in confusions(evaluation.cases, tasks, report.scheme)],
            calibrations=calibrations(evaluation.cases, tasks, report.scheme),
            entries=[_entry(mistake) for mistake in found[:MOST]],
            total=len(found),
            tasks=list(dict.fromkeys(mistake.task for mistake in found)),
            kinds=_KINDS,
            style=style,
            script=script,
            policy=f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
            "base-uri 'none'; form-action 'none'",
            version=__version__,
        )
    )


def headlines(report: Report) -> list[Score]:
    """The figures at the head of the page."""
    whole = [score for score in report.scores if score.documents == ALL and score.group == ALL]
    return [score for score in whole if (score.task, score.metric) in HEADLINES]


def _entry(mistake: Mistake) -> Entry:
    shown = windows(mistake.text, (*mistake.gold_marks, *mistake.predicted_marks))
    return Entry(
        mistake=mistake,
        kind=_KINDS[mistake.kind],
        gold=pieces(mistake.text, shown, mistake.gold_marks),
        predicted=pieces(mistake.text, shown, mistake.predicted_marks),
    )


def _tallies(found: Iterable[Mistake]) -> list[Tally]:
    counts: Counter[tuple[str, str]] = Counter()
    costs: Counter[tuple[str, str]] = Counter()
    for mistake in found:
        counts[mistake.task, mistake.kind] += 1
        costs[mistake.task, mistake.kind] += mistake.cost
    return [
        Tally(task, _KINDS[kind], count, costs[task, kind])
        for (task, kind), count in sorted(counts.items(), key=lambda item: (item[0][0], -costs[item[0]]))
    ]


def _heat(confusion: Confusion) -> HeatTable:
    """The most frequent types; cells are shaded by their share of the row."""
    last = len(confusion.types) - 1
    places = [*range(min(last, MOST_TYPES)), last]
    rows = []
    for row in places:
        total = sum(confusion.counts[row])
        cells = tuple((count, _shade(count, total)) for count in (confusion.counts[row][column] for column in places))
        rows.append((confusion.types[row], cells))
    return HeatTable(confusion, tuple(confusion.types[place] for place in places), tuple(rows), last + 1 - len(places))


def _shade(count: int, total: int) -> int:
    return -(-5 * count // total) if total else 0


def _is_gap(item: Piece | Gap) -> bool:
    return isinstance(item, Gap)


def _points(calibration: Calibration) -> Sequence[tuple[float, float, float, str]]:
    """Place (0 to 200), radius and caption of each bin in the drawing."""
    largest = max(own.size for own in calibration.bins)
    return [
        (
            round(200 * own.score, 1),
            round(200 - 200 * own.right, 1),
            round(3 + 9 * (own.size / largest) ** 0.5, 1),
            f"{own.size} predictions: mean score {own.score:.2f}, {100 * own.right:.0f}% right",
        )
        for own in calibration.bins
    ]


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FunctionLoader(_file), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {"percent": percent, "interval": interval, "points": _points}
    environment.tests["gap"] = _is_gap
    return environment


@cache
def _file(name: str) -> str:
    return resources.files("onrecord.evaluation").joinpath(name).read_text(encoding="utf-8")


def _hash(source: str) -> str:
    """What a Content-Security-Policy calls an inline element by."""
    return "sha256-" + base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()
