"""Counters of a run as a Prometheus text file, for the node exporter's textfile collector and the like."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from onrecord.batch.output import OutputError
from onrecord.batch.tally import Tally

#: Seconds between two writings of the file.
INTERVAL = 5.0


@contextmanager
def metrics(path: Path | None) -> Iterator[Callable[[Tally], None]]:
    """Takes the counts of a run, and writes them every few seconds and at the end, each time as a whole file.

    Before the first counts come nothing is written, so that a run that is resumed, or refused, does not fall to 0.

    Args:
        path: The file; None for none.

    Raises:
        OutputError: The extra is not installed, or there is no folder for the file.
    """
    if path is None:
        yield lambda _: None
        return
    try:
        from onrecord.batch.prometheus import Counters
    except ImportError:
        raise OutputError("--metrics needs prometheus-client: pip install 'onrecord[metrics]'") from None
    counters = Counters(path)
    last_tally: Tally | None = None
    last_time = -math.inf

    def count(tally: Tally) -> None:
        nonlocal last_tally, last_time
        last_tally = tally
        if time.monotonic() - last_time >= INTERVAL:
            last_time = time.monotonic()
            counters.write(tally)

    try:
        yield count
    finally:
        if last_tally is not None:
            counters.write(last_tally)
