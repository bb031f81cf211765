"""Check that quotes, speakers and relations by name are scored as the task's own script scores them.

    python scripts/check_named_scores.py DATA SCRIPT [--predictions 100] [--seed 0]

DATA is a folder with `onrecord/dev/{world,relations,speakers}.jsonl`, SCRIPT is `score_news.py`. Predictions are made
from the gold by random edits. Every figure of SCRIPT must be ours, file by file and for relations and world together.
Ends with 1 where one differs.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from random import Random
from types import ModuleType
from typing import Any

from named_trials import edited

from onrecord.corpora import Corpus, GoldDocument, read_together
from onrecord.evaluation import named_quotes, named_relations, named_speakers
from onrecord.evaluation.evaluating import Plan, evaluate
from onrecord.evaluation.predicting import Prediction, Predictor
from onrecord.evaluation.report import Report, Score
from onrecord.evaluation.selection import scorers_for
from onrecord.records import Record
from onrecord.writing import to_json

#: Files that are scored together.
TOGETHER = (("world",), ("relations",), ("speakers",), ("relations", "world"))
#: Two figures are equal up to what adding in another order makes of them.
EQUAL = 1e-9

_QUOTES = {
    "content 0.8": (named_quotes.CONTENT_HARD, "value"),
    "content 0.5": (named_quotes.CONTENT_EASY, "value"),
    "content 0.5 precision": (named_quotes.CONTENT_EASY, "precision"),
    "content 0.5 recall": (named_quotes.CONTENT_EASY, "recall"),
    "source": (named_quotes.SOURCE, "value"),
    "speaker": (named_quotes.SPEAKER, "value"),
    "kind": (named_quotes.KIND, "value"),
    "quote with speaker": (named_quotes.WITH_SPEAKER, "value"),
}


class Made(Predictor):
    """Records that are given, by id."""

    def __init__(self, records: Mapping[str, Record]) -> None:
        self._records = records

    @property
    def name(self) -> str:
        """What it is."""
        return "made from the gold"

    def predict(self, documents: Iterable[GoldDocument]) -> Iterator[Prediction]:
        """The record of each."""
        for gold in documents:
            yield Prediction(gold, self._records[gold.record.id])


def script_at(path: Path) -> ModuleType:
    """The script as a module."""
    spec = importlib.util.spec_from_file_location("score_news", path)
    if spec is None or spec.loader is None:
        sys.exit(f"{path}: no Python script")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def differences(script: ModuleType, paths: Sequence[Path], records: Mapping[str, Record]) -> list[str]:
    """Each figure of the script that is not ours, as a line.

    Args:
        script: The script.
        paths: Files of gold.
        records: The prediction for each article, by id.
    """
    gold = {row["id"]: row for path in paths for row in map(json.loads, path.read_text("utf-8").splitlines())}
    found = {id_: json.loads(to_json(record)) for id_, record in records.items() if id_ in gold}
    theirs: dict[str, Any] = script.score_quotes(gold, found)
    theirs |= script.score_speakers(gold, found) | script.score_relations(gold, found)
    corpus = read_together(paths)
    ours = _figures(_report(corpus, records), theirs)
    return [
        f"{key}: {theirs[key]}, ours {ours.get(key)}" for key in theirs if not _equal(theirs[key], ours.get(key, ()))
    ]


def _report(corpus: Corpus, records: Mapping[str, Record]) -> Report:
    return evaluate(corpus, Made(records), scorers_for(corpus.gold), Plan(samples=1)).report


def _figures(report: Report, theirs: Iterable[str]) -> dict[str, tuple[float, ...]]:
    """Our figures under the script's names. What is undefined is 0 there."""
    scores = {(own.task, own.metric, own.group): own for own in report.scores if own.documents == "all"}
    nothing = Score("", "", "", "", None, None, None, None, None, None, None)

    def of(task: str, metric: str, group: str = "all") -> Score:
        return scores.get((task, metric, group), nothing)

    figures: dict[str, tuple[float, ...]] = {}
    for key, (metric, part) in _QUOTES.items():
        figures[key] = (100 * (getattr(of("quotes", metric), part) or 0.0),)
    easy = of("quotes", named_quotes.CONTENT_EASY)
    figures["quotes gold"], figures["quotes predicted"] = (easy.gold or 0.0,), (easy.predicted or 0.0,)
    flags = of("relations", named_relations.FLAGS)
    figures["relations: flags right of the matched"] = (100 * (flags.value or 0.0),)
    for key in theirs:
        if key.startswith("relations ") and ":" in key:
            own = of("relations", named_relations.BY_NAME, key.removeprefix("relations ").partition(":")[0])
            shares = (own.precision, own.recall, own.value)
            figures[key] = (*(100 * (share or 0.0) for share in shares), own.gold or 0.0, own.predicted or 0.0)
        if key.startswith("speakers "):
            group, _, rest = key.removeprefix("speakers ").partition(" (")
            pair = [
                of("speakers", metric, group) for metric in (named_speakers.END_TO_END, named_speakers.GIVEN_SOURCE)
            ]
            if all(own.gold == int(rest.partition(")")[0]) for own in pair):
                figures[key] = tuple(100 * (own.value or 0.0) for own in pair)
    return figures


def _equal(one: float | Sequence[float], other: Sequence[float]) -> bool:
    first = one if isinstance(one, (tuple, list)) else (one,)
    return len(first) == len(other) and all(abs(a - b) < EQUAL for a, b in zip(first, other, strict=True))


def main() -> None:
    """Check, and say how many reports are equal."""
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    parser.add_argument("script", type=Path)
    parser.add_argument("--predictions", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    script, random = script_at(args.script), Random(args.seed)  # noqa: S311
    wrong = equal = 0
    for number in range(args.predictions):
        share = random.random()
        for names in TOGETHER:
            paths = [args.data / "onrecord" / "dev" / f"{name}.jsonl" for name in names]
            documents = read_together(paths).documents()
            records = {own.record.id: edited(own, random, share) for own in documents}
            lines = differences(script, paths, records)
            equal += len(lines) == 0
            wrong += len(lines)
            for line in lines:
                print(f"prediction {number}, {' and '.join(names)}, {line}")
    print(
        f"{args.predictions} predictions: {equal} of {len(TOGETHER) * args.predictions} reports equal, "
        f"{wrong} figures differ"
    )
    sys.exit(wrong > 0)


if __name__ == "__main__":
    main()
