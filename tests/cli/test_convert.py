import json

import pytest

from onrecord.cli import convert as convert_module
from onrecord.corpora import FORMATS

CONLL = "-DOCSTART- O\n\nAnn I-PER\nleft O\nOslo B-LOC\n"


def test_a_corpus_becomes_records(onrecord):
    onrecord.file("in.txt", CONLL)
    ended = onrecord("convert", "in.txt", "out.jsonl")
    assert ended.code == 0
    assert ended.out == (
        "1 document from conll to record: out.jsonl\n"
        "kept:\n"
        "        2  mentions\n"
        "lost, for the target cannot hold it:\n"
        "        1  the corpus's own tokens, in documents\n"
        "repaired while reading:\n"
        "        1  name opened by a tag that continues (I-, as in IOB1)\n"
    )
    record = json.loads((onrecord.folder / "out.jsonl").read_text())
    assert (record["id"], record["text"]) == ("in-1", "Ann left Oslo")
    assert [(mention["text"], mention["type"]) for mention in record["mentions"]] == [("Ann", "PER"), ("Oslo", "LOC")]


def test_json_says_the_same(onrecord):
    onrecord.file("in.txt", CONLL)
    counts = json.loads(onrecord("convert", "in.txt", "out", "--to", "brat", "--json").out)
    assert counts == {
        "source": "conll",
        "target": "brat",
        "out": "out",
        "documents": 1,
        "kept": {"mentions": 2},
        "lost": {},
        "repaired": {"name opened by a tag that continues (I-, as in IOB1)": 1},
        "skipped": {},
    }
    assert sorted(path.name for path in (onrecord.folder / "out").iterdir()) == ["in-1.ann", "in-1.txt"]


def test_from_overrides_what_is_recognised(onrecord):
    onrecord.file("in.txt", "Ann\tB-Person\n")
    assert json.loads(onrecord("convert", "in.txt", "a.jsonl", "--json").out)["source"] == "worldwide"
    counts = json.loads(onrecord("convert", "in.txt", "b.jsonl", "--from", "conll", "--json").out)
    assert counts["source"] == "conll"


def test_an_output_is_only_replaced_on_demand(onrecord):
    onrecord.file("in.txt", CONLL)
    onrecord.file("out.jsonl", "mine")
    ended = onrecord("convert", "in.txt", "out.jsonl")
    assert (ended.code, ended.out) == (2, "")
    assert "out.jsonl: exists already; choose another OUT, or replace it with --force" in ended.err
    assert (onrecord.folder / "out.jsonl").read_text() == "mine"
    assert onrecord("convert", "in.txt", "out.jsonl", "--force").code == 0
    assert (onrecord.folder / "out.jsonl").read_text().startswith('{"id":"in-1"')


def test_a_folder_is_only_replaced_where_it_holds_nothing_else(onrecord):
    onrecord.file("in.txt", CONLL)
    assert onrecord("convert", "in.txt", "out", "--to", "brat").code == 0
    assert onrecord("convert", "in.txt", "out", "--to", "brat", "--force").code == 0
    onrecord.file("out/deep/thesis.txt", "mine")
    ended = onrecord("convert", "in.txt", "out", "--to", "brat", "--force")
    assert (ended.code, (onrecord.folder / "out/deep/thesis.txt").read_text()) == (2, "mine")
    assert "is a folder that holds other things than brat files" in ended.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["in.txt", "out"], "out: its name does not say a format; name one with --to"),
        (["in.txt", "out", "--to", "brut"], "unknown format 'brut'; did you mean 'brat'"),
        (["in.txt", "in.txt", "--to", "record", "--force"], "IN and OUT are the same"),
        (["nowhere", "out.jsonl"], "nowhere: does not exist"),
        (["in.txt", "no/such/out.jsonl"], "there is no such folder; make it first"),
        (["light.yaml", "out.jsonl"], "light.yaml: in no format that is known; name it (convert --from"),
    ],
)
def test_what_cannot_work_is_said_in_one_line(onrecord, arguments, message):
    onrecord.file("in.txt", CONLL)
    ended = onrecord("convert", *arguments)
    assert ended.code == 2
    assert message in ended.err
    assert ended.err.count("\n") == 1


def test_an_input_that_breaks_leaves_no_output(onrecord):
    onrecord.file("in.txt", CONLL * 5000 + "odd\n")
    ended = onrecord("convert", "in.txt", "out.jsonl")
    assert ended.code == 2
    assert "has 1 columns where the file has 2" in ended.err
    assert not list(onrecord.folder.glob("out*"))


def test_the_help_names_every_format():
    text = convert_module.convert.__doc__
    lines = text[text.index("Formats:") : text.index("Examples:")].splitlines()[1:]
    listed = {name.strip() for line in lines for name in line[6:26].split(",")} - {""}
    assert listed == set(FORMATS)
