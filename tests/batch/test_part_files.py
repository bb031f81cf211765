import gzip
import hashlib
import re
import sys
from contextlib import suppress
from dataclasses import replace

import pyarrow.parquet as pq
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.arrow import from_batch
from onrecord.batch import parquet_part
from onrecord.batch.part_files import PartFormat, part_sink
from onrecord.errors import ArticleError, OnrecordError
from onrecord.records import Entity, Mention, Quote, Record, Span
from onrecord.writing import to_json
from strategies import records

RECORDS = [
    Record(
        id="a",
        text="“No,” said Zoë Lee.",
        meta={"date": "2024-01-02", "tags": [1, None]},
        mentions=(Mention("m1", 11, 18, "Zoë Lee", "name", "PERSON", "e1", 0.5),),
        entities=(Entity("e1", "Zoë Lee", "PERSON", ("m1",)),),
        quotes=(Quote("q1", "direct", (Span(0, 5),), Span(6, 10), Span(11, 18), "e1", "person"),),
    ),
    Record("b", ""),
    Record("c", "line\nline\u2028line"),
]
LINES = "".join(f"{to_json(record)}\n" for record in RECORDS).encode()


def write(format, path, items):
    with part_sink(format, path) as sink:
        for record in items:
            sink.write(record)
    return path.read_bytes()


def rows(path):
    return [record for batch in pq.ParquetFile(path).iter_batches() for record in from_batch(batch)]


def test_jsonl_is_one_record_a_line(tmp_path):
    assert write(PartFormat.JSONL, tmp_path / "p", RECORDS) == LINES


def test_gzip_holds_the_lines_and_no_time_or_name(tmp_path):
    data = write(PartFormat.JSONL_GZ, tmp_path / "p.jsonl.gz", RECORDS)
    assert gzip.decompress(data) == LINES
    assert data[3] == 0, "flags: no name in the header"
    assert data[4:8] == b"\0\0\0\0", "mtime"


def test_zstd_holds_the_lines(tmp_path):
    data = write(PartFormat.JSONL_ZST, tmp_path / "p", RECORDS)
    assert zstandard.ZstdDecompressor().decompressobj().decompress(data) == LINES


def test_parquet_holds_the_records(tmp_path):
    write(PartFormat.PARQUET, tmp_path / "p", RECORDS)
    assert rows(tmp_path / "p") == RECORDS


@pytest.mark.parametrize("format", PartFormat)
def test_no_records_are_a_file_that_can_be_read(tmp_path, format):
    data = write(format, tmp_path / "p", [])
    read = {
        PartFormat.JSONL: lambda: data,
        PartFormat.JSONL_GZ: lambda: gzip.decompress(data),
        PartFormat.JSONL_ZST: lambda: zstandard.ZstdDecompressor().decompressobj().decompress(data),
        PartFormat.PARQUET: lambda: b"" if rows(tmp_path / "p") == [] else b"rows",
    }
    assert read[format]() == b""


@pytest.mark.parametrize("format", PartFormat)
@settings(max_examples=20, deadline=None)
@given(items=st.lists(records(), max_size=5))
def test_bytes_are_a_function_of_the_records(tmp_path_factory, format, items):
    folder = tmp_path_factory.mktemp("parts")
    assert write(format, folder / "one", items) == write(format, folder / "another-name", items)


@pytest.mark.parametrize("format", PartFormat)
@pytest.mark.parametrize(
    "bad",
    [
        Record("x", "a \ud800 b"),
        Record("x", "a", meta={"n": float("nan")}),
        Record("x", "a", meta={"s": "\udfff"}),
        Record("x", "a", meta={"o": object()}),
    ],
    ids=["surrogate", "nan", "surrogate in meta", "object in meta"],
)
def test_a_record_that_cannot_be_written_leaves_nothing_of_it(tmp_path, format, bad):
    whole = write(format, tmp_path / "whole", RECORDS)
    with part_sink(format, tmp_path / "p") as sink:
        sink.write(RECORDS[0])
        with pytest.raises(ArticleError, match="'x'"):
            sink.write(bad)
        for record in RECORDS[1:]:
            sink.write(record)
    assert (tmp_path / "p").read_bytes() == whole


def test_an_offset_that_arrow_cannot_hold_is_refused(tmp_path):
    huge = replace(RECORDS[0], id="x", quotes=(Quote("q1", "direct", (Span(0, 2**63),)),))
    with part_sink(PartFormat.PARQUET, tmp_path / "p") as sink:
        with pytest.raises(ArticleError, match="article 'x', record: Arrow cannot hold it"):
            sink.write(huge)
        sink.write(RECORDS[0])
    assert rows(tmp_path / "p") == RECORDS[:1]


def test_row_groups_are_cut_by_records_and_by_text(tmp_path, monkeypatch):
    monkeypatch.setattr(parquet_part, "ROW_GROUP_RECORDS", 3)
    monkeypatch.setattr(parquet_part, "ROW_GROUP_TEXT", 10)
    items = [Record(str(number), "x" * length) for number, length in enumerate([1, 1, 1, 1, 9, 1, 50, 1])]
    write(PartFormat.PARQUET, tmp_path / "p", items)
    file = pq.ParquetFile(tmp_path / "p")
    sizes = [file.metadata.row_group(number).num_rows for number in range(file.num_row_groups)]
    assert sizes == [3, 2, 1, 1, 1]
    assert rows(tmp_path / "p") == items


@pytest.mark.parametrize("format", PartFormat)
def test_a_full_disk_is_an_error_of_the_system_and_the_file_is_closed(tmp_path, format):
    (tmp_path / "full").symlink_to("/dev/full")
    noise = "".join(hashlib.sha256(bytes([number])).hexdigest() for number in range(256))
    sink = part_sink(format, tmp_path / "full")
    with pytest.raises(OSError, match="No space left"):  # noqa: PT012 - when it is noticed depends on the format
        for number in range(30):
            sink.write(Record(str(number), noise))
        sink.close()
    with suppress(OSError):  # once more, where writing failed before the close
        sink.close()
    assert sink._file.closed
    sink.close()


@pytest.mark.parametrize("format", PartFormat)
def test_closing_twice_does_no_harm(tmp_path, format):
    sink = part_sink(format, tmp_path / "p")
    sink.write(RECORDS[0])
    sink.close()
    once = (tmp_path / "p").read_bytes()
    sink.close()
    assert (tmp_path / "p").read_bytes() == once


@pytest.mark.parametrize(
    ("format", "module", "extra"),
    [(PartFormat.JSONL_ZST, "zstandard", "zstd"), (PartFormat.PARQUET, "onrecord.batch.parquet_part", "arrow")],
)
def test_a_library_that_is_missing_is_named(tmp_path, monkeypatch, format, module, extra):
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(OnrecordError, match=re.escape(f"install it with pip install 'onrecord[{extra}]'")):
        part_sink(format, tmp_path / "p")
