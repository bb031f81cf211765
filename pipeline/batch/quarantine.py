"""Where rejected articles go: a JSON lines file beside the output, or lines in the log."""

from __future__ import annotations

import json
import logging
from dataclasses import asdict
from pathlib import Path
from typing import TextIO

from onrecord.batch.output import OutputError
from onrecord.stages.stage import Rejection

log = logging.getLogger(__name__)


class Quarantine:
    """Takes the rejections of a run. The file is made at the first one, so a run without rejects leaves none."""

    def __init__(self, path: Path | None) -> None:
        """Where to.

        Args:
            path: The file, which is written over; None for the log.
        """
        self.path = path
        self._stream: TextIO | None = None
        if path is not None and path.is_file():
            path.unlink()

    def add(self, rejection: Rejection) -> None:
        """Keep a rejection.

        Raises:
            OutputError: The file cannot be written.
        """
        if self.path is None:
            log.warning("%s", line_of(rejection))
            return
        try:
            if self._stream is None:
                self._stream = open(self.path, "w", encoding="utf-8", newline="\n")  # noqa: SIM115 - see close
            self._stream.write(f"{json.dumps(asdict(rejection), ensure_ascii=False)}\n")
            self._stream.flush()
        except OSError as error:
            raise OutputError(f"rejects {self.path} cannot be written: {error.strerror}") from None

    def close(self) -> None:
        """Close the file, if there is one."""
        if self._stream is not None:
            self._stream.close()


def line_of(rejection: Rejection) -> str:
    """A rejection as one line."""
    place = rejection.source if rejection.position is None else f"{rejection.source}:{rejection.position}"
    return f"rejected {rejection.id!r} ({place}, {rejection.stage}): {rejection.reason}"
