import pytest
from neural_case import encoded, run, stage

from onrecord.stages.neural.mentions import Mentions

TEXT = "Ana Silva left Lisbon for the Alps on Monday. She likes the city."


def found(text, settings=None, **finds):
    document = run(stage(Mentions, **(settings or {})), encoded(text, **finds))
    return [(mention.text, mention.kind, mention.type) for mention in document.mentions]


def test_names_of_the_model_pronouns_and_nominals_of_the_parse():
    names = [("Ana Silva", "Person", 0.9), ("Lisbon", "Location", 0.8), ("Monday", "Date", 0.7)]
    assert found(TEXT, names_worldwide=names) == [
        ("Ana Silva", "name", "PERSON"),
        ("Lisbon", "name", "GPE"),
        ("Monday", "name", "DATE"),
        ("She", "pronoun", "PERSON"),
        ("the city", "nominal", "GPE"),
    ]


def test_types_that_cover_several_are_told_apart_by_the_rules():
    [alps] = found(
        "They crossed the Alps.", {"pronouns": False, "nominals": False}, names_worldwide=[("Alps", "Location", 1)]
    )
    assert alps == ("Alps", "name", "LOC")


@pytest.mark.parametrize(
    ("scheme", "person", "place"),
    [("conll2003", "PER", "LOC"), ("worldwide", "Person", "Location"), ("dwie", "person", "gpe")],
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
