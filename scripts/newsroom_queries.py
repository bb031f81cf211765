"""Run the questions of `newsroom.sql` over a DuckDB file of `onrecord tables`, and print each with its answer.

onrecord run dwie/dev/*.json --text-field content -o dwie.jsonl
onrecord tables dwie.jsonl -o dwie-tables
python scripts/newsroom_queries.py dwie-tables/onrecord.duckdb
"""

from __future__ import annotations

import argparse
from pathlib import Path

import duckdb

QUERIES = Path(__file__).with_name("newsroom.sql")


def queries() -> list[str]:
    """The queries, each with its question as a comment before it."""
    return [query.strip() for query in QUERIES.read_text(encoding="utf-8").split(";\n") if query.strip()]


def main() -> None:
    """Print every query and its answer."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("database", type=Path, help="onrecord.duckdb of a folder of tables")
    with duckdb.connect(parser.parse_args().database, read_only=True) as database:
        for query in queries():
            print(query)
            database.sql(query).show(max_rows=50, max_col_width=60, max_width=150)


if __name__ == "__main__":
    main()
