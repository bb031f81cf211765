"""One table of a configuration's figures on all development sets, as Markdown.

    python scripts/score_table.py DATA OUT [--config NAME] [--set KEY=VALUE …] [--device cuda] [--limit N]

Runs `onrecord evaluate` once for each row below, writes its JSON into OUT (for `onrecord compare` and `make_card.py`)
and prints the main figures in percent with their 95% intervals. OUT is a folder and is made. Where a stage can be told
whose labels it is to use, it uses those that the row names.

PLOVER has no development set. Every fifth row of its training set, beginning with the first, is taken for one: the rows
that `count_relation_scores.py` leaves out. That is for the patterns, whose acts are scored. A head that has learnt from
all rows cannot be scored here: `cross_validate.py` gives its figures.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from onrecord.build import build, on_device
from onrecord.config import DEFAULT, PipelineConfig, load_config
from onrecord.corpora.registry import read
from onrecord.evaluation import relations
from onrecord.evaluation.counts import ALL
from onrecord.evaluation.evaluating import Plan, evaluate
from onrecord.evaluation.given import Given
from onrecord.evaluation.predicting import PipelinePredictor
from onrecord.evaluation.report import CalibrationEntry, Report, Score, write_report
from onrecord.evaluation.selection import scorers_for
from onrecord.evaluation.tables import interval, percent
from onrecord.extractor import Extractor


@dataclass(frozen=True, slots=True)
class Row:
    """One evaluation."""

    corpus: str
    """Within the data folder."""
    metrics: tuple[str, ...]
    """What to print, as `task: metric`."""
    given: Given | None = None
    train: str | None = None
    """Training part, for Ign-F1."""
    every: int = 1
    """1 for the whole corpus; N for every Nth line after the header, beginning with the first."""
    schemes: tuple[tuple[str, str], ...] = ()
    """Place of a stage and the scheme that it is to use, where it has a setting for it."""
    only: str | None = None
    """The one configuration that has the labels of the corpus; None where any has."""

    @property
    def name(self) -> str:
        """Its name in the table."""
        part = f", every {self.every}th row" if self.every > 1 else ""
        return f"{self.corpus}{part}{f', given {self.given}' if self.given else ''}"

    @property
    def file(self) -> str:
        """Name of its JSON."""
        return f"{self.corpus.replace('/', '-')}{f'-given-{self.given}' if self.given else ''}.json"


_NAMES = ("names: exact", "names: exact, by tokens")
_QUOTES = tuple(
    f"quotes: {metric}"
    for metric in (
        "content exact", "content spans exact", "source exact", "cue exact", "content ≥ 0.3", "content ≥ 0.8",
        "pair exact", "pair ≥ 0.8", "attribution accuracy",
    )
)  # fmt: skip
_COREFERENCE = tuple(f"coreference: {metric}" for metric in ("MUC", "B³", "CEAF-φ4", "CoNLL", "LEA"))
_RELATIONS = tuple(
    f"relations: {metric}" for metric in ("hard", "hard, Ign", "soft", "hard, our labels", "soft, our labels")
)
_PAIRS = ("pairs: micro", "pairs: macro")

_DWIE = (("mentions", "dwie"), ("relations", "dwie"))
_CONLL04 = (("mentions", "conll04"), ("relations", "conll04"))

ROWS = (
    Row("conll2003/dev.txt", _NAMES, schemes=(("mentions", "conll2003"),)),
    Row("worldwide/dev", _NAMES, schemes=(("mentions", "worldwide"),)),
    Row("dwie/dev", (*_NAMES, *_COREFERENCE, *_RELATIONS), train="dwie/train", schemes=_DWIE),
    Row("dwie/dev", _RELATIONS, "entities", "dwie/train", schemes=_DWIE),
    Row("polnear/dev", _QUOTES),
    Row("polnear/dev", ("quotes: source exact", "quotes: attribution accuracy"), "content"),
    Row("polnear/cofenet_dev.jsonl", ("quotes: source exact", "quotes: cue exact", "quotes: content exact")),
    Row("gum/dev/ontogum", _COREFERENCE, schemes=(("mentions", "ontogum"),)),
    Row("gum/dev/ontogum", _COREFERENCE, "mentions"),
    Row("gap/dev.tsv", ("GAP: F1", "GAP: bias, feminine over masculine")),
    Row("conll04/dev.json", (*_NAMES, "relations: strict", "relations: strict, by tokens"), schemes=_CONLL04),
    Row("conll04/dev.json", ("relations: strict",), "entities", schemes=_CONLL04),
    Row("plover/train.tsv", _PAIRS, "entities", every=5, only="rules"),
    Row("directed_sentiment/dev.txt", _PAIRS, "entities", schemes=(("relations", "directed_sentiment"),)),
    Row(
        "onrecord/dev/world.jsonl",
        (
            *(f"quotes: {metric}" for metric in ("content 0.8", "content 0.5", "source", "kind", "quote with speaker")),
            "quotes: speaker",
            "relations: by name",
        ),
    ),
    Row("onrecord/dev/relations.jsonl", ("relations: by name", "relations: flags")),
    Row("onrecord/dev/speakers.jsonl", ("speakers: end to end", "speakers: given the source")),
)


def run(row: Row, data: Path, extractor: Extractor, limit: int | None) -> Report:
    """The report of one row."""
    with tempfile.TemporaryDirectory() as scratch:
        path = data / row.corpus
        return _report(
            row, path if row.every == 1 else _thinned(path, row.every, Path(scratch)), data, extractor, limit
        )


def configured(config: PipelineConfig, row: Row) -> PipelineConfig:
    """The configuration with the schemes of a row."""
    stages = {stage.name: stage for stage in build(config)}
    changed = {
        place: {**config.stages[place], "scheme": scheme}
        for place, scheme in row.schemes
        if place in stages and "scheme" in type(stages[place].settings).model_fields
    }
    return config.model_copy(update={"stages": {**config.stages, **changed}})


def _report(row: Row, path: Path, data: Path, extractor: Extractor, limit: int | None) -> Report:
    corpus = read(path)
    known = frozenset[relations.Fact]()
    if row.train is not None:
        known = relations.facts(document.record for document in read(data / row.train, corpus.format).documents())
    predictor = PipelinePredictor(extractor, corpus.gold.scheme, row.given)
    scorers = scorers_for(corpus.gold, (), known, row.given)
    return evaluate(corpus, predictor, scorers, Plan(limit=limit, given=row.given)).report


def _thinned(path: Path, every: int, folder: Path) -> Path:
    header, *rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
    thin = folder / path.name
    thin.write_text(header + "".join(rows[::every]), encoding="utf-8")
    return thin


def main_scores(row: Row, report: Report) -> dict[str, Score]:
    """The scores of the row's metrics over all labels and documents, those that the report has, in the row's order."""
    scores = {f"{own.task}: {own.metric}": own for own in report.scores if own.group == ALL and own.documents == ALL}
    return {metric: scores[metric] for metric in row.metrics if metric in scores}


def main_calibrations(row: Row, report: Report) -> list[CalibrationEntry]:
    """The calibration errors of the tasks of the row's metrics."""
    asked = {metric.partition(":")[0] for metric in row.metrics}
    return [own for own in report.calibrations if own.task in asked]


def lines(row: Row, report: Report) -> list[str]:
    """The lines of the table for one row, the calibration errors of its tasks last."""
    figures = [
        f"| {row.name} | {metric} | {percent(score.value)} | {interval(score)} |"
        for metric, score in main_scores(row, report).items()
    ]
    errors = [
        f"| {row.name} | {own.task}: calibration error | {percent(own.error)} | |"
        for own in main_calibrations(row, report)
    ]
    return figures + errors


def main() -> int:
    """Evaluate and print; the exit code."""
    parser = argparse.ArgumentParser(description="Figures of a configuration on all development sets.")
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--config", default=DEFAULT)
    parser.add_argument("--set", dest="overrides", action="append", default=[], metavar="KEY=VALUE")
    parser.add_argument("--device")
    parser.add_argument("--limit", type=int)
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    config = on_device(load_config(arguments.config, arguments.overrides), arguments.device)
    print("| corpus | metric | figure | 95% interval |\n| --- | --- | --- | --- |")
    seconds = 0.0
    for row in ROWS:
        if row.only not in (None, config.name):
            continue
        report = run(row, arguments.data, Extractor(configured(config, row)), arguments.limit)
        write_report(report, arguments.out / row.file)
        print("\n".join(lines(row, report)), flush=True)
        seconds += report.seconds.total
    print(f"\n{arguments.config}, {seconds:.0f} s in all")
    return 0


if __name__ == "__main__":
    sys.exit(main())
