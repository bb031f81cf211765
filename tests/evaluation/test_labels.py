import pytest
from evaluation_making import mention, record

from onrecord.evaluation import labels
from onrecord.records import NEWS_TYPES

SCHEMES = ("conll2003", "worldwide", "conll04", "redocred", "dwie")


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_news_type_meets_a_class_of_the_scheme(scheme):
    classes = labels.type_classes(scheme)
    theirs = {
        "conll2003": {"PER", "ORG", "LOC", "MISC", "-"},
        "worldwide": {
            "Person", "Organization", "Location", "NORP", "Date", "Facility", "Money", "Product", "Misc",
        },
        "conll04": {"Peop", "Org", "Loc", "Other"},
        "redocred": {"PER", "ORG", "LOC", "TIME", "NUM", "MISC"},
        "dwie": set(NEWS_TYPES),
    }[scheme]  # fmt: skip
    assert {classes.get(kind, kind) for kind in NEWS_TYPES} <= theirs
    assert {"-", *classes.values()} - {"-"} <= theirs


def test_given_types_are_news_types():
    for scheme in (*SCHEMES, "gum", "ontogum"):
        own = labels.given_types(scheme)
        assert own
        assert set(own.values()) <= set(NEWS_TYPES), scheme
    assert labels.news_type("gpe0-x", "dwie") == "NORP"
    assert labels.news_type("PERSON", "news") == "PERSON"


def test_types_become_classes_and_those_left_out_go():
    found = labels.with_classes(
        record([mention(0, 5, "GPE", "a"), mention(6, 9, "DATE", "b"), mention(10, 15, "ORG", "a")]), "conll2003"
    )
    assert [(own.start, own.type) for own in found.mentions] == [(0, "LOC"), (10, "ORG")]
    assert [own.mentions for own in found.entities] == [("m0-5", "m10-15"), ()]
