import os
import threading

import pytest

from onrecord.batch import extent
from onrecord.batch.extent import Extent, size_of
from onrecord.batch.intake import ReadSettings
from onrecord.batch.sources import read_articles
from onrecord.read_meter import ReadMeter, metering


class Meter(ReadMeter):
    bytes = 0


@pytest.fixture
def clock(monkeypatch):
    now = [100.0]
    monkeypatch.setattr(extent.time, "monotonic", lambda: now[0])
    return now


def test_what_is_left_follows_from_the_rate_since_it_was_first_asked(clock):
    meter = Meter()
    waiting = Extent(10_000, meter)
    meter.bytes = 4_000
    assert waiting.outlook() == "40% read"
    clock[0], meter.bytes = 160.0, 5_000
    assert waiting.outlook() == "50% read, 0:05:00 left"
    assert waiting.counts() == {"bytes_read": 5_000, "bytes": 10_000}


def test_of_an_input_without_size_nothing_is_said():
    waiting = Extent(0, Meter())
    assert (waiting.outlook(), waiting.counts()) == ("", {})


def test_a_file_that_has_grown_is_not_read_to_more_than_all_of_it(clock):
    meter = Meter()
    meter.bytes = 12
    assert Extent(10, meter).outlook() == "100% read"


def test_bytes_are_counted_as_they_are_read(tmp_path):
    first, second = tmp_path / "a.txt", tmp_path / "b.jsonl"
    first.write_text("One.")
    second.write_text('{"text": "Two."}\n' * 50_000)
    assert size_of([str(first), str(second)]) == 4 + 17 * 50_000
    with metering() as meter:
        items = read_articles([str(first), str(second)], ReadSettings())
        next(items)
        next(items)
        assert 4 < meter.bytes < 17 * 50_000
        assert sum(1 for _ in items) == 49_999
        assert meter.bytes == 4 + 17 * 50_000


def test_the_size_of_a_folder_or_a_stream_is_not_known(tmp_path):
    assert size_of([str(tmp_path)]) == size_of(["-"]) == 0


def test_a_pipe_and_a_file_that_is_just_closed_count_nothing(tmp_path):
    read, write = os.pipe()
    os.close(write)
    path = tmp_path / "a.txt"
    path.write_text("One.")
    meter = ReadMeter()
    with os.fdopen(read, "rb") as pipe, path.open("rb") as file, meter.over(pipe), meter.over(file):
        file.read()
        assert (meter.bytes, Extent(0, meter).read) == (4, 0)
    closed = path.open("rb")
    meter._open.append(closed)
    closed.close()
    assert meter.bytes == 4


def test_a_named_pipe_is_read_while_somebody_watches(tmp_path):
    path = tmp_path / "a.jsonl"
    os.mkfifo(path)
    writer = threading.Thread(target=path.write_text, args=('{"text": "One."}\n',))
    writer.start()
    with metering() as meter:
        items = read_articles([str(path)], ReadSettings())
        assert next(items).article.text == "One."
        assert Extent(0, meter).outlook() == ""
        assert meter.bytes == 0
        assert list(items) == []
    writer.join()
