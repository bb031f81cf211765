"""One input file, or standard input: the text of one article, or JSON with many, told apart by content."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from onrecord.batch.intake import Incoming, ReadSettings, unread
from onrecord.batch.objects import article_of
from onrecord.checking import printable
from onrecord.errors import ArticleError, SourceError
from onrecord.input_files import (
    LONGEST,
    STREAM_ERRORS,
    EncodingError,
    NotTextError,
    Peeked,
    decode,
    explain_stream,
    opened,
)
from onrecord.json_lines import Unreadable, is_object, json_values, looks_like_json
from onrecord.records import Article
from onrecord.stages.stage import Rejection

_JSON_NAMES = frozenset({".json", ".jsonl", ".ndjson"})
_TEXT_NAMES = frozenset({".txt"})


def read_file(path: str, id: str, settings: ReadSettings) -> Iterator[Incoming | Rejection]:
    """The articles of a file of either kind.

    Args:
        path: The file, or ``-`` for standard input.
        id: Id of the article, if the file is one text.
        settings: How to read it.
    """
    try:
        with opened(path) as stream:
            yield from _objects(path, stream, settings) if _is_json(path, stream) else _text(path, id, stream, settings)
    except SourceError as error:
        yield unread(id, str(error), printable(path))
    except STREAM_ERRORS as error:
        yield unread(id, explain_stream(error), printable(path))


def read_text(path: str, id: str, settings: ReadSettings) -> Iterator[Incoming | Rejection]:
    """The one article of a text file, whatever its content looks like."""
    try:
        with opened(path) as stream:
            yield from _text(path, id, stream, settings)
    except SourceError as error:
        yield unread(id, str(error), printable(path))
    except STREAM_ERRORS as error:
        yield unread(id, explain_stream(error), printable(path))


def plain_name(path: Path) -> Path:
    """The path without the ``.gz`` of a compressed file."""
    return path.with_suffix("") if path.suffix.lower() == ".gz" else path


def _is_json(path: str, stream: Peeked) -> bool:
    suffix = plain_name(Path(path)).suffix.lower()
    if suffix in _JSON_NAMES:
        return True
    line = b"".join(stream.first_lines(1))
    return is_object(line) if suffix in _TEXT_NAMES else looks_like_json(line)


def _text(path: str, id: str, stream: Peeked, settings: ReadSettings) -> Iterator[Incoming | Rejection]:
    data = stream.rest()
    shown, head = printable(path), data[:800].decode("utf-8", "backslashreplace")
    if len(data) > LONGEST:
        yield unread(id, f"text: longer than {LONGEST >> 20} MiB, so it is no article: divide it", shown, None, head)
        return
    try:
        yield Incoming(Article(id, decode(data, settings.encoding)), shown)
    except NotTextError as error:
        way_out = ", or name its encoding (--encoding latin-1, utf-16, …)" if isinstance(error, EncodingError) else ""
        yield unread(id, f"text: {error}{way_out}", shown, None, head)


def _objects(path: str, stream: Peeked, settings: ReadSettings) -> Iterator[Incoming | Rejection]:
    name = "stdin" if path == "-" else printable(Path(path).name)
    shown = printable(path)
    for position, value in json_values(stream):
        fallback = f"{name}:{position}"
        if isinstance(value, Unreadable):
            yield unread(fallback, value.reason, shown, position, value.head)
            continue
        try:
            yield Incoming(article_of(value, settings, fallback), shown, position)
        except ArticleError as error:
            yield unread(error.article, error.detail, shown, position, json.dumps(value, ensure_ascii=False))
