"""How far a run is: a bar in a terminal, a log line now and then elsewhere."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from onrecord.batch.tally import Tally

if TYPE_CHECKING:
    from rich.console import Console

log = logging.getLogger(__name__)

#: Seconds between two log lines.
INTERVAL = 10.0


@contextmanager
def bar(console: Console) -> Iterator[Callable[[Tally], None]]:
    """A line at the bottom of the terminal that is drawn anew; it is gone at the end."""
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("reading")
        yield lambda tally: progress.update(task, description=tally.progress())


@contextmanager
def lines() -> Iterator[Callable[[Tally], None]]:
    """A log line every `INTERVAL` seconds."""
    last = time.monotonic()

    def tell(tally: Tally) -> None:
        nonlocal last
        if time.monotonic() - last >= INTERVAL:
            last = time.monotonic()
            log.info("%s", tally.progress(), extra={"counts": tally.counts()})

    yield tell
