from dataclasses import replace

import pytest
from neural_case import run, stage

from onrecord.document import Document
from onrecord.extractor import load
from onrecord.models import checkpoint
from onrecord.models.calibration import Calibration
from onrecord.models.entities import Entities
from onrecord.models.heads.relations import Related, RelationsFound
from onrecord.models.speech import Speech
from onrecord.records import Article, Entity, Mention, Quote, Span
from onrecord.stages.encoding import Encoding
from onrecord.stages.neural.entities import word_entities
from onrecord.stages.neural.relations import Relations
from onrecord.stages.segment import Segment
from onrecord.stages.words import paragraph_words
from tiny_model import news_model

TEXT = "Ana Silva leads the Lisbon Bank.\n\nIt is in Portugal. She left.\n"


def mention(id: str, surface: str, kind: str, entity: str) -> Mention:
    start = TEXT.index(surface)
    return Mention(id, start, start + len(surface), surface, kind, "X", entity)  # type: ignore[arg-type]


MENTIONS = (
    mention("m1", "Ana Silva", "name", "e1"),
    mention("m2", "Lisbon Bank", "name", "e2"),
    mention("m3", "It", "pronoun", "e2"),
    mention("m4", "Portugal", "name", "e3"),
    mention("m5", "She", "pronoun", "e1"),
)
ENTITIES = (
    Entity("e1", "Ana Silva", "PERSON", ("m1", "m5")),
    Entity("e2", "Lisbon Bank", "ORG", ("m2", "m3")),
    Entity("e3", "Portugal", "GPE", ("m4",)),
)


class Finder:
    """Stands for an engine whose head for relations finds what it is given."""

    def __init__(
        self, *found: Related, beyond: int = 0, unseen: int = 0, calibration: Calibration | None = None
    ) -> None:
        self.found = RelationsFound(found, beyond, unseen)
        self.calibration = calibration or Calibration()
        self.asked: list[tuple[str, float]] = []
        self.read: list[int] = []
        self.shown: list[str] = []
        self.said: list[Speech] | None = None

    @property
    def model(self) -> "Finder":
        return self

    def calibrated(self, head: str, score: float) -> float:
        return self.calibration(score)

    def relate(
        self, head: str, states: list[None], entities: list[Entities], least: float, speech: list[Speech] | None
    ) -> list[RelationsFound]:
        self.said = speech
        self.asked.append((head, least))
        self.read += [own.count for own in entities]
        return [self.found for _ in entities]

    def evidence(
        self, head: str, states: list[None], entities: list[Entities], relations: list[list[Related]]
    ) -> list[list[tuple[int, int]]]:
        """The mentions have the numbers of their entities."""
        self.shown += [one.label for own in relations for one in own]
        return [[(one.head, one.tail) for one in own] for own in relations]


def document(engine: object) -> Document:
    segmented = run(stage(Segment), Document(Article("a", TEXT)))
    assert segmented.segments is not None
    words = paragraph_words(TEXT, segmented.segments)
    encoding = Encoding(words, None, None, engine)  # type: ignore[arg-type]
    return replace(segmented, encoding=encoding, mentions=MENTIONS, entities=ENTITIES)


LEADS = Related(0, "head_of", 1, 0.9)
IN = Related(1, "based_in0", 2, 0.6)


def found(engine: Finder, **settings: object) -> list[tuple]:
    result = run(stage(Relations, **settings), document(engine))
    assert result.relations is not None
    return [
        (own.head, own.label, own.tail, own.score, [span.of(TEXT) for span in own.evidence]) for own in result.relations
    ]


def test_pronouns_are_left_out_where_there_is_a_name() -> None:
    given = word_entities(document(None).encoding.words.tokens, MENTIONS, ENTITIES)  # type: ignore[union-attr]
    assert given.ids == ("e1", "e2", "e3")
    assert [own.id for own in given.mentions] == ["m1", "m2", "m4"]
    assert given.tensors.first.tolist() == [0, 4, 10]
    assert given.tensors.end.tolist() == [2, 6, 11]
    alone = word_entities(document(None).encoding.words.tokens, MENTIONS[2:3], ENTITIES)  # type: ignore[union-attr]
    assert (alone.ids, [own.id for own in alone.mentions]) == (("e2",), ["m3"])


def test_nominals_are_left_out_where_there_is_a_name_and_stand_where_there_is_none() -> None:
    tokens = document(None).encoding.words.tokens  # type: ignore[union-attr]
    named = replace(MENTIONS[3], id="m6", kind="nominal", entity="e2")
    given = word_entities(tokens, (*MENTIONS[1:3], named), ENTITIES)
    assert [own.id for own in given.mentions] == ["m2"]
    unnamed = word_entities(tokens, (MENTIONS[2], named), ENTITIES)
    assert [own.id for own in unnamed.mentions] == ["m6"]


def test_labels_of_the_corpus_with_the_mentions_as_evidence() -> None:
    engine = Finder(IN, LEADS)
    assert found(engine, scheme="dwie") == [
        ("e1", "head_of", "e2", 0.9, ["Ana Silva leads the Lisbon Bank"]),
        ("e1", "member_of", "e2", 0.9, ["Ana Silva leads the Lisbon Bank"]),
        ("e2", "based_in0", "e3", 0.6, ["Lisbon Bank", "Portugal"]),
    ]
    assert engine.asked == [("relations-dwie", 0.05)]


def test_a_limit_of_0_keeps_what_the_model_finds_unlikely() -> None:
    engine = Finder(Related(0, "ACCUSE", 1, 0.9), Related(0, "AID", 1, 0.0), Related(1, "YIELD", 0, 0.001))
    assert [row[:4] for row in found(engine, scheme="plover", min_score=0)] == [
        ("e1", "ACCUSE", "e2", 0.9),
        ("e1", "AID", "e2", 0.0001),
        ("e2", "YIELD", "e1", 0.001),
    ]
    assert engine.asked == [("relations-plover", 0)]


def test_news_has_its_own_head_with_flags_and_who_says_what() -> None:
    engine = Finder(Related(0, "leads", 1, 0.9, (0.2, 0.8)), Related(1, "based_in", 2, 0.6, (0.7, 0.1)))
    quote = Quote("q1", "indirect", (MENTIONS[1].span,), speaker="e1", cue=Span(10, 15))
    result = run(stage(Relations), replace(document(engine), quotes=(quote,)))
    assert [(own.head, own.label, own.tail, own.negated, own.past) for own in result.relations or ()] == [
        ("e1", "leads", "e2", False, True),
        ("e2", "based_in", "e3", True, False),
    ]
    assert engine.asked == [("relations-news", 0.05)]
    assert engine.said is not None
    [speech] = engine.said
    assert (speech.speaker.tolist(), speech.about.tolist(), speech.cue.tolist()) == ([0], [1], [2])
    assert speech.role.tolist()[:6] == [0, 0, 3, 0, 1, 1]


def test_of_what_cannot_hold_together_the_best_stays() -> None:
    both = (Related(0, "leads", 1, 0.7), Related(0, "works_for", 1, 0.8))
    two = (Related(0, "citizen_of", 2, 0.6), Related(0, "citizen_of", 1, 0.5))
    ways = (Related(0, "consult", 1, 0.5), Related(1, "consult", 0, 0.6))
    assert sorted(row[:3] for row in found(Finder(*both, *two, *ways))) == [
        ("e1", "citizen_of", "e3"),
        ("e1", "consult", "e2"),  # in the order of the text
        ("e1", "works_for", "e2"),
    ]


def test_relations_are_read_between_entities_with_a_name_but_stances_and_acts_between_all() -> None:
    unnamed = tuple(replace(own, kind="nominal") if own.id == "m1" else own for own in MENTIONS)
    engine = Finder(Related(0, "X", 1, 0.9))
    among = {}
    for scheme in ("dwie", "conll04", "plover", "directed_sentiment"):
        result = run(stage(Relations, scheme=scheme), replace(document(engine), mentions=unnamed))
        among[scheme] = [(own.head, own.tail) for own in result.relations or ()]
    assert among == {
        "dwie": [("e2", "e3")],
        "conll04": [("e2", "e3")],
        "plover": [("e1", "e2")],
        "directed_sentiment": [("e1", "e2")],
    }
    assert engine.read == [2, 2, 3, 3]


@pytest.mark.parametrize("scheme", ["dwie", "conll04"])
def test_a_label_that_holds_between_other_types_is_left_out(scheme: str) -> None:
    label = "Work_For" if scheme == "conll04" else "member_of"
    fits, does_not = Related(0, label, 1, 0.9), Related(2, label, 1, 0.9)
    assert [row[:3:2] for row in found(Finder(fits, does_not), scheme=scheme)] == [("e1", "e2")]


def test_scores_are_calibrated_before_the_limit() -> None:
    calibration = Calibration(slope=1.0, intercept=-1.5)
    engine = Finder(LEADS, IN, calibration=calibration)
    assert [row[1:4] for row in found(engine, scheme="conll04")] == [("head_of", "e2", 0.6676)]
    # Evidence costs time, and is looked for where it is kept.
    assert engine.shown == ["head_of"]


def test_a_relation_is_less_likely_the_less_its_entities_are() -> None:
    engine = Finder(LEADS, IN)
    unsure = document(engine)
    likely = tuple(replace(own, score=0.8 if own.entity == "e2" else own.score) for own in MENTIONS)
    likely = tuple(replace(own, score=0.5) if own.id == "m3" else own for own in likely)
    result = run(stage(Relations, scheme="conll04", min_score=0.1), replace(unsure, mentions=likely))
    assert [(own.label, own.score) for own in result.relations or ()] == [("head_of", 0.805), ("based_in0", 0.5367)]


def test_an_entity_with_several_names_is_surer() -> None:
    engine = Finder(LEADS, IN)
    likely = tuple(replace(own, score=0.8) if own.id == "m2" else own for own in MENTIONS)
    likely = tuple(replace(own, score=0.5, kind="name") if own.id == "m3" else own for own in likely)
    result = run(stage(Relations, scheme="conll04", min_score=0.1), replace(document(engine), mentions=likely))
    assert [(own.label, own.score) for own in result.relations or ()] == [("head_of", 0.8538), ("based_in0", 0.5692)]


def test_pairs_that_were_left_out_are_reported() -> None:
    result = run(stage(Relations), document(Finder(beyond=12)))
    assert result.warnings == (
        "relations: 12 pairs of entities were not looked at, those that are named farthest apart; "
        "train the head with a higher most_pairs to have them",
    )
    assert result.relations == ()
    assert run(stage(Relations), document(Finder(unseen=3))).warnings == (
        "relations: 3 pairs of entities were not looked at, as the article has too many mentions between theirs; "
        "split it to have them",
    )
    assert run(stage(Relations), document(Finder())).warnings == ()


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    folder = tmp_path_factory.mktemp("model")
    checkpoint.save(news_model(), folder)
    return [
        f"stages={{segment: , parse: {{stage: rules.parse}}, encode: {{model: {folder}, device: cpu}}, "
        "mentions: {stage: rules.mentions}, coreference: {stage: rules.coreference}, "
        "relations: {stage: neural.relations, scheme: dwie, min_score: 0.01}}",
    ]


def test_alone_or_in_a_batch_the_relations_are_the_same_without_another_pass(settings: list[str]) -> None:
    extractor = load("news-small", settings)
    texts = [TEXT, "", "Ana said it.", "Angela Merkel met Boris Johnson in Paris. " * 12]
    together = list(extractor.pipe(texts))
    engine = next(one for one in extractor.stages if one.name == "encode").engine  # type: ignore[attr-defined]
    windows = engine.windows
    alone = [next(iter(extractor.pipe([Article(str(number), text)]))) for number, text in enumerate(texts)]
    assert engine.windows == 2 * windows
    assert [own.relations for own in together] == [own.relations for own in alone]
    assert together[0].relations
    assert together[1].relations == ()
    for record in together:
        for relation in record.relations:
            assert 1 <= len(relation.evidence) <= 2
