from dataclasses import replace

import pytest
from neural_case import run, stage

from onrecord.document import Document
from onrecord.extractor import load
from onrecord.models import checkpoint
from onrecord.models.heads.coreference import Links
from onrecord.models.mentions import Constraints, MentionTable
from onrecord.records import Article, Mention
from onrecord.stages.encoding import Encoding
from onrecord.stages.neural.coreference import Coreference
from onrecord.stages.rules.parse import Parse
from onrecord.stages.segment import Segment
from onrecord.stages.words import paragraph_words
from tiny_model import news_model

TEXT = "Ana Silva told Reuters that she left. Silva met the mayor. She is here."


class Finder:
    """Stands for an engine whose head for coreference finds the entities that it is given."""

    def __init__(self, *found: int, limited: int = 0) -> None:
        self.links = Links(found, limited)

    def link(
        self, head: str, states: list[None], mentions: list[MentionTable], constraints: list[Constraints]
    ) -> list[Links]:
        assert head == "coreference"
        assert len(constraints) == len(mentions)
        return [self.links for _ in mentions]


def mention(id: str, surface: str, kind: str, type: str) -> Mention:
    start = TEXT.index(surface)
    return Mention(id, start, start + len(surface), surface, kind, type)  # type: ignore[arg-type]


MENTIONS = (
    mention("m1", "Ana Silva", "name", "PERSON"),
    mention("m2", "Reuters", "name", "ORG"),
    mention("m3", "she", "pronoun", "PERSON"),
    replace(mention("m4", "Silva met", "name", "GPE"), end=TEXT.index("Silva met") + 5, text="Silva"),
    mention("m5", "the mayor", "nominal", "MISC"),
    mention("m6", "She", "pronoun", "PERSON"),
)


def document(engine: object, mentions: tuple[Mention, ...] = MENTIONS) -> Document:
    parsed = run(stage(Parse), run(stage(Segment), Document(Article("a", TEXT))))
    assert parsed.segments is not None
    encoding = Encoding(paragraph_words(TEXT, parsed.segments), None, None, engine)  # type: ignore[arg-type]
    return replace(parsed, encoding=encoding, mentions=mentions)


def test_entities_with_name_and_type_of_their_mentions() -> None:
    result = run(stage(Coreference), document(Finder(0, 1, 0, 0, 2, 2)))
    assert result.entities is not None
    assert [(own.id, own.name, own.type, own.mentions) for own in result.entities] == [
        ("e1", "Ana Silva", "PERSON", ("m1", "m3", "m4")),
        ("e2", "Reuters", "ORG", ("m2",)),
        ("e3", "the mayor", "MISC", ("m5", "m6")),
    ]
    assert result.mentions is not None
    assert [(own.id, own.entity, own.type) for own in result.mentions] == [
        ("m1", "e1", "PERSON"),
        ("m2", "e2", "ORG"),
        ("m3", "e1", "PERSON"),
        ("m4", "e1", "GPE"),
        ("m5", "e3", "MISC"),
        ("m6", "e3", "MISC"),
    ]


def test_a_mention_without_a_word_is_an_entity_of_its_own() -> None:
    blank = Mention("m0", 3, 4, " ", "nominal", "MISC")
    result = run(stage(Coreference), document(Finder(0), (MENTIONS[0], blank)))
    assert result.entities is not None
    assert [own.mentions for own in result.entities] == [("m1",), ("m0",)]


def test_limits_are_reported() -> None:
    result = run(stage(Coreference), document(Finder(*range(6), limited=3)))
    assert result.warnings == (
        "coreference: for 3 mentions only the nearest before them, and the last that share words with them, were "
        "tried; train the head with a higher most_antecedents to have more",
    )


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    folder = tmp_path_factory.mktemp("model")
    checkpoint.save(news_model(), folder)
    return [
        f"stages={{segment: , parse: {{stage: rules.parse}}, encode: {{model: {folder}, device: cpu}}, "
        "mentions: {stage: rules.mentions}, coreference: {stage: neural.coreference}}"
    ]


def test_alone_or_in_a_batch_the_entities_are_the_same(settings: list[str]) -> None:
    extractor = load("news-small", settings)
    texts = [TEXT, "", "Ana said it.", "Angela Merkel met Boris Johnson. He left her. " * 12]
    together = list(extractor.pipe(texts))
    alone = [next(iter(extractor.pipe([Article(str(number), text)]))) for number, text in enumerate(texts)]
    assert together == alone
    for record in together:
        owners = {mention: entity.id for entity in record.entities for mention in entity.mentions}
        assert {own.id: own.entity for own in record.mentions} == owners
    assert len(together[3].entities) < len(together[3].mentions)
