"""The long tables: their names, their columns in Arrow, and what each column means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import TypeAlias, get_args, get_type_hints

import pyarrow as pa
from pydantic import TypeAdapter

from onrecord.tables.rows import ArticleRow, ContentRow, EntityRow, EvidenceRow, MentionRow, QuoteRow, RelationRow

Row: TypeAlias = ArticleRow | MentionRow | EntityRow | QuoteRow | ContentRow | RelationRow | EvidenceRow

#: The class of the rows of each table.
TABLES: Mapping[str, type[Row]] = MappingProxyType(
    {
        "articles": ArticleRow,
        "mentions": MentionRow,
        "entities": EntityRow,
        "quotes": QuoteRow,
        "contents": ContentRow,
        "relations": RelationRow,
        "evidence": EvidenceRow,
    }
)

_TYPES = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table."""

    table: str
    """Name of the table."""
    name: str
    """Name of the column."""
    type: str
    """Its type, as Arrow names it."""
    nullable: bool
    """Whether it can be missing."""
    meaning: str
    """One sentence."""


def table_schema(table: str) -> pa.Schema:
    """The columns of a table."""
    row = TABLES[table]
    hints = get_type_hints(row)
    return pa.schema([_field(item.name, hints[item.name]) for item in fields(row)])


def columns(table: str) -> list[Column]:
    """What the columns of a table mean."""
    meanings = TypeAdapter(TABLES[table]).json_schema()["properties"]
    return [
        Column(table, field.name, str(field.type), field.nullable, meanings[field.name]["description"])
        for field in table_schema(table)
    ]


def _field(name: str, hint: type) -> pa.Field:
    (kind, *none) = get_args(hint) or (hint,)
    return pa.field(name, _TYPES[kind], nullable=bool(none))
