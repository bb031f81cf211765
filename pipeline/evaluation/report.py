"""What an evaluation says: figures with intervals, and the counts of each document, as JSON and back."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import ConfigDict, TypeAdapter, ValidationError

from onrecord.errors import SourceError
from onrecord.evaluation.counts import Count, Key, Tally
from onrecord.evaluation.figures import Figure

#: Version of the JSON; another one is not read.
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Score:
    """One figure of the report. What is undefined is null."""

    task: str
    metric: str
    group: str
    """A type, a label, a kind of quote; `all`."""
    documents: str
    """The documents it is over: `all`, `outlet: …` or `length: …`."""
    value: float | None
    """F1, or the share, or what else the metric is; 0 to 1 but for quotients."""
    low: float | None
    """Lower end of the 95% interval."""
    high: float | None
    """Upper end of the 95% interval."""
    precision: float | None
    recall: float | None
    gold: float | None
    """How much gold there is, in what the metric counts."""
    predicted: float | None
    """How much was predicted."""


@dataclass(frozen=True, slots=True)
class DocumentCounts:
    """The counts of one document."""

    id: str
    article: str
    """Of which article it is; the bootstrap draws articles whole."""
    outlet: str | None
    """Who published it, where the corpus says."""
    words: int
    """Tokens as scored by."""
    counts: dict[str, tuple[float, float, float, float]]
    """By `task/metric/group`: predicted hits, predicted, gold hits, gold."""

    def tally(self) -> Tally:
        """The counts by key."""
        tally = Tally()
        for name, numbers in self.counts.items():
            tally.add(Key(*name.split("/", 2)), Count(*numbers))
        return tally


@dataclass(frozen=True, slots=True)
class FigureEntry:
    """How a figure that is no plain F1 is made, so that it can be computed again."""

    key: str
    kind: Literal["f1", "mean", "quotient"]
    parts: tuple[str, ...]

    def figure(self) -> Figure:
        """The figure."""
        return Figure(_key(self.key), self.kind, tuple(_key(part) for part in self.parts))


@dataclass(frozen=True, slots=True)
class ReferenceEntry:
    """A figure by the field's own scorer."""

    key: str
    scorer: str
    value: float
    ours: float


@dataclass(frozen=True, slots=True)
class CalibrationEntry:
    """How far the scores of one task can be believed."""

    task: str
    what: str
    """When a prediction is right."""
    predictions: int
    """How many were judged."""
    error: float
    """Expected calibration error, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Seconds:
    """Wall time."""

    total: float
    extracting: float
    """In the pipeline, or reading the predictions."""
    scoring: float
    """Counting and the bootstrap."""

    @property
    def share(self) -> float:
        """The share of the whole that is scoring."""
        return self.scoring / self.total if self.total else 0.0


@dataclass(frozen=True, slots=True)
class Report:
    """One evaluation."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    version: int
    """Of this format."""
    onrecord: str
    """Version of onrecord."""
    corpus: str
    """What was evaluated on, as given."""
    format: str
    """Format of the corpus."""
    scheme: str
    """Whose labels the gold has."""
    system: str
    """Configuration and its hash, or the file of predictions."""
    given: str | None
    """What of the gold the pipeline was given."""
    case: str
    """Whether the texts were as they are, lower-cased or upper-cased."""
    samples: int
    """Bootstrap samples."""
    seed: int
    """Of the bootstrap."""
    words: int
    scores: tuple[Score, ...]
    references: tuple[ReferenceEntry, ...]
    seconds: Seconds
    failed: int
    """Documents for which the system had nothing; scored as empty."""
    notes: tuple[str, ...]
    """What the reader repaired, what failed, what was missing."""
    figures: tuple[FigureEntry, ...]
    documents: tuple[DocumentCounts, ...]
    calibrations: tuple[CalibrationEntry, ...] = ()
    """One for each task whose predictions carry scores that differ."""


@cache
def _adapter() -> TypeAdapter[Report]:
    return TypeAdapter(Report)


def write_report(report: Report, path: Path) -> None:
    """Write as JSON.

    Raises:
        SourceError: The file cannot be written.
    """
    try:
        path.write_bytes(_adapter().dump_json(report, indent=1) + b"\n")
    except OSError as error:
        raise SourceError(f"{path}: cannot be written: {error.strerror}") from None


def read_report(path: Path) -> Report:
    """Read what `write_report` wrote.

    Raises:
        SourceError: The file cannot be read, or is none of `onrecord evaluate --json`.
    """
    try:
        report = _adapter().validate_json(path.read_bytes())
    except OSError as error:
        raise SourceError(f"{path}: cannot be read: {error.strerror}") from None
    except ValidationError as error:
        problem = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in problem["loc"]) or "the file"
        raise SourceError(
            f"{path}: {place}: {problem['msg']}; give a file that `onrecord evaluate --json` wrote"
        ) from None
    if report.version != FORMAT:
        raise SourceError(f"{path}: is of format {report.version}, this onrecord reads {FORMAT}; evaluate again")
    return report


def _key(name: str) -> Key:
    return Key(*name.split("/", 2))


def key_name(key: Key) -> str:
    """The key as one string."""
    return "/".join(key)
