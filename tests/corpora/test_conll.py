import pytest
from corpora_making import documents, placed, shown

from onrecord.corpora import detect, write
from onrecord.errors import SourceError

TWO = """-DOCSTART- -X- -X- O

Ann NNP B-NP B-PER
left VBD B-VP O
New NNP B-NP B-LOC
York NNP I-NP I-LOC
. . O O

She PRP B-NP O

-DOCSTART- -X- -X- O

Rain NN B-NP I-MISC
"""


def test_a_document_a_docstart(tmp_path):
    found, corpus = documents(placed(tmp_path, "a.txt", TWO))
    assert (corpus.format, corpus.gold.scheme, corpus.gold.annotates) == ("conll", "conll2003", {"names"})
    assert [document.record.id for document in found] == ["a-1", "a-2"]
    assert found[0].record.text == "Ann left New York.\nShe"
    assert shown(found[0].record) == [("Ann", "name", "PER", None), ("New York", "name", "LOC", None)]
    assert found[0].tokens.sentences == ((0, 5), (5, 6))
    assert shown(found[1].record) == [("Rain", "name", "MISC", None)]
    assert corpus.repairs.repaired == {"name opened by a tag that continues (I-, as in IOB1)": 1}


@pytest.mark.parametrize(
    "content",
    [
        "Ann\tS-PER\nmet\tO\nJo\tB-PER\nBo\tE-PER\n",
        "Ann U-PER\nmet O\nJo B-PER\nBo L-PER\n",
        "Ann I-PER\nmet O\nJo I-PER\nBo I-PER\n",
        "B-PER Ann\nO met\nB-PER Jo\nI-PER Bo\n",
        "# id = 4\nAnn B-NP B-PER\nmet B-VP O\nJo B-NP B-PER\nBo I-NP I-PER\n",
        "Ann B-PER\r\nmet O\r\nJo B-PER\r\nBo I-PER\r\n\r\n",
    ],
)
def test_schemes_and_columns_are_found(tmp_path, content):
    [document], corpus = documents(placed(tmp_path, "x", content))
    assert corpus.format == "conll"
    assert document.record.text == "Ann met Jo Bo"
    assert shown(document.record) == [("Ann", "name", "PER", None), ("Jo Bo", "name", "PER", None)]


def test_a_token_can_hold_a_space_between_tabs(tmp_path):
    [document], _ = documents(placed(tmp_path, "x", "At\tO\n4:00 p.m.\tB-TIME\n"))
    assert shown(document.record) == [("4:00 p.m.", "name", "TIME", None)]


def test_a_number_sign_is_a_token(tmp_path):
    [document], _ = documents(placed(tmp_path, "x", "We O\nare O\n# O\n1 O\n"))
    assert document.record.text == "We are #1"


def test_a_line_with_other_columns_is_named(tmp_path):
    path = placed(tmp_path, "x", "Ann B-PER\n" * 30 + "odd\n")
    with pytest.raises(SourceError, match="x, line 31: has 1 columns where the file has 2"):
        documents(path)


def test_what_is_no_tag_is_named(tmp_path):
    path = placed(tmp_path, "x", "Ann B-PER\n" * 20_000 + "Bo Q-PER\n")
    with pytest.raises(SourceError, match="line 20001, column 2: 'Q-PER' is no tag"):
        documents(path)


def test_a_forced_format_that_is_not_there(tmp_path):
    with pytest.raises(SourceError, match="no column of it is all tags"):
        documents(placed(tmp_path, "x", "just some words\n"), "conll")


def test_writing_keeps_tokens_names_and_documents(tmp_path):
    first, _ = documents(placed(tmp_path, "a.txt", TWO))
    losses = write(first, tmp_path / "b.txt", "conll")
    again, _ = documents(tmp_path / "b.txt")
    assert [shown(document.record) for document in again] == [shown(document.record) for document in first]
    assert [document.tokens for document in again] == [document.tokens for document in first]
    assert losses.kept == {"mentions": 3}
    assert losses.lost == {"ids of documents": 2}


def test_tokens_that_columns_cannot_hold_are_counted(tmp_path):
    rows = '{"tokens": ["a\\tb", "-DOCSTART-"], "labels": ["O", "O"]}\n'
    found, _ = documents(placed(tmp_path, "x.jsonl", rows))
    losses = write(found, tmp_path / "y", "conll")
    assert (tmp_path / "y").read_text() == "-DOCSTART-\tO\n\na b\tO\nDOCSTART\tO\n\n"
    assert losses.lost["tokens that columns cannot hold as they are"] == 2


WORLD = "Lagos\tB-Location\nhost\tO\nOsun\tB-Organization\tB-Location\nState\tI-Organization\n\nthe O\nend\tO\n"


def test_worldwide(tmp_path):
    placed(tmp_path, "af_times_1.txt.tsv", WORLD)
    placed(tmp_path, "as_post_2.txt.tsv", "Rain\tO\n")
    found, corpus = documents(tmp_path)
    assert (corpus.format, corpus.gold.scheme) == ("worldwide", "worldwide")
    assert [document.record.id for document in found] == ["af_times_1", "as_post_2"]
    assert found[0].record.text == "Lagos host Osun State\nthe end"
    assert shown(found[0].record) == [("Lagos", "name", "Location", None), ("Osun State", "name", "Organization", None)]
    assert found[0].record.meta == {"source": "af"}
    assert corpus.repairs.repaired == {"line with spaces for a tab": 1}
    assert corpus.repairs.skipped == {"name within a name (only the outermost is read)": 1}


def test_worldwide_is_told_from_other_columns_by_its_types(tmp_path):
    assert detect(placed(tmp_path, "x.tsv", "Lagos\tB-LOC\n")) == "conll"
    assert detect(placed(tmp_path, "y.txt", "Lagos\tB-Location\n")) == "worldwide"


def test_worldwide_writes_a_file_an_article(tmp_path):
    path = placed(tmp_path, "in/af_times_1.txt.tsv", WORLD)
    first, _ = documents(path)
    losses = write(first, tmp_path / "out", "worldwide")
    again, _ = documents(tmp_path / "out")
    assert [document.record for document in again] == [document.record for document in first]
    assert losses.lost == {"meta": 1}


def test_a_bad_line_of_worldwide_is_named(tmp_path):
    path = placed(tmp_path, "a.tsv", "Lagos\tB-Location\nbad line\n")
    with pytest.raises(SourceError, match=r"a\.tsv, line 2: expected a token, a tab and a tag"):
        documents(path, "worldwide")
