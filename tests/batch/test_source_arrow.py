"""Parquet files and datasets that were saved in a folder."""

import datetime
import decimal
import io
import json
import os
import sys
import threading

import pyarrow as pa
import pytest
from pyarrow import parquet

from onrecord.arrow import arrow_schema, to_batch
from onrecord.batch.intake import Incoming, ReadSettings
from onrecord.batch.sources import check_inputs, read_articles
from onrecord.errors import SourceError
from onrecord.extras import MissingExtraError
from onrecord.records import Provenance, Record


def read(path, **settings):
    return list(read_articles([str(path)], ReadSettings(**settings)))


def parquet_of(columns, **options):
    out = io.BytesIO()
    parquet.write_table(pa.table(columns), out, **options)
    return out.getvalue()


def dataset_at(folder, *shards):
    """A dataset as `datasets` saves it."""
    folder.mkdir(parents=True)
    names = [f"data-{number:05}-of-{len(shards):05}.arrow" for number in range(len(shards))]
    for name, columns in zip(names, shards, strict=True):
        table = pa.table(columns)
        with pa.ipc.new_stream(str(folder / name), table.schema) as stream:
            stream.write_table(table, max_chunksize=2)
    (folder / "state.json").write_text(json.dumps({"_data_files": [{"filename": name} for name in names]}))
    (folder / "dataset_info.json").write_text("{}")
    return folder


def test_the_rows_of_a_parquet_file_in_batches(tmp_path):
    numbers = range(200)
    columns = {"id": [f"a{number}" for number in numbers], "text": [f"So {number}." for number in numbers]}
    (tmp_path / "a.parquet").write_bytes(parquet_of(columns, row_group_size=150))
    items = read(tmp_path / "a.parquet")
    assert [(item.article.id, item.article.text) for item in items] == list(zip(*columns.values(), strict=True))
    assert [item.position for item in items] == list(range(1, 201))


def test_parquet_is_told_by_its_content_and_the_columns_have_names(tmp_path):
    (tmp_path / "a.txt").write_bytes(parquet_of({"body": ["So."], "n": [5]}))
    (item,) = read(tmp_path / "a.txt", text_field="body")
    assert (item.article.id, item.article.text, item.article.meta) == ("a.txt:1", "So.", {"n": 5})


def test_values_that_json_does_not_know_are_written_as_strings(tmp_path):
    columns = {
        "text": ["So."],
        "day": [datetime.date(2020, 1, 2)],
        "time": [datetime.datetime(2020, 1, 2, 3, 4, tzinfo=datetime.UTC)],
        "price": [decimal.Decimal("1.50")],
        "bytes": [b"\xff\x00"],
        "words": [b"caf\xc3\xa9"],
        "nan": [float("nan")],
        "tags": [[{"name": "x", "none": None}]],
        "large": pa.array(["y"], pa.large_string()),
        "kind": pa.array(["k"]).dictionary_encode(),
        "map": pa.array([[("a", 1)]], pa.map_(pa.string(), pa.int64())),
    }
    (tmp_path / "a.parquet").write_bytes(parquet_of(columns))
    (item,) = read(tmp_path / "a.parquet")
    assert item.article.meta == {
        "day": "2020-01-02",
        "time": "2020-01-02T03:04:00+00:00",
        "price": "1.50",
        "bytes": "/wA=",
        "words": "café",
        "nan": None,
        "tags": [{"name": "x", "none": None}],
        "large": "y",
        "kind": "k",
        "map": [["a", 1]],
    }


UNFIT = {
    "no UTF-8": (pa.array([b"Two", b"caf\xe9", b"One"], pa.binary()).view(pa.string()), "string"),
    "a far day": (pa.array([1, 10**7, 2], pa.int32()).view(pa.date32()), "date32[day]"),
    "a far time": (pa.array([1, 2**60, 2], pa.int64()).view(pa.timestamp("ms")), "timestamp[ms]"),
}


@pytest.mark.parametrize(("values", "kind"), UNFIT.values(), ids=UNFIT)
@pytest.mark.parametrize("make", ["parquet", "dataset"])
def test_a_value_that_python_has_no_equal_of_rejects_its_row_and_no_other(tmp_path, make, values, kind):
    columns = {"id": ["x", "y", "z"], "odd": values, "text": ["So.", "No.", "Oh."]}
    if make == "parquet":
        (tmp_path / "a").write_bytes(parquet_of(columns))
    else:
        dataset_at(tmp_path / "a", columns)
    first, second, third = read(tmp_path / "a")
    assert (first.article.id, second.id, third.article.id) == ("x", "a:2", "z")
    assert second.reason.startswith(f"odd: cannot be read as {kind} (")
    assert second.reason.endswith("): mend it, or write the column as strings")
    assert json.loads(second.head) == {"id": "y", "text": "No."}


def test_a_time_zone_that_nobody_knows_rejects_the_rows_that_have_it(tmp_path):
    (tmp_path / "a.parquet").write_bytes(
        parquet_of({"text": ["So.", "No."], "at": pa.array([1, None], pa.timestamp("ms", "Nowhere/Town"))})
    )
    first, second = read(tmp_path / "a.parquet")
    assert first.reason.startswith("at: cannot be read as timestamp[ms, tz=Nowhere/Town] (")
    assert second.article.text == "No."


def test_a_row_without_a_text_is_rejected_in_its_place(tmp_path):
    (tmp_path / "a.parquet").write_bytes(parquet_of({"id": ["x", None, "z"], "text": ["So.", None, "No."]}))
    first, second, third = read(tmp_path / "a.parquet")
    assert (first.article.id, third.article.id, second.id) == ("x", "z", "a.parquet:2")
    assert second.reason == "text: must be a string, not null"


def test_a_column_that_is_missing_is_said_with_those_that_are_there(tmp_path):
    (tmp_path / "a.parquet").write_bytes(parquet_of({"key": ["x"], "body": ["So."]}))
    (item,) = read(tmp_path / "a.parquet")
    assert item.reason == "column 'text' is missing; the columns are 'key', 'body': name the text with --text-field"


@pytest.mark.parametrize("damage", [lambda data: data[:-8], lambda data: data[:4], lambda data: data[:40] + data[60:]])
def test_a_parquet_file_that_is_damaged_is_rejected(tmp_path, damage):
    whole = parquet_of({"id": ["x"] * 50, "text": ["So."] * 50}, compression="none", use_dictionary=False)
    (tmp_path / "a.parquet").write_bytes(damage(whole))
    *_, last = read(tmp_path / "a.parquet")
    assert "the Parquet file cannot be read on (" in last.reason
    assert last.reason.endswith("): fetch or write it again; what follows is not read")


def test_of_records_in_parquet_only_the_article_is_taken(tmp_path):
    record = Record("a", "So.", {"k": [1]}, (), (), (), (), Provenance("0", "c", "m"), "ok")
    with parquet.ParquetWriter(tmp_path / "a.parquet", arrow_schema()) as writer:
        writer.write_batch(to_batch([record]))
    (item,) = read(tmp_path / "a.parquet")
    assert (item.article.id, item.article.text, item.article.meta) == ("a", "So.", {"k": [1]})


def test_of_a_run_folder_only_the_records_are_read(tmp_path):
    (tmp_path / "out/records").mkdir(parents=True)
    (tmp_path / "out/run.json").write_text('{"text": "no article"}')
    (tmp_path / "out/journal.jsonl").write_text('{"text": "no article"}\n')
    (tmp_path / "out/records/part-000000.jsonl").write_text('{"id": "x", "text": "So."}\n')
    check_inputs([str(tmp_path / "out")], ReadSettings())
    assert [item.article.id for item in read(tmp_path / "out")] == ["x"]


def test_a_saved_dataset_is_read_file_after_file(tmp_path):
    folder = dataset_at(tmp_path / "news", {"text": ["1", "2", "3"]}, {"text": ["4"]})
    check_inputs([str(folder)], ReadSettings())
    items = read(folder)
    assert [(item.article.id, item.article.text) for item in items] == [
        ("news:1", "1"), ("news:2", "2"), ("news:3", "3"), ("news:4", "4"),
    ]  # fmt: skip
    assert [item.position for item in items] == [1, 2, 3, 4]


def test_what_the_library_saves_is_read(tmp_path):
    datasets = pytest.importorskip("datasets")
    rows = datasets.Dataset.from_dict({"key": ["x", "y"], "body": ["So.", "No."], "n": [1, None]})
    datasets.DatasetDict({"train": rows, "test": rows.select([1])}).save_to_disk(str(tmp_path / "news"))
    items = read(tmp_path / "news", text_field="body")
    assert [(item.article.id, item.article.text, item.article.meta) for item in items] == [
        ("news/train:1", "So.", {"key": "x", "n": 1}),
        ("news/train:2", "No.", {"key": "y", "n": None}),
        ("news/test:1", "No.", {"key": "y", "n": None}),
    ]


def test_a_dataset_within_a_folder_is_one_input_among_the_others(tmp_path):
    dataset_at(tmp_path / "all/b", {"text": ["So."]})
    (tmp_path / "all/a.txt").write_text("One.")
    (tmp_path / "all/c.jsonl").write_text('{"text": "Two."}')
    assert [item.article.id for item in read(tmp_path / "all")] == ["a", "c.jsonl:1", "b:1"]


@pytest.mark.parametrize("name", ["../secret.arrow", "/etc/passwd", "..", "", "a\0b", 5])
def test_a_dataset_cannot_name_files_elsewhere(tmp_path, name):
    folder = dataset_at(tmp_path / "news", {"text": ["So."]})
    (folder / "state.json").write_text(json.dumps({"_data_files": [{"filename": name}]}))
    (item,) = read(folder)
    assert item.reason.startswith("state.json names '")
    assert item.reason.endswith("', which is no file of the folder: save it again")


@pytest.mark.parametrize("state", ["", "[]", "{}", '{"_data_files": 5}', '{"_data_files": [{}]}', "[" * 99999])
def test_a_dataset_whose_list_of_files_is_damaged_is_rejected(tmp_path, state):
    folder = dataset_at(tmp_path / "news", {"text": ["So."]})
    (folder / "state.json").write_text(state)
    (item,) = read(folder)
    assert item.reason == "state.json is damaged, or has no '_data_files': save the dataset again"


def test_a_dataset_whose_file_is_cut_keeps_what_was_whole(tmp_path):
    folder = dataset_at(tmp_path / "news", {"text": ["1", "2", "3"]})
    (file,) = folder.glob("*.arrow")
    file.write_bytes(file.read_bytes()[:-60])
    *whole, last = read(folder)
    assert [item.article.text for item in whole if isinstance(item, Incoming)] == ["1", "2"]
    assert last.id == "news:3"
    assert last.reason.startswith("the dataset cannot be read on (")


def test_a_dataset_whose_file_is_missing_is_rejected(tmp_path):
    folder = dataset_at(tmp_path / "news", {"text": ["1"]})
    (file,) = folder.glob("*.arrow")
    file.unlink()
    (item,) = read(folder)
    assert (item.id, "No such file" in item.reason) == ("news:1", True)


def test_a_library_that_is_missing_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr("onrecord.extras.is_installed", lambda module: module != "pyarrow")
    (tmp_path / "a.parquet").write_bytes(parquet_of({"text": ["So."]}))
    for path in (tmp_path / "a.parquet", dataset_at(tmp_path / "news", {"text": ["So."]})):
        with pytest.raises(MissingExtraError, match=r"need pyarrow: install it with pip install 'onrecord\[arrow\]'"):
            read(path)


def test_parquet_from_a_pipe_is_read(tmp_path, monkeypatch):
    stdin = io.TextIOWrapper(io.BufferedReader(io.BytesIO(parquet_of({"text": ["So."]}))))
    monkeypatch.setattr(sys, "stdin", stdin)
    (item,) = read("-")
    assert (item.article.id, item.article.text) == ("stdin:1", "So.")


def test_parquet_from_a_named_pipe_is_read(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    data = parquet_of({"text": ["So."] * 5000})
    writer = threading.Thread(target=pipe.write_bytes, args=[data])
    writer.start()
    assert len(read(pipe)) == 5000
    writer.join()


def test_a_folder_with_nothing_to_read_is_refused(tmp_path):
    (tmp_path / "a.xlsx").touch()
    with pytest.raises(SourceError, match="has no file in it of a kind that is read"):
        check_inputs([str(tmp_path)], ReadSettings())
