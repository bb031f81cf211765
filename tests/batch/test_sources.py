import gzip
import itertools
import json
import os

import pytest

from onrecord.batch import sources
from onrecord.batch.intake import Incoming, ReadSettings
from onrecord.batch.sources import check_inputs, read_articles
from onrecord.errors import SourceError
from onrecord.stages.stage import Rejection


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def read(*inputs, **settings):
    return list(read_articles(inputs, ReadSettings(**settings)))


def articles(*inputs, **settings):
    return [(item.article.id, item.article.text) for item in read(*inputs, **settings)]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"One\r\ntwo\rthree\n", "One\r\ntwo\rthree\n"),
        ("Zoë\u2028Lee\x85\0".encode(), "Zoë\u2028Lee\x85\0"),
        (b"\xef\xbb\xbfOne \xef\xbb\xbftwo", "One \ufefftwo"),
        (b"", ""),
        (b" \n ", " \n "),
    ],
)
def test_a_text_is_read_as_it_stands_but_for_a_byte_order_mark(folder, data, text):
    (folder / "a.txt").write_bytes(data)
    assert articles("a.txt") == [("a", text)]


def test_a_compressed_file_is_read_as_what_it_holds(folder):
    (folder / "a.txt.gz").write_bytes(gzip.compress(b"One."))
    (folder / "dump.gz").write_bytes(gzip.compress(b'{"text": "Two."}\n'))
    assert articles("a.txt.gz", "dump.gz") == [("a", "One."), ("dump.gz:1", "Two.")]


@pytest.mark.parametrize(
    ("name", "data", "found"),
    [
        ("a", '{"text": "So."}\n', [("a:1", "So.")]),
        ("a.log", '\n\n{"text": "So."}\n', [("a.log:3", "So.")]),
        ("a.txt", '{"text": "So."}\n', [("a.txt:1", "So.")]),
        ("a.txt", '{"text": he said.\n', [("a", '{"text": he said.\n')]),
        ("a.md", "{curly} start", [("a", "{curly} start")]),
        ("a.md", "[Reuters] said so.", [("a", "[Reuters] said so.")]),
        ("a", '[{"text": "So."},\n{"text": "No."}]', [("a:1", "So."), ("a:2", "No.")]),
        ("a", '{\n"text": "So."\n}', [("a:1", "So.")]),
        ("a", '{"id": "x",\n"text": "So."}', [("x", "So.")]),
    ],
)
def test_json_is_told_from_text_by_content(folder, name, data, found):
    (folder / name).write_text(data)
    assert articles(name) == found


def test_everything_but_id_and_text_goes_to_meta(folder):
    given = {"id": "a", "text": "So.", "meta": {"x": 1}, "date": "2020", "tags": [1, {"y": None}]}
    (folder / "a.jsonl").write_text(json.dumps(given))
    (item,) = read("a.jsonl")
    assert item.article.meta == {"x": 1, "date": "2020", "tags": [1, {"y": None}]}


def test_fields_can_have_other_names_and_the_usual_ones_are_then_meta(folder):
    (folder / "a.jsonl").write_text('{"key": 7, "body": "So.", "id": "x", "text": "teaser"}')
    (item,) = read("a.jsonl", text_field="body", id_field="key")
    assert (item.article.id, item.article.text) == ("7", "So.")
    assert item.article.meta == {"id": "x", "text": "teaser"}


def test_of_a_record_only_the_article_is_taken(folder):
    found = {"mentions": [], "entities": [], "quotes": [], "relations": [], "provenance": None, "status": "ok"}
    (folder / "a.jsonl").write_text(json.dumps({"id": "a", "text": "So.", "meta": {"x": 1}, **found, "warnings": []}))
    (item,) = read("a.jsonl")
    assert item.article.meta == {"x": 1}


def test_some_fields_of_a_record_do_not_make_one(folder):
    (folder / "a.jsonl").write_text('{"text": "So.", "mentions": 5, "status": "published"}')
    assert read("a.jsonl")[0].article.meta == {"mentions": 5, "status": "published"}


def test_positions_are_lines_of_the_file(folder):
    (folder / "a.jsonl").write_text('{"text": "1"}\n\n{"text": 2}\n{"text": "3"}\n')
    assert [(item.source, item.position) for item in read("a.jsonl")] == [
        ("a.jsonl", 1),
        ("a.jsonl", 3),
        ("a.jsonl", 4),
    ]


def test_a_folder_is_walked_in_the_order_of_names(folder):
    for name in ("b.txt", "a/z.txt", "a/b/c.TXT", "a.txt", "c.log", "d.txt/inner.txt"):
        path = folder / "news" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    assert [name for name, _ in articles("news")] == ["a", "b", "a/z", "a/b/c", "d.txt/inner"]


def test_of_a_folder_every_known_kind_is_read_and_the_rest_is_counted(folder, caplog):
    caplog.set_level("INFO", "onrecord")
    (folder / "news/deep").mkdir(parents=True)
    (folder / "news/a.txt").write_text("One.")
    (folder / "news/b.csv").write_text("id,text\nx,Two.\n")
    (folder / "news/c.pdf").write_text("no")
    (folder / "news/deep/d.jsonl").write_text('{"text": "Three."}')
    (folder / "news/deep/e.txt.gz").write_bytes(gzip.compress(b"Four."))
    (folder / "news/noname").write_text("no")
    assert articles("news") == [("a", "One."), ("x", "Two."), ("deep/d.jsonl:1", "Three."), ("deep/e", "Four.")]
    assert "news: skipped 2 that are of no known kind (1 .pdf, 1 without suffix)" in caplog.text


def test_a_text_in_a_folder_is_text_whatever_it_looks_like(folder):
    (folder / "news").mkdir()
    (folder / "news" / "a.txt").write_text('{"text": "So."}')
    assert articles("news") == [("a", '{"text": "So."}')]


def test_linked_folders_are_not_entered_and_linked_files_are_read(folder):
    (folder / "news").mkdir()
    (folder / "far.txt").write_text("Far.")
    (folder / "news" / "near.txt").symlink_to(folder / "far.txt")
    (folder / "news" / "loop").symlink_to(folder / "news")
    assert articles("news") == [("near", "Far.")]


def test_a_pipe_in_a_folder_does_not_block(folder):
    (folder / "news").mkdir()
    (folder / "news" / "a.txt").write_text("One.")
    os.mkfifo(folder / "news" / "b.txt")
    assert articles("news") == [("a", "One.")]


def test_an_id_that_was_used_is_rejected_with_the_place_of_its_first_use(folder):
    (folder / "a.jsonl").write_text('{"id": "x", "text": "1"}\n{"id": "y", "text": "2"}\n')
    (folder / "b.jsonl").write_text('{"id": "x", "text": "3"}\n{"id": "z", "text": "4"}\n')
    first, second, third, fourth = read("a.jsonl", "b.jsonl")
    assert [first.article.id, second.article.id, fourth.article.id] == ["x", "y", "z"]
    assert third == Rejection(
        "x", "read", "id: 'x' was used by a.jsonl:1; give every article an id of its own", "b.jsonl", 1, "3"
    )


def test_many_ids_are_told_apart(folder):
    lines = [f'{{"id": "{number % 5000}", "text": "x"}}' for number in range(6000)]
    (folder / "a.jsonl").write_text("\n".join(lines))
    kinds = [type(item) for item in read("a.jsonl")]
    assert (kinds[:5000], kinds[5000:]) == ([Incoming] * 5000, [Rejection] * 1000)


def test_reading_is_lazy(folder):
    (folder / "a.txt").write_text("One.")
    (folder / "b.txt").write_text("Two.")
    items = read_articles(["a.txt", "b.txt"], ReadSettings())
    assert next(items).article.text == "One."
    (folder / "b.txt").write_text("Changed.")
    assert next(items).article.text == "Changed."


def test_a_line_that_is_too_long_is_rejected_and_the_next_ones_are_read(folder, monkeypatch):
    monkeypatch.setattr("onrecord.json_lines.LONGEST", 100)
    monkeypatch.setattr("onrecord.input_files.LONGEST", 100)
    (folder / "a.jsonl").write_text('{"text": "1"}\n{"text": "' + "x" * 3000 + '"}\n{"text": "3"}\n')
    first, second, third = read("a.jsonl")
    assert (first.article.text, third.article.text) == ("1", "3")
    assert (second.position, second.reason) == (2, "the line is longer than 0 MiB: is a line break missing?")


def test_a_text_that_is_too_long_is_rejected(folder, monkeypatch):
    monkeypatch.setattr("onrecord.batch.formats.plain.LONGEST", 100)
    (folder / "a.txt").write_text("x" * 101)
    assert read("a.txt")[0].reason == "text: longer than 0 MiB, so it is no article: divide it"


@pytest.mark.parametrize("name", ["utf-9", "hex", "undefined", ""])
def test_an_encoding_that_is_none_is_refused(name):
    with pytest.raises(SourceError, match="no such text encoding"):
        check_inputs(["-"], ReadSettings(encoding=name))


def test_only_the_first_lines_are_held_while_a_long_file_is_read(folder, monkeypatch):
    lines = itertools.chain(['{"text": "1"}\n'], (f'{{"text": "{number}"}}\n' for number in range(2, 2000)))
    (folder / "a.jsonl").write_text("".join(lines))
    handed_out = []
    original = sources.read_file
    monkeypatch.setattr(
        sources, "read_file", lambda *given: (handed_out.append(1) or item for item in original(*given))
    )
    next(read_articles(["a.jsonl"], ReadSettings()))
    assert len(handed_out) == 1


def test_only_a_text_is_told_to_name_its_encoding_for_json_is_utf_8(folder):
    (folder / "a.txt").write_bytes(b"caf\xe9")
    (folder / "a.jsonl").write_bytes(b'{"text": "caf\xe9"}')
    text, line = read("a.txt", "a.jsonl")
    assert text.reason == (
        "text: byte 0xe9 at byte 3 is not UTF-8: convert it, or name its encoding (--encoding latin-1, utf-16, …)"
    )
    assert line.reason == "byte 0xe9 at byte 13 is not UTF-8: convert it"
