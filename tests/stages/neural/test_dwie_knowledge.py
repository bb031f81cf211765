import pytest

from onrecord.models.entities import entities_of
from onrecord.models.heads.relations import Related
from onrecord.records import Mention, MentionKind
from onrecord.stages.neural.dwie_knowledge import informed
from onrecord.stages.neural.entities import WordEntities


def among(*names: str, kind: MentionKind = "name", type: str = "X") -> WordEntities:
    """An entity for each name, in the order given; the last has this kind and type."""
    last = len(names) - 1
    mentions = tuple(
        Mention(
            f"m{place}",
            place,
            place + 1,
            name,
            kind if place == last else "name",
            type if place == last else "X",
            f"e{place}",
        )
        for place, name in enumerate(names)
    )
    rows = [(place, place + 1, place) for place in range(len(names))]
    return WordEntities(entities_of(rows), tuple(f"e{place}" for place in range(len(names))), mentions)


def scores(found: list[Related], names: WordEntities) -> dict[tuple[str, str, str], float]:
    texts = [mention.text for mention in names.mentions]
    return {(texts[own.head], own.label, texts[own.tail]): round(own.score, 3) for own in informed(found, names)}


def test_places_and_peoples_of_a_country_that_the_article_names():
    assert scores([], among("Cologne", "Germany", "German", "Paris")) == {
        ("Cologne", "in0", "Germany"): pytest.approx(0.965),
        ("Cologne", "in0-x", "German"): pytest.approx(0.965),
        ("German", "gpe0", "Germany"): 0.96,
    }


def test_the_same_relation_to_a_country_and_its_people_has_one_score():
    found = [Related(0, "citizen_of", 1, 0.2), Related(0, "citizen_of-x", 2, 0.8), Related(0, "vs", 1, 0.1)]
    names = among("Ana Silva", "Portugal", "Portuguese")
    assert scores(found, names)["Ana Silva", "citizen_of", "Portugal"] == 0.5
    assert scores(found, names)["Ana Silva", "citizen_of-x", "Portuguese"] == 0.5
    assert scores(found, names)["Ana Silva", "vs", "Portugal"] == 0.1


def test_a_relation_to_a_people_alone_stays_as_it_is():
    assert scores([Related(0, "citizen_of-x", 1, 0.8)], among("Ana Silva", "Portuguese")) == {
        ("Ana Silva", "citizen_of-x", "Portuguese"): 0.8
    }


def test_a_label_says_what_it_implies_and_takes_nothing_from_what_is_surer():
    found = [Related(0, "won_vs", 1, 0.6), Related(0, "vs", 1, 0.9), Related(2, "head_of", 3, 0.7)]
    assert scores(found, among("Porto", "Braga", "Ana Silva", "Lisbon Bank")) == {
        ("Porto", "won_vs", "Braga"): 0.6,
        ("Porto", "vs", "Braga"): 0.9,
        ("Braga", "vs", "Porto"): 0.9,
        ("Ana Silva", "head_of", "Lisbon Bank"): 0.7,
        ("Ana Silva", "member_of", "Lisbon Bank"): 0.7,
    }


def test_nothing_is_said_of_a_country_that_the_article_does_not_name():
    assert scores([], among("Cologne", "Munich")) == {}


def test_neither_a_pronoun_nor_a_person_is_a_country():
    assert scores([], among("American", "us", kind="pronoun")) == {}
    assert scores([], among("Amman", "Jordanian", "Jordan", type="PERSON")) == {("Amman", "in0-x", "Jordanian"): 0.95}


def test_of_several_entities_of_one_name_there_is_one_and_time_stays_short():
    names = among("Germany", *["German"] * 1000, *["Cologne"] * 1000)
    found = informed([], names)
    assert len([own for own in found if own.label == "gpe0"]) == 1
    assert len([own for own in found if own.label == "in0"]) == 1000


def test_an_entity_with_names_of_two_countries_is_none():
    merged = entities_of([(0, 1, 0), (1, 2, 0), (2, 3, 1)])
    texts = ["Germany", "France", "German"]
    mentions = tuple(Mention(f"m{n}", n, n + 1, text, "name", "GPE") for n, text in enumerate(texts))
    assert informed([], WordEntities(merged, ("e0", "e1"), mentions)) == []
