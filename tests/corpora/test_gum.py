import pytest
from corpora_making import documents, placed, shown

from onrecord.corpora import write
from onrecord.errors import SourceError


def row(number, form, upos="_", head="_", misc="_"):
    return f"{number}\t{form}\t_\t{upos}\t_\t_\t{head}\t_\t_\t{misc}\n"


GUM = (
    "# newdoc id = GUM_news_rain\n"
    "# global.Entity = GRP-etype-infstat-identity\n"
    "# meta::genre = news\n"
    "# newpar\n# sent_id = 1\n# text = Ann Lee’s “big” dog didn't bark.\n"
    + row(1, "Ann", "PROPN", 5, "Entity=(2-animal-new-Rex(1-person-new-Ann_Lee")
    + row(2, "Lee", "PROPN", 1, "Entity=1)|SpaceAfter=No").replace("Entity=1)|SpaceAfter=No", "SpaceAfter=No")
    + row(3, "’s", "PART", 1, "Entity=1)")
    + "4\t“\t_\tPUNCT\t_\t_\t5\t_\t_\tSpaceAfter=No\n"
    + row(5, "big", "ADJ", 7, "SpaceAfter=No")
    + row(6, "”", "PUNCT", 5)
    + row(7, "dog", "NOUN", 10, "Entity=2)")
    + "8-9\tdidn't\t_\t_\t_\t_\t_\t_\t_\t_\n"
    + row(8, "did", "AUX", 10)
    + row(9, "n't", "PART", 10)
    + "9.1\tnever\t_\t_\t_\t_\t_\t_\t_\t_\n"
    + row(10, "bark", "VERB", 0, "SpaceAfter=No")
    + row(11, ".", "PUNCT", 10)
    + "\n# sent_id = 2\n# text = It's hers.\n"
    + "1-2\tIt's\t_\t_\t_\t_\t_\t_\t_\t_\n"
    + row(1, "It", "PRON", 3, "Entity=(2-animal-giv)")
    + row(2, "'s", "AUX", 3)
    + row(3, "hers", "PRON", 0, "Entity=(1-person-giv)|SpaceAfter=No|SplitAnte=1<2")
    + row(4, ".", "PUNCT", 3)
    + "\n# newpar = 2\n# sent_id = 3\n# text = Rain wanna fall\n"
    + row(1, "Rain", "NOUN", 0, "Entity=(3-event-new)")
    + "2-3\twanna\t_\t_\t_\t_\t_\t_\t_\t_\n"
    + row(2, "want", "VERB", 1)
    + row(3, "to", "PART", 1)
    + row(4, "fall", "VERB", 1)
    + "\n"
)
ONTOGUM = (
    "# newdoc id = a\n# global.Entity = GRP\n# newpar\n# text = She left Oslo\n"
    + row(1, "She", "PRON", 2, "Entity=(1)")
    + row(2, "left", "VERB", 0)
    + row(3, "Oslo", "PROPN", 2, "Entity=(2[1/2])")
    + "\n# text = and she did\n"
    + row(1, "and", "CCONJ", 3)
    + row(2, "she", "PRON", 3, "Entity=(1)")
    + row(3, "did", "AUX", 0, "Entity=(2[2/2])")
    + "\n# newdoc id = b\n# text = Yes\n"
    + row(1, "Yes", "INTJ", 0)
    + "\n"
)


def test_gum(tmp_path):
    [document], corpus = documents(placed(tmp_path, "x.conllu", GUM))
    record = document.record
    assert (corpus.format, corpus.gold.scheme, corpus.gold.annotates) == ("gum", "gum", {"mentions", "coreference"})
    assert (record.id, record.meta) == ("GUM_news_rain", {"genre": "news"})
    assert record.text == "Ann Lee’s “big” dog didn't bark. It's hers.\nRain wanna fall"
    assert shown(record) == [
        ("Ann Lee’s “big” dog", "nominal", "animal", "e1"),
        ("Ann Lee’s", "name", "person", "e2"),
        ("It", "pronoun", "animal", "e1"),
        ("hers", "pronoun", "person", "e2"),
        ("Rain", "nominal", "event", "e3"),
    ]
    assert [entity.name for entity in record.entities] == ["Ann Lee’s “big” dog", "Ann Lee’s", "Rain"]
    assert document.tokens.forms[7:9] == ("did", "n't")
    assert [span.of(record.text) for span in document.tokens.spans[-4:]] == ["Rain", "wa", "nna", "fall"]
    assert document.tokens.sentences == ((0, 11), (11, 15), (15, 19))
    assert corpus.repairs.skipped == {"empty node": 1, "SplitAnte link": 1}
    assert corpus.repairs.repaired == {
        "contraction whose words are not written in it (its letters divided among them)": 1
    }


def test_ontogum(tmp_path):
    found, corpus = documents(placed(tmp_path, "x", ONTOGUM))
    assert (corpus.format, corpus.gold.scheme) == ("ontogum", "ontogum")
    assert [document.record.id for document in found] == ["a", "b"]
    assert found[0].record.text == "She left Oslo and she did"
    assert shown(found[0].record) == [
        ("She", "pronoun", "", "e1"),
        ("Oslo and she did", "name", "", "e2"),
        ("she", "pronoun", "", "e1"),
    ]
    assert corpus.repairs.repaired == {"discontinuous mention (from its first word to its last)": 1}


def test_written_and_read_again_it_is_the_same(tmp_path):
    first, _ = documents(placed(tmp_path, "x.conllu", GUM))
    losses = write(first, tmp_path / "out", "gum")
    again, corpus = documents(tmp_path / "out")
    assert [document.record for document in again] == [document.record for document in first]
    assert losses.lost == {}
    assert corpus.format == "gum"


def test_ontogum_has_no_types_and_no_singletons(tmp_path):
    first, _ = documents(placed(tmp_path, "x.conllu", GUM))
    losses = write(first, tmp_path / "out", "ontogum")
    [again], corpus = documents(tmp_path / "out")
    assert corpus.format == "ontogum"
    assert [mention.text for mention in again.record.mentions] == ["Ann Lee’s “big” dog", "Ann Lee’s", "It", "hers"]
    assert losses.lost == {"mentions that are alone in their entity": 1, "types of mentions": 4}


def test_mentions_that_cross(tmp_path):
    line = (
        '{"id": "x", "text": "one two three", "mentions": ['
        '{"id": "m1", "start": 0, "end": 7, "text": "one two", "kind": "name", "type": "A-b"},'
        '{"id": "m2", "start": 4, "end": 13, "text": "two three", "kind": "nominal", "type": ""}]}\n'
    )
    first, _ = documents(placed(tmp_path, "x.jsonl", line))
    losses = write(first, tmp_path / "out", "gum")
    [again], _ = documents(tmp_path / "out")
    assert [(m.text, m.kind, m.type) for m in again.record.mentions] == [
        ("one two", "name", "A-b"),
        ("two three", "nominal", ""),
    ]
    assert losses.lost == {}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("Entity=2)", "Entity=9)"), "entity bracket '9' closes unopened"),
        (("Entity=2)", "_"), "entity bracket '2' never closes"),
        (("\tdog\t", "\tcat\t"), "'cat' is not at 16 of its text"),
        (("9.1\tnever", "9.1"), "CoNLL-U has ten columns divided by tabs, not 9"),
        (("Entity=(3-event-new)", "Entity=3(event"), "Entity=3(event are no brackets"),
        (("\n9.1\tnever", "\nx\tnever"), "'x' is no number of a word"),
        (("# newdoc", "1.1\tEcho" + "\t_" * 8 + "\n\n# newdoc"), "it has no word"),
    ],
)
def test_what_is_wrong_is_named(tmp_path, change, message):
    with pytest.raises(SourceError) as error:
        documents(placed(tmp_path, "x.conllu", GUM.replace(*change)))
    assert message in str(error.value)
    assert "x.conllu" in str(error.value)


def test_an_empty_comment_says_nothing(tmp_path):
    plain, _ = documents(placed(tmp_path, "plain.conllu", GUM))
    marked, _ = documents(placed(tmp_path, "marked.conllu", GUM.replace("# sent_id", "#\n# sent_id")))
    assert marked == plain
