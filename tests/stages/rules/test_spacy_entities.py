import pytest
from spacy.tokens import Doc

from onrecord.document import Document
from onrecord.records import Article
from onrecord.stages.rules.mentions import entities
from onrecord.stages.rules.mentions.entities import with_entities
from onrecord.stages.rules.parse import Parse, ParseSettings
from onrecord.stages.segment import Segment, SegmentSettings

SENTENCES = ["Angela Merkel met Barack Obama in Berlin.", "It rained on Monday.", "Nokia left Finland for Texas."] * 3


def parsed(text: str) -> Doc:
    document = Document(Article("a", text))
    for stage in (Segment("segment", SegmentSettings()), Parse("parse", ParseSettings())):
        [found] = stage.predict([document])
        document = found.added_to(document)
    assert document.parse is not None
    return document.parse


def named(doc: Doc) -> list[tuple[str, str, int]]:
    return [(entity.text, entity.label_, entity.start_char) for entity in doc.ents]


def test_entities_are_in_a_copy_and_none_in_the_parse() -> None:
    parse = parsed(" ".join(SENTENCES[:1]))
    [copy] = with_entities([parse])
    assert named(copy) == [("Angela Merkel", "PERSON", 0), ("Barack Obama", "PERSON", 18), ("Berlin", "GPE", 34)]
    assert named(parse) == []
    assert [token.dep_ for token in copy] == [token.dep_ for token in parse]


def test_each_article_keeps_its_own_and_an_empty_one_has_none() -> None:
    parses = [parsed(text) for text in (SENTENCES[0], "", " \n ", SENTENCES[2])]
    together = [named(copy) for copy in with_entities(parses)]
    assert together == [named(next(with_entities([parse]))) for parse in parses]
    assert [bool(own) for own in together] == [True, False, False, True]


@pytest.mark.parametrize("most", [5, 9, 20])
def test_a_long_parse_is_read_in_parts_with_offsets_into_the_whole(monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    parse = parsed(" ".join(SENTENCES))
    monkeypatch.setattr(entities, "_MOST_WORDS", most)
    [copy] = with_entities([parse])
    assert copy.text == parse.text
    assert all(copy.text[start : start + len(text)] == text for text, _, start in named(copy))
    assert [text for text, _, _ in named(copy)].count("Berlin") == 3
