"""`onrecord evaluate`: how good a pipeline, or any other system, is on a corpus."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.config import DEFAULT

if TYPE_CHECKING:
    from onrecord.corpora.corpus import Corpus
    from onrecord.evaluation.evaluating import Evaluation, Plan
    from onrecord.evaluation.given import Given
    from onrecord.evaluation.predicting import Casing, Predictor
    from onrecord.evaluation.relations import Fact
    from onrecord.evaluation.scorer import Task


class TaskChoice(StrEnum):
    """What `--task` takes."""

    NAMES = "names"
    QUOTES = "quotes"
    SPEAKERS = "speakers"
    COREFERENCE = "coreference"
    RELATIONS = "relations"
    PAIRS = "pairs"


class GivenChoice(StrEnum):
    """What `--given` takes."""

    ENTITIES = "entities"
    MENTIONS = "mentions"
    CONTENT = "content"


class CaseChoice(StrEnum):
    """What `--case` takes."""

    AS_IS = "as-is"
    LOWER = "lower"
    UPPER = "upper"


_CASINGS: dict[CaseChoice, Casing] = {
    CaseChoice.AS_IS: "as is",
    CaseChoice.LOWER: "lower",
    CaseChoice.UPPER: "upper",
}
_GIVEN: dict[GivenChoice, Given] = {
    GivenChoice.ENTITIES: "entities",
    GivenChoice.MENTIONS: "mentions",
    GivenChoice.CONTENT: "content",
}
_TASKS: dict[TaskChoice, Task] = {
    TaskChoice.NAMES: "names",
    TaskChoice.QUOTES: "quotes",
    TaskChoice.SPEAKERS: "speakers",
    TaskChoice.COREFERENCE: "coreference",
    TaskChoice.RELATIONS: "relations",
    TaskChoice.PAIRS: "pairs",
}


def evaluate(
    corpora: Annotated[
        list[Path],
        typer.Argument(
            metavar="CORPUS…",
            exists=True,
            help="A corpus as published, or records in our form: a file or a folder. Several are scored as one.",
        ),
    ],
    tasks: Annotated[list[TaskChoice] | None, typer.Option("--task", help="Only this task; repeatable.")] = None,
    config: Annotated[str, typer.Option(help="Name of a shipped configuration, or a YAML file.")] = DEFAULT,
    overrides: Annotated[
        list[str] | None,
        typer.Option(
            "--set", metavar="KEY=VALUE", help="Change a setting, as stages.quotes.min_score=0.8; repeatable."
        ),
    ] = None,
    device: Annotated[
        str | None,
        typer.Option(metavar="DEVICE", help="Where the model runs: auto, cpu, cuda, cuda:1 …; auto if left out."),
    ] = None,
    given: Annotated[
        GivenChoice | None,
        typer.Option(
            help="Gold that is given: entities to relations, mentions to coreference, content to attribution."
        ),
    ] = None,
    predictions: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="Score the records of this file instead of running a pipeline."),
    ] = None,
    as_json: Annotated[
        Path | None, typer.Option("--json", metavar="OUT", help="Write everything, for compare.")
    ] = None,
    html: Annotated[Path | None, typer.Option(metavar="OUT", help="Write a page that shows the errors.")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Only the first LIMIT documents.")] = None,
    format: Annotated[
        str | None, typer.Option("--format", "-f", help="Format of CORPUS; recognised by content if left out.")
    ] = None,
    case: Annotated[CaseChoice, typer.Option(help="How the texts are put to the pipeline.")] = CaseChoice.AS_IS,
    train: Annotated[
        Path | None, typer.Option(exists=True, help="Training part of the corpus, whose facts Ign-F1 leaves out.")
    ] = None,
    samples: Annotated[int, typer.Option(min=1, help="Bootstrap samples for the intervals.")] = 1000,
    seed: Annotated[int, typer.Option(min=0, help="Seed of the bootstrap.")] = 0,
    force: Annotated[bool, typer.Option("--force", help="Write over files of an earlier evaluation.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress on standard error.")] = False,
) -> None:
    """Score a pipeline on CORPUS, in the corpus's own labels, with the metrics that papers report.

    The tables have precision, recall and F1 in percent, with 95% intervals from bootstrapping articles. The figures
    are defined in the modules of onrecord.evaluation, one for each task.

    Predictions of any other system are scored by the same code: records in our form, one for each document of CORPUS,
    with the document's id and text.

    \b
    Exit codes:
      0  done
      1  a file of the corpus or of the predictions is not what it should be, or every document failed
      2  the command or the configuration cannot work

    \b
    Examples:
      onrecord evaluate gold.json
      onrecord evaluate polnear/dev --task quotes --json news-small.json --html errors.html
      onrecord evaluate polnear/dev --task quotes --config rules --json rules.json
      onrecord evaluate dwie/dev --given entities --train dwie/train
      onrecord evaluate conll2003/dev.txt --case lower --limit 50
      onrecord evaluate polnear/dev --predictions other-system.jsonl --json other.json
      onrecord evaluate onrecord/dev/relations.jsonl onrecord/dev/world.jsonl --task relations
      onrecord compare rules.json news-small.json
    """  # noqa: D301 - \b keeps the lines of the help
    from onrecord.batch.output import check_output, refuse_existing
    from onrecord.corpora.registry import read_together
    from onrecord.errors import ArticleError, SourceError
    from onrecord.evaluation.evaluating import Plan

    if predictions is not None and (given is not None or case is not CaseChoice.AS_IS or device is not None):
        raise typer.BadParameter("predictions are scored as they are: leave out --given, --case and --device")
    for path in (as_json, html):
        if path is not None:
            check_output(path, [str(given_path) for given_path in (*corpora, predictions, train) if given_path])
            if not force:
                refuse_existing(path)
    plan = Plan(limit, samples, seed, _GIVEN[given] if given else None, _CASINGS[case])
    try:
        gold = read_together(corpora, format)
        if predictions is None:
            predictor = _pipeline(config, overrides or [], device, plan, gold)
        else:
            predictor = _from_file(predictions)
        with _progress(quiet) as tell:
            found = _evaluated(gold, predictor, tasks or [], train, plan, tell)
        _write(found, as_json, html)
    except (ArticleError, SourceError) as error:
        print(f"onrecord: {error}", file=sys.stderr)
        raise typer.Exit(1) from None
    from rich.console import Console

    from onrecord.evaluation.tables import print_report

    # Where nobody reads along, lines need not fit a window.
    report = found.report
    print_report(report, Console(width=None if sys.stdout.isatty() else 120))
    if report.failed == len(report.documents):
        print("onrecord: the system had nothing for any document; the figures say nothing", file=sys.stderr)
        raise typer.Exit(1)


def _pipeline(config: str, overrides: list[str], device: str | None, plan: Plan, gold: Corpus) -> Predictor:
    from onrecord.evaluation.predicting import PipelinePredictor
    from onrecord.extractor import load

    return PipelinePredictor(load(config, overrides, device), gold.gold.scheme, plan.given, plan.casing)


def _from_file(path: Path) -> Predictor:
    from onrecord.evaluation.predicting import FilePredictor

    return FilePredictor(path)


def _evaluated(
    gold: Corpus,
    predictor: Predictor,
    tasks: list[TaskChoice],
    train: Path | None,
    plan: Plan,
    tell: Callable[[int], None],
) -> Evaluation:
    from onrecord.evaluation.evaluating import evaluate as run_evaluation
    from onrecord.evaluation.selection import scorers_for

    scorers = scorers_for(gold.gold, [_TASKS[task] for task in tasks], _known(train, gold), plan.given)
    return run_evaluation(gold, predictor, scorers, plan, tell)


def _known(train: Path | None, gold: Corpus) -> frozenset[Fact]:
    """Facts of the training part."""
    from onrecord.corpora.registry import read
    from onrecord.evaluation.relations import facts

    if train is None:
        return frozenset()
    return facts(document.record for document in read(train, gold.format).documents())


@contextmanager
def _progress(quiet: bool) -> Iterator[Callable[[int], None]]:
    """Shows on standard error how many documents are done."""
    if quiet or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    from onrecord.counting import counted

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        shown = progress.add_task("reading")
        yield lambda done: progress.update(shown, description=counted(done, "document"))


def _write(found: Evaluation, as_json: Path | None, html: Path | None) -> None:
    from onrecord.errors import SourceError
    from onrecord.evaluation.page import error_page
    from onrecord.evaluation.report import write_report

    if as_json is not None:
        write_report(found.report, as_json)
    if html is not None:
        try:
            html.write_text(error_page(found), encoding="utf-8", newline="\n")
        except OSError as error:
            raise SourceError(f"{html}: cannot be written: {error.strerror}") from None
