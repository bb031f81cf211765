"""The long tables in one DuckDB file, with views for what a newsroom asks.

The rows are copied into the file. Views over the Parquet files would keep a path: a relative one is resolved against
the folder that a reader happens to be in, an absolute one breaks when the folder is moved. Only the text of articles,
most of the bytes and in `articles.parquet` already, is left out.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from onrecord.tables.schema import TABLES, columns

#: Columns that stay in Parquet.
LEFT_OUT = frozenset({("articles", "text")})

_SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "storage_compatibility_version": "v1.2.0",  # so that readers older than the writer can open the file
    "memory_limit": "1GB",  # what is more goes to a file beside the database
    "autoinstall_known_extensions": False,  # nothing is fetched
}

_ROWS_AT_ONCE = 10_000


def open_database(path: Path) -> duckdb.DuckDBPyConnection:
    """Make a database, or open one.

    Args:
        path: Absolute: DuckDB takes some relative paths for the address of a service.

    Raises:
        duckdb.Error: It cannot be opened.
    """
    return duckdb.connect(path, config=_SETTINGS)


def fill(database: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Copy the tables of a folder into an empty database, and add the views.

    Args:
        database: The database.
        folder: Holds a Parquet file for each table.

    Raises:
        duckdb.Error: The database cannot be written.
    """
    for table in TABLES:
        _copy(database, table, folder / f"{table}.parquet")
    database.execute(files(__package__).joinpath("views.sql").read_text(encoding="utf-8"))


def _copy(database: duckdb.DuckDBPyConnection, table: str, path: Path) -> None:
    wanted = [column for column in columns(table) if (table, column.name) not in LEFT_OUT]
    names = [column.name for column in wanted]
    # As a stream of Arrow and not by its path, in which DuckDB would look for wildcards.
    with pq.ParquetFile(path) as file:
        schema = pa.schema([file.schema_arrow.field(name) for name in names])
        batches = file.iter_batches(batch_size=_ROWS_AT_ONCE, columns=names)
        database.register("_stream", pa.RecordBatchReader.from_batches(schema, batches))
        # Names of tables and columns are ours (onrecord.tables.rows); what articles hold is never part of a statement.
        database.execute(f"CREATE TABLE {table} AS SELECT * FROM _stream")  # noqa: S608
        database.unregister("_stream")
    for column in wanted:
        meaning = column.meaning.replace("'", "''")
        database.execute(f"COMMENT ON COLUMN {table}.\"{column.name}\" IS '{meaning}'")
