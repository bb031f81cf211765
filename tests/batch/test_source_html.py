"""Web pages: fifty of them, and what is taken out of each."""

import htmldate.core
import pytest
from page_making import FURNITURE, PAGES

import onrecord
from onrecord.batch.arriving import arrived
from onrecord.batch.intake import Incoming, Page, ReadSettings
from onrecord.batch.sources import check_inputs, read_articles
from onrecord.extras import MissingExtraError
from onrecord.reading import check_record
from onrecord.stages.stage import Rejection


def test_there_are_fifty_pages_that_differ():
    assert len({page.html for page in PAGES}) == 50


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_headline_paragraphs_and_date_come_out_and_nothing_else(page, tmp_path):
    path = tmp_path / "page.html"
    path.write_bytes(page.html)
    (item,) = (arrived(item) for item in read_articles([str(path)], ReadSettings()))
    assert isinstance(item, Incoming)
    found = item.article
    assert found.id == found.meta["url"] == page.url
    assert found.text == "\n\n".join((page.story.title, *page.paragraphs))
    assert (found.meta["title"], found.meta["date"]) == (page.story.title, page.story.date)
    assert not [line for line in FURNITURE if line in found.text]


def read(path, html, **settings):
    path.write_bytes(html if isinstance(html, bytes) else html.encode())
    (item,) = (arrived(item) for item in read_articles([str(path)], ReadSettings(**settings)))
    return item


def test_offsets_of_a_record_point_into_the_text_that_was_taken_out():
    items = [arrived(Page(page.name, page.html, page.name)) for page in PAGES[::7]]
    articles = [item.article for item in items]
    records = list(onrecord.load("rules").process(articles))
    assert [record.text for record in records] == [article.text for article in articles]
    for record in records:
        check_record(record)
    surfaces = {span.of(record.text) for record in records for quote in record.quotes for span in quote.content}
    assert "“We were asked to pay for a road that leads nowhere,”" in surfaces


STORY = "".join(
    f"<p>The court said on day {day} of the hearing that it would continue its work.</p>" for day in range(9)
)
PAGE = f"""<!DOCTYPE html><html><head><!--HEAD--><title>Court goes on</title></head>
<body><article>{STORY}</article></body></html>"""


def test_author_and_outlet_go_to_meta(tmp_path):
    (page,) = (page for page in PAGES if page.name == "open_graph-harbour")
    item = read(tmp_path / "page.html", page.html)
    assert (item.article.meta["author"], item.article.meta["outlet"]) == ("Zoë Lindqvist", "The Daily Gull")


@pytest.mark.parametrize("name", ["a", "a.txt", "a.log", "a.html"])
def test_a_page_is_told_by_its_content(tmp_path, name):
    found = read(tmp_path / name, f"<!-- saved -->\n  {PAGE}")
    assert (found.article.id, found.article.text.split("\n\n")[0]) == ("a", "Court goes on")


@pytest.mark.parametrize(
    ("link", "id"),
    [
        ("<link rel='canonical' href='https://news.example/a?b=1&amp;c=2'>", "https://news.example/a?b=1&c=2"),
        ("<LINK HREF=https://news.example/a REL=canonical>", "https://news.example/a"),
        ('<link rel="canonical" href="/a">', "page"),
        ('<link rel="canonical" href="https://news.example/">', "page"),
        ('<link rel="alternate" href="https://news.example/a">', "page"),
    ],
)
def test_the_address_that_a_page_gives_as_its_own_is_its_id(tmp_path, link, id):
    assert read(tmp_path / "page.html", PAGE.replace("<!--HEAD-->", link)).article.id == id


def test_a_page_is_not_taken_apart_while_reading(tmp_path):
    (tmp_path / "page.html").write_text(PAGE)
    (item,) = read_articles([str(tmp_path / "page.html")], ReadSettings())
    assert item == Page("page", PAGE.encode(), str(tmp_path / "page.html"))


@pytest.mark.parametrize("html", ["", "<html></html>", "\0<p>"])
def test_a_page_without_an_article_is_rejected(tmp_path, html):
    item = read(tmp_path / "page.html", html)
    assert isinstance(item, Rejection)
    assert item.reason == (
        "page: there is no article in it, as far as Trafilatura can tell: leave the page out, or give its text"
    )


def test_the_encoding_of_the_server_counts_more_than_that_of_the_page():
    page = PAGE.replace("<!--HEAD-->", "<meta charset=utf-8>").replace("court", "Gerichtshof für Übles")
    found = arrived(Page("a", page.encode("latin-1"), "a", charset="iso-8859-1"))
    assert "The Gerichtshof für Übles said" in found.article.text


@pytest.mark.parametrize(("head", "encoding"), [("", "cp1252"), ("<meta charset=latin1>", "cp1252"), ("", "utf-8")])
def test_an_encoding_that_is_not_named_or_named_as_usual_is_found(head, encoding):
    page = PAGE.replace("<!--HEAD-->", head).replace("court", "“café”")
    found = arrived(Page("a", page.encode(encoding), "a"))
    assert "The “café” said" in found.article.text
    assert "undecodable_characters" not in found.article.meta


def test_characters_that_cannot_be_decoded_are_counted():
    page = PAGE.replace("court", "café").encode().replace(b"day 3", b"day \xff")
    found = arrived(Page("a", page, "a"))
    assert found.article.meta["undecodable_characters"] == 1
    assert "The café said on day \ufffd of the hearing" in found.article.text


def test_what_the_source_says_of_a_page_counts_more_than_what_it_says_itself():
    page = PAGE.replace("<!--HEAD-->", '<link rel="canonical" href="https://news.example/other">').encode()
    found = arrived(Page("a", page, "a", 3, {"url": "https://news.example/a", "fetched": "2024-01-02T03:04:05Z"}))
    assert (found.article.meta["url"], found.article.meta["fetched"]) == (
        "https://news.example/a",
        "2024-01-02T03:04:05Z",
    )
    assert (found.source, found.position) == ("a", 3)


def test_a_title_that_is_not_the_first_line_is_put_ahead_once(tmp_path):
    page = PAGE.replace("<article>", "<article><h1>Court goes on</h1>")
    assert read(tmp_path / "page.html", page).article.text == read(tmp_path / "page.html", PAGE).article.text


def test_a_failure_of_the_library_is_a_rejection(monkeypatch):
    monkeypatch.setattr("trafilatura.bare_extraction", lambda *_, **__: 1 / 0)
    found = arrived(Page("a", PAGE.encode(), "a", 7))
    assert found.reason == (
        "page: Trafilatura failed on it (ZeroDivisionError: division by zero): leave the page out, or give its text"
    )
    assert (found.id, found.position) == ("a", 7)


def test_want_of_memory_is_no_fault_of_a_page(monkeypatch):
    def hungry(*_, **__):
        raise MemoryError

    monkeypatch.setattr("trafilatura.bare_extraction", hungry)
    with pytest.raises(MemoryError):
        arrived(Page("a", PAGE.encode(), "a", 7))


def test_a_library_that_goes_missing_is_no_fault_of_a_page(monkeypatch):
    def missing():
        raise MissingExtraError("HTML pages need trafilatura")

    monkeypatch.setattr("onrecord.batch.pages._library", missing)
    with pytest.raises(MissingExtraError):
        arrived(Page("a", PAGE.encode(), "a", 7))


def test_the_date_of_a_page_is_the_same_on_every_day(monkeypatch):
    page = PAGE.replace("<head>", '<head><meta property="article:published_time" content="2035-03-04"/>')
    found = []
    last_day = htmldate.core.get_max_date
    for today in ("2026-01-01", "2036-01-01"):
        monkeypatch.setattr("htmldate.core.get_max_date", lambda given, today=today: last_day(given or today))
        found.append(arrived(Page("a", page.encode(), "a")).article.meta.get("date"))
    assert found == ["2035-03-04"] * 2


def test_a_page_that_is_too_long_is_rejected(tmp_path, monkeypatch):
    monkeypatch.setattr("onrecord.batch.formats.html.LONGEST_PAGE", 100)
    assert read(tmp_path / "a.html", PAGE).reason == "page: longer than 0 MiB, so it is no article: give its text"


def test_a_library_that_is_missing_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr("onrecord.extras.is_installed", lambda module: module != "trafilatura")
    (tmp_path / "page.html").write_text(PAGE)
    with pytest.raises(MissingExtraError, match=r"HTML pages need trafilatura: .*pip install 'onrecord\[html\]'"):
        list(read_articles([str(tmp_path)], ReadSettings()))


def test_a_library_that_is_missing_is_named_before_anything_runs(tmp_path, monkeypatch):
    monkeypatch.setattr("onrecord.batch.kinds.is_installed", lambda module: module != "trafilatura")
    monkeypatch.setattr("onrecord.extras.is_installed", lambda module: module != "trafilatura")
    (tmp_path / "page.html").write_text(PAGE)
    with pytest.raises(MissingExtraError, match="HTML pages need trafilatura"):
        check_inputs([str(tmp_path / "page.html")], ReadSettings())
