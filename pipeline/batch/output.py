"""Where a run writes: standard output, or a file that has its name only once it is complete."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from onrecord.errors import OnrecordError


class OutputError(OnrecordError):
    """An output that cannot be written, or must not be."""


class Output:
    """A stream for records. A regular file is written beside its place and renamed by `complete`."""

    def __init__(self, path: Path | None) -> None:
        """Open it.

        Args:
            path: The file; None for standard output.

        Raises:
            OutputError: It cannot be opened.
        """
        self.path = path
        self._target = path.resolve() if path is not None and (path.is_file() or not path.exists()) else None
        self._temporary: Path | None = None
        self.stream = self._open()

    def complete(self) -> None:
        """Give the finished file its name.

        Raises:
            OutputError: It cannot be written to the end.
        """
        try:
            self._close()
            if self._temporary is not None and self._target is not None:
                self._temporary.replace(self._target)
        except OSError as error:
            raise OutputError(f"output {self.path} cannot be written: {error.strerror}") from None

    def abandon(self) -> Path | None:
        """Keep what has been written as `OUT.partial`.

        Returns:
            Its path; None where nothing had been written to a file.
        """
        with contextlib.suppress(OSError):  # the disk is full or the pipe is gone: what reached the file is kept
            self._close()
        if self._temporary is None or self._target is None:
            return None
        if self._temporary.stat().st_size == 0:
            self._temporary.unlink()
            return None
        return self._temporary.replace(self._target.with_name(f"{self._target.name}.partial"))

    def _open(self) -> TextIO:
        if self.path is None:
            if isinstance(sys.stdout, io.TextIOWrapper):
                sys.stdout.reconfigure(encoding="utf-8", newline="\n")
            return sys.stdout
        place = self.path
        if self._target is not None:
            place = self._temporary = self._target.with_name(f".{self._target.name}.{os.getpid()}.tmp")
        try:
            return open(place, "w", encoding="utf-8", newline="\n")
        except OSError as error:
            raise OutputError(f"output {self.path} cannot be written: {error.strerror}") from None

    def _close(self) -> None:
        if self.path is None:
            self.stream.flush()
        else:
            self.stream.close()


def check_output(path: Path, inputs: Sequence[str]) -> None:
    """Check that a file can be made here and is none of the inputs.

    Raises:
        OutputError: With the way out.
    """
    try:
        if path.is_dir():
            raise OutputError(f"output {path} is a folder: name a file in it")
        if not path.parent.is_dir():
            raise OutputError(f"output {path}: there is no folder {path.parent}; make it first")
        if path.exists() and any(given != "-" and path.samefile(given) for given in inputs):
            raise OutputError(f"output {path} is one of the inputs: choose another name")
    except OSError as error:
        raise OutputError(f"output {path}: {error.strerror}") from None


def refuse_existing(path: Path) -> None:
    """Keep a file of an earlier run from being written over.

    Raises:
        OutputError: The file exists.
    """
    if path.is_file():
        raise OutputError(f"{path} exists: choose another name, or give --force to write over it")
