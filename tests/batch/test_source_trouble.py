"""Trouble of the machine while something is read: it stops a run and rejects nothing."""

import errno
import gzip
import io
import json
import os
from functools import partial

import pyarrow as pa
import pytest
from pyarrow import parquet

from onrecord.batch.input_marks import mark_of
from onrecord.batch.intake import Incoming, ReadSettings
from onrecord.batch.sources import read_articles
from onrecord.batch.stopped import StoppedError
from onrecord.errors import MachineError, SourceError
from onrecord.input_files import opened
from onrecord.reading import read_records
from onrecord.stages.stage import Rejection
from onrecord.unpacking import explain_stream

TROUBLE = [errno.EIO, errno.ESTALE, errno.ENOSPC, errno.EMFILE, errno.ENOTCONN]


class Failing(io.RawIOBase):
    """Gives these bytes, then fails."""

    def __init__(self, data, number):
        self._data, self._number = io.BytesIO(data), number

    def readable(self):
        return True

    def readinto(self, buffer):
        found = self._data.read(len(buffer))
        if not found:
            raise OSError(self._number, os.strerror(self._number))
        buffer[: len(found)] = found
        return len(found)


def failing(monkeypatch, data, number):
    """Has every file be read so."""
    from onrecord import input_files

    monkeypatch.setattr(input_files, "unpacked", lambda _: io.BufferedReader(Failing(data, number)))


def read(path):
    return list(read_articles([str(path)], ReadSettings()))


@pytest.mark.parametrize("number", TROUBLE)
@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.jsonl", b'{"id": "x", "text": "So."}\n'),
        ("a.csv", b"id,text\nx,So.\n"),
        ("a.txt", b"So."),
        ("a.html", b"<html>"),
        ("a.warc", b"WARC/1.1\r\nWARC-Type: warcinfo\r\nContent-Length: 0\r\n\r\n\r\n\r\n"),
    ],
)
def test_a_disk_that_fails_stops_the_run_and_names_the_file(tmp_path, monkeypatch, name, data, number):
    (tmp_path / name).touch()
    failing(monkeypatch, data, number)
    with pytest.raises(StoppedError, match=rf"{name}: reading failed \({os.strerror(number)}\)"):
        read(tmp_path / name)


def test_articles_ahead_of_the_trouble_come_first(tmp_path, monkeypatch):
    (tmp_path / "a.jsonl").touch()
    failing(monkeypatch, b'{"id": "x", "text": "So."}\n{"id": "y', errno.EIO)
    items = read_articles([str(tmp_path / "a.jsonl")], ReadSettings())
    assert next(items).article.id == "x"
    with pytest.raises(StoppedError):
        next(items)


@pytest.mark.parametrize("number", TROUBLE)
def test_a_file_that_cannot_be_opened_for_want_of_this_machine_stops_the_run(tmp_path, monkeypatch, number):
    def refused(*_, **__):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("onrecord.input_files.open", refused, raising=False)
    with pytest.raises(StoppedError, match=r"a\.txt: reading failed"):
        read(tmp_path / "a.txt")


@pytest.mark.parametrize("number", [errno.EACCES, errno.ENOENT, errno.ELOOP])
def test_a_file_that_may_not_be_opened_is_rejected(tmp_path, monkeypatch, number):
    def refused(*_, **__):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("onrecord.input_files.open", refused, raising=False)
    (item,) = read(tmp_path / "a.txt")
    assert isinstance(item, Rejection)
    assert item.reason.endswith(f"cannot be opened: {os.strerror(number)}")
    with pytest.raises(SourceError), opened(tmp_path / "a.txt"):
        pass


def test_other_errors_of_a_stream_are_still_explained():
    assert explain_stream(OSError(errno.EINVAL, "Invalid argument")) == "reading failed: Invalid argument"


def test_a_packed_parquet_file_that_finds_no_room_for_its_copy_stops_the_run(tmp_path, monkeypatch):
    out = io.BytesIO()
    parquet.write_table(pa.table({"id": ["x"], "text": ["So."]}), out)
    (tmp_path / "a.parquet.gz").write_bytes(gzip.compress(out.getvalue()))
    assert isinstance(read(tmp_path / "a.parquet.gz")[0], Incoming)
    full = partial(open, "/dev/full", "r+b", buffering=0)
    monkeypatch.setattr("tempfile.TemporaryFile", full)
    with pytest.raises(StoppedError, match=r"a\.parquet\.gz: .* No space left on device; TMPDIR names another"):
        read(tmp_path / "a.parquet.gz")


@pytest.mark.parametrize("number", TROUBLE)
def test_parquet_and_datasets_that_cannot_be_read_on_stop_the_run(tmp_path, monkeypatch, number):
    def batches(_):
        raise OSError(number, os.strerror(number))
        yield

    for kind in ("parquet", "dataset"):
        monkeypatch.setattr(f"onrecord.batch.formats.{kind}._batches", batches)
    (tmp_path / "a.parquet").write_bytes(b"PAR1")
    (tmp_path / "news").mkdir()
    (tmp_path / "news/state.json").write_text(json.dumps({"_data_files": []}))
    (tmp_path / "news/dataset_info.json").write_text("{}")
    for name in ("a.parquet", "news"):
        with pytest.raises(StoppedError, match=rf"{name}: reading failed"):
            read(tmp_path / name)


def test_records_that_cannot_be_read_are_said_as_trouble_of_the_machine(tmp_path, monkeypatch):
    (tmp_path / "a.jsonl").touch()
    failing(monkeypatch, b"", errno.EIO)
    with pytest.raises(MachineError, match="this machine, its disks or its network must be mended"):
        list(read_records(tmp_path / "a.jsonl"))


def unlisted(monkeypatch, name, number):
    """Has a folder that cannot be listed."""
    scandir = os.scandir

    def failing_scandir(path="."):
        if os.path.basename(path) == name:
            raise OSError(number, os.strerror(number), path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", failing_scandir)


def test_a_folder_that_cannot_be_listed_for_trouble_stops_the_run(tmp_path, monkeypatch):
    for name in ("a", "b"):
        (tmp_path / "news" / name).mkdir(parents=True)
        (tmp_path / "news" / name / "one.txt").write_text("So.")
    unlisted(monkeypatch, "b", errno.ESTALE)
    items = read_articles([str(tmp_path / "news")], ReadSettings())
    assert isinstance(next(items), Incoming)
    with pytest.raises(StoppedError, match=r"news: reading failed \(Stale file handle\)"):
        next(items)
    with pytest.raises(SourceError, match="Stale file handle"):
        mark_of(str(tmp_path / "news"))


def test_a_folder_that_may_not_be_entered_is_skipped(tmp_path, monkeypatch):
    (tmp_path / "news" / "b").mkdir(parents=True)
    (tmp_path / "news" / "one.txt").write_text("So.")
    unlisted(monkeypatch, "b", errno.EACCES)
    assert len(read(tmp_path / "news")) == 1
    assert mark_of(str(tmp_path / "news")).files == 1


@pytest.mark.parametrize("error", [pa.ArrowMemoryError, MemoryError])
def test_want_of_memory_is_no_damage_of_a_table(tmp_path, monkeypatch, error):
    parquet.write_table(pa.table({"id": ["x"], "text": ["So."]}), tmp_path / "a.parquet")

    def lacking(*_, **__):
        raise error("malloc of size 1 failed")

    monkeypatch.setattr(parquet.ParquetFile, "iter_batches", lacking)
    with pytest.raises(MemoryError):
        read(tmp_path / "a.parquet")
