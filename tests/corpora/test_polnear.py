import pytest
from corpora_making import documents, placed

from onrecord.corpora import detect, write
from onrecord.errors import SourceError
from onrecord.records import Span

TEXT = "Taxes must fall, Ann said. “We tried,” Bo added, “and lost.”\n\nIt is true that “rates” rise, records show.\n"
ANN = (
    "E1\tAttribution:T4 Cue:T3 Source:T2 Content:T1\n"
    "T1\tContent 0 15\tTaxes must fall\n"
    "T2\tSource 17 20\tAnn\n"
    "T3\tCue 21 25\tsaid\n"
    "T4\tAttribution 21 25\tsaid\n"
    "T5\tContent 49 60;27 38\t“and lost.” “We tried,”\n"
    "T6\tSource 39 41\tBo\n"
    "T7\tCue 42 47\tadded\n"
    "T8\tAttribution 42 47\tadded\n"
    "E2\tAttribution:T8 Cue:T7 Source:T6 Content:T5\n"
    "T9\tContent 68 90\ttrue that “rates” rise\n"
    "T10\tCue 92 104\trecords show\n"
    "T11\tAttribution-no-source 92 104\trecords show\n"
    "E3\tAttribution-no-source:T11 Cue:T10 Content:T9\n"
    "T12\tDiscard 60 62\t\n"
    "\n"
    "T13\tDiscuss 62 64\tIt\n"
    "E4\tAttribution-no-source:T11 Cue:T10\n"
)


@pytest.fixture
def folder(tmp_path):
    placed(tmp_path, "in/post_2016-09-12_taxes.txt", TEXT)
    placed(tmp_path, "in/post_2016-09-12_taxes.ann", ANN)
    return tmp_path / "in"


def parts(document, role):
    text = document.record.text
    return [[span.of(text) for span in part.spans] for part in document.parts if part.role == role]


def test_attributions_become_quotes(folder):
    [document], corpus = documents(folder)
    record = document.record
    assert (corpus.format, corpus.gold.scheme, corpus.gold.annotates) == (
        "polnear",
        "polnear",
        {"quotes", "quote_parts"},
    )
    assert (record.id, record.text) == ("post_2016-09-12_taxes", TEXT)
    assert record.meta == {"outlet": "post", "date": "2016-09-12"}
    shown = [
        (
            quote.id,
            quote.type,
            [span.of(TEXT) for span in quote.content],
            quote.cue.of(TEXT),
            quote.source and quote.source.of(TEXT),
            quote.unattributed,
        )
        for quote in record.quotes
    ]
    assert shown == [
        ("q1", "indirect", ["Taxes must fall"], "said", "Ann", None),
        ("q2", "direct", ["“We tried,”", "“and lost.”"], "added", "Bo", None),
        ("q3", "mixed", ["true that “rates” rise"], "records show", None, "no_source"),
    ]


def test_what_is_ignored_and_repaired_is_counted(folder):
    _, corpus = documents(folder)
    assert corpus.repairs.skipped == {
        "Attribution span": 2,
        "Attribution-no-source span": 1,
        "Discard span": 1,
        "Discuss span": 1,
        "attribution without content": 1,
    }
    assert corpus.repairs.repaired["fragments put into text order"] == 1


def test_parts_hold_what_a_quote_cannot(tmp_path):
    placed(tmp_path, "a.txt", "Ann of the union, asked, and Bo agreed to it.")
    ann = (
        "T1\tSource 0 3;29 31\tAnn Bo\nT2\tCue 32 38\tagreed\nT3\tContent 39 44 \tto it\n"
        "T4\tAttribution 32 38\tagreed\nE1\tAttribution:T4 Source:T1 Cue:T2 Content:T3\n"
    )
    placed(tmp_path, "a.ann", ann.replace("44 \t", "44\t"))
    [document], corpus = documents(tmp_path)
    assert parts(document, "source") == [["Ann", "Bo"]]
    assert document.record.quotes[0].source.of(document.record.text) == "Ann"
    assert corpus.repairs.repaired == {"discontinuous source (longest fragment in the quote, all in the parts)": 1}


def test_fragments_with_white_space_between_are_one_source(tmp_path):
    placed(tmp_path, "a.txt", "Ann Lee (D-Mo.):\n\nBo said so.")
    placed(
        tmp_path,
        "a.ann",
        "T1\tSource 0 16;18 20\tAnn Lee (D-Mo.): Bo\nT2\tCue 21 25\tsaid\nT3\tContent 26 28\tso\n"
        "T4\tAttribution 21 25\tsaid\nE1\tAttribution:T4 Source:T1 Cue:T2 Content:T3\n",
    )
    [document], corpus = documents(tmp_path)
    assert document.record.quotes[0].source == Span(0, 20)
    assert corpus.repairs.repaired == {}


def test_content_fragments_in_one_paragraph_are_one_span(tmp_path):
    placed(tmp_path, "a.txt", "“Go on. Now.\n\n“Then stop,” Bo said.")
    placed(
        tmp_path,
        "a.ann",
        "T1\tContent 0 7;8 12;14 26\t“Go on. Now. “Then stop,”\nT2\tCue 30 34\tsaid\nT3\tSource 27 29\tBo\n"
        "T4\tAttribution 30 34\tsaid\nE1\tAttribution:T4 Source:T3 Cue:T2 Content:T1\n",
    )
    [document], corpus = documents(tmp_path)
    assert document.record.quotes[0].content == (Span(0, 12), Span(14, 26))
    assert parts(document, "content") == [["“Go on.", "Now.", "“Then stop,”"]]
    assert corpus.repairs.repaired == {"content fragments with nothing but blanks between (joined)": 1}


def test_a_record_can_hold_line_ends(tmp_path):
    text = "First.\n\n“One.”\n“Two.” she said"
    placed(tmp_path, "a.txt", text)
    placed(
        tmp_path,
        "a.ann",
        "T1\tContent 8 21\t“One.”\n“Two.”\nT2\tCue 26 30\tsaid\nT3\tSource 22 25\tshe\nT4\tAttribution 26 30\tsaid\n"
        "E1\tAttribution:T4 Content:T1 Cue:T2 Source:T3\n",
    )
    [document], corpus = documents(tmp_path)
    [quote] = document.record.quotes
    assert quote.content == (Span(8, 21),)
    assert quote.type == "direct"
    assert corpus.repairs.repaired == {}


def test_a_second_content_belongs_to_the_same_quote(tmp_path):
    placed(tmp_path, "a.txt", "Go now, Ann said, to Rome.")
    placed(
        tmp_path,
        "a.ann",
        "T1\tContent 0 6\tGo now\nT2\tCue 12 16\tsaid\nT3\tSource 8 11\tAnn\nT5\tContent 18 26\t to Rome.\n"
        "T4\tAttribution 12 16\tsaid\nE1\tAttribution:T4 Content:T1 Cue:T2 Source:T3 Content2:T5\n",
    )
    [document], _ = documents(tmp_path)
    assert [quote.content for quote in document.record.quotes] == [(Span(0, 6), Span(18, 26))]


def test_white_space_at_the_edge_is_cut_off(tmp_path):
    placed(tmp_path, "a.txt", "Go now, Ann said.")
    placed(
        tmp_path,
        "a.ann",
        "T1\tContent 0 6\tGo now\nT2\tCue 11 16\t said\nT4\tAttribution 12 16\tsaid\n"
        "E1\tAttribution:T4 Content:T1 Cue:T2\n",
    )
    [document], corpus = documents(tmp_path)
    assert document.record.quotes[0].cue == Span(12, 16)
    assert corpus.repairs.repaired == {"white space at the edge of a span cut off": 1}


def test_carriage_returns_count_as_characters(tmp_path):
    placed(tmp_path, "a.txt", "Top\r\nGo, Ann said.")
    placed(
        tmp_path,
        "a.ann",
        "T1\tContent 5 7\tGo\r\nT2\tCue 13 17\tsaid\r\nT4\tAttribution 13 17\tsaid\r\n"
        "E1\tAttribution:T4 Content:T1 Cue:T2\r\n",
    )
    [document], corpus = documents(tmp_path)
    assert document.record.text == "Top\r\nGo, Ann said."
    assert document.record.quotes[0].content[0].of(document.record.text) == "Go"
    assert corpus.repairs.repaired == {}


def test_written_and_read_again_it_is_the_same(folder, tmp_path):
    first, _ = documents(folder)
    losses = write(first, tmp_path / "out", "polnear")
    again, corpus = documents(tmp_path / "out")
    assert [document.record for document in again] == [document.record for document in first]
    assert losses.lost == {}
    assert losses.kept == {"quotes": 3}
    assert corpus.format == "polnear"


@pytest.mark.parametrize(
    ("ann", "message"),
    [
        ("T1\tContent 0 99\tx\n", "line 1: offsets 0 99 are empty or outside of the text, which has 8 characters"),
        ("T1\tContent 3 3\tx\n", "offsets 3 3 are empty"),
        ("T1\tContent zero\tx\n", "'Content zero' is no type with offsets"),
        ("T1\tContent 0 2\tGo\nE1\tAttribution:T9 Content:T8\n", "E1: its Content is T8, and there is no such T line"),
        ("T1\tContent 0 2\tGo\nE1\tAttribution\n", "'Attribution' are no arguments"),
        ("nonsense\nT1\tContent 0 2\tGo\n", "line 1: no brat annotation: 'nonsense'"),
    ],
)
def test_what_is_wrong_is_named(tmp_path, ann, message):
    placed(tmp_path, "a.txt", "Go, now.")
    placed(tmp_path, "a.ann", ann)
    with pytest.raises(SourceError) as error:
        documents(tmp_path, "polnear")
    assert message in str(error.value)
    assert "a.ann" in str(error.value)


def test_the_text_must_stand_beside(tmp_path):
    path = placed(tmp_path, "a.ann", "T1\tContent 0 2\tGo\n")
    with pytest.raises(SourceError, match=r"there is no a\.txt beside it"):
        documents(path)


def test_other_standoff_is_no_polnear(tmp_path):
    placed(tmp_path, "a.txt", "Go, now.")
    placed(tmp_path, "a.ann", "T1\tPerson 0 2\tGo\n")
    assert detect(tmp_path) == "brat"
