"""Rows of Arrow as articles: values that JSON does not know are written as strings."""

from __future__ import annotations

import base64
import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from pydantic.types import JsonValue

from onrecord.batch.intake import Incoming, Item, ReadSettings, SourceFile, unread
from onrecord.batch.objects import article_of
from onrecord.checking import printable
from onrecord.errors import ArticleError

if TYPE_CHECKING:
    import pyarrow as pa

#: What is raised of a value that has no equal in Python: bytes that are no UTF-8, a date after the year 9999, a
#: nanosecond, a time zone that nobody knows.
_UNFIT = (ValueError, ArithmeticError, LookupError, NotImplementedError)


@dataclass(frozen=True, slots=True)
class _Row:
    """A row, as far as it can be read."""

    values: dict[str, Any]
    unfit: str = ""
    """A column whose value cannot be read."""
    why: str = ""
    """Why not, and the way out."""


def items_of(batch: pa.RecordBatch, before: int, name: str, file: SourceFile, settings: ReadSettings) -> Iterator[Item]:
    """The articles of a batch.

    Args:
        batch: The rows.
        before: Rows ahead of them.
        name: Begins the id of an article that has none.
        file: Where they stand.
        settings: Which columns hold text and id.
    """
    for position, row in enumerate(_rows(batch), start=before + 1):
        fallback = f"{name}:{position}"
        value = {key: _json(item) for key, item in row.values.items()}
        try:
            if row.why:
                raise ArticleError(fallback, row.unfit, row.why)
            yield Incoming(article_of(value, settings, fallback), file.shown, position)
        except ArticleError as error:
            head = json.dumps(value, ensure_ascii=False)
            yield unread(error.article, error.detail, file.shown, position, head)


def missing_column(columns: list[str], settings: ReadSettings) -> str:
    """What is said where the column of the text is missing; empty where it is there."""
    if settings.text_field in columns:
        return ""
    shown = ", ".join(repr(printable(name)) for name in columns[:20])
    return f"column {settings.text_field!r} is missing; the columns are {shown}: name the text with --text-field"


def _rows(batch: pa.RecordBatch) -> Iterator[_Row]:
    """The rows: all at once, and one by one where a value among them has no equal in Python."""
    try:
        whole = batch.to_pylist()
    except _UNFIT:
        yield from (_row(batch, at) for at in range(batch.num_rows))
    else:
        yield from map(_Row, whole)


def _row(batch: pa.RecordBatch, at: int) -> _Row:
    values: dict[str, Any] = {}
    unfit, why = "", ""
    for name, column in zip(batch.schema.names, batch.columns, strict=True):
        try:
            values[name] = column[at].as_py()
        except _UNFIT as error:
            unfit, why = name, f"cannot be read as {column.type} ({error}): mend it, or write the column as strings"
    return _Row(values, unfit, why)


def _json(value: Any) -> JsonValue:
    """A value as JSON: dates in ISO 8601, bytes as UTF-8 or else in base 64, a number that is none as null."""
    if isinstance(value, dict):
        return {str(key): _json(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_json(item) for item in value]
    if isinstance(value, float):
        return None if math.isnan(value) else value
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, bytes):
        try:
            return value.decode()
        except UnicodeDecodeError:
            return base64.b64encode(value).decode()
    if hasattr(value, "isoformat"):
        return cast("str", value.isoformat())
    return str(value)
