"""Tables with a header line, columns divided by tabs, and no quoting."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from onrecord.corpora.files import lines_of
from onrecord.errors import SourceError


def rows(file: Path, needed: Sequence[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """The rows of a table by column name, lazily, each with its place for errors (`FILE, line 3`).

    A quotation mark is a character like any other.

    Args:
        file: The table.
        needed: Columns that must be there.

    Raises:
        SourceError: A column is missing, or a row has more or fewer fields than the header.
    """
    header: list[str] | None = None
    for number, line in lines_of(file):
        fields = line.split("\t")
        where = f"{file}, line {number}"
        if header is None:
            header = fields
            missing = [name for name in needed if name not in header]
            if missing:
                raise SourceError(f"{where}: column {missing[0]!r} is missing; the header has {', '.join(header)}")
        elif len(fields) == len(header):
            yield where, dict(zip(header, fields, strict=True))
        elif line:
            raise SourceError(
                f"{where}: has {len(fields)} fields where the header has {len(header)}; is a tab or a line end in one?"
            )


def fits(fields: Iterable[str]) -> bool:
    """Whether a row can be written: no field holds a tab or a line end, for which there is no escape."""
    return not any(mark in field for field in fields for mark in "\t\n\r")
