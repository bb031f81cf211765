"""What kind a file is, also where it was made to take long."""

import signal
from contextlib import contextmanager

import pytest

from onrecord.batch.formats.html import canonical
from onrecord.batch.intake import Incoming, Page, ReadSettings
from onrecord.batch.sources import read_articles


@contextmanager
def within(seconds):
    def late(*_):
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def read(path, data):
    path.write_bytes(data)
    (item,) = read_articles([str(path)], ReadSettings())
    return item


@pytest.mark.parametrize("ahead", [b"<!---->", b"<??>", b" \n", b"<!-- --><?a?> "])
def test_much_that_stands_ahead_of_no_tag_takes_no_time(tmp_path, ahead):
    with within(5):
        item = read(tmp_path / "a.txt", ahead * 5000 + b"So.")
    assert isinstance(item, Incoming)


def test_much_that_stands_ahead_of_a_page_is_skipped(tmp_path):
    item = read(tmp_path / "a.txt", b"<!-- a --> \n<?b?><!---->" * 100 + b"<!DOCTYPE html><html></html>")
    assert isinstance(item, Page)


def test_links_that_are_not_closed_take_no_time():
    link = b'<link rel="canonical" href="https://gull.example/a">'
    with within(2):
        assert canonical(b"<link" * 51_000) == ""
        assert canonical(b"<link" * 1000 + link) == "https://gull.example/a"
