"""The values of a JSON list cut apart as they are read, so that a list of any length is never held in memory."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.input_files import LONGEST, Peeked

_OUTSIDE = re.compile(rb'["\[\]{},]')
_IN_STRING = re.compile(rb'["\\]')
_CHUNK = 2**16


@dataclass(frozen=True, slots=True)
class Item:
    """The bytes of one value, not yet read as JSON."""

    data: bytes
    """All of them, or the first ones where it is too long."""
    too_long: bool = False
    """Whether it is longer than `LONGEST`, so that the rest of it was skipped."""
    cut: bool = False
    """Whether the file ended before the list did."""


def list_items(stream: Peeked) -> Iterator[Item]:
    """The values of a list, one by one; at the end, where the file ends within it, what is left.

    Only brackets, commas and strings are looked at; what stands between them is for the reader of the values to judge.

    Args:
        stream: Begins with the bracket that opens the list, or what may stand ahead of it; afterwards it is behind
            the bracket that closes it.

    Raises:
        OSError: Reading failed.
    """
    cutter = _Cutter()
    while chunk := stream.start(_CHUNK):
        yield from cutter.feed(chunk)
        stream.read(cutter.used)
        if cutter.closed:
            return
    stream.read()  # raises, where it was not the end
    yield cutter.left()


class _Cutter:
    """How far into the list the reading is."""

    def __init__(self) -> None:
        self.closed = False
        """Whether the list has ended."""
        self.used = 0
        """Bytes of the last chunk that belong to the list."""
        self._depth = 0
        self._in_string = False
        self._escaped = False
        self._item = bytearray()
        self._too_long = False
        self._first = True

    def feed(self, chunk: bytes) -> Iterator[Item]:
        """The values that end in the next chunk."""
        begin, at, self._escaped = 0, int(self._escaped), False
        while not self.closed and (found := (_IN_STRING if self._in_string else _OUTSIDE).search(chunk, at)):
            mark, at = found[0], found.end()
            if mark == b'"':
                self._in_string = not self._in_string
            elif mark == b"\\":
                at += 1
                self._escaped = at > len(chunk)
            elif mark in b"[{":
                self._depth += 1
                if self._depth == 1:
                    begin = at
                    self._item.clear()
            elif mark in b"]}":
                self._depth -= 1
                self.closed = self._depth == 0
            if self.closed or (mark == b"," and self._depth == 1):
                self._add(chunk[begin : at - 1])
                begin = at
                if not (self.closed and self._first and not self._item.strip()):
                    yield self._taken()
        self.used = at if self.closed else len(chunk)
        self._add(chunk[begin : self.used])

    def left(self) -> Item:
        """What has been read of a value that has not ended."""
        return Item(bytes(self._item), self._too_long, cut=True)

    def _add(self, data: bytes) -> None:
        room = LONGEST - len(self._item)
        self._too_long |= len(data) > room
        self._item += data[:room]

    def _taken(self) -> Item:
        item = Item(bytes(self._item), self._too_long)
        self._item, self._too_long, self._first = bytearray(), False, False
        return item
