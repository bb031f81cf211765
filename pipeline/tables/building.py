"""Records into tables, a database and a graph, in a folder that gets its files only once all are whole."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from onrecord.batch.output import OutputError
from onrecord.batch.seen import SeenIds
from onrecord.errors import ArticleError, OnrecordError, SourceError
from onrecord.records import Record

try:
    import duckdb

    from onrecord.tables.database import fill, open_database
    from onrecord.tables.graph import GraphSize, write_graph
    from onrecord.tables.parquet_tables import ParquetTables
    from onrecord.tables.schema import TABLES
except ImportError as error:
    raise OnrecordError(f"tables need {error.name}: install it with pip install 'onrecord[tables]'") from None

#: What a folder of tables holds.
FILES = (*(f"{table}.parquet" for table in TABLES), "onrecord.duckdb", "graph.graphml", "graph.gexf")


@dataclass(frozen=True, slots=True)
class Built:
    """What was made."""

    folder: str
    """Where it is."""
    rows: dict[str, int]
    """Rows by table."""
    graph: GraphSize
    """Size of the graph."""


def refuse_tables(folder: Path) -> None:
    """Keep tables made earlier from being written over.

    Raises:
        OutputError: The folder holds some.
    """
    if found := [name for name in FILES if (folder / name).exists()]:
        raise OutputError(f"{folder} holds {found[0]} already: choose another folder, or give --force to replace it")


def build_tables(records: Iterable[Record], source: str, folder: Path, min_count: int = 1) -> Built:
    """Write the tables, the DuckDB file and the graph of records.

    Args:
        records: The records, sound; read once, never held.
        source: Names them in errors.
        folder: Where the files go; made if it is missing. Files of the same names are replaced, all at the end.
        min_count: Least number of quotes or relations behind an edge of the graph.

    Returns:
        What was made.

    Raises:
        ArticleError: A record is unsound, or has the id of an earlier one.
        SourceError: There is no record.
        OutputError: A file cannot be written.
    """
    if "?" in str(folder.absolute()):
        raise OutputError(f"output {folder}: DuckDB cannot write to a path with a question mark; name another folder")
    # Absolute, for Arrow and DuckDB take some relative paths for addresses.
    work = folder.absolute().with_name(f".{folder.name}.{os.getpid()}.tmp")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        work.mkdir()
        rows = _write_tables(records, source, work)
        size = _write_views(work, min_count)
        folder.mkdir(exist_ok=True)
        for name in FILES:
            (work / name).replace(folder / name)
    except (OSError, duckdb.Error) as error:
        raise OutputError(f"tables in {folder} cannot be written: {error}") from None
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return Built(str(folder), rows, size)


def _write_tables(records: Iterable[Record], source: str, work: Path) -> dict[str, int]:
    with closing(SeenIds()) as seen, ParquetTables(work) as tables:
        for number, record in enumerate(records, start=1):
            if earlier := seen.first_use(record.id, f"record {number}"):
                reason = f"stands in {source} twice ({earlier}, record {number}), so tables would not join: rename one"
                raise ArticleError(record.id, "id", reason)
            tables.add(record)
    if not tables.rows["articles"]:
        raise SourceError(f"{source} holds no records, so there is nothing to make tables of")
    return dict(tables.rows)


def _write_views(work: Path, min_count: int) -> GraphSize:
    with open_database(work / "onrecord.duckdb") as database:
        fill(database, work)
        return write_graph(database, work, min_count)
