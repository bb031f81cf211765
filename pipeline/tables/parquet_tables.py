"""The long tables as Parquet files, written side by side in row groups, so that memory is bounded."""

from __future__ import annotations

from collections import Counter
from contextlib import ExitStack
from operator import attrgetter
from pathlib import Path
from types import TracebackType
from typing import Self

import pyarrow as pa
import pyarrow.parquet as pq

from onrecord.records import Record
from onrecord.tables.flatten import flat
from onrecord.tables.schema import TABLES, Row, table_schema

#: Most rows of a row group.
GROUP_ROWS = 50_000

#: Code points in all columns after which a row group ends early.
GROUP_TEXT = 16_000_000


class ParquetTables:
    """Writes all tables into a folder, one file each; for a ``with`` block, at whose end the files are whole."""

    def __init__(self, folder: Path) -> None:
        """Open the files.

        Args:
            folder: Exists and is empty.

        Raises:
            OSError: They cannot be written.
        """
        self.rows: Counter[str] = Counter(dict.fromkeys(TABLES, 0))
        self._files = ExitStack()
        self._tables = {name: self._files.enter_context(_TableFile(name, folder)) for name in TABLES}

    def add(self, record: Record) -> None:
        """Write the rows of a record.

        Raises:
            OSError: They cannot be written.
        """
        for table, row in flat(record):
            self._tables[table].add(row)
            self.rows[table] += 1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._files.__exit__(kind, error, trace)


class _TableFile:
    def __init__(self, table: str, folder: Path) -> None:
        self._schema = table_schema(table)
        self._values = attrgetter(*self._schema.names)
        self._waiting: list[tuple[object, ...]] = []
        self._text = 0
        self._writer = pq.ParquetWriter(folder / f"{table}.parquet", self._schema, compression="zstd")

    def add(self, row: Row) -> None:
        values = self._values(row)
        self._waiting.append(values)
        self._text += sum(len(value) for value in values if isinstance(value, str))
        if len(self._waiting) >= GROUP_ROWS or self._text >= GROUP_TEXT:
            self._write_group()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self._write_group()
        self._writer.close()

    def _write_group(self) -> None:
        if not self._waiting:
            return
        by_column = [
            pa.array(values, field.type)
            for field, values in zip(self._schema, zip(*self._waiting, strict=True), strict=True)
        ]
        self._waiting, self._text = [], 0
        self._writer.write_table(pa.table(by_column, schema=self._schema))
