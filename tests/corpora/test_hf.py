import json
import sys

import pytest
from corpora_making import documents, placed, shown

from onrecord.corpora import GoldDocument, read, write
from onrecord.errors import SourceError
from onrecord.records import Mention, Record

RECORD = Record(
    id="a", text="Ann left.", meta={"n": [1, None]}, mentions=(Mention("m1", 0, 3, "Ann", "name", "PERSON"),)
)


@pytest.fixture
def datasets():
    return pytest.importorskip("datasets")


@pytest.fixture
def tagged(datasets):
    features = datasets.Features(
        {
            "id": datasets.Value("string"),
            "tokens": datasets.List(datasets.Value("string")),
            "ner_tags": datasets.List(datasets.ClassLabel(names=["O", "B-PER", "I-PER"])),
        }
    )
    rows = {
        "id": ["x", "y", "z"],
        "tokens": [["Ann", "Lee", "left", "."], ["Yes"], []],
        "ner_tags": [[1, 2, 0, 0], [0], []],
    }
    return datasets.Dataset.from_dict(rows, features=features)


def test_a_saved_folder_with_tags(tmp_path, tagged):
    tagged.save_to_disk(str(tmp_path / "saved"))
    found, corpus = documents(tmp_path / "saved")
    assert (corpus.format, corpus.gold.scheme, corpus.gold.annotates) == ("hf", "conll2003", {"names"})
    assert [(document.record.id, document.record.text) for document in found] == [("x", "Ann Lee left."), ("y", "Yes")]
    assert shown(found[0].record) == [("Ann Lee", "name", "PER", None)]
    assert corpus.repairs.skipped == {"row without tokens": 1}


def test_a_local_parquet_file_is_streamed(tmp_path, tagged):
    tagged.to_parquet(str(tmp_path / "x"))
    found, corpus = documents(tmp_path / "x")
    assert corpus.format == "hf"
    assert shown(found[0].record) == [("Ann Lee", "name", "PER", None)]


def test_json_with_tags_by_name(tmp_path, datasets):
    del datasets
    path = placed(tmp_path, "x.jsonl", '{"tokens": ["Ann", "left"], "ner_tags": ["B-PER", "O"]}\n')
    [document], corpus = documents(path)
    assert corpus.format == "hf"
    assert (document.record.id, shown(document.record)) == ("x-1", [("Ann", "name", "PER", None)])


def test_numbers_without_names_are_refused(tmp_path, datasets):
    del datasets
    path = placed(tmp_path, "x.jsonl", '{"tokens": ["Ann", "left"], "ner_tags": [1, 0]}\n')
    with pytest.raises(SourceError, match=r"row 1, column ner_tags: '1' is no tag.*numbers need a ClassLabel"):
        documents(path)


def test_plain_articles(tmp_path, datasets):
    rows = {"id": ["a"], "text": ["Ann left."], "url": ["u"]}
    datasets.Dataset.from_dict(rows).to_parquet(str(tmp_path / "x"))
    [document], corpus = documents(tmp_path / "x")
    assert document.record == Record(id="a", text="Ann left.", meta={"url": "u"})
    assert corpus.gold.annotates == frozenset()


def test_records_out_and_in(tmp_path, datasets):
    losses = write([GoldDocument(RECORD)], tmp_path / "out", "hf")
    [document], _ = documents(tmp_path / "out")
    assert document.record == RECORD
    assert losses.lost == {}
    assert datasets.load_from_disk(str(tmp_path / "out"))[0]["text"] == "Ann left."


def test_columns_that_are_not_there(tmp_path, datasets):
    datasets.Dataset.from_dict({"body": ["x"]}).to_parquet(str(tmp_path / "x"))
    with pytest.raises(SourceError, match="has columns body; needed is text"):
        documents(tmp_path / "x")


def test_several_splits_are_named(tmp_path, datasets, tagged):
    datasets.DatasetDict({"train": tagged, "dev": tagged}).save_to_disk(str(tmp_path / "saved"))
    with pytest.raises(SourceError, match="holds several splits; name one of its folders: dev, train"):
        documents(tmp_path / "saved", "hf")


def test_without_the_package_it_says_how_to_get_it(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "datasets", None)
    path = placed(tmp_path, "x.jsonl", json.dumps({"tokens": ["Ann"], "ner_tags": ["O"]}))
    with pytest.raises(SourceError, match=r"pip install 'onrecord\[hf\]'"):
        list(read(path).documents())
