import json

import duckdb
import pytest

from onrecord.records import Entity, Mention, Quote, Record, Relation, Span
from onrecord.writing import to_json

RECORD = Record(
    id="a",
    text="“No,” said Lee to Hall.",
    mentions=(
        Mention("m1", 11, 14, "Lee", "name", "PERSON", "e1"),
        Mention("m2", 18, 22, "Hall", "name", "PERSON", "e2"),
    ),
    entities=(Entity("e1", "Lee\x02", "PERSON", ("m1",)), Entity("e2", "Hall", "PERSON", ("m2",))),
    quotes=(Quote("q1", "direct", (Span(0, 5),), speaker="e1"),),
    relations=(Relation("e1", "reject", "e2"),),
)
LINE = f"{to_json(RECORD)}\n"


def test_records_become_tables_beside_them(onrecord):
    onrecord.file("records.jsonl", LINE)
    ended = onrecord("tables", "records.jsonl")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out == (
        "records.jsonl.tables\n"
        "  articles              1 rows\n"
        "  mentions              2 rows\n"
        "  entities              2 rows\n"
        "  quotes                1 rows\n"
        "  contents              1 rows\n"
        "  relations             1 rows\n"
        "  evidence              0 rows\n"
        "  graph                 2 nodes, 1 edge\n"
        "  1 character that XML cannot hold left out of the graph\n"
    )
    with duckdb.connect(onrecord.folder / "records.jsonl.tables" / "onrecord.duckdb", read_only=True) as database:
        assert database.execute("SELECT speaker_name, count(*) FROM quotes GROUP BY 1").fetchall() == [("Lee\x02", 1)]


def test_json_says_the_same(onrecord):
    onrecord.file("records.jsonl", LINE)
    assert json.loads(onrecord("tables", "records.jsonl", "-o", "deep/er", "--json").out) == {
        "folder": "deep/er",
        "rows": {
            "articles": 1, "mentions": 2, "entities": 2, "quotes": 1, "contents": 1, "relations": 1, "evidence": 0,
        },
        "graph": {"nodes": 2, "edges": 1, "dropped": 1},
    }  # fmt: skip


def test_stdin_needs_a_folder(onrecord):
    ended = onrecord("tables", "-", stdin=LINE.encode())
    assert (ended.code, ended.err) == (2, "onrecord: records from stdin imply no folder: name one with -o DIR\n")
    assert onrecord("tables", "-", "-o", "out", stdin=LINE.encode()).code == 0
    assert (onrecord.folder / "out" / "quotes.parquet").exists()


def test_tables_are_only_replaced_on_demand(onrecord):
    onrecord.file("records.jsonl", LINE)
    onrecord("tables", "records.jsonl", "-o", "out")
    ended = onrecord("tables", "records.jsonl", "-o", "out")
    assert ended.code == 2
    assert "out holds articles.parquet already: choose another folder, or give --force to replace it" in ended.err
    assert onrecord("tables", "records.jsonl", "-o", "out", "--force").code == 0


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "records.jsonl holds no records, so there is nothing to make tables of"),
        ('{"id": "a", "text": "b", "quote": []}\n', "article 'a', quote: unknown key"),
        ('{"id": "a", "text": "b", "entities": 3}\n', "article 'a', entities: "),
        ("Some text.\n", "article 'records.jsonl:1', record: "),
        (LINE + LINE, "article 'a', id: stands in records.jsonl twice (record 1, record 2)"),
    ],
)
def test_bad_records_leave_nothing(onrecord, content, message):
    onrecord.file("records.jsonl", content)
    ended = onrecord("tables", "records.jsonl")
    assert (ended.code, ended.out) == (2, "")
    assert message in ended.err
    assert sorted(path.name for path in onrecord.folder.iterdir()) == ["light.yaml", "records.jsonl"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["none.jsonl"], "none.jsonl: there is no such file or folder"),
        (["."], ". is no run folder: it has no journal.jsonl; name a file of records"),
        (["records.jsonl", "-o", "light.yaml"], "output light.yaml is a file: name a folder"),
        (["records.jsonl", "-o", "light.yaml/x"], "tables in light.yaml/x cannot be written: "),
        (["records.jsonl", "--min-count", "0"], "Invalid value for '--min-count'"),
    ],
)
def test_what_cannot_work_is_said(onrecord, arguments, message):
    onrecord.file("records.jsonl", LINE)
    ended = onrecord("tables", *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert message in ended.err


def test_an_interruption_leaves_nothing(onrecord, monkeypatch):
    def interrupted(_):
        yield RECORD
        raise KeyboardInterrupt

    onrecord.file("records.jsonl", LINE)
    monkeypatch.setattr("onrecord.cli.tables.read_records", interrupted)
    ended = onrecord("tables", "records.jsonl")
    assert (ended.code, ended.out) == (130, "")
    assert ended.err == "interrupted: nothing was written\n"
    assert sorted(path.name for path in onrecord.folder.iterdir()) == ["light.yaml", "records.jsonl"]


def test_describe_prints_every_column(onrecord):
    ended = onrecord("tables", "--describe")
    assert ended.code == 0
    lines = ended.out.splitlines()
    assert [line for line in lines if not line.startswith(" ")] == [
        "articles", "mentions", "entities", "quotes", "contents", "relations", "evidence",
    ]  # fmt: skip
    assert "  speaker_name   string or null  Its canonical name." in lines
