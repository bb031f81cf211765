"""How far a training run is: a bar in a terminal, a log line now and then elsewhere."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

from onrecord.training.report import Report

if TYPE_CHECKING:
    from rich.console import Console

log = logging.getLogger(__name__)


@contextmanager
def bar(console: Console) -> Iterator[Callable[[Report], None]]:
    """A line at the bottom of the terminal that is drawn anew at each step, with the time that is left."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("training"),
        BarColumn(bar_width=20),
        MofNCompleteColumn(),
        TextColumn("{task.description}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console) as progress:
        task = progress.add_task("", total=None)

        def tell(report: Report) -> None:
            said = f"loss {report.loss:.4f}  {report.pieces_per_second:.0f} pieces/s  {_left(report)} left"
            progress.update(task, completed=report.step, total=report.updates, description=said)

        yield tell


@contextmanager
def lines(every: int) -> Iterator[Callable[[Report], None]]:
    """A log line every `every` steps, and one at the end."""

    def tell(report: Report) -> None:
        if report.step % every == 0 or report.step == report.updates:
            log.info(
                "step %d/%d  loss %.4f  %.0f pieces/s  %.0f min left",
                report.step, report.updates, report.loss, report.pieces_per_second, report.left / 60,
            )  # fmt: skip

    yield tell


def _left(report: Report) -> str:
    """The time that is left, as 1:02:03."""
    return str(timedelta(seconds=round(report.left)))
