import os
import re
from dataclasses import replace
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tables_making import RECORD, built, renamed, rows

from onrecord.batch.output import OutputError
from onrecord.errors import ArticleError, SourceError
from onrecord.records import Record
from onrecord.tables import parquet_tables
from onrecord.tables.building import FILES, build_tables, refuse_tables
from onrecord.tables.schema import TABLES, table_schema
from strategies import records

COUNTS = {"articles": 1, "mentions": 6, "entities": 4, "quotes": 2, "contents": 3, "relations": 2, "evidence": 2}


def query(folder, sql):
    with duckdb.connect(folder / "onrecord.duckdb", read_only=True) as database:
        return database.execute(sql).fetchall()


def test_a_folder_has_all_files_and_nothing_else(tmp_path):
    made = built(tmp_path / "out", RECORD)
    assert made.rows == COUNTS
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(FILES)
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_parquet_has_the_rows_with_the_columns_of_the_schema(tmp_path):
    built(tmp_path / "out", RECORD, renamed(RECORD, "a-2"))
    for table, count in COUNTS.items():
        assert pq.read_schema(tmp_path / "out" / f"{table}.parquet").equals(table_schema(table))
        assert [row["article_id"] for row in rows(tmp_path / "out", table)] == ["a-1"] * count + ["a-2"] * count


def test_duckdb_has_the_same_rows_but_for_the_text_of_articles(tmp_path):
    built(tmp_path / "out", RECORD, renamed(RECORD, "a-2"))
    for table in TABLES:
        names = [name for name in table_schema(table).names if (table, name) != ("articles", "text")]
        expected = [tuple(row[name] for name in names) for row in rows(tmp_path / "out", table)]
        assert query(tmp_path / "out", f"SELECT * FROM {table}") == expected


def test_duckdb_says_what_columns_mean(tmp_path):
    built(tmp_path / "out", RECORD)
    comment = "SELECT comment FROM duckdb_columns() WHERE table_name = 'quotes' AND column_name = 'cue'"
    assert query(tmp_path / "out", comment) == [("The words that attribute it.",)]


def test_the_database_is_whole_in_itself(tmp_path):
    built(tmp_path / "out", RECORD)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "out" / "onrecord.duckdb").rename(tmp_path / "elsewhere" / "onrecord.duckdb")
    count = "SELECT speaker_name, count(*) FROM quoted GROUP BY ALL ORDER BY 1"
    assert query(tmp_path / "elsewhere", count) == [("Zoë Lee", 1), (None, 1)]


def test_tables_join_by_article_and_id(tmp_path):
    built(tmp_path / "out", RECORD, renamed(RECORD, "a-2"))
    joined = """
        SELECT q.article_id, e.name, count(m.mention_id), a.outlet
        FROM quotes AS q
        JOIN articles AS a USING (article_id)
        JOIN entities AS e ON (e.article_id, e.entity_id) = (q.article_id, q.speaker_id)
        JOIN mentions AS m ON (m.article_id, m.entity_id) = (e.article_id, e.entity_id)
        GROUP BY ALL ORDER BY 1
    """
    assert query(tmp_path / "out", joined) == [("a-1", "Zoë Lee", 2, "The Daily"), ("a-2", "Zoë Lee", 2, "The Daily")]


@settings(max_examples=8, deadline=None)
@given(made=st.lists(records(), max_size=4, min_size=1, unique_by=lambda record: record.id))
def test_counts_are_those_of_the_records_and_every_quote_stands_once(tmp_path_factory, made):
    folder = tmp_path_factory.mktemp("tables") / "out"
    counts = built(folder, *made).rows
    assert counts["mentions"] == sum(len(record.mentions) for record in made)
    assert counts["relations"] == sum(len(record.relations) for record in made)
    quotes = [(record.id, quote.id) for record in made for quote in record.quotes]
    spans = [(record.id, quote.id, span.start) for record in made for quote in record.quotes for span in quote.content]
    assert sorted(query(folder, "SELECT article_id, quote_id FROM quoted")) == sorted(quotes)
    assert sorted(
        query(
            folder, "SELECT article_id, quote_id, start FROM quotes JOIN contents USING (article_id, quote_id, start)"
        )
    ) == sorted((record.id, quote.id, quote.content[0].start) for record in made for quote in record.quotes)
    assert query(folder, "SELECT article_id, quote_id, start FROM contents") == spans


def test_records_in_which_nothing_was_found_make_empty_tables(tmp_path):
    assert built(tmp_path / "out", Record("x", "")).rows == {**dict.fromkeys(TABLES, 0), "articles": 1}
    assert query(tmp_path / "out", "SELECT count(*) FROM quoted") == [(0,)]
    assert rows(tmp_path / "out", "quotes") == []


def test_huge_ids_are_kept(tmp_path):
    huge = "é" * 1_000_000
    built(tmp_path / "out", renamed(RECORD, huge))
    assert query(tmp_path / "out", "SELECT DISTINCT length(article_id) FROM mentions") == [(1_000_000,)]


def test_row_groups_end_by_rows_and_by_text(tmp_path, monkeypatch):
    monkeypatch.setattr(parquet_tables, "GROUP_ROWS", 4)
    monkeypatch.setattr(parquet_tables, "GROUP_TEXT", 10_000)
    built(tmp_path / "out", RECORD, renamed(RECORD, "x" * 10_000))
    metadata = pq.ParquetFile(tmp_path / "out" / "mentions.parquet").metadata
    groups = [metadata.row_group(number).num_rows for number in range(metadata.num_row_groups)]
    assert groups == [4, 3, 1, 1, 1, 1, 1]
    assert len(rows(tmp_path / "out", "mentions")) == 12


def test_text_of_articles_is_never_part_of_a_statement(tmp_path):
    nasty = "'); DROP TABLE quotes; --"
    entities = tuple(replace(entity, name=f"{entity.name}{nasty}") for entity in RECORD.entities)
    built(tmp_path / "o'ut [a]*", replace(RECORD, id=nasty, entities=entities))
    assert query(tmp_path / "o'ut [a]*", "SELECT article_id, speaker_name FROM quotes LIMIT 1") == [
        (nasty, f"Zoë Lee{nasty}")
    ]


def test_an_id_that_stands_twice_is_refused_and_nothing_is_left(tmp_path):
    reason = "article 'a-1', id: stands in records twice (record 1, record 3), so tables would not join: rename one"
    with pytest.raises(ArticleError, match=re.escape(reason)):
        built(tmp_path / "out", RECORD, Record("b", ""), RECORD)
    assert list(tmp_path.iterdir()) == []


def test_no_records_are_refused_and_nothing_is_left(tmp_path):
    with pytest.raises(SourceError, match="records holds no records, so there is nothing to make tables of"):
        built(tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_a_failure_leaves_what_was_there(tmp_path):
    built(tmp_path / "out", RECORD)
    before = {name: (tmp_path / "out" / name).read_bytes() for name in FILES}

    def broken():
        yield Record("b", "")
        raise ArticleError("c", "text", "is broken")

    with pytest.raises(ArticleError, match="is broken"):
        build_tables(broken(), "records", tmp_path / "out")
    assert {name: (tmp_path / "out" / name).read_bytes() for name in FILES} == before
    assert os.listdir(tmp_path) == ["out"]


def test_other_files_of_the_folder_stay(tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "notes.txt").write_text("mine")
    refuse_tables(tmp_path / "out")
    built(tmp_path / "out", RECORD)
    assert (tmp_path / "out" / "notes.txt").read_text() == "mine"
    with pytest.raises(OutputError, match=r"holds articles\.parquet already: choose another folder, or give --force"):
        refuse_tables(tmp_path / "out")


def test_parquet_depends_on_the_records_alone(tmp_path):
    for name in ("one", "another"):
        built(tmp_path / name, RECORD, renamed(RECORD, "a-2"))
    for table in TABLES:
        first, second = ((tmp_path / name / f"{table}.parquet").read_bytes() for name in ("one", "another"))
        assert first == second


def test_a_path_that_duckdb_reads_otherwise_is_refused(tmp_path):
    with pytest.raises(OutputError, match="DuckDB cannot write to a path with a question mark; name another folder"):
        built(tmp_path / "why?", RECORD)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_whose_name_looks_like_a_service_is_a_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    built(Path("md:news/out"), RECORD)
    assert query(tmp_path / "md:news" / "out", "SELECT count(*) FROM quotes") == [(2,)]
