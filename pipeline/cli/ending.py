"""How a run ends: told to, or with an exit code."""

from __future__ import annotations

import logging
import signal
from collections.abc import Iterator
from contextlib import contextmanager

from onrecord.batch.tally import Tally

log = logging.getLogger(__name__)


@contextmanager
def terminable() -> Iterator[None]:
    """Being told to end, as by `kill` or a batch system, is an interruption: what has been done is kept."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def exit_code(tally: Tally, *, strict: bool) -> int:
    """The exit code of a run that came to its end; that there was nothing to do is said."""
    if not tally.articles:
        log.warning("there was no article in the input")
    return int(tally.rejected > 0 and (strict or tally.records == 0))
