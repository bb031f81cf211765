"""Any record, through every format that can hold it, comes back as far as the writer said."""

import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from onrecord.corpora import GoldDocument, Losses, read, write
from onrecord.corpora.tokenised import tagged_sentences
from onrecord.reading import check_record
from strategies import records

few = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


def through(record, target):
    """What comes back, and what the writer counted."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "out")
        losses = write([GoldDocument(record)], path, target)
        found = list(read(path, target).documents())
    for document in found:
        check_record(document.record)
    return found, losses


@few
@given(records())
@pytest.mark.parametrize("target", ["record", "spacy"])
def test_all_of_a_record_is_kept(target, record):
    [document], losses = through(record, target)
    assert document.record == record
    assert losses.lost == {}


@settings(few, max_examples=15)
@given(records())
def test_a_dataset_keeps_all_of_a_record(record):
    pytest.importorskip("datasets")
    [document], losses = through(record, "hf")
    assert document.record == record
    assert losses.lost == {}


@few
@given(records())
def test_brat_keeps_all_but_what_it_counts(record):
    [document], losses = through(record, "brat")
    back = document.record
    shown = {entity.id for entity in record.entities if entity.mentions}
    relations = tuple(item for item in record.relations if {item.head, item.tail} <= shown)
    quotes = tuple(
        replace(
            quote,
            speaker=quote.speaker if quote.speaker in shown else None,
            via=quote.via if quote.via in shown else None,
        )
        for quote in record.quotes
    )
    assert (back.text, back.mentions, back.quotes, back.relations) == (record.text, record.mentions, quotes, relations)
    assert back.entities == tuple(entity for entity in record.entities if entity.mentions)
    assert losses.lost["entities without a mention"] == len(record.entities) - len(shown)
    assert losses.lost["relations of entities without a mention"] == len(record.relations) - len(relations)
    assert losses.lost["meta"] == len(record.meta)


@few
@given(records())
def test_columns_keep_the_names_that_they_do_not_count(record):
    expected = [
        (sentence.tokens, [(chunk.first, chunk.end, chunk.label) for chunk in sentence.chunks])
        for sentence in tagged_sentences(GoldDocument(record), Losses())
    ]
    found, losses = through(record, "conll") if any(tokens for tokens, _ in expected) else ([], None)
    if losses is None:
        return
    [document] = found
    tokens = document.tokens
    held = [
        (tokens.forms[first:end], [
            (place[0] - first, place[1] - first, mention.type)
            for mention in document.record.mentions
            if (place := tokens.aligned(mention.span)) and first <= place[0] < end
        ])
        for first, end in tokens.sentences
    ]  # fmt: skip
    assert held == expected
    names = sum(len(chunks) for _, chunks in expected)
    assert losses.kept["mentions"] == names
    lost = ("mentions that are no names", "names within or across another", "names that cut through a token")
    lost += ("names whose type is empty or holds white space", "names that cross a sentence")
    assert names + sum(losses.lost[what] for what in lost) == len(record.mentions)


@few
@given(records())
def test_conllu_keeps_mentions_and_coreference(record):
    if not record.text.strip():
        return
    [document], losses = through(record, "gum")
    back = document.record
    kept = losses.kept["mentions"]
    assert kept + losses.lost["mentions that cut through a token, or across another of their entity"] == len(
        record.mentions
    )
    assert len(back.mentions) == kept
    if not losses.lost:
        assert sorted((m.start, m.end, m.kind, m.type) for m in back.mentions) == sorted(
            (m.start, m.end, m.kind, m.type) for m in record.mentions
        )
        assert "".join(back.text.split()) == "".join(record.text.split())


@few
@given(records())
def test_docred_keeps_what_it_does_not_count(record):
    if not record.text.strip():
        return
    [document], losses = through(record, "docred")
    back = document.record
    assert back.id == record.id
    assert len(back.entities) == losses.kept["entities"]
    assert len(back.relations) == losses.kept["relations"]


@few
@given(records())
def test_dwie_keeps_spans_entities_and_relations(record):
    [document], _ = through(record, "dwie")
    back = document.record
    assert (back.id, back.text) == (record.id, record.text)
    assert sorted(m.span for m in back.mentions) == sorted(m.span for m in record.mentions)
    alone = sum(mention.entity is None for mention in record.mentions)
    assert len(back.entities) == len(record.entities) + alone
