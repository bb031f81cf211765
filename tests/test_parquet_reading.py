import json
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from onrecord.arrow import to_batch
from onrecord.batch.part_files import PartFormat, part_sink
from onrecord.errors import ArticleError, SourceError
from onrecord.reading import read_records
from onrecord.records import Entity, Mention, Quote, Record, Span

RECORDS = [
    Record(
        id="a",
        text="“No,” said Lee.",
        meta={"n": [1, None]},
        mentions=(Mention("m1", 11, 14, "Lee", "name", "PERSON", "e1"),),
        entities=(Entity("e1", "Lee", "PERSON", ("m1",)),),
        quotes=(Quote("q1", "direct", (Span(0, 5),), speaker="e1"),),
    ),
    Record("b", ""),
]


def table(*records):
    return pa.Table.from_batches([to_batch(records)])


@pytest.mark.parametrize("format", PartFormat)
def test_every_format_of_parts_is_read_back_whatever_its_name(tmp_path, format):
    with part_sink(format, tmp_path / "any.name") as sink:
        for record in RECORDS:
            sink.write(record)
    assert list(read_records(tmp_path / "any.name")) == RECORDS


def test_columns_may_stand_in_another_order_and_have_kindred_types(tmp_path):
    rows = table(*RECORDS)
    text = rows.column("text").cast(pa.large_string())
    rows = rows.set_column(rows.schema.get_field_index("text"), "text", text).append_column("more", pa.array([1, 2]))
    pq.write_table(rows.select(sorted(rows.schema.names)), tmp_path / "r.parquet")
    assert list(read_records(tmp_path / "r.parquet")) == RECORDS


def test_a_file_of_articles_is_no_file_of_records(tmp_path):
    pq.write_table(pa.table({"id": ["a"], "text": ["b"]}), tmp_path / "r.parquet")
    with pytest.raises(SourceError, match=r"r\.parquet holds no records: it has no column 'meta', but 'id', 'text'; "):
        list(read_records(tmp_path / "r.parquet"))


def test_a_column_of_another_type_is_named(tmp_path):
    rows = table(*RECORDS)
    at = rows.schema.get_field_index("warnings")
    pq.write_table(rows.set_column(at, "warnings", pa.array([[1], [2]])), tmp_path / "numbers.parquet")
    pq.write_table(rows.set_column(at, "warnings", pa.array([1, 2])), tmp_path / "number.parquet")
    with pytest.raises(SourceError, match=r"number\.parquet holds no records: column 'warnings' is of type int64"):
        list(read_records(tmp_path / "number.parquet"))


def test_meta_that_is_no_json_is_named(tmp_path):
    rows = table(*RECORDS)
    at = rows.schema.get_field_index("meta")
    pq.write_table(rows.set_column(at, "meta", pa.array(["{}", "{"])), tmp_path / "r.parquet")
    with pytest.raises(ArticleError, match="article 'b', meta: is no JSON"):
        list(read_records(tmp_path / "r.parquet"))


def test_a_missing_value_is_named(tmp_path):
    rows = table(*RECORDS)
    at = rows.schema.get_field_index("text")
    pq.write_table(rows.set_column(at, "text", pa.array(["“No,” said Lee.", None])), tmp_path / "r.parquet")
    with pytest.raises(SourceError, match="column 'text' lacks values"):
        list(read_records(tmp_path / "r.parquet"))


def test_an_unsound_record_is_named(tmp_path):
    pq.write_table(table(RECORDS[1], replace(RECORDS[0], text="No")), tmp_path / "r.parquet")
    with pytest.raises(ArticleError, match=r"article 'a', mentions\[0\]"):
        list(read_records(tmp_path / "r.parquet"))


@pytest.mark.parametrize("keep", [4, 30, -1, -30])
def test_a_file_that_was_cut_is_named(tmp_path, keep):
    pq.write_table(table(*RECORDS), tmp_path / "whole")
    (tmp_path / "r.parquet").write_bytes((tmp_path / "whole").read_bytes()[:keep])
    with pytest.raises(SourceError, match=r"r\.parquet cannot be read: it is damaged, or was not written to its end"):
        list(read_records(tmp_path / "r.parquet"))


def test_no_file_is_said(tmp_path):
    with pytest.raises(SourceError, match="cannot be opened"):
        list(read_records(tmp_path / "none.parquet"))


def test_json_meta_survives(tmp_path):
    record = Record("a", "x", meta=json.loads('{"big": 1000000000000000000000000000000, "f": 0.1}'))
    pq.write_table(table(record), tmp_path / "r")
    assert list(read_records(tmp_path / "r")) == [record]


def test_a_name_that_looks_like_an_address_is_a_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with part_sink(PartFormat.PARQUET, Path("s3:r.parquet")) as sink:
        sink.write(RECORDS[0])
    assert list(read_records("s3:r.parquet")) == RECORDS[:1]
