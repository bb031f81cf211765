"""CoNLL04, DocRED and CofeNet."""

import json

import pytest
from corpora_making import documents, placed, related, shown

from onrecord.corpora import write
from onrecord.corpora.corpus import GoldDocument
from onrecord.errors import SourceError
from onrecord.records import Record, Span

CONLL04 = [
    {
        "tokens": ["Ann", "Lee", "of", "Oslo", "met", "Bo", "."],
        "tags": ["B-Peop", "L-Peop", "O", "U-Loc", "O", "U-Peop", "O"],
        "relations": [{"head": 0, "tail": 1, "type": "Live_In"}],
        "orig_id": 7,
    },
    {"tokens": ["Rain", "."], "tags": ["O", "O"], "relations": [], "orig_id": 8},
]

DOCRED = [
    {
        "title": "Ann Lee",
        "sents": [["Ann", "Lee", "is", "Norwegian", "."], ["Lee", "lives", "in", "Oslo", "."]],
        "vertexSet": [
            [
                {"name": "Ann Lee", "pos": [0, 2], "sent_id": 0, "type": "PER"},
                {"name": "Lee", "pos": [0, 1], "sent_id": 1, "type": "PER"},
                {"name": "Lee", "pos": [0, 1], "sent_id": 1, "type": "PER"},
            ],
            [{"name": "Oslo", "pos": [3, 4], "sent_id": 1, "type": "LOC"}],
            [{"name": "Norwegian", "pos": [3, 4], "sent_id": 0, "type": "LOC"}],
        ],
        "labels": [{"h": 0, "t": 1, "r": "P551", "evidence": [1, 0]}, {"h": 1, "t": 2, "r": "P17", "evidence": []}],
    }
]

COFENET = [
    {
        "id": "post_1",
        "tokens": ["``", "Go", ",", "''", "Ann", "said", ";", "Bo", "agreed", "to", "stay", "."],
        "labels": [
            "B-content", "I-content", "I-content", "I-content", "B-source", "B-cue", "O", "B-source", "B-cue",
            "B-content", "I-content", "O",
        ],
    },
    {"id": "post_1", "tokens": ["They", "say", "."], "labels": ["B-source", "B-cue", "O"]},
]  # fmt: skip


def lines(items):
    return "".join(json.dumps(item) + "\n" for item in items)


def test_conll04(tmp_path):
    found, corpus = documents(placed(tmp_path, "dev.json", json.dumps(CONLL04)))
    record = found[0].record
    assert (corpus.format, corpus.gold.scheme, corpus.gold.annotates) == ("conll04", "conll04", {"names", "relations"})
    assert [document.record.id for document in found] == ["dev-1", "dev-2"]
    assert record.text == "Ann Lee of Oslo met Bo."
    assert shown(record) == [
        ("Ann Lee", "name", "Peop", "e1"),
        ("Oslo", "name", "Loc", "e2"),
        ("Bo", "name", "Peop", "e3"),
    ]
    assert related(record) == [("Ann Lee", "Live_In", "Oslo")]
    assert record.meta == {"orig_id": 7}


def test_conll04_is_written_as_it_was(tmp_path):
    first, _ = documents(placed(tmp_path, "dev.json", json.dumps(CONLL04)))
    losses = write(first, tmp_path / "out.json", "conll04")
    assert json.loads((tmp_path / "out.json").read_text()) == CONLL04
    assert losses.lost == {"ids of documents": 2}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"tags": ["O"]}, "item 1: 7 tokens and 1 tags"),
        ({"relations": [{"head": 0, "tail": 9, "type": "x"}]}, "item 1, field relations: 0 or 9 is no name's index"),
        ({"tags": ["Q-x"] * 7}, "item 1, field tags: 'Q-x' is no tag"),
        ({"tokens": "Ann"}, "item 1, field tokens: Input should be a valid list"),
    ],
)
def test_conll04_names_what_is_wrong(tmp_path, change, message):
    path = placed(tmp_path, "x.json", json.dumps([{**CONLL04[0], **change}]))
    with pytest.raises(SourceError) as error:
        documents(path, "conll04")
    assert message in str(error.value)


@pytest.mark.parametrize(
    ("target", "loss"),
    [("conll04", "documents cut into a sentence an item"), ("cofenet", "documents cut into a sentence a line")],
)
def test_a_document_that_is_cut_into_sentences_is_counted(tmp_path, target, loss):
    whole = GoldDocument(Record(id="a", text="Ann left Oslo. Bo stayed."))
    single = GoldDocument(Record(id="b", text="Ann left Oslo."))
    assert write([whole, single], tmp_path / "out", target).lost[loss] == 1


def test_docred(tmp_path):
    [document], corpus = documents(placed(tmp_path, "x.json", json.dumps(DOCRED)))
    record = document.record
    assert (corpus.format, corpus.gold.scheme) == ("docred", "redocred")
    assert corpus.gold.annotates == {"names", "coreference", "relations"}
    assert (record.id, record.text) == ("Ann Lee", "Ann Lee is Norwegian. Lee lives in Oslo.")
    assert shown(record) == [
        ("Ann Lee", "name", "PER", "e1"),
        ("Norwegian", "name", "LOC", "e2"),
        ("Lee", "name", "PER", "e1"),
        ("Oslo", "name", "LOC", "e3"),
    ]
    assert related(record) == [("Ann Lee", "P551", "Oslo"), ("Oslo", "P17", "Norwegian")]
    assert record.relations[0].evidence == (Span(0, 21), Span(22, 40))
    assert corpus.repairs.skipped == {"mention that stands twice in its entity": 1}


def test_docred_is_written_as_it_was_read(tmp_path):
    first, _ = documents(placed(tmp_path, "x.json", json.dumps(DOCRED)))
    losses = write(first, tmp_path / "y.json", "docred")
    again, _ = documents(tmp_path / "y.json")
    assert again == first
    assert losses.lost == {}


def test_documents_of_one_title_are_numbered(tmp_path):
    found, _ = documents(placed(tmp_path, "x.json", json.dumps(DOCRED * 2)))
    assert [document.record.id for document in found] == ["Ann Lee", "Ann Lee (2)"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"vertexSet": [[{"pos": [0, 9], "sent_id": 0, "type": "PER"}]], "labels": []}, "is at [0, 9] of sentence 0"),
        ({"vertexSet": [[{"pos": [0, 1], "sent_id": 5, "type": "PER"}]], "labels": []}, "is at [0, 1] of sentence 5"),
        ({"labels": [{"h": 0, "t": 8, "r": "P1"}]}, "field labels: 0 P1 8 names no entity"),
        ({"labels": [{"h": 0, "t": 1, "r": "P1", "evidence": [9]}]}, "names no entity, or no sentence"),
        ({"sents": [["a"], []], "vertexSet": [], "labels": []}, "field sents: a sentence is empty"),
    ],
)
def test_docred_names_what_is_wrong(tmp_path, change, message):
    path = placed(tmp_path, "x.json", json.dumps([{**DOCRED[0], **change}]))
    with pytest.raises(SourceError) as error:
        documents(path, "docred")
    assert message in str(error.value)


def test_an_array_that_is_cut_off(tmp_path):
    path = placed(tmp_path, "x.json", json.dumps(DOCRED)[:-9])
    with pytest.raises(SourceError, match=r"no valid JSON .* is it cut off"):
        documents(path, "docred")


def test_cofenet(tmp_path):
    found, corpus = documents(placed(tmp_path, "x.jsonl", lines(COFENET)))
    first, second = found
    text = first.record.text
    assert (corpus.format, corpus.gold.annotates) == ("cofenet", {"quote_parts"})
    assert [document.record.id for document in found] == ["post_1-1", "post_1-2"]
    assert text == '"Go," Ann said; Bo agreed to stay.'
    assert [(part.role, part.spans[0].of(text)) for part in first.parts] == [
        ("content", '"Go,"'),
        ("source", "Ann"),
        ("cue", "said"),
        ("source", "Bo"),
        ("cue", "agreed"),
        ("content", "to stay"),
    ]
    assert [
        (quote.type, quote.content[0].of(text), quote.cue.of(text), quote.source.of(text))
        for quote in first.record.quotes
    ] == [("direct", '"Go,"', "said", "Ann"), ("indirect", "to stay", "agreed", "Bo")]
    assert (len(second.parts), second.record.quotes) == (2, ())
    assert corpus.repairs.repaired == {"part that no quote of the record holds (in the parts)": 2}


def test_cofenet_is_written_as_it_was(tmp_path):
    first, _ = documents(placed(tmp_path, "x.jsonl", lines(COFENET)))
    losses = write(first, tmp_path / "y.jsonl", "cofenet")
    assert [json.loads(line) for line in (tmp_path / "y.jsonl").read_text().splitlines()] == COFENET
    assert losses.lost == {"links between source, cue and content, in quotes": 2}


def test_cofenet_names_what_is_wrong(tmp_path):
    path = placed(tmp_path, "x.jsonl", lines([COFENET[1], {**COFENET[1], "labels": ["O"]}]))
    with pytest.raises(SourceError, match=r"x\.jsonl, line 2: 3 tokens and 1 labels"):
        documents(path)
