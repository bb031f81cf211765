import json

import pytest
from corpora_making import documents, placed

from onrecord.corpora import FORMATS, GoldDocument, detect, read, write
from onrecord.errors import ArticleError, OnrecordError, SourceError
from onrecord.records import Mention, Record, Relation

RECORD = {"id": "a", "text": "Ann left.", "mentions": []}


def test_formats_are_known_by_their_names():
    assert all(name == known.name and known.title for name, known in FORMATS.items())


@pytest.mark.parametrize(
    ("content", "format"),
    [
        (json.dumps(RECORD), "record"),
        ('{"id": "a", "corpus": "press", "text": "Ann", "relations": []}', "annotations"),
        ('{"id": "a", "text": "Ann", "sources": []}', "annotations"),
        ('{"content": "x", "mentions": [], "concepts": [], "relations": [], "id": "a"}', "dwie"),
        ('  [\n {"tokens": ["a"], "tags": ["O"], "relations": []}]', "conll04"),
        ('[{"title": "a", "sents": [["a"]], "vertexSet": []}]', "docred"),
        ('{"tokens": ["a"], "labels": ["O"], "id": "b"}', "cofenet"),
        ('{"tokens": ["a"], "ner_tags": [0]}', "hf"),
        ("ID\tText\tPronoun\tPronoun-offset\tA\tA-offset\tA-coref\tB\tB-offset\tB-coref\tURL\n", "gap"),
        ("x\tmarked_sentence\tgold_root\n", "plover"),
        ("[Ann] hit [Bo].\tAnn\tBo\t3\n", "directed_sentiment"),
        ("# newdoc id = a\n# global.Entity = GRP-etype\n", "gum"),
        ("# global.Entity = GRP\n", "ontogum"),
        ("T1\tPER 0 3\tAnn\n", "brat"),
        ("T1\tSource 0 3\tAnn\n", "polnear"),
        ("Ann\tB-PER\n", "conll"),
        ("Ann\tB-Person\n", "worldwide"),
    ],
)
def test_a_format_is_known_by_its_content(tmp_path, content, format):
    assert detect(placed(tmp_path, "named-as-anything.bin", content)) == format


def test_a_long_first_item_is_read_whole(tmp_path):
    long = [{"title": "a", "sents": [["word"] * 20_000], "vertexSet": []}]
    assert detect(placed(tmp_path, "x", json.dumps(long))) == "docred"


def test_a_sample_may_end_within_a_character(tmp_path):
    content = "é\tB-Person\n" * 10_000
    assert detect(placed(tmp_path, "x", content)) == "worldwide"


@pytest.mark.parametrize(
    "content",
    ["Ann left Oslo.\n", "", '{"id": "a", "text": "Ann"}', "\xff\xfe".encode("latin-1"), "a,b\n1,2\n", "[", "{"],
)
def test_what_is_no_corpus_is_said(tmp_path, content):
    with pytest.raises(
        SourceError,
        match=r"in no format that is known; name it \(convert --from, evaluate --format\), one of record, annotations",
    ):
        detect(placed(tmp_path, "x", content))


def test_in_a_folder_the_first_file_that_is_known_decides(tmp_path):
    placed(tmp_path, ".hidden", "Ann\tB-PER\n")
    placed(tmp_path, "README", "about\n")
    placed(tmp_path, "x.txt", "Ann")
    placed(tmp_path, "x.ann", "T1\tPER 0 3\tAnn\n")
    found, corpus = documents(tmp_path)
    assert (corpus.format, len(found)) == ("brat", 1)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda _: None, "does not exist; check the path"),
        (lambda path: path.mkdir(), "has no files; it is empty"),
        (lambda path: (path / "train").mkdir(parents=True), "has no files; name one of its folders: train"),
    ],
)
def test_a_path_with_nothing_to_read(tmp_path, make, message):
    make(tmp_path / "x")
    with pytest.raises(SourceError, match=message):
        read(tmp_path / "x")


def test_an_unknown_format_names_the_nearest(tmp_path):
    with pytest.raises(SourceError, match="unknown format 'conl'; did you mean 'conll'"):
        read(placed(tmp_path, "x", ""), "conl")


def test_nothing_is_written_over(tmp_path):
    path = placed(tmp_path, "x", "mine")
    with pytest.raises(SourceError, match="exists already"):
        write([], path, "record")
    assert path.read_text() == "mine"


def test_text_that_is_not_utf8_is_named_with_its_line(tmp_path):
    path = placed(tmp_path, "x", b"Ann\tB-PER\n\xe9\tO\n")
    with pytest.raises(SourceError, match="line 2: not UTF-8"):
        documents(path, "conll")


def test_a_record_that_is_unsound_is_named(tmp_path):
    path = placed(
        tmp_path, "x.jsonl", json.dumps({**RECORD, "relations": [{"head": "e1", "label": "x", "tail": "e1"}]})
    )
    with pytest.raises(ArticleError, match="article 'a', relations"):
        documents(path)


def test_a_corpus_can_be_read_again_and_counts_afresh(tmp_path):
    corpus = read(placed(tmp_path, "x", "Ann I-PER\n"))
    for _ in range(2):
        assert len(list(corpus.documents())) == 1
        assert corpus.repairs.documents == 1
        assert sum(corpus.repairs.repaired.values()) == 1


def test_gold_of_records_is_what_they_hold(tmp_path):
    mentions = [{"id": "m1", "start": 0, "end": 3, "text": "Ann", "kind": "name", "type": "PERSON"}]
    path = placed(tmp_path, "x", json.dumps({**RECORD, "mentions": mentions}))
    assert read(path).gold.annotates == {"names"}
    assert read(path).gold.scheme == "news"


@pytest.mark.parametrize("target", sorted(FORMATS))
def test_every_format_writes_or_says_that_it_cannot_hold(tmp_path, target):
    """What a target has no place for is counted, never silently gone."""
    if target == "hf":
        pytest.importorskip("datasets")
    record = Record(
        id="a",
        text="Ann\tleft [Bo].",
        meta={"k": [1]},
        mentions=(Mention("m1", 0, 3, "Ann", "name", "PERSON"), Mention("m2", 10, 12, "Bo", "name", "PERSON")),
    )
    if target == "annotations":
        with pytest.raises(SourceError, match="can be read but not written"):
            write([GoldDocument(record)], tmp_path / "out", target)
        return
    losses = write([GoldDocument(record)], tmp_path / "out", target)
    if target in ("record", "spacy", "hf"):
        assert losses.lost == {}
    else:
        assert sum(losses.lost.values()) > 0


def test_relations_that_a_table_cannot_hold_are_counted(tmp_path):
    document = GoldDocument(Record(id="a", text="Ann", relations=(Relation("e1", "positive", "e2"),)))
    for target in ("plover", "directed_sentiment"):
        losses = write([document], tmp_path / target, target)
        assert sum(count for what, count in losses.lost.items() if what.startswith("relations")) == 1
    with pytest.raises(OnrecordError):
        read(tmp_path / "nowhere")
