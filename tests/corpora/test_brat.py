import pytest
from corpora_making import documents, placed, related, shown

from onrecord.corpora import GoldDocument, write
from onrecord.errors import SourceError
from onrecord.records import Entity, Mention, Quote, Record, Relation, Span

TEXT = "Ann Lee heads Acme Corp. “It grows,” she said."
RECORD = Record(
    id="a 1",
    text=TEXT,
    meta={"outlet": "post"},
    mentions=(
        Mention("m7", 0, 7, "Ann Lee", "name", "PERSON", "e1", 0.5),
        Mention("m1", 14, 23, "Acme Corp", "name", "ORG of sorts", "e2"),
        Mention("m2", 26, 28, "It", "pronoun", "ORG of sorts", "e2"),
        Mention("m3", 37, 40, "she", "pronoun", "", "e1"),
    ),
    entities=(
        Entity("e2", "Acme", "ORG", ("m1", "m2")),
        Entity("e1", "Ann Lee", "PERSON", ("m7", "m3")),
        Entity("e3", "the board", "ORG", ()),
    ),
    quotes=(
        Quote("q4", "direct", (Span(25, 28), Span(28, 36)), Span(41, 45), Span(37, 40), "e1", "person", "e3", 0.25),
        Quote("q5", "mixed", (Span(0, 3),), unattributed="ambiguous"),
    ),
    relations=(
        Relation("e1", "leads", "e2", (Span(0, 23),), 0.75, negated=True, past=True),
        Relation("e3", "leads", "e2"),
    ),
)


def test_a_record_through_brat(tmp_path):
    losses = write([GoldDocument(RECORD)], tmp_path / "out", "brat")
    [document], corpus = documents(tmp_path / "out")
    back = document.record
    assert corpus.format == "brat"
    assert corpus.gold.annotates == {"names", "mentions", "coreference", "quotes", "quote_parts", "relations"}
    assert (back.id, back.text, back.mentions) == ("a_1", TEXT, RECORD.mentions)
    assert back.entities == RECORD.entities[:2]
    assert back.relations == RECORD.relations[:1]
    assert back.quotes[1] == RECORD.quotes[1]
    assert back.quotes[0].content == RECORD.quotes[0].content
    assert (back.quotes[0].speaker, back.quotes[0].via, back.quotes[0].score) == ("e1", None, 0.25)
    assert losses.lost == {
        "meta": 1,
        "entities without a mention": 1,
        "speakers and vias without a mention": 1,
        "relations of entities without a mention": 1,
        "ids of documents that are no file names": 1,
    }


def test_what_is_written_is_brat(tmp_path):
    write([GoldDocument(RECORD)], tmp_path / "out", "brat")
    lines = (tmp_path / "out" / "a_1.ann").read_text().splitlines()
    assert lines[:3] == [
        "T1\tPERSON 0 7\tAnn Lee",
        '#1\tMention T1\t{"id":"m7","kind":"name","type":"PERSON","score":0.5}',
        "T2\tORG_of_sorts 14 23\tAcme Corp",
    ]
    assert "*\tCoreference T2 T3" in lines
    assert "E1\tQuote:T5 Content:T6 Content2:T7 Cue:T8 Source:T9 Speaker:T1" in lines
    assert "R1\tleads Arg1:T1 Arg2:T2" in lines


def test_annotation_by_others(tmp_path):
    placed(tmp_path, "a.txt", "Ann of Oslo, in short Ann, left Bo.")
    placed(
        tmp_path,
        "a.ann",
        "R1\tLikes Arg1:T1 Arg2:T4\n"
        "T1\tPer 0 3\tAnn\nT2\tPer 22 25\tAnn\nT3\tCity 7 11\tOslo\nT4\tPer 32 34\tBo\nT5\tEvent 13 15;27 31\tin left\n"
        "*\tCoref T1 T2\nA1\tSure T1\n#1\tAnnotatorNotes T3\tnice\nE1\tMove:T5 Who:T1\n"
        "N1\tReference T3 Wikidata:Q585\tOslo\n",
    )
    [document], corpus = documents(tmp_path)
    assert shown(document.record) == [
        ("Ann", "name", "Per", "e1"),
        ("Oslo", "name", "City", None),
        ("Ann", "name", "Per", "e1"),
        ("Bo", "name", "Per", "e2"),
    ]
    assert related(document.record) == [("Ann", "Likes", "Bo")]
    assert corpus.gold.annotates == {"names", "coreference", "relations"}
    assert corpus.repairs.skipped == {"brat line of kind A": 1, "brat line of kind N": 1, "event that is no Quote": 1}


def test_quotes_marked_by_hand_need_no_notes(tmp_path):
    placed(tmp_path, "a.txt", TEXT)
    placed(
        tmp_path,
        "a.ann",
        "T1\tPERSON 0 7\tAnn Lee\nT2\tQuote 41 45\tsaid\nT3\tContent 25 36\t“It grows,”\nT4\tSource 37 40\tshe\n"
        "E1\tQuote:T2 Content:T3 Cue:T2 Source:T4 Speaker:T1\n",
    )
    [document], _ = documents(tmp_path)
    [quote] = document.record.quotes
    assert quote == Quote("q1", "direct", (Span(25, 36),), Span(41, 45), Span(37, 40), "e1")
    assert document.record.entities == (Entity("e1", "Ann Lee", "PERSON", ("m1",)),)


def test_a_byte_order_mark_is_a_character(tmp_path):
    record = Record(id="a", text="\ufeffAnn", mentions=(Mention("m1", 1, 4, "Ann", "name", "PER"),))
    write([GoldDocument(record)], tmp_path / "out", "brat")
    [document], _ = documents(tmp_path / "out")
    assert document.record == record


def test_ids_never_leave_the_folder(tmp_path):
    records = [Record(id=name, text="x") for name in ("../up", "/etc/x", "..", "a/b", "a_b", "A_B", "")]
    losses = write([GoldDocument(record) for record in records], tmp_path / "out", "brat")
    names = sorted(path.name for path in (tmp_path / "out").glob("*.txt"))
    assert names == sorted(
        ["_up.txt", "_etc_x.txt", "document.txt", "a_b.txt", "a_b_2.txt", "A_B_3.txt", "document_2.txt"]
    )
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert losses.lost["ids of documents that are no file names"] == 6 + 1


def test_a_note_that_does_not_hold_what_it_should(tmp_path):
    placed(tmp_path, "a.txt", "Ann")
    placed(tmp_path, "a.ann", 'T1\tPER 0 3\tAnn\n#1\tMention T1\t{"id": "m1", "kind": "nome", "type": "PER"}\n')
    with pytest.raises(
        SourceError, match="note Mention T1, field kind: Input should be 'name', 'nominal' or 'pronoun'"
    ):
        documents(tmp_path)


@pytest.mark.parametrize("target", ["T3", "T9", "T2"])
def test_a_note_about_an_entity_that_has_no_mention(tmp_path, target):
    placed(tmp_path, "a.txt", "Ann met her.")
    placed(
        tmp_path,
        "a.ann",
        "T1\tPER 0 3\tAnn\nT2\tPER 8 11\ther\nT3\tMove 4 7\tmet\nE1\tMove:T3 Who:T1\n*\tCoref T1 T2\n"
        '#1\tEntity T1\t{"id": "e1", "name": "Ann Lee", "type": "PERSON"}\n'
        f'#2\tEntity {target}\t{{"id": "e2", "name": "Ann", "type": "PER"}}\n',
    )
    [document], corpus = documents(tmp_path, "brat")
    assert document.record.entities == (Entity("e1", "Ann Lee", "PERSON", ("m1", "m2")),)
    assert corpus.repairs.skipped["note about an entity without a mention"] == 1
