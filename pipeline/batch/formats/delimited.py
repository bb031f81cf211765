"""CSV and TSV: a header, then an article a row. Delimiter and quoting are told by the first rows."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from onrecord.batch.intake import Incoming, Item, ReadSettings, SourceFile, unread
from onrecord.batch.objects import article_of
from onrecord.errors import ArticleError
from onrecord.input_files import LONGEST, NotTextError, Peeked, refuse_foreign
from onrecord.unpacking import explain_stream

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

csv.field_size_limit(LONGEST)

_SAMPLE = 2**16
_DELIMITERS = ",;\t|"
#: How fields are quoted, the usual way first: marks doubled, marks behind a backslash, no quoting at all.
_QUOTINGS: tuple[dict[str, Any], ...] = (
    {"quoting": csv.QUOTE_MINIMAL},
    {"quoting": csv.QUOTE_MINIMAL, "doublequote": False, "escapechar": "\\"},
    {"quoting": csv.QUOTE_NONE, "quotechar": None},
)
_ESCAPED, _UNQUOTED = 1, 2
_UNCLOSED = "unexpected end of data"


@dataclass(frozen=True, slots=True)
class _Dialect:
    """How the fields of a row are told apart."""

    delimiter: str
    quoting: int = 0
    """Place in `_QUOTINGS`."""

    def rows(self, lines: Iterable[str]) -> Any:
        """A `csv.reader`; strict, for the lenient one takes marks out of a field that is quoted badly."""
        return csv.reader(lines, delimiter=self.delimiter, strict=True, **_QUOTINGS[self.quoting])


def is_table(start: bytes, settings: ReadSettings) -> bool:
    """Whether a file that begins like this has a header with the column of the text and at least one other."""
    sample = start.decode(_codec(settings), "replace")
    headers = (_header(sample, _Dialect(delimiter)) for delimiter in _DELIMITERS)
    return any(len(header) > 1 and settings.text_field in header for header in headers)


def read(file: SourceFile, stream: Peeked, settings: ReadSettings) -> Iterator[Item]:
    """The articles of the rows, with the line of the file that each begins in; every other column goes to meta."""
    start = stream.start(_SAMPLE)
    dialect = _dialect(start, settings)
    reader = dialect.rows(_lines(stream, settings))
    line = 1
    try:
        if settings.encoding == "utf-8":
            refuse_foreign(start)
        header = [name.strip() for name in next(reader, [])]
        if problem := _wrong(header, settings):
            yield unread(f"{file.name}:1", problem, file.shown, 1, dialect.delimiter.join(header))
            return
        while True:
            line = reader.line_num + 1
            try:
                row = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield unread(f"{file.name}:{line}", _explained(error), file.shown, line)
                continue
            if row:
                yield _item(header, row, line, file, settings)
    except (csv.Error, NotTextError, UnicodeDecodeError) as error:
        yield unread(f"{file.name}:{line}", _explained(error), file.shown, line)
    except OSError as error:
        yield unread(f"{file.name}:{line}", f"{explain_stream(error)}; what follows is not read", file.shown, line)


def _item(header: Sequence[str], row: Sequence[str], line: int, file: SourceFile, settings: ReadSettings) -> Item:
    fallback, head = f"{file.name}:{line}", ", ".join(row)
    if len(row) != len(header):
        reason = f"the row has {len(row)} columns and the header {len(header)}: quote delimiters and breaks in fields"
        return unread(fallback, reason, file.shown, line, head)
    try:
        for name, value in zip(header, row, strict=True):
            _check_decoded(fallback, name, value)
        return Incoming(article_of(dict(zip(header, row, strict=True)), settings, fallback), file.shown, line)
    except ArticleError as error:
        return unread(error.article, error.detail, file.shown, line, head)


def _wrong(header: Sequence[str], settings: ReadSettings) -> str:
    """What is wrong with the names of the columns; empty where nothing is, and where the file is empty."""
    shown = ", ".join(repr(name) for name in header[:20])
    if header and settings.text_field not in header:
        return f"column {settings.text_field!r} is missing; the columns are {shown}: name the text with --text-field"
    twice = next((name for name in header if header.count(name) > 1), None)
    return "" if twice is None else f"column {twice!r} is there twice: rename one in the first line"


def _check_decoded(article: str, column: str, value: str) -> None:
    """Check that every byte of a field was text; those that were not stand as lone surrogates."""
    wrong = next((mark for mark in value if "\udc80" <= mark <= "\udcff"), None) if not value.isascii() else None
    if wrong is not None:
        way_out = "convert the file, or name its encoding (--encoding latin-1, utf-16, …)"
        raise ArticleError(article, column, f"byte 0x{ord(wrong) - 0xDC00:02x} is not text in it: {way_out}")


def _explained(error: Exception) -> str:
    said = str(error)
    if isinstance(error, UnicodeDecodeError):
        return f"it is not {error.encoding.upper()} from here on: convert it, or name its encoding with --encoding"
    if not isinstance(error, csv.Error):
        return said
    if said == _UNCLOSED:
        return "a field is quoted and not closed, up to the end of the file: double the marks in it, or was it cut off?"
    if said.startswith("field larger"):
        return f"a field is longer than {LONGEST >> 20} MiB: is a quotation mark not closed, or a line break missing?"
    return f"a field is quoted badly ({said}): double the marks in it"


def _dialect(start: bytes, settings: ReadSettings) -> _Dialect:
    sample = start.decode(_codec(settings), "replace")
    whole = len(start) < _SAMPLE
    if not whole and "\n" in sample:
        sample = sample[: sample.rindex("\n") + 1]
    headers = {delimiter: _header(sample, _Dialect(delimiter)) for delimiter in _DELIMITERS}
    delimiter = max(_DELIMITERS, key=lambda each: (settings.text_field in headers[each], len(headers[each])))
    choices = [
        _Dialect(delimiter, quoting) for quoting in range(len(_QUOTINGS)) if quoting != _ESCAPED or '\\"' in sample
    ]
    return min(choices, key=lambda choice: _bad_rows(sample, choice, whole=whole))


def _header(sample: str, dialect: _Dialect) -> list[str]:
    try:
        return [name.strip() for name in next(dialect.rows(io.StringIO(sample, newline="")), [])]
    except csv.Error:
        return []


def _bad_rows(sample: str, dialect: _Dialect, *, whole: bool) -> int:
    """Rows that cannot be read, have not as many columns as the first one, or seem to be quoted after all."""
    reader, width, bad = dialect.rows(io.StringIO(sample, newline="")), 0, 0
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return bad
        except csv.Error as error:
            bad += whole or str(error) != _UNCLOSED
        else:
            width = width or len(row)
            quoted = dialect.quoting == _UNQUOTED and any(len(f) > 1 and f[0] == f[-1] == '"' for f in row)
            bad += quoted or (bool(row) and len(row) != width)


def _lines(stream: Peeked, settings: ReadSettings) -> Iterator[str]:
    buffered = io.BufferedReader(_Raw(stream))
    text = io.TextIOWrapper(buffered, _codec(settings), "surrogateescape", newline="")
    while line := text.readline(LONGEST):
        yield line


def _codec(settings: ReadSettings) -> str:
    return "utf-8-sig" if settings.encoding == "utf-8" else settings.encoding


class _Raw(io.RawIOBase):
    """A stream as the library takes it."""

    def __init__(self, stream: Peeked) -> None:
        self._stream = stream

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """The next bytes that are at hand."""
        view = memoryview(buffer)
        data = self._stream.read(len(view))
        view[: len(data)] = data
        return len(data)
