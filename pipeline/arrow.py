"""Records as Arrow: the schema is derived from the dataclasses of the record, nested as they are.

Needs the extra ``onrecord[arrow]``. `meta` has no fixed fields, so it is one column of JSON.
"""

from __future__ import annotations

import json
import types
from collections.abc import Iterator, Sequence
from dataclasses import asdict, fields, is_dataclass
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from onrecord.errors import ArticleError, OnrecordError
from onrecord.reading import parse_record
from onrecord.records import Meta, Record

try:
    import pyarrow as pa
except ImportError:
    raise OnrecordError("Arrow needs pyarrow: install it with pip install 'onrecord[arrow]'") from None

_SCALARS = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}


@cache
def arrow_schema() -> pa.Schema:
    """One row a record; a list for every tuple, a struct for every dataclass, nullable where the record has None."""
    return pa.schema(_fields(Record))


def to_batch(records: Sequence[Record]) -> pa.RecordBatch:
    """Records as rows."""
    rows = [{**asdict(record), "meta": json.dumps(record.meta, ensure_ascii=False)} for record in records]
    return pa.RecordBatch.from_pylist(rows, schema=arrow_schema())


def from_batch(batch: pa.RecordBatch) -> Iterator[Record]:
    """The records of `to_batch`, checked like those of any file.

    Raises:
        ArticleError: A row is no sound record.
    """
    for number, row in enumerate(batch.to_pylist()):
        try:
            text = json.dumps({**row, "meta": json.loads(row["meta"])})
        except ValueError as error:
            raise ArticleError(row["id"], "meta", f"is no JSON: {error}") from None
        yield parse_record(text, f"row {number}")


def _fields(cls: type[Any]) -> list[pa.Field]:
    hints = get_type_hints(cls)
    return [_field(item.name, hints[item.name]) for item in fields(cls)]


def _field(name: str, hint: Any) -> pa.Field:
    inner = [choice for choice in get_args(hint) if choice is not types.NoneType]
    if get_origin(hint) in (Union, types.UnionType):
        return pa.field(name, _type(inner[0]), nullable=True)
    return pa.field(name, _type(hint), nullable=False)


def _type(hint: Any) -> pa.DataType:
    if hint is Meta or get_origin(hint) is Literal:
        return pa.string()
    if get_origin(hint) is tuple:
        return pa.list_(_field("item", get_args(hint)[0]))
    if isinstance(hint, type) and is_dataclass(hint):
        return pa.struct(_fields(hint))
    return _SCALARS[hint]
