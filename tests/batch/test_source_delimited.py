"""CSV and TSV: dialects, lines, columns, and what is wrong with them."""

import csv
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.batch.intake import ReadSettings
from onrecord.batch.sources import read_articles


def read(path, data, **settings):
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return list(read_articles([str(path)], ReadSettings(**settings)))


def articles(*given, **settings):
    return [(item.article.id, item.article.text) for item in read(*given, **settings)]


@pytest.mark.parametrize(
    ("data", "found"),
    [
        ("id,text\nx,So.\n", [("x", "So.")]),
        ("id;text\nx;So, or no.\n", [("x", "So, or no.")]),
        ("id\ttext\nx\tSo; or no, or so.\n", [("x", "So; or no, or so.")]),
        ("id|text\nx|So.\n", [("x", "So.")]),
        ('"id","text"\r\n"x","So\r\nor ""no""."\r\n', [("x", 'So\r\nor "no".')]),
        ('id,text\nx,"So \\"and\\" no, he said."\ny,"No \\"or\\" so, she said."\n', [
            ("x", 'So "and" no, he said.'), ("y", 'No "or" so, she said.'),
        ]),
        ('id\ttext\nx\t"So," he said.\ny\t"No," she said. "Yes."\n', [
            ("x", '"So," he said.'), ("y", '"No," she said. "Yes."'),
        ]),
        ("\ufeffid,text\nx,So.\n", [("x", "So.")]),
        ("id, text \nx, So.\n", [("x", " So.")]),
        ("text,n\nSo.,1\n\nNo.,2\n", [("a.csv:2", "So."), ("a.csv:4", "No.")]),
        ("id,text\nx,\n,So.\n", [("x", ""), ("a.csv:3", "So.")]),
        ("id,text\n", []),
        ("", []),
        ("text\nSo.\n", [("a.csv:2", "So.")]),
        ("id,text\rx,So.\ry,No.\r", [("x", "So."), ("y", "No.")]),
    ],
)  # fmt: skip
def test_delimiter_and_quoting_are_told_by_the_content(tmp_path, data, found):
    assert articles(tmp_path / "a.csv", data) == found


def test_the_position_of_a_row_is_the_line_that_it_begins_in(tmp_path):
    items = read(tmp_path / "a.csv", 'text,n\n"So\n\nso",1\nNo.,2,3\n"Yes\n.",3\n')
    assert [(item.position, getattr(item, "reason", "")) for item in items] == [
        (2, ""),
        (5, "the row has 3 columns and the header 2: quote delimiters and breaks in fields"),
        (6, ""),
    ]


def test_all_other_columns_go_to_meta_as_strings(tmp_path):
    (item,) = read(tmp_path / "a.csv", "key,body,date,n\nx,So.,2020-01-02,5\n", text_field="body", id_field="key")
    assert (item.article.id, item.article.meta) == ("x", {"date": "2020-01-02", "n": "5"})


@pytest.mark.parametrize(("name", "rows"), [("a", 2), ("a.txt", 2), ("a.log", 2)])
def test_a_table_without_a_name_that_says_so_is_told_by_its_header(tmp_path, name, rows):
    assert len(read(tmp_path / name, "id,text\nx,So.\ny,No.\n")) == rows


@pytest.mark.parametrize("data", ["text\nSo.\n", "The text, he said, is so.\nAnd so on, and on.\n", "id,txt\nx,So.\n"])
def test_a_text_is_no_table(tmp_path, data):
    assert articles(tmp_path / "a.txt", data) == [("a", data)]


@pytest.mark.parametrize(
    ("data", "places"),
    [
        ("id,body\nx,So.\n", [
            ("a.csv:1", "column 'text' is missing; the columns are 'id', 'body': name the text with --text-field"),
        ]),
        ("text,n,n\nSo.,1,2\n", [("a.csv:1", "column 'n' is there twice: rename one in the first line")]),
        ('id,text\nx,"So" he said\ny,"No, or so."\n', [
            ("a.csv:2", "a field is quoted badly (',' expected after '\"'): double the marks in it"),
            ("y", ""),
        ]),
        ('id,text\nx,"So, or so."\ny,"No.\nz,Yes.\n', [
            ("x", ""),
            ("a.csv:3", "a field is quoted and not closed, up to the end of the file: double the marks in it, "
                        "or was it cut off?"),
        ]),
        (b"id,text\nx,caf\xe9\ny,No.\n", [
            ("a.csv:2", "text: byte 0xe9 is not text in it: convert the file, or name its encoding "
                        "(--encoding latin-1, utf-16, \u2026)"),
            ("y", ""),
        ]),
        (b"\xff\xfei\0d\0,\0t\0e\0x\0t\0\n\0", [
            ("a.csv:1", "it is UTF-16, not UTF-8: convert it, or, if it is text, give --encoding utf-16"),
        ]),
        ("id,text\nx,So.\nx,No.\n", [
            ("x", ""), ("x", "id: 'x' was used by PATH:2; give every article an id of its own"),
        ]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_in_its_place_and_the_rest_is_read(tmp_path, data, places):
    items = read(tmp_path / "a.csv", data)
    found = [(item.article.id, "") if hasattr(item, "article") else (item.id, item.reason) for item in items]
    assert found == [(name, reason.replace("PATH", str(tmp_path / "a.csv"))) for name, reason in places]


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16", "utf-16-le", "cp1252"])
def test_another_encoding_can_be_named(tmp_path, encoding):
    data = "id,text\nx,café\n".encode(encoding)
    assert articles(tmp_path / "a.csv", data, encoding=encoding) == [("x", "café")]


def test_a_field_may_be_large(tmp_path):
    text = "So, he said. " * 20_000
    assert articles(tmp_path / "a.csv", f'id,text\nx,"{text}"\n') == [("x", text)]


def test_a_field_that_is_too_large_is_rejected(tmp_path, monkeypatch):
    before = csv.field_size_limit(1000)
    try:
        first, second = read(tmp_path / "a.csv", f"id,text\nx,{'y' * 2000}\ny,No.\n")
    finally:
        csv.field_size_limit(before)
    assert first.reason == "a field is longer than 100 MiB: is a quotation mark not closed, or a line break missing?"
    assert second.article.text == "No."


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.text(st.characters(codec="utf-8"), min_size=1), min_size=1, max_size=5),
    st.sampled_from(",;\t|"),
)
def test_what_the_library_writes_comes_back_as_it_was(tmp_path, texts, delimiter):
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerows([("id", "text"), *enumerate(texts)])
    found = articles(tmp_path / "a.csv", out.getvalue().encode())
    assert found == [(str(number), text) for number, text in enumerate(texts)]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=200))
def test_any_bytes_are_read_to_an_end(tmp_path, data):
    for item in read(tmp_path / "a.csv", b"id,text\nx," + data):
        assert hasattr(item, "article") or ":" in item.reason
