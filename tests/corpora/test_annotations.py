"""Annotations by name: quotes, speakers of given sources and relations."""

import json

import pytest
from corpora_making import documents, placed, related, shown

from onrecord.corpora import NamedSource, NamedSpeaker, QuotePart, read, read_together
from onrecord.errors import SourceError
from onrecord.reading import check_record
from onrecord.records import Span

TEXT = 'Ann Lee leads the Green Fund. "We grow," she told the Gazette, adding the fund was "safe". Lee left.'


def spans_of(name):
    found = []
    start = TEXT.find(name)
    while start >= 0:
        found.append([start, start + len(name)])
        start = TEXT.find(name, start + 1)
    return found


def span(words):
    return spans_of(words)[0]


def named(name):
    return {"name": name, "spans": spans_of(name)}


ARTICLE = {
    "id": "one",
    "corpus": "worldwide/dev",
    "text": TEXT,
    "quotes": [
        {
            "content": [span('"We grow,"')],
            "cue": span("told"),
            "source": span("she"),
            "speaker": named("Ann Lee"),
            "kind": "person",
            "via": named("Gazette"),
        },
        {
            "content": [span('the fund was "safe"')],
            "cue": None,
            "source": None,
            "speaker": None,
            "kind": None,
            "via": None,
        },
    ],
    "relations": [
        {
            "head": named("Ann Lee"),
            "label": "leads",
            "tail": named("Green Fund"),
            "negated": True,
            "past": False,
            "evidence": span("Ann Lee leads"),
        }
    ],
}
SOURCES = {
    "id": "two",
    "corpus": "worldwide/dev",
    "text": TEXT,
    "sources": [
        {"start": 41, "end": 44, "kind": "group", "speakers": [named("Ann Lee"), named("the fund")], "unsure": True},
        {"start": 0, "end": 3, "kind": "person", "speakers": [], "special": "author"},
    ],
}


def written(tmp_path, *rows, name="x.jsonl"):
    return placed(tmp_path, name, "".join(json.dumps(row) + "\n" for row in rows))


def test_quotes_and_relations(tmp_path):
    [document], corpus = documents(written(tmp_path, ARTICLE))
    record = document.record
    check_record(record)
    assert (corpus.format, corpus.gold.scheme) == ("annotations", "news")
    assert corpus.gold.annotates == document.annotates == {"quotes", "quote_parts", "speakers", "relations"}
    assert (record.id, record.text, record.meta) == ("one", TEXT, {"corpus": "worldwide/dev"})
    assert shown(record) == [
        ("Ann Lee", "name", "", "e1"),
        ("Green Fund", "name", "", "e2"),
        ("Gazette", "name", "", "e3"),
    ]
    first, second = record.quotes
    assert (first.type, second.type) == ("direct", "mixed")
    assert [own.of(TEXT) for own in (*first.content, first.cue, first.source)] == ['"We grow,"', "told", "she"]
    assert (first.speaker, first.source_type, first.via) == ("e1", "person", "e3")
    assert (second.cue, second.source, second.speaker, second.source_type) == (None, None, None, None)
    assert related(record) == [("Ann Lee", "leads", "Green Fund")]
    [relation] = record.relations
    assert (relation.negated, relation.past, relation.evidence) == (True, False, (Span(0, 13),))
    assert QuotePart("source", (Span(*span("she")),)) in document.parts
    assert document.sources == ()


def test_speakers_of_given_sources(tmp_path):
    [document], corpus = documents(written(tmp_path, SOURCES))
    check_record(document.record)
    assert corpus.gold.annotates == document.annotates == {"speakers"}
    assert shown(document.record) == [("Ann Lee", "name", "", "e1"), ("the fund", "nominal", "", "e2")]
    fund = Span(*span("the fund"))
    assert document.sources == (
        NamedSource(
            41,
            44,
            "group",
            (NamedSpeaker("Ann Lee", (Span(0, 7),), "e1"), NamedSpeaker("the fund", (fund,), "e2")),
            None,
            True,
        ),
        NamedSource(0, 3, "person", (), "author", False),
    )
    assert document.sources[0].span == Span(41, 44)


def test_an_entity_has_the_name_of_the_gold_where_its_words_are_broken(tmp_path):
    text = "Ann\nLee left."
    row = {"id": "a", "text": text, "sources": [
        {"start": 0, "end": 7, "kind": "person", "speakers": [{"name": "Ann Lee", "spans": [[0, 7]]}]}
    ]}  # fmt: skip
    [document], _ = documents(written(tmp_path, row))
    assert [(own.name, own.mentions) for own in document.record.entities] == [("Ann Lee", ("m1",))]
    assert document.record.mentions[0].text == "Ann\nLee"


def test_a_document_says_what_it_annotates(tmp_path):
    alone = {key: value for key, value in ARTICLE.items() if key != "quotes"} | {"id": "three"}
    found, corpus = documents(written(tmp_path, ARTICLE, SOURCES, alone))
    assert [document.has("quotes", corpus.gold) for document in found] == [True, False, False]
    assert [document.has("speakers", corpus.gold) for document in found] == [True, True, False]
    assert [document.has("relations", corpus.gold) for document in found] == [True, False, True]
    assert [len(document.record.quotes) for document in found] == [2, 0, 0]


def test_files_are_read_together(tmp_path):
    paths = [written(tmp_path, ARTICLE, name="a.jsonl"), written(tmp_path, SOURCES, name="b.jsonl")]
    corpus = read_together(paths)
    assert [document.record.id for document in corpus.documents()] == ["one", "two"]
    assert corpus.repairs.documents == 2
    assert corpus.gold.annotates == {"quotes", "quote_parts", "speakers", "relations"}
    assert read_together(paths[:1]).path == paths[0]
    columns = placed(tmp_path, "c.txt", "Ann\tB-PER\n")
    with pytest.raises(SourceError, match=r"other labels .*\(annotations, news\).*\(conll, conll2003\)"):
        read_together([paths[0], columns])
    columns.unlink()
    assert len(documents(tmp_path)[0]) == 2


def test_a_text_that_is_stored_elsewhere(tmp_path):
    placed(tmp_path, "data/worldwide/dev/one.txt.tsv", "Ann\tB-Person\nLee\tE-Person\nleft\tO\n.\tO\n")
    row = {"id": "one", "corpus": "worldwide/dev", "relations": [], "quotes": [
        {"content": [[8, 12]], "speaker": {"name": "Ann Lee", "spans": [[0, 7]]}, "kind": "person"}
    ]}  # fmt: skip
    path = written(tmp_path, row, {**row, "id": "two"})
    corpus = read(path, data=tmp_path / "data")
    found = corpus.documents()
    document = next(found)
    assert document.record.text == "Ann Lee left."
    assert document.record.quotes[0].content[0].of(document.record.text) == "left"
    with pytest.raises(SourceError, match=r"two\.txt\.tsv: does not exist"):
        next(found)
    with pytest.raises(SourceError, match="article 'one' has no text; name the folder"):
        documents(path)


def test_texts_of_three_corpora_are_found_and_no_others(tmp_path):
    placed(tmp_path, "data/polnear/train/one.txt", "Ann left.")
    placed(tmp_path, "data/polnear/train/one.ann", "T1\tSource 0 3\tAnn\n")
    placed(tmp_path, "data/dwie/train/two.json", json.dumps(
        {"id": "two", "content": "Bo came.", "tags": [], "mentions": [], "concepts": [], "relations": [], "frames": []}
    ))  # fmt: skip
    placed(tmp_path, "secret.ann", "")
    rows = [{"id": "one", "corpus": "polnear/train"}, {"id": "two", "corpus": "dwie/train"}]
    path = written(tmp_path, *({**row, "relations": []} for row in rows))
    (tmp_path / "linked").symlink_to(tmp_path / "data")
    for data in (tmp_path / "data", tmp_path / "linked"):
        assert [one.record.text for one in read(path, data=data).documents()] == ["Ann left.", "Bo came."]
    for row, message in (
        ({"id": "one", "corpus": "press/train"}, "its corpus 'press/train' is none of worldwide, polnear, dwie"),
        ({"id": "../../../secret", "corpus": "polnear/train"}, "would be outside of the folder of corpora"),
        ({"id": str(tmp_path / "secret"), "corpus": "polnear"}, "would be outside of the folder of corpora"),
    ):
        wrong = written(tmp_path, {**row, "relations": []})
        with pytest.raises(SourceError, match=message):
            list(read(wrong, data=tmp_path / "data").documents())


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"quotes": [{"content": [[0, 4000]]}]}, "line 1, quote 1: the span 0 to 4000 is none of the text"),
        ({"quotes": [{"content": [[4, 4]]}]}, "the span 4 to 4 is none of the text"),
        ({"quotes": [{"content": []}]}, r"line 1, field quotes\.0\.content"),
        ({"quotes": [{"content": [[0, 1]], "speaker": {"name": "Bo", "spans": [[-1, 2]]}}]}, "Bo: the span -1 to 2"),
        ({"relations": [{"head": None, "label": "leads", "tail": None}]}, r"field relations\.0\.head"),
        ({"sources": [{"start": 0, "end": 1, "kind": "robot", "speakers": []}]}, r"field sources\.0\.kind"),
    ],
)
def test_what_is_wrong_is_named(tmp_path, change, message):
    with pytest.raises(SourceError, match=message):
        documents(written(tmp_path, {**ARTICLE, **change}))
