"""How far a run is: a bar in a terminal, a log line now and then elsewhere."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from onrecord.batch.extent import Extent
from onrecord.batch.tally import Tally

if TYPE_CHECKING:
    from rich.console import Console

log = logging.getLogger(__name__)

#: Seconds between two log lines.
INTERVAL = 10.0


@contextmanager
def bar(console: Console, extent: Extent) -> Iterator[Callable[[Tally], None]]:
    """A line at the bottom of the terminal that is drawn anew; it is gone at the end."""
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = [
        SpinnerColumn(),
        TextColumn("{task.description}"),
        TimeElapsedColumn(),
        TextColumn("{task.fields[left]}"),
    ]
    if extent.total:
        columns.insert(1, BarColumn(bar_width=20))
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("reading", total=extent.total or None, left="")

        def tell(tally: Tally) -> None:
            progress.update(task, completed=extent.read, description=tally.progress(), left=extent.outlook())

        yield tell


@contextmanager
def lines(extent: Extent) -> Iterator[Callable[[Tally], None]]:
    """A log line every `INTERVAL` seconds."""
    last = time.monotonic()

    def tell(tally: Tally) -> None:
        nonlocal last
        if time.monotonic() - last >= INTERVAL:
            last = time.monotonic()
            outlook = extent.outlook()
            said = f"{tally.progress()}, {outlook}" if outlook else tally.progress()
            log.info("%s", said, extra={"counts": tally.counts() | extent.counts()})

    yield tell
