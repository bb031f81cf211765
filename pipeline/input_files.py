"""Bytes from outside: opened, unpacked, looked at before they are read, and decoded with a sentence for errors."""

from __future__ import annotations

import codecs
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from onrecord.errors import SourceError
from onrecord.read_meter import metered
from onrecord.unpacking import Chunks, is_packed, stop_at_trouble, unpacked

#: Most bytes of one article, line or JSON document: a guard against files that are something else.
LONGEST = 100 * 2**20

#: Most lines that are read to find the first ones that are not blank.
_MOST_BLANK = 10_000

_CHUNK = 2**16
_MARKS = {
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_BINARIES = {
    b"%PDF": "a PDF file",
    b"PK\x03\x04": "a zip archive (docx, xlsx, epub are such)",
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"PAR1": "a Parquet file",
    b"\x7fELF": "a program",
    b"\xfd7zXZ": "compressed with xz",
    b"SQLite format 3": "a database",
}


class NotTextError(ValueError):
    """Why some bytes are no text, as one sentence."""


class EncodingError(NotTextError):
    """Why some bytes are no text in the encoding that was expected; they may be text in another one."""


class Peeked:
    """A byte stream that can be looked at before it is read from the beginning.

    Where reading fails, what came before is read first: the error is raised when reading gets there.
    """

    def __init__(self, stream: Chunks) -> None:
        self.packed = is_packed(stream)
        """Whether the bytes are unpacked on the way, so that they are not those of the file."""
        self._stream = stream
        self._ahead = b""
        self._at = 0
        self._read = 0
        self._failure: OSError | None = None
        self._ended = False

    def start(self, size: int) -> bytes:
        """The next `size` bytes, or fewer at the end, without reading them."""
        while len(self._ahead) - self._at < size and self._more():
            pass
        return self._ahead[self._at : self._at + size]

    def sample(self, size: int) -> bytes:
        """The beginning of what is left, without reading it: at most `size` bytes, and no more than comes at once.

        Whoever writes into a pipe may wait for us; two lines are enough to tell what they are.
        """
        while len(self._ahead) - self._at < size:
            if self._ahead[self._at :].strip().count(b"\n") >= 1 or not self._more():
                break
        return self._ahead[self._at : self._at + size]

    def first_lines(self, count: int) -> list[bytes]:
        """The next lines that are not blank, or fewer where there are fewer; each is cut where it is too long."""
        found: list[bytes] = []
        at = 0
        for _ in range(_MOST_BLANK):
            end = self._line_end(at, LONGEST + 1)
            line = self._ahead[self._at + at : self._at + end]
            found += [line] if line.strip() else []
            if len(found) == count or end == at:
                break
            at = end
        return found

    def line(self, limit: int = LONGEST + 1) -> bytes:
        """The next line with its break, at most `limit` bytes of it; empty at the end.

        Raises:
            OSError: Reading failed before the end of the line.
        """
        end = self._line_end(0, limit)
        whole = end == limit or self._ahead.endswith(b"\n", self._at, self._at + end)
        if not whole and self._failure is not None:
            raise self._failure
        return self._taken(end)

    def read(self, size: int = _CHUNK, /) -> bytes:
        """Between one and `size` bytes, as many as are at hand; empty at the end.

        Raises:
            OSError: Reading failed.
        """
        if self._at == len(self._ahead) and not self._more() and self._failure is not None:
            raise self._failure
        return self._taken(min(size, len(self._ahead) - self._at))

    def rest(self) -> bytes:
        """All that is left, cut only where it is longer than `LONGEST`.

        Raises:
            OSError: Reading failed before the end.
        """
        found = self.start(LONGEST + 1)
        if len(found) <= LONGEST and self._failure is not None:
            raise self._failure
        return self._taken(len(found))

    def tell(self) -> int:
        """How many bytes have been read."""
        return self._read

    def _taken(self, size: int) -> bytes:
        found = self._ahead[self._at : self._at + size]
        self._at += size
        self._read += size
        if self._at == len(self._ahead):
            self._ahead, self._at = b"", 0
        return found

    def _line_end(self, at: int, limit: int) -> int:
        """Where the line that begins `at` bytes ahead ends, at most `limit` bytes on."""
        searched = at
        while True:
            found = self._ahead.find(b"\n", self._at + searched, self._at + at + limit)
            if found >= 0:
                return found + 1 - self._at
            searched = len(self._ahead) - self._at
            if searched >= at + limit:
                return at + limit
            if not self._more():
                return searched

    def _more(self) -> bool:
        """Read a little ahead; whether there was anything."""
        if self._ended:
            return False
        try:
            # more at once where much is held already, so that long lines are not put together from many pieces
            found = self._stream.read1(max(_CHUNK, len(self._ahead) - self._at))
        except OSError as error:
            self._failure, found = error, b""
        self._ended = not found
        self._ahead = self._ahead[self._at :] + found
        self._at = 0
        return bool(found)


@contextmanager
def opened(path: str | Path) -> Iterator[Peeked]:
    """A file, or standard input for ``-``, unpacked where its content is gzip, bzip2 or Zstandard.

    Raises:
        SourceError: It cannot be opened, or the library that unpacks it is not installed.
        MachineError: It cannot be opened for trouble of this machine.
    """
    if str(path) == "-":
        yield Peeked(unpacked(sys.stdin.buffer))
        return
    try:
        stream = open(path, "rb")  # noqa: SIM115 - closed below; only opening it is guarded
    except OSError as error:
        stop_at_trouble(error)
        raise SourceError(f"{path} cannot be opened: {error.strerror}") from None
    with stream, metered(stream):
        try:
            chunks = unpacked(stream)
        except OSError as error:
            stop_at_trouble(error)
            raise SourceError(f"{path} cannot be read: {error.strerror}") from None
        yield Peeked(chunks)


def decode(data: bytes, encoding: str = "utf-8") -> str:
    """Bytes as text, with every line break and every character as it stands; a UTF-8 byte order mark is left out.

    Raises:
        NotTextError: With what they seem to be, and the way out.
    """
    if encoding == "utf-8":
        refuse_foreign(data)
    skipped = len(codecs.BOM_UTF8) if encoding == "utf-8" and data.startswith(codecs.BOM_UTF8) else 0
    try:
        text = data[skipped:].decode(encoding)
    except UnicodeDecodeError as error:
        at = error.start + skipped
        raise EncodingError(f"byte 0x{data[at]:02x} at byte {at} is not {encoding.upper()}: convert it") from None
    if 4 * text.count("\0") > len(text):
        raise NotTextError(
            "more than a quarter of it is NUL: it is UTF-16 without a byte order mark, or no text at all"
        )
    return text


def refuse_foreign(data: bytes) -> None:
    """Check that `data` does not begin like a well-known format other than UTF-8 text.

    Raises:
        NotTextError: With what it is, and the way out.
    """
    for start, what in _BINARIES.items():
        if data.startswith(start):
            raise NotTextError(f"it is {what}, not text: extract the text first")
    for mark, name in _MARKS.items():
        if data.startswith(mark):
            raise NotTextError(
                f"it is {name.upper()}, not UTF-8: convert it, or, if it is text, give --encoding {name}"
            )


def is_encoding(name: str) -> bool:
    """Whether Python knows a text encoding by this name."""
    try:
        b"a".decode(name, "replace")
    except (LookupError, UnicodeError):
        return False
    return True
