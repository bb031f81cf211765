import pytest
import spacy
from corpora_making import documents, placed, shown
from spacy.tokens import DocBin

from onrecord.corpora import GoldDocument, write
from onrecord.corpora.docbin import USER_DATA
from onrecord.errors import SourceError
from onrecord.records import Entity, Mention, Quote, Record, Span

TEXT = "Ann Lee\n\nleft  Oslo's port. “Go,” she said."
RECORD = Record(
    id="a",
    text=TEXT,
    meta={"outlet": "post"},
    mentions=(
        Mention("m1", 0, 7, "Ann Lee", "name", "PERSON", "e1"),
        Mention("m2", 15, 19, "Oslo", "name", "GPE", "e2"),
        Mention("m3", 15, 26, "Oslo's port", "name", "FAC"),
        Mention("m4", 34, 37, "she", "pronoun", "PERSON", "e1"),
    ),
    entities=(Entity("e1", "Ann Lee", "PERSON", ("m1", "m4")), Entity("e2", "Oslo", "GPE", ("m2",))),
    quotes=(Quote("q1", "direct", (Span(28, 33),), Span(38, 42), Span(34, 37), "e1"),),
)


def docs(path):
    return list(DocBin().from_bytes(path.read_bytes()).get_docs(spacy.blank("en").vocab))


def test_a_record_is_kept_whole(tmp_path):
    losses = write([GoldDocument(RECORD)], tmp_path / "a.spacy", "spacy")
    [document], corpus = documents(tmp_path / "a.spacy")
    assert document.record == RECORD
    assert losses.lost == {}
    assert corpus.format == "spacy"
    assert corpus.gold.annotates == {"names", "mentions", "coreference", "quotes", "quote_parts"}


def test_spacy_sees_names_mentions_and_quotes(tmp_path):
    write([GoldDocument(RECORD)], tmp_path / "a.spacy", "spacy")
    [doc] = docs(tmp_path / "a.spacy")
    assert doc.text == TEXT
    assert [(ent.text, ent.label_, ent.kb_id_) for ent in doc.ents] == [
        ("Ann Lee", "PERSON", "e1"),
        ("Oslo's port", "FAC", ""),
    ]
    assert [(span.text, span.label_, span.id_) for span in doc.spans["mentions"]] == [
        ("Ann Lee", "PERSON", "m1"),
        ("Oslo", "GPE", "m2"),
        ("Oslo's port", "FAC", "m3"),
        ("she", "PERSON", "m4"),
    ]
    assert [span.text for span in doc.spans["quotes"]] == ["“Go,”"]
    assert [span.text for span in doc.spans["cues"]] == ["said"]
    assert [span.text for span in doc.spans["sources"]] == ["she"]


def test_tokens_of_a_corpus_are_kept(tmp_path):
    first, _ = documents(placed(tmp_path, "x", "Ann B-PER\nleft O\n\nOslo B-LOC\n"))
    losses = write(first, tmp_path / "a.spacy", "spacy")
    again, _ = documents(tmp_path / "a.spacy")
    assert again == first
    assert losses.lost == {}


def test_a_docbin_of_others(tmp_path):
    doc = spacy.blank("en")("Ann left Oslo.")
    doc.set_ents([doc.char_span(0, 3, "PERSON"), doc.char_span(9, 13, "GPE")])
    doc.spans["sc"] = [doc[0:2]]
    (tmp_path / "x").write_bytes(DocBin(docs=[doc]).to_bytes())
    [document], corpus = documents(tmp_path / "x")
    assert document.record.id == "x-1"
    assert shown(document.record) == [("Ann", "name", "PERSON", None), ("Oslo", "name", "GPE", None)]
    assert corpus.gold.scheme == "news"
    assert corpus.repairs.skipped == {"span group of a DocBin that is not ours": 1}


@pytest.mark.parametrize("stored", ["{", "[]", '{"id": 3}', '{"id": "a", "mentions": [{"id": "m"}]}'])
def test_user_data_that_is_no_record(tmp_path, stored):
    doc = spacy.blank("en")("Ann left.")
    doc.user_data[USER_DATA] = stored
    (tmp_path / "x").write_bytes(DocBin(docs=[doc], store_user_data=True).to_bytes())
    with pytest.raises(SourceError, match=r"x, document 1, user_data 'onrecord'"):
        documents(tmp_path / "x")


def test_a_docbin_that_is_cut_off(tmp_path):
    write([GoldDocument(RECORD)], tmp_path / "a.spacy", "spacy")
    whole = (tmp_path / "a.spacy").read_bytes()
    (tmp_path / "b.spacy").write_bytes(whole[:-20])
    with pytest.raises(SourceError, match="no DocBin that spaCy can read"):
        documents(tmp_path / "b.spacy")
