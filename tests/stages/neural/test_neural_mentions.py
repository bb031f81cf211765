import pytest
from neural_case import encoded, run, stage

from onrecord.stages.neural.mentions import Mentions

TEXT = "Ana Silva left Lisbon for the Alps on Monday. She likes the city."


def found(text, settings=None, **finds):
    document = run(stage(Mentions, **(settings or {})), encoded(text, **finds))
    return [(mention.text, mention.kind, mention.type) for mention in document.mentions]


REFERENCES = [("She", "pronoun", 0.9), ("the city", "GPE", 0.8), ("the Alps", "LOC", 0.5)]


def test_names_with_the_pronouns_and_nominals_that_share_no_word_with_them():
    names = [("Ana Silva", "Person", 0.9), ("Lisbon", "Location", 0.8), ("Alps", "Misc", 0.8), ("Monday", "Date", 0.7)]
    assert found(TEXT, names_worldwide=names, references=REFERENCES) == [
        ("Ana Silva", "name", "PERSON"),
        ("Lisbon", "name", "GPE"),
        ("Alps", "name", "MISC"),
        ("Monday", "name", "DATE"),
        ("She", "pronoun", "PERSON"),
        ("the city", "nominal", "GPE"),
    ]


def test_the_words_of_a_source_are_a_mention_where_no_other_stands_in_them():
    sources = [("Ana Silva", "source", 0.9), ("the Alps", "source", 0.6), ("likes", "cue", 0.9)]
    names = [("Ana Silva", "Person", 0.9)]
    assert found(TEXT, names_worldwide=names, quotes=sources) == [
        ("Ana Silva", "name", "PERSON"),
        ("the Alps", "nominal", "MISC"),
    ]
    assert found(TEXT, {"nominals": False}, names_worldwide=names, quotes=sources) == [("Ana Silva", "name", "PERSON")]


def test_types_that_cover_several_are_told_apart_by_those_of_dwie():
    text = "Ana saw Macbeth in Lisbon, the Ashes in the Alps, and the Saab of the Rhine Bank."
    worldwide = [
        ("Ana", "Person"),
        ("Macbeth", "Misc"),
        ("Lisbon", "Location"),
        ("Ashes", "Misc"),
        ("Alps", "Location"),
    ]
    worldwide += [("Saab", "Misc"), ("Rhine Bank", "Organization")]
    dwie = [
        ("Macbeth", "work_of_art"),
        ("Lisbon", "gpe"),
        ("Ashes", "event"),
        ("Alps", "location"),
        ("Rhine", "location"),
    ]
    names = found(
        text,
        {"pronouns": False, "nominals": False},
        names_worldwide=[(*name, 1) for name in worldwide],
        names_dwie=[(*name, 1) for name in dwie],
    )
    types = ["PERSON", "WORK", "GPE", "EVENT", "LOC", "MISC", "ORG"]
    assert [type_ for _, _, type_ in names] == types


@pytest.mark.parametrize(
    ("scheme", "person", "place"),
    [
        ("conll2003", "PER", "LOC"),
        ("worldwide", "Person", "Location"),
        ("dwie", "person", "gpe"),
        ("conll04", "Peop", "Loc"),
    ],
)
def test_the_scheme_of_a_corpus_keeps_its_own_types(scheme, person, place):
    settings = {"scheme": scheme, "pronouns": False, "nominals": False}
    finds = {f"names_{scheme}": [("Lisbon", place, 1), ("Ana Silva", person, 1)]}
    assert found(TEXT, settings, **finds) == [("Ana Silva", "name", person), ("Lisbon", "name", place)]


def test_scores_are_those_of_the_model():
    document = run(stage(Mentions), encoded(TEXT, names_worldwide=[("Ana Silva", "Person", 0.91234)]))
    assert document.mentions[0].score == 0.9123


def test_an_empty_article():
    assert found(" \n ", names_worldwide=[]) == []


LAYERED = {
    "mentions_outer": [("The mayor of Lisbon", "nominal", 0.9), ("She", "pronoun", 0.8), ("it", "pronoun", 0.6)],
    "mentions_inner": [("Lisbon", "name", 0.7), ("She", "pronoun", 0.95), ("it", "pronoun", 0.5)],
}


def test_both_layers_make_nested_mentions_and_one_in_both_counts_once():
    document = run(stage(Mentions, scheme="ontogum"), encoded("The mayor of Lisbon left it. She laughed.", **LAYERED))
    assert [(mention.text, mention.kind, mention.score) for mention in document.mentions] == [
        ("The mayor of Lisbon", "nominal", 0.9),
        ("Lisbon", "name", 0.7),
        ("it", "pronoun", 0.6),
        ("She", "pronoun", 0.95),
    ]


def test_kinds_that_are_not_wanted_are_left_out_of_both_layers():
    settings = {"scheme": "ontogum", "nominals": False, "pronouns": False}
    assert found("The mayor of Lisbon left it. She laughed.", settings, **LAYERED) == [("Lisbon", "name", "")]
