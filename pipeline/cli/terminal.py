"""What the command line says on standard error: the log, and the progress of a run."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Self

from onrecord.batch.extent import Extent
from onrecord.batch.progress import bar, lines
from onrecord.batch.tally import Tally
from onrecord.read_meter import ReadMeter

if TYPE_CHECKING:
    from rich.console import Console

_log = logging.getLogger("onrecord")


class JsonLog(logging.Formatter):
    """Each line of the log as a JSON object: time, level, logger, message; counts where it tells of progress."""

    def format(self, record: logging.LogRecord) -> str:
        """One object on one line."""
        said: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if counts := getattr(record, "counts", None):
            said["counts"] = counts
        if record.exc_info:
            said["traceback"] = self.formatException(record.exc_info)
        return json.dumps(said, ensure_ascii=False)


class Terminal:
    """Standard error, as a terminal or as a file that takes lines. The log of onrecord goes there while it is open."""

    def __init__(self, *, quiet: bool, log_json: bool = False) -> None:
        """Look at what standard error is.

        Args:
            quiet: Whether only problems are told.
            log_json: Whether the log is JSON lines, for machines, also in a terminal.
        """
        self._quiet = quiet
        self._console: Console | None = None
        self._handler: logging.Handler = logging.StreamHandler()
        if sys.stderr.isatty() and not log_json:
            from rich.console import Console
            from rich.highlighter import NullHighlighter
            from rich.logging import RichHandler

            # The bar and the log must share one console, or each would draw over the other.
            self._console = Console(stderr=True, highlight=False)
            self._handler = RichHandler(
                console=self._console, show_time=False, show_level=False, show_path=False, highlighter=NullHighlighter()
            )
        self.formatter: logging.Formatter = JsonLog() if log_json else logging.Formatter("%(message)s")
        self._handler.setFormatter(self.formatter)

    def __enter__(self) -> Self:
        """Send the log here."""
        _log.addHandler(self._handler)
        _log.setLevel(logging.WARNING if self._quiet else logging.INFO)
        return self

    def __exit__(self, *_: object) -> None:
        """Leave the log as it was."""
        _log.removeHandler(self._handler)
        _log.setLevel(logging.NOTSET)

    def progress(
        self, extent: Extent | None = None, *, records_on_terminal: bool
    ) -> AbstractContextManager[Callable[[Tally], None]]:
        """Shows how far a run is; where the records themselves go to the terminal, nothing more is needed.

        Args:
            extent: The input, where its size is known.
            records_on_terminal: Whether standard output is a terminal too.
        """
        extent = extent or Extent(0, ReadMeter())
        if records_on_terminal or self._quiet:
            return nullcontext(_nothing)
        return lines(extent) if self._console is None else bar(self._console, extent)


def _nothing(_: Tally) -> None:
    """Shows nothing."""
