"""What kind of file an input is: told by what cannot be mistaken in its content, by its name, or by how it looks."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from pathlib import PurePath
from typing import TypeAlias

from onrecord.batch.formats import delimited, html, nitf, objects, parquet, plain, warc
from onrecord.batch.intake import Item, ReadSettings, SourceFile
from onrecord.extras import is_installed, require
from onrecord.input_files import Peeked
from onrecord.json_lines import is_object, looks_like_json
from onrecord.unpacking import SUFFIXES

Reader: TypeAlias = Callable[[SourceFile, Peeked, ReadSettings], Iterator[Item]]

_JSON_NAMES = frozenset({".json", ".jsonl", ".ndjson"})
_HTML_NAMES = frozenset({".html", ".htm", ".xhtml"})
_TABLE_NAMES = frozenset({".csv", ".tsv", ".tab"})
#: Files in a folder that are read; others are counted.
KNOWN = frozenset({".txt", ".xml", ".parquet", ".warc"}) | _JSON_NAMES | _HTML_NAMES | _TABLE_NAMES

#: What some readers need: import name, extra, and what needs it.
_NEEDS: dict[Reader, tuple[tuple[str, str, str], ...]] = {
    html.read: (("trafilatura", "html", "HTML pages"),),
    nitf.read: (("lxml", "html", "XML files"),),
    parquet.read: (("pyarrow", "arrow", "Parquet files"),),
    warc.read: (("fastwarc", "html", "WARC files"), ("trafilatura", "html", "HTML pages")),
}

_SAMPLE = 2**16
#: Atomic and possessive, so that nothing is tried twice: a file made for it would otherwise take for ever.
_AHEAD = rb"(?>\s+|<!--.*?-->|<\?.*?\?>)*+"
_HTML = re.compile(_AHEAD + rb"(?:<!doctype\s+html\b|<html[\s>]|<head[\s>]|<body[\s>])", re.IGNORECASE | re.DOTALL)
_XML = re.compile(
    rb"\s*<\?xml\b|" + _AHEAD + rb"(?:<!DOCTYPE\s+nitf\b|<(?:nitf|newsMessage|newsItem|NewsML)[\s>])", re.DOTALL
)


def all_installed() -> bool:
    """Whether files of every kind can be read."""
    return all(is_installed(module) for needs in _NEEDS.values() for module, _, _ in needs)


def plain_suffix(name: str) -> str:
    """The suffix of a file in small letters, without that of its compression: ``.csv`` of ``A.CSV.gz``."""
    return plain_name(name).suffix.lower()


def plain_name(name: str) -> PurePath:
    """The name of a file without the suffix of its compression."""
    path = PurePath(name)
    return path.with_suffix("") if path.suffix.lower() in SUFFIXES else path


def reader_of(path: str, stream: Peeked, settings: ReadSettings) -> Reader:
    """Who reads a file.

    Args:
        path: Its path, or ``-`` for standard input.
        stream: Its content, which is only looked at.
        settings: Names the column by which a table is recognised.

    Raises:
        MissingExtraError: A library that the reader needs is not installed.
    """
    reader = _reader_of(path, stream, settings)
    for module, extra, what in _NEEDS.get(reader, ()):
        require(module, extra, what)
    return reader


def _reader_of(path: str, stream: Peeked, settings: ReadSettings) -> Reader:
    suffix, start = plain_suffix(path), stream.sample(_SAMPLE)
    if start.startswith(parquet.MAGIC):
        return parquet.read
    if start.startswith(warc.MAGIC):
        return warc.read
    if suffix in _JSON_NAMES:
        return objects.read
    seen = _ascii(start)
    if suffix in _HTML_NAMES or _HTML.match(seen):
        return html.read
    if suffix == ".xml" or _XML.match(seen):
        return nitf.read
    if suffix in _TABLE_NAMES:
        return delimited.read
    if looks_like_json(start) and (suffix != ".txt" or is_object(b"".join(stream.first_lines(1)))):
        return objects.read
    return delimited.read if delimited.is_table(start, settings) else plain.read


def _ascii(start: bytes) -> bytes:
    """The beginning of a file in an encoding that its tags can be seen in."""
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return start.decode("utf-16", "replace").encode("ascii", "replace")
    return start.removeprefix(codecs.BOM_UTF8)
