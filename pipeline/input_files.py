"""Bytes from outside: opened (gzip or not), looked at before they are read, and decoded with a sentence for errors."""

from __future__ import annotations

import codecs
import gzip
import io
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from onrecord.errors import SourceError

#: Most bytes of one article, line or JSON document: a guard against files that are something else.
LONGEST = 100 * 2**20

#: Most lines that are read to find the first ones that are not blank.
_MOST_BLANK = 10_000

#: What can go wrong in the middle of a stream.
STREAM_ERRORS = (OSError, EOFError, zlib.error)

_GZIP = b"\x1f\x8b"
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
    b"BZh": "compressed with bzip2",
    b"(\xb5/\xfd": "compressed with zstd",
    b"SQLite format 3": "a database",
}


class NotTextError(ValueError):
    """Why some bytes are no text, as one sentence."""


class EncodingError(NotTextError):
    """Why some bytes are no text in the encoding that was expected; they may be text in another one."""


class Peeked:
    """A byte stream whose first lines can be looked at before it is read from the beginning."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._ahead: list[bytes] = []
        self._failure: OSError | EOFError | zlib.error | None = None

    def first_lines(self, count: int) -> list[bytes]:
        """The first lines that are not blank, or fewer where there are fewer; each is cut where it is too long."""
        found = [line for line in self._ahead if line.strip()]
        try:
            while (
                len(found) < count and len(self._ahead) < _MOST_BLANK and (line := self._stream.readline(LONGEST + 1))
            ):
                self._ahead.append(line)
                found += [line] if line.strip() else []
        except STREAM_ERRORS as error:
            self._failure = error  # raised when reading gets there, so that the lines before it are not lost
        return found[:count]

    def line(self, limit: int = LONGEST + 1) -> bytes:
        """The next line with its break, at most `limit` bytes of it; empty at the end."""
        if self._ahead:
            return self._ahead.pop(0)
        if self._failure is not None:
            raise self._failure
        return self._stream.readline(limit)

    def rest(self) -> bytes:
        """All that is left, cut only where it is longer than `LONGEST`."""
        ahead, self._ahead = b"".join(self._ahead), []
        if self._failure is not None:
            raise self._failure
        return ahead + self._stream.read(LONGEST + 1)


@contextmanager
def opened(path: str | Path) -> Iterator[Peeked]:
    """A file, or standard input for ``-``, unpacked where its content is gzip.

    Raises:
        SourceError: It cannot be opened.
    """
    if str(path) == "-":
        yield Peeked(_unpacked(sys.stdin.buffer))
        return
    try:
        stream = open(path, "rb")  # noqa: SIM115 - closed below; only opening it is guarded
    except OSError as error:
        raise SourceError(f"{path} cannot be opened: {error.strerror}") from None
    with stream:
        yield Peeked(_unpacked(stream))


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


def explain_stream(error: OSError | EOFError | zlib.error) -> str:
    """A stream error as a sentence."""
    if isinstance(error, EOFError):
        return "the gzip file ends early: fetch or pack it again"
    if isinstance(error, gzip.BadGzipFile | zlib.error):
        return f"the gzip file is damaged ({error}): fetch or pack it again"
    return f"reading failed: {error.strerror or error}"


def _unpacked(stream: BinaryIO) -> BinaryIO:
    buffered = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(cast("io.RawIOBase", stream))
    if buffered.peek(2)[:2] != _GZIP:
        return buffered
    # Not buffered once more: a second buffer would lose what was unpacked before the place where the file is damaged.
    return cast("BinaryIO", gzip.GzipFile(fileobj=buffered))
