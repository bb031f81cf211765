"""`onrecord tables`: records as long tables, a DuckDB file and a graph."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.batch.output import OutputError
from onrecord.batch.tally import Tally
from onrecord.cli.ending import terminable
from onrecord.cli.terminal import Terminal
from onrecord.counting import counted
from onrecord.errors import SourceError
from onrecord.reading import read_records
from onrecord.records import Record

if TYPE_CHECKING:
    from onrecord.tables.building import Built

log = logging.getLogger(__name__)


def _describe(wanted: bool) -> None:
    if wanted:
        from onrecord.tables.schema import TABLES, columns

        for table in TABLES:
            print(table)
            for column in columns(table):
                shown = f"{column.type}{' or null' if column.nullable else ''}"
                print(f"  {column.name:14} {shown:15} {column.meaning}")
        raise typer.Exit


def tables(
    records: Annotated[
        str, typer.Argument(metavar="RECORDS", help="Run folder, JSON lines (.gz, .zst), Parquet, or - for stdin.")
    ],
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="DIR", help="Folder to write; by default RECORDS/tables, or FILE.tables."),
    ] = None,
    min_count: Annotated[
        int, typer.Option(min=1, help="Least number of quotes or relations behind an edge of the graph.")
    ] = 1,
    force: Annotated[bool, typer.Option("--force", help="Replace tables made earlier.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print what was made as JSON.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Only problems on standard error.")] = False,
    describe: Annotated[  # noqa: ARG001 - its callback prints
        bool, typer.Option("--describe", callback=_describe, is_eager=True, help="Print what each column means.")
    ] = False,
) -> None:
    """Make tables of records: Parquet for pandas and Spark, a DuckDB file, and a graph for Gephi.

    DIR gets articles, mentions, entities, quotes, contents, relations and evidence as .parquet, which join by
    article_id and the id of the thing; onrecord.duckdb with the same tables (without the text of articles) and the
    views quoted, spoken_about, speakers and links; graph.graphml and graph.gexf, who says what about whom. Files have
    their names only once all are whole.

    In the graph a node is a name and a type over all articles; what has no name, dates and sums of money are left
    out. Records are checked as they are read; memory does not grow with their number, but for the graph's edges: in
    a large archive raise --min-count.

    \b
    Exit codes:
      0    done
      2    the command, the records or the output cannot work
      130  interrupted or told to end; nothing was written

    \b
    Examples:
      onrecord tables out/
      onrecord tables records.jsonl -o tables
      onrecord tables out/ -o tables --min-count 3 --force --json
      onrecord tables --describe
      duckdb out/tables/onrecord.duckdb "SELECT speaker_name, count(*) FROM quotes GROUP BY ALL ORDER BY 2 DESC"
    """  # noqa: D301 - \b keeps the lines of the help
    from onrecord.tables.building import build_tables, refuse_tables

    folder = _folder(records, out)
    if not force:
        refuse_tables(folder)
    with Terminal(quiet=quiet) as terminal:
        try:
            with terminable(), terminal.progress(records_on_terminal=False) as tell:
                built = build_tables(_told(read_records(records), tell), records, folder, min_count)
        except KeyboardInterrupt:
            log.warning("interrupted: nothing was written")
            raise typer.Exit(130) from None
    print(json.dumps(asdict(built), ensure_ascii=False) if as_json else _summary(built))


def _folder(records: str, out: Path | None) -> Path:
    """Where the tables go.

    Raises:
        SourceError: The records are not there.
        OutputError: There is no such place, or it is no folder.
    """
    if records == "-":
        if out is None:
            raise OutputError("records from stdin imply no folder: name one with -o DIR")
    elif not Path(records).exists():
        raise SourceError(f"{records}: there is no such file or folder")
    given = out or (Path(records) / "tables" if Path(records).is_dir() else Path(f"{records}.tables"))
    if given.exists() and not given.is_dir():
        raise OutputError(f"output {given} is a file: name a folder")
    return given


def _told(records: Iterable[Record], tell: Callable[[Tally], None]) -> Iterator[Record]:
    tally = Tally()
    for record in records:
        tally.articles += 1
        tally.wrote(record)
        tell(tally)
        yield record


def _summary(built: Built) -> str:
    lines = [f"{built.folder}"]
    lines += [f"  {table:10} {rows:>12,} rows" for table, rows in built.rows.items()]
    lines.append(f"  {'graph':10} {built.graph.nodes:>12,} nodes, {counted(built.graph.edges, 'edge')}")
    if built.graph.dropped:
        lines.append(f"  {counted(built.graph.dropped, 'character')} that XML cannot hold left out of the graph")
    return "\n".join(lines)
