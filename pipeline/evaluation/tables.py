"""A report as tables in the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from onrecord.counting import counted
from onrecord.evaluation import (
    coreference,
    gap,
    named_quotes,
    named_relations,
    named_speakers,
    names,
    pairs,
    quotes,
    relations,
)
from onrecord.evaluation.counts import ALL
from onrecord.evaluation.report import Report, Score

#: The figures that are shown by outlet and by length.
HEADLINES = (
    (names.TASK, names.EXACT),
    (quotes.TASK, "content exact"),
    (quotes.TASK, quotes.CONTENT_HARD),
    (quotes.TASK, "source exact"),
    (quotes.TASK, "cue exact"),
    (quotes.TASK, quotes.ATTRIBUTION),
    (quotes.TASK, quotes.SPEAKER),
    (named_quotes.TASK, named_quotes.CONTENT_EASY),
    (named_quotes.TASK, named_quotes.WITH_SPEAKER),
    (named_speakers.TASK, named_speakers.END_TO_END),
    (named_speakers.TASK, named_speakers.GIVEN_SOURCE),
    (coreference.TASK, coreference.CONLL),
    (relations.TASK, relations.SOFT),
    (relations.TASK, relations.STRICT),
    (named_relations.TASK, named_relations.BY_NAME),
    (pairs.TASK, pairs.MICRO),
    (gap.TASK, gap.F1),
)

#: Most types or labels of one metric that are shown; the JSON has them all.
MOST_GROUPS = 30

_NONE = "–"

#: Metrics that are one share; the others have a precision and a recall.
_SHARES = frozenset(
    (module.TASK, metric)
    for module in (quotes, named_quotes, named_speakers, named_relations)
    for metric in module.SHARES
)


def print_report(report: Report, console: Console) -> None:
    """Print the tables, the references, the notes and the time.

    Args:
        report: What to print.
        console: Where to.
    """
    given = f", given {report.given}" if report.given else ""
    case = f", {report.case}-cased" if report.case != "as is" else ""
    console.print(
        f"{report.corpus} ({report.format}): {counted(len(report.documents), 'document')}, "
        f"{counted(report.words, 'word')}; "
        f"{report.system}{given}{case}",
        markup=False,
        highlight=False,
        style="bold",
    )
    whole = [score for score in report.scores if score.documents == ALL]
    for task in dict.fromkeys(score.task for score in whole):
        own = [score for score in whole if score.task == task]
        console.print(_by_type(own) if _has_quote_types(own) else _by_metric(task, own))
    if parts := [score for score in report.scores if score.documents != ALL]:
        console.print(_by_documents(parts))
    _print_rest(report, console)


def percent(value: float | None) -> str:
    """A figure as percent with one decimal."""
    return _NONE if value is None else f"{100 * value:.1f}"


def interval(score: Score) -> str:
    """The interval of a score as percent."""
    return "" if score.low is None or score.high is None else f"{100 * score.low:.1f}–{100 * score.high:.1f}"


def _table(title: str, first: str, columns: Iterable[str]) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", header_style="")
    table.add_column(first, overflow="fold")
    for column in columns:
        table.add_column(column, justify="right", overflow="fold")
    return table


def _by_metric(task: str, scores: Sequence[Score]) -> Table:
    """One row a metric and group, with precision and recall."""
    table = _table(task, "metric", ("P", "R", "F1", "95% interval", "gold", "predicted"))
    metrics = list(dict.fromkeys(score.metric for score in scores))
    # Hard and soft have the same labels; they are shown once.
    without_groups = {metric for metric in metrics if metric.replace(relations.HARD, relations.SOFT) in metrics}
    without_groups -= {metric for metric in metrics if relations.HARD not in metric}
    for metric in metrics:
        own = [score for score in scores if score.metric == metric]
        rows = [score for score in own if score.group == ALL]
        if metric not in without_groups:
            rows += sorted((score for score in own if score.group != ALL), key=lambda score: -(score.gold or 0))
        for score in rows[: MOST_GROUPS + 1]:
            name = escape(metric) if score.group == ALL else f"  {escape(score.group)}"
            counts = [_NONE if count is None else f"{count:,.10g}" for count in (score.gold, score.predicted)]
            is_share = (task, metric) in _SHARES
            shares = ["", ""] if is_share else [percent(score.precision), percent(score.recall)]
            shares.append(percent(score.value))
            table.add_row(name, *shares, interval(score), *counts)
        if len(rows) > MOST_GROUPS + 1:
            table.add_row(f"  … {len(rows) - MOST_GROUPS - 1} rarer ones are in the JSON")
    return table


def _has_quote_types(scores: Sequence[Score]) -> bool:
    return any(score.task == quotes.TASK and score.group in quotes.TYPES for score in scores)


def _by_type(scores: Sequence[Score]) -> Table:
    """One row a metric, one column a type of quote."""
    table = _table(quotes.TASK, "metric", ("P", "R", "all", "95% interval", *quotes.TYPES))
    for metric in dict.fromkeys(score.metric for score in scores):
        own = {score.group: score for score in scores if score.metric == metric}
        if ALL not in own:
            continue
        whole = own[ALL]
        is_share = (quotes.TASK, metric) in _SHARES
        shares = ["", ""] if is_share else [percent(whole.precision), percent(whole.recall)]
        by_type = [percent(own[group].value) if group in own else _NONE for group in quotes.TYPES]
        table.add_row(escape(metric), *shares, percent(whole.value), interval(whole), *by_type)
    sizes = {score.group: score for score in scores if score.metric == quotes.CONTENT_EASY}
    counts = [f"{sizes[group].gold:,.10g}" if group in sizes else _NONE for group in (ALL, *quotes.TYPES)]
    table.add_section()
    table.add_row("gold quotes", "", "", counts[0], "", *counts[1:])
    return table


def _by_documents(scores: Sequence[Score]) -> Table:
    """One row a group of documents, one column a headline."""
    shown = [key for key in HEADLINES if any((score.task, score.metric) == key for score in scores)]
    table = _table("by outlet and length", "documents", (f"{task}: {metric}" for task, metric in shown))
    for name in dict.fromkeys(score.documents for score in scores):
        own = {(score.task, score.metric): score for score in scores if score.documents == name}
        table.add_row(
            escape(name),
            *(f"{percent(own[key].value)}\n{interval(own[key])}" if key in own else _NONE for key in shown),
        )
    return table


def _print_rest(report: Report, console: Console) -> None:
    for entry in report.references:
        task, metric, _ = entry.key.split("/", 2)
        console.print(
            f"{task}, {metric}, by {entry.scorer}: {100 * entry.value:.4f} (ours {100 * entry.ours:.4f})",
            markup=False,
            highlight=False,
        )
    for own in report.calibrations:
        console.print(
            f"{own.task}, expected calibration error: {100 * own.error:.1f} over "
            f"{counted(own.predictions, 'prediction')} ({own.what})",
            markup=False,
            highlight=False,
        )
    for note in report.notes:
        console.print(f"note: {note}", markup=False, highlight=False)
    seconds = report.seconds
    console.print(
        f"{seconds.total:.1f} s: predicting {seconds.extracting:.1f} s, scoring {seconds.scoring:.1f} s "
        f"({100 * seconds.share:.0f}%), {report.samples} bootstrap samples over "
        f"{counted(len({document.article for document in report.documents}), 'article')}",
        markup=False,
        highlight=False,
    )
