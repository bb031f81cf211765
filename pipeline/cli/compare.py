"""`onrecord compare`: which differences between two evaluations are real."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from onrecord.evaluation.comparing import Compared
    from onrecord.evaluation.report import Report


def compare(
    first: Annotated[
        Path,
        typer.Argument(metavar="A.json", exists=True, dir_okay=False, help="What evaluate --json wrote of one system."),
    ],
    second: Annotated[
        Path, typer.Argument(metavar="B.json", exists=True, dir_okay=False, help="The same of another system.")
    ],
    groups: Annotated[
        bool, typer.Option("--groups", help="Show every type, label and kind of quote, not the whole alone.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
    samples: Annotated[int, typer.Option(min=1, help="Bootstrap samples.")] = 1000,
    seed: Annotated[int, typer.Option(min=0, help="Seed of the bootstrap.")] = 0,
) -> None:
    """Compare two evaluations on the same documents by paired bootstrap over articles.

    A difference is real where its 95% interval leaves out zero. Of twenty figures that do not differ, one is called
    real by chance.

    \b
    Exit codes:
      0  done
      1  a report cannot be read, or the two are on different documents
      2  the command cannot work

    \b
    Examples:
      onrecord compare rules.json news-small.json
      onrecord compare rules.json news-small.json --groups
      onrecord compare rules.json news-small.json --json | jq '.[] | select(.real)'
    """  # noqa: D301 - \b keeps the lines of the help
    from onrecord.errors import SourceError
    from onrecord.evaluation.comparing import compare as compared
    from onrecord.evaluation.counts import ALL
    from onrecord.evaluation.report import read_report

    try:
        reports = read_report(first), read_report(second)
        found = compared(*reports, samples, seed)
    except SourceError as error:
        print(f"onrecord: {error}", file=sys.stderr)
        raise typer.Exit(1) from None
    shown = [entry for entry in found if groups or entry.key.group == ALL]
    if as_json:
        _print_json(shown)
    else:
        _print_table(shown, reports)


def _print_json(found: Sequence[Compared]) -> None:
    rows = [
        {
            "task": entry.key.task,
            "metric": entry.key.metric,
            "group": entry.key.group,
            "a": _known(entry.first),
            "b": _known(entry.second),
            "difference": _known(entry.difference.value),
            "low": _known(entry.difference.low),
            "high": _known(entry.difference.high),
            "p": _known(entry.difference.p),
            "real": entry.difference.is_real,
        }
        for entry in found
    ]
    print(json.dumps(rows, indent=1, ensure_ascii=False))


def _known(value: float) -> float | None:
    return None if math.isnan(value) else value


def _print_table(found: Sequence[Compared], reports: tuple[Report, Report]) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    from onrecord.evaluation.counts import ALL
    from onrecord.evaluation.tables import percent

    console = Console(width=None if sys.stdout.isatty() else 120)
    for name, report in zip("AB", reports, strict=True):
        setting = ", ".join(part for part in (report.given and f"given {report.given}", report.case) if part)
        console.print(f"{name}: {report.system} ({setting}) on {report.corpus}", markup=False, highlight=False)
    table = Table()
    for heading in ("task", "metric"):
        table.add_column(heading, overflow="fold")
    for heading in ("A", "B", "B − A", "95% interval", "p", "real"):
        table.add_column(heading, justify="right")
    for entry in found:
        difference = entry.difference
        name = entry.key.metric if entry.key.group == ALL else f"{entry.key.metric}: {entry.key.group}"
        low, high = (f"{100 * value:+.1f}" for value in (difference.low, difference.high))
        table.add_row(
            escape(entry.key.task),
            escape(name),
            percent(_known(entry.first)),
            percent(_known(entry.second)),
            "–" if math.isnan(difference.value) else f"{100 * difference.value:+.1f}",
            "–" if math.isnan(difference.low) else f"{low} to {high}",
            "–" if math.isnan(difference.p) else f"{difference.p:.3f}",
            "yes" if difference.is_real else "no",
        )
    console.print(table)
    real = sum(entry.difference.is_real for entry in found)
    console.print(f"{real} of {len(found)} differences are real", markup=False, highlight=False)
