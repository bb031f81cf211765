"""GAP, PLOVER and directed sentiment."""

import pytest
from corpora_making import documents, placed, related, shown

from onrecord.corpora import write
from onrecord.corpora.corpus import GoldDocument
from onrecord.errors import SourceError
from onrecord.records import Record

GAP_HEAD = "ID\tText\tPronoun\tPronoun-offset\tA\tA-offset\tA-coref\tB\tB-offset\tB-coref\tURL\n"
GAP_TEXT = 'Ann met "Bo" when she left.'
GAP = (
    GAP_HEAD
    + f"dev-1\t{GAP_TEXT}\tshe\t18\tAnn\t0\tTRUE\tBo\t9\tFALSE\thttp://a\n"
    + f"dev-2\t{GAP_TEXT}\tshe\t18\tAnn\t0\tFALSE\tBo\t9\tFALSE\thttp://b\n"
)
PLOVER_HEAD = "\tsentence_id\tsentence\tmarked_sentence\tsource\ttarget\tgold_root\n"
PLOVER = (
    PLOVER_HEAD
    + '\t4\t.\t<s>"The union</s> sued <t>Oslo </t>.\t.\t.\tACCUSE\n'
    + "\t4\t.\t<t>Oslo</t> was told that <t>the city</t> must pay <s>Bo</s>.\t.\t.\tREQUEST\n"
    + "\t5\t.\t<s>Bo</s> left.\t.\t.\tYIELD\n"
    + "\t6\t.\t<s>Bo of <t>Oslo</t></s> left.\t.\t.\tYIELD\n"
    + "\t7\t.\tBo</s> left <s>Oslo.\t.\t.\tYIELD\n"
)
SENTIMENT = (
    "[Congre]ss praised [Ann Lee].\tCongre\tAnn Lee\t1\n"
    "[Oslo] was scolded by [Bo’]s aide.\tOslo\tBo’\t4\n"
    '"[Ann] said ""no"" to the [ Unio]n."\tAnn\tUnio\t0\n'
    "[Ann] hit [Bo].\tAnn\tBo\t3\n"
    "[Ann] was cheered by [Bo].\tAnn\tBo\t2\n"
)


def test_gap(tmp_path):
    found, corpus = documents(placed(tmp_path, "x", GAP))
    assert (corpus.format, corpus.gold.scheme, corpus.gold.annotates) == ("gap", "gap", {"pairs"})
    first, second = found
    assert (first.record.id, first.record.text, first.record.meta) == ("dev-1", GAP_TEXT, {"url": "http://a"})
    assert shown(first.record) == [("Ann", "name", "", "e1"), ("Bo", "name", "", "e2"), ("she", "pronoun", "", "e1")]
    assert [(pair.first.text, pair.second.text, pair.label) for pair in first.pairs] == [
        ("she", "Ann", "TRUE"),
        ("she", "Bo", "FALSE"),
    ]
    assert shown(second.record)[2] == ("she", "pronoun", "", "e3")


def test_gap_is_written_as_it_was(tmp_path):
    first, _ = documents(placed(tmp_path, "x", GAP))
    losses = write(first, tmp_path / "y", "gap")
    assert (tmp_path / "y").read_text() == GAP
    assert losses.lost == {}


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (
            f"d\t{GAP_TEXT}\tshe\t17\tAnn\t0\tTRUE\tBo\t9\tFALSE\tu\n",
            "column Pronoun-offset: the text has no 'she' at 17",
        ),
        (
            f"d\t{GAP_TEXT}\tshe\tx\tAnn\t0\tTRUE\tBo\t9\tFALSE\tu\n",
            "column Pronoun: needs a surface and a whole number",
        ),
        (f"d\t{GAP_TEXT}\tshe\t18\tAnn\t0\tyes\tBo\t9\tFALSE\tu\n", "A-coref and B-coref must be TRUE or FALSE"),
        (f"d\t{GAP_TEXT}\n", "has 2 fields where the header has 11"),
    ],
)
def test_gap_names_what_is_wrong(tmp_path, row, message):
    with pytest.raises(SourceError) as error:
        documents(placed(tmp_path, "x", GAP_HEAD + row))
    assert message in str(error.value)
    assert "line 2" in str(error.value)


def test_plover(tmp_path):
    found, corpus = documents(placed(tmp_path, "x", PLOVER))
    assert (corpus.format, corpus.gold.annotates) == ("plover", {"pairs", "relations"})
    assert [(document.record.id, document.record.text) for document in found] == [
        ("4", '"The union sued Oslo .'),
        ("4-2", "Oslo was told that the city must pay Bo."),
        ("6", "Bo of Oslo left."),
    ]
    assert [(pair.first.text, pair.second.text, pair.label) for document in found for pair in document.pairs] == [
        ('"The union', "Oslo", "ACCUSE"),
        ("Bo", "Oslo", "REQUEST"),
        ("Bo of Oslo", "Oslo", "YIELD"),
    ]
    assert related(found[0].record) == [('"The union', "ACCUSE", "Oslo")]
    assert [mention.entity for mention in found[1].record.mentions] == ["e1", "e1", "e2"]
    assert corpus.repairs.skipped == {
        "row without a marked target": 1,
        "row whose marks do not close as they open": 1,
    }
    assert corpus.repairs.repaired == {
        "white space at the edge of a marked span cut off": 1,
        "source or target marked twice (two mentions of one entity)": 1,
    }


def test_plover_written_and_read_again(tmp_path):
    first, _ = documents(placed(tmp_path, "x", PLOVER))
    losses = write(first, tmp_path / "y", "plover")
    again, corpus = documents(tmp_path / "y")
    assert [(d.record.text, d.record.mentions, d.pairs) for d in again] == [
        (d.record.text, d.record.mentions, d.pairs) for d in first
    ]
    assert losses.lost == {}
    assert corpus.repairs.repaired == {"source or target marked twice (two mentions of one entity)": 1}


def test_plover_says_which_documents_it_cannot_hold(tmp_path):
    losses = write([GoldDocument(Record(id="a", text="Ann left."))], tmp_path / "out.tsv", "plover")
    assert dict(losses.lost) == {"documents without a relation": 1}


def test_a_missing_column_is_named(tmp_path):
    with pytest.raises(SourceError, match="column 'gold_root' is missing; the header has a, marked_sentence"):
        documents(placed(tmp_path, "x", "a\tmarked_sentence\n"), "plover")


def test_directed_sentiment(tmp_path):
    found, corpus = documents(placed(tmp_path, "dev.txt", SENTIMENT))
    assert (corpus.format, corpus.gold.annotates) == ("directed_sentiment", {"pairs", "relations"})
    assert [document.record.text for document in found] == [
        "Congress praised Ann Lee.",
        "Oslo was scolded by Bo’s aide.",
        'Ann said "no" to the  Union.',
        "Ann hit Bo.",
        "Ann was cheered by Bo.",
    ]
    assert [(p.first.text, p.second.text, p.label) for document in found for p in document.pairs] == [
        ("Congress", "Ann Lee", "1"),
        ("Oslo", "Bo", "4"),
        ("Ann", "Union", "0"),
        ("Ann", "Bo", "3"),
        ("Ann", "Bo", "2"),
    ]
    assert [related(document.record) for document in found] == [
        [("Congress", "positive", "Ann Lee")],
        [("Bo", "negative", "Oslo")],
        [],
        [("Ann", "negative", "Bo")],
        [("Bo", "positive", "Ann")],
    ]
    assert [document.record.id for document in found][:2] == ["dev-1", "dev-2"]
    assert corpus.repairs.repaired == {
        "bracket widened to the end of the word": 3,
        "possessive cut off": 1,
        "sentence quoted as in CSV": 1,
        "white space at the edge of a bracket cut off": 1,
    }


def test_directed_sentiment_written_and_read_again(tmp_path):
    first, _ = documents(placed(tmp_path, "dev.txt", SENTIMENT))
    losses = write(first, tmp_path / "out", "directed_sentiment")
    again, corpus = documents(tmp_path / "out")
    assert [(d.record.text, d.pairs) for d in again] == [(d.record.text, d.pairs) for d in first]
    assert losses.lost == {"ids of documents": 5}
    assert corpus.repairs.repaired == {}


@pytest.mark.parametrize("line", ["[Ann] hit [Bo].\tAnn\tBo\t7\n", "[Ann] left.\tAnn\tBo\t1\n", "only text\n"])
def test_a_bad_line_of_directed_sentiment_is_named(tmp_path, line):
    with pytest.raises(SourceError, match="x, line 6: "):
        documents(placed(tmp_path, "x", SENTIMENT + line), "directed_sentiment")
