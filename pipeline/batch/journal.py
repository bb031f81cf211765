"""The journal of a run: one line a finished part, on the disk before the part counts as finished."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import BinaryIO

from pydantic import TypeAdapter, ValidationError

from onrecord.batch.durable import flush, write_whole
from onrecord.batch.parts import FinishedPart


@dataclass(frozen=True, slots=True)
class JournalContent:
    """What a journal says."""

    parts: tuple[FinishedPart, ...]
    """The finished parts, in the order of their lines."""
    torn: int
    """Lines that cannot be read: the last one where writing it was cut off."""


class Journal:
    """Appends lines; each is on the disk when `append` returns."""

    def __init__(self, path: Path, parts: Iterable[FinishedPart]) -> None:
        """Begin, or go on with, a journal.

        Args:
            path: The file; it is written anew.
            parts: What it holds to begin with.

        Raises:
            OSError: It cannot be written.
        """
        write_whole(path, b"".join(map(_line, parts)))
        self._stream: BinaryIO = open(path, "ab", buffering=0)  # noqa: SIM115 - see close

    def append(self, part: FinishedPart) -> None:
        """Add a line.

        Raises:
            OSError: It cannot be written; a line that is cut off is ignored by `read_journal`.
        """
        line = _line(part)
        if self._stream.write(line) != len(line):
            raise OSError(28, os.strerror(28))
        os.fsync(self._stream.fileno())

    def close(self) -> None:
        """Close the file."""
        self._stream.close()


def read_journal(path: Path) -> JournalContent:
    """The finished parts of a journal; of a part with several lines the last one counts. Empty where there is none.

    Raises:
        OSError: It cannot be read.
    """
    if not path.exists():
        return JournalContent((), 0)
    flush(path)  # what a run that died left to the system must not vanish after it has been built upon
    parts: dict[int, FinishedPart] = {}
    torn = 0
    for part in _parts(path):
        if part is None:
            torn += 1
        else:
            parts.pop(part.number, None)
            parts[part.number] = part
    return JournalContent(tuple(parts.values()), torn)


def _parts(path: Path) -> Iterator[FinishedPart | None]:
    with path.open("rb") as stream:
        for line in stream:
            try:
                yield _adapter().validate_json(line, strict=True) if line.endswith(b"\n") else None
            except ValidationError:
                yield None


def _line(part: FinishedPart) -> bytes:
    return _adapter().dump_json(part) + b"\n"


@cache
def _adapter() -> TypeAdapter[FinishedPart]:
    return TypeAdapter(FinishedPart)
