import json

import pytest
from corpora_making import documents, placed, related, shown

from onrecord.corpora import write
from onrecord.errors import SourceError

TEXT = "German Chancellor Ana Roth left Berlin on Monday.\nRoth had led Germany for $3 million. © DW"


def mention(surface, concept, nth=0):
    begin = -1
    for _ in range(nth + 1):
        begin = TEXT.index(surface, begin + 1)
    return {"begin": begin, "end": begin + len(surface), "text": surface, "concept": concept}


ARTICLE = {
    "id": "DW_1",
    "content": TEXT,
    "tags": ["all", "train"],
    "mentions": [
        mention("Roth", 0, 1),
        mention("Ana Roth", 0),
        mention("German", 1),
        mention("Chancellor", 2),
        mention("Berlin", 3),
        mention("Monday", 4),
        mention("Germany", 5),
        mention("$3 million", 6),
        mention("© DW", 7),
    ],
    "concepts": [
        {"concept": 0, "text": "Ana Roth", "tags": ["type::entity", "type::person", "type::politician"], "link": "Ana"},
        {"concept": 1, "text": "German", "tags": ["type::gpe0-x", "type::other"]},
        {"concept": 2, "text": "Chancellor", "tags": ["type::role", "type::value"]},
        {"concept": 3, "text": "Berlin", "tags": ["type::entity", "type::gpe", "type::gpe2", "type::location"]},
        {"concept": 4, "text": "Monday", "tags": ["type::time", "type::value"]},
        {"concept": 5, "text": "Germany", "tags": ["type::entity", "type::gpe", "type::gpe0", "type::location"]},
        {"concept": 6, "text": "$3 million", "tags": ["type::money", "type::value"]},
        {"concept": 7, "text": "© DW", "tags": ["type::footer", "type::other"]},
        {"concept": 8, "tags": ["topic::politics"], "link": "EU"},
    ],
    "relations": [
        {"s": 0, "p": "head_of_gov-x", "o": 1},
        {"s": 0, "p": "head_of_gov", "o": 5},
        {"s": 1, "p": "gpe0", "o": 5},
        {"s": 0, "p": "head_of_gov", "o": 5},
        {"s": 5, "p": "member_of", "o": 8},
    ],
}


def test_an_article(tmp_path):
    [document], corpus = documents(placed(tmp_path, "x", json.dumps(ARTICLE)))
    record = document.record
    assert (corpus.format, corpus.gold.scheme) == ("dwie", "dwie")
    assert corpus.gold.annotates == {"names", "coreference", "relations"}
    assert (record.id, record.text) == ("DW_1", TEXT)
    assert shown(record) == [
        ("German", "name", "gpe0-x", "e1"),
        ("Chancellor", "nominal", "role", "e2"),
        ("Ana Roth", "name", "person", "e3"),
        ("Berlin", "name", "gpe", "e4"),
        ("Monday", "name", "time", "e5"),
        ("Roth", "name", "person", "e3"),
        ("Germany", "name", "gpe", "e6"),
        ("$3 million", "name", "money", "e7"),
        ("© DW", "name", "footer", "e8"),
    ]
    assert [(e.name, e.type, e.mentions) for e in record.entities][2] == ("Ana Roth", "person", ("m3", "m6"))
    assert (record.entities[-1].mentions, record.entities[-1].type) == ((), "other")
    assert related(record) == [
        ("Ana Roth", "head_of_gov-x", "German"),
        ("Ana Roth", "head_of_gov", "Germany"),
        ("German", "gpe0", "Germany"),
        ("Germany", "member_of", ""),
    ]
    assert corpus.repairs.skipped == {"relation that stands twice": 1}
    assert record.meta["concepts"]["e3"]["link"] == "Ana"
    assert record.meta["tags"] == ["all", "train"]


def test_written_and_read_again_it_is_the_same(tmp_path):
    first, _ = documents(placed(tmp_path, "x", json.dumps(ARTICLE)))
    losses = write(first, tmp_path / "out", "dwie")
    again, _ = documents(tmp_path / "out")
    assert again == first
    assert losses.lost == {}
    written = json.loads((tmp_path / "out" / "DW_1.json").read_text())
    assert sorted(written["mentions"], key=str) == sorted(ARTICLE["mentions"], key=str)
    assert sorted(c["concept"] for c in written["concepts"]) == list(range(9))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            {"mentions": [{"begin": 0, "end": 3, "text": "Get", "concept": 0}]},
            "says 'Get' of concept 0, but the text has",
        ),
        ({"mentions": [{"begin": 0, "end": 6, "text": "German", "concept": 99}]}, "the concept is missing"),
        ({"relations": [{"s": 0, "p": "x", "o": 99}]}, "there is no such concept"),
        ({"content": 7}, "field content: Input should be a valid string"),
        ({"mentions": [{"begin": 0}]}, "field mentions.0.end: Field required"),
    ],
)
def test_what_is_wrong_is_named(tmp_path, change, message):
    path = placed(tmp_path, "x.json", json.dumps({**ARTICLE, **change}))
    with pytest.raises(SourceError) as error:
        documents(path, "dwie")
    assert message in str(error.value)
    assert "x.json" in str(error.value)
