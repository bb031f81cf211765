"""How much of the input has been read, and when the rest will be."""

from __future__ import annotations

import time
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

from onrecord.read_meter import ReadMeter


class Extent:
    """The size of an input, and how far reading it has come."""

    def __init__(self, total: int, meter: ReadMeter) -> None:
        """Begin to wait.

        Args:
            total: Bytes of all inputs; 0 where that is unknown, as of a stream.
            meter: Counts the bytes that are read.
        """
        self.total = total
        self._meter = meter
        self._first: tuple[float, int] | None = None

    @property
    def read(self) -> int:
        """Bytes that have been read, at most all; 0 where the size is unknown."""
        return min(self._meter.bytes, self.total) if self.total else 0

    def counts(self) -> dict[str, int]:
        """Bytes read and in all, by name."""
        return {"bytes_read": self.read, "bytes": self.total} if self.total else {}

    def outlook(self) -> str:
        """How much has been read and what time is left, in words; empty where it is unknown."""
        if not self.total:
            return ""
        seconds = self._remaining()
        left = "" if seconds is None else f", {timedelta(seconds=round(seconds))} left"
        return f"{self.read / self.total:.0%} read{left}"

    def _remaining(self) -> float | None:
        """Seconds to the end at the rate since this was first asked; None where that cannot be said yet.

        What a resumed run skips at its beginning is read much faster than it is worked, so it does not count.
        """
        now, read = time.monotonic(), self.read
        if self._first is None:
            self._first = now, read
        seconds, done = now - self._first[0], read - self._first[1]
        return (self.total - read) * seconds / done if done > 0 else None


def size_of(inputs: Iterable[str]) -> int:
    """Bytes of input files; 0 where one of them is no file, so that its size is not known beforehand."""
    paths = [Path(given) for given in inputs]
    return sum(path.stat().st_size for path in paths) if all(path.is_file() for path in paths) else 0
