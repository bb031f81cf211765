"""Web archives: what is a page, what is not, and what is damaged."""

import gzip

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from page_making import PAGES
from warc_making import archive, info, record, request, response

from onrecord.batch.arriving import arrived
from onrecord.batch.intake import Incoming, Page, ReadSettings
from onrecord.batch.sources import read_articles
from onrecord.stages.stage import Rejection

ONE, TWO = "https://news.example/one", "https://news.example/two"


def read(path, data):
    path.write_bytes(data)
    return list(read_articles([str(path)], ReadSettings()))


def places(items):
    return [(item.id, item.position) for item in items]


@pytest.mark.parametrize("packed", [False, True])
def test_the_fifty_pages_come_out_of_an_archive_as_they_do_from_files(tmp_path, packed):
    records = archive(PAGES)
    data = b"".join(gzip.compress(part) if packed else part for part in records)
    items = [arrived(item) for item in read(tmp_path / "crawl.warc.gz", data)]
    assert [item.position for item in items] == list(range(3, 103, 2))
    for page, item in zip(PAGES, items, strict=True):
        assert isinstance(item, Incoming)
        assert item.article.id == page.url
        assert item.article.text == "\n\n".join((page.story.title, *page.paragraphs))
        assert item.article.meta["date"] == page.story.date
        assert item.article.meta["fetched"] == "2024-03-10T11:12:13Z"


def test_records_that_are_no_pages_are_counted(tmp_path, caplog):
    caplog.set_level("INFO", "onrecord")
    parts = [
        info(),
        request(ONE),
        response(ONE, b"<html>one</html>"),
        response(TWO, b"no", status="404 Not Found"),
        response(TWO, b"\x89PNG", kind="image/png"),
        response(TWO, b"?", kind=""),
        record("metadata", b"fetchTimeMs: 5"),
        record("revisit", b"", WARC_Target_URI=TWO),
    ]
    (item,) = read(tmp_path / "a.warc", b"".join(parts))
    expected = Page(ONE, b"<html>one</html>", str(tmp_path / "a.warc"), 3, item.meta, "utf-8")
    assert item == expected
    assert item.meta == {"url": ONE, "fetched": "2024-03-10T11:12:13Z"}
    assert (
        "skipped 7 records that are no pages (1 metadata, 1 request, 1 response of type image/png, "
        "1 response of unknown type, 1 response with status 404, 1 revisit, 1 warcinfo)"
    ) in caplog.text


def test_a_resource_that_is_html_is_a_page(tmp_path):
    part = record("resource", b"<html>one</html>", WARC_Target_URI=f"<{ONE}>", Content_Type="text/html")
    (item,) = read(tmp_path / "a.warc", part)
    assert (item.id, item.html) == (ONE, b"<html>one</html>")


def test_a_record_without_an_address_has_the_id_of_the_record(tmp_path):
    part = response(ONE, b"<html>one</html>", WARC_Target_URI=None, WARC_Record_ID="<urn:uuid:7>")
    (item,) = read(tmp_path / "a.warc", part)
    assert (item.id, item.meta) == ("<urn:uuid:7>", {"fetched": "2024-03-10T11:12:13Z"})


def test_an_address_that_was_fetched_twice_is_rejected_the_second_time(tmp_path):
    first, second = read(tmp_path / "a.warc", response(ONE, b"<html>one</html>") + response(ONE, b"<html>1</html>"))
    assert (first.html, second.id, second.head) == (b"<html>one</html>", ONE, "<html>1</html>")
    assert second.reason == f"id: '{ONE}' was used by {tmp_path}/a.warc:1; give every article an id of its own"


def test_a_packed_body_is_unpacked(tmp_path):
    (item,) = read(tmp_path / "a.warc", response(ONE, b"<html>one</html>", encoding="gzip"))
    assert item.html == b"<html>one</html>"


def test_a_packed_body_that_is_damaged_is_rejected_and_the_next_record_is_read(tmp_path):
    bad = response(ONE, b"<html>one</html>", encoding="gzip").replace(b"\x1f\x8b\x08", b"\x1f\x8b\x07")
    first, second = read(tmp_path / "a.warc", bad + response(TWO, b"<html>two</html>"))
    assert first.reason.startswith("page: the HTTP response cannot be read (")
    assert (first.id, second.id, second.html) == (ONE, TWO, b"<html>two</html>")


def test_a_record_that_was_cut_by_the_crawler_is_rejected(tmp_path):
    bad = response(ONE, b"<html>one", WARC_Truncated="length")
    first, second = read(tmp_path / "a.warc", bad + response(TWO, b"<html>two</html>"))
    assert first.reason == "page: the record was cut when it was fetched (length): fetch the page again"
    assert second.id == TWO


def test_an_archive_that_ends_early_keeps_what_was_whole(tmp_path):
    whole = response(ONE, b"<html>one</html>") + response(TWO, b"<html>two</html>")
    first, second = read(tmp_path / "a.warc", whole[:-10])
    assert first.html == b"<html>one</html>"
    assert (second.id, second.position) == (TWO, 2)
    assert second.reason == "page: the record ends after 89 of 95 bytes: fetch the archive again"


def test_a_packed_archive_that_ends_early_keeps_what_was_whole(tmp_path):
    parts = [response(ONE, b"<html>one</html>"), response(TWO, b"<html>two</html>")]
    first, second = read(tmp_path / "a.warc.gz", b"".join(map(gzip.compress, parts))[:-20])
    assert first.html == b"<html>one</html>"
    assert (second.id, second.reason) == (
        "a.warc.gz:2",
        "the gzip file ends early: fetch or pack it again; what follows is not read",
    )


def test_what_is_no_record_ends_the_reading(tmp_path):
    whole = response(ONE, b"<html>one</html>") + b"something else\r\n\r\n" + response(TWO, b"<html>two</html>")
    first, second = read(tmp_path / "a.warc", whole)
    assert first.html == b"<html>one</html>"
    assert (second.id, second.position) == ("a.warc:2", 2)
    assert second.reason == ("the WARC file is damaged (Invalid WARC header): fetch it again; what follows is not read")


def test_a_page_that_is_too_long_is_rejected(tmp_path, monkeypatch):
    monkeypatch.setattr("onrecord.batch.formats.warc.LONGEST_PAGE", 100)
    long, longer = response(ONE, b"<html>" + b"x" * 100), response(TWO, b"<html>" + b"x" * 300)
    first, second = read(tmp_path / "a.warc", long + longer)
    assert first.reason == "page: longer than 20 MiB, so it is no article: give its text"
    assert second.reason == "page: the record is longer than 0 MiB, so it is no article: give its text"


WHOLE = b"".join((info(), response(ONE, b"<html>one</html>"), response(TWO, b"<html>two</html>", encoding="gzip")))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, len(WHOLE)), st.integers(0, 40), st.binary(max_size=8))
def test_whatever_is_wrong_with_an_archive_it_is_read_to_an_end(tmp_path, at, left_out, put_in):
    damaged = b"WARC/" + (WHOLE[:at] + put_in + WHOLE[at + left_out :])[5:]
    items = read(tmp_path / "a.warc", damaged)
    assert all(isinstance(item, Page | Rejection) for item in items)
    assert all(item.reason.count(": ") for item in items if isinstance(item, Rejection))
