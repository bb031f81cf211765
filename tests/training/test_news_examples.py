import json
from collections import Counter
from pathlib import Path

import pytest

from onrecord.corpora import GoldDocument, read
from onrecord.errors import ConfigError
from onrecord.records import Entity, Mention, Record
from onrecord.stages.words import words_of
from onrecord.training.config import RelationTask, SpeakerTask
from onrecord.training.examples import example_of
from onrecord.training.news_examples import FLAGS, NEWS_LABELS

TEXT = "German officials met Ana Silva. Silva, the former mayor of Lisbon, said the talks failed. She left Bonn."
SPEAKERS = SpeakerTask(task="speakers")
RELATIONS = RelationTask(task="relations", scheme="news")


def named(*surfaces: str) -> dict[str, object]:
    return {"name": surfaces[0], "spans": [spans(surface) for surface in surfaces]}


def spans(surface: str) -> list[int]:
    return [TEXT.index(surface), TEXT.index(surface) + len(surface)]


@pytest.fixture
def gold(tmp_path: Path) -> GoldDocument:
    row = {
        "id": "a",
        "corpus": "made up",
        "text": TEXT,
        "quotes": [
            {
                "content": [spans("the talks failed")],
                "cue": spans("said"),
                "source": spans("Silva, the former mayor of Lisbon,"),
                "speaker": named("Ana Silva"),
                "kind": "person",
                "via": None,
            }
        ],
        "relations": [
            {
                "head": named("Ana Silva"), "label": "leads", "tail": named("Lisbon"),
                "negated": False, "past": True, "evidence": spans("the former mayor of Lisbon"),
            },
            {
                "head": named("German officials"), "label": "consult", "tail": named("Ana Silva"),
                "negated": False, "past": False, "evidence": spans("German officials met Ana Silva"),
            },
            {
                "head": named("Ana Silva"), "label": "lives_in", "tail": named("Bonn"),
                "negated": False, "past": False, "evidence": spans("left Bonn"),
            },
        ],
    }  # fmt: skip
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(row), "utf-8")
    [document] = read(path).documents()
    return document


def silver() -> Record:
    """What a pipeline finds: it has not Bonn."""
    found = [
        ("German", "name", "NORP", "e1", 0),
        ("officials", "nominal", "PERSON", "e2", 0),
        ("Ana Silva", "name", "PERSON", "e3", 0),
        ("Silva", "name", "PERSON", "e3", TEXT.index("Silva,")),
        ("Lisbon", "name", "GPE", "e4", 0),
        ("She", "pronoun", "PERSON", "e3", 0),
    ]
    mentions = []
    for number, (surface, kind, type_, entity, at) in enumerate(found, start=1):
        start = TEXT.index(surface, at)
        mentions.append(
            Mention(f"m{number}", start, start + len(surface), surface, kind, type_, entity)  # type: ignore[arg-type]
        )
    names = {"e1": "German", "e2": "officials", "e3": "Ana Silva", "e4": "Lisbon"}
    types = {own.entity: own.type for own in mentions if own.kind != "pronoun"}
    entities = tuple(
        Entity(own, name, types[own], tuple(one.id for one in mentions if one.entity == own))
        for own, name in names.items()
    )
    return Record("a", TEXT, mentions=tuple(mentions), entities=entities)


def test_every_mention_that_bears_the_name_is_right(gold: GoldDocument) -> None:
    example = example_of(gold, {"speakers": SPEAKERS}, Counter(), silver())
    assert example is not None
    learnt = example.speakers["speakers"]
    [speakers] = learnt.speakers
    assert speakers == {"m3", "m4"}
    target = learnt.target()
    assert target.right[0].tolist().count(True) == 2
    assert not target.right[0, 0]
    # Somebody looked for who passed it on, and found nobody.
    assert target.via[0, 0]
    assert target.kind.tolist() == [0]


def test_ends_are_the_entities_that_bear_their_names_or_new_ones(gold: GoldDocument) -> None:
    lost: Counter[str] = Counter()
    example = example_of(gold, {"news": RELATIONS}, lost, silver())
    assert example is not None
    learnt = example.news["news"]
    ids = learnt.ends.words.ids
    told = {(ids[head], NEWS_LABELS[label], ids[tail], past) for head, label, tail, _, past in learnt.relations}
    assert {own[:3] for own in told} >= {("e3", "leads", "e4"), ("e2", "consult", "e3")}
    assert ("e3", "leads", "e4", True) in told
    assert len(told) == 3
    assert not +lost
    target = learnt.target()
    assert int(target.labels.sum()) == 3
    assert target.flags is not None
    assert int(target.flags[:, :, FLAGS.index("past")].sum()) == 1
    assert target.speech is not None
    assert target.speech.speaker.tolist() == []  # the content names nobody


def test_a_head_that_needs_a_record_says_so(gold: GoldDocument) -> None:
    with pytest.raises(ConfigError, match="document 'a': the head 'speakers' needs a record of it"):
        example_of(gold, {"speakers": SPEAKERS}, Counter())
    other = Record("a", "Another text.")
    with pytest.raises(ConfigError, match="document 'a': the record in `silver` is of another text"):
        example_of(gold, {"speakers": SPEAKERS}, Counter(), other)


def test_the_words_are_those_of_the_pipeline(gold: GoldDocument) -> None:
    example = example_of(gold, {"news": RELATIONS}, Counter(), silver())
    assert example is not None
    assert example.words == words_of(TEXT)
