"""Counts the bytes of files that are read, wherever they are opened, for those who wait for the end."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import BinaryIO


class ReadMeter:
    """Bytes read so far: whole files, and the files that are open up to where reading has come."""

    def __init__(self) -> None:
        self._closed = 0
        self._open: list[BinaryIO] = []

    @property
    def bytes(self) -> int:
        """Bytes as they lie on the disk, packed or not; those of a pipe are not counted."""
        return self._closed + sum(map(_position, tuple(self._open)))

    @contextmanager
    def over(self, stream: BinaryIO) -> Iterator[None]:
        """Count a file that is open within."""
        self._open.append(stream)
        try:
            yield
        finally:
            self._open.remove(stream)
            self._closed += os.fstat(stream.fileno()).st_size


def _position(stream: BinaryIO) -> int:
    try:
        return stream.tell()
    except (OSError, ValueError):  # a pipe has no position, and a file may be closed by the thread that reads it
        return 0


_METER: ContextVar[ReadMeter | None] = ContextVar("onrecord_read_meter", default=None)


@contextmanager
def metering() -> Iterator[ReadMeter]:
    """Count what is read within."""
    meter = ReadMeter()
    token = _METER.set(meter)
    try:
        yield meter
    finally:
        _METER.reset(token)


@contextmanager
def metered(stream: BinaryIO) -> Iterator[None]:
    """Count a file that is open within, where somebody wants to know; all of it has been read at the end."""
    meter = _METER.get()
    if meter is None:
        yield
        return
    with meter.over(stream):
        yield
