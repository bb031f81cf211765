import pytest
from evaluation_making import mention, record, relation

from onrecord.evaluation import labels
from onrecord.records import ACT_LABELS, FACT_LABELS, NEWS_TYPES

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


@pytest.mark.parametrize("scheme", ["dwie", "conll04", "redocred", "plover"])
def test_every_counterpart_is_a_label_of_ours(scheme):
    entries = labels.counterparts(scheme)
    assert entries
    assert {entry.ours for entry in entries} <= {*FACT_LABELS, *ACT_LABELS}
    assert {kind for entry in entries for pair in entry.when for kind in pair} <= {*NEWS_TYPES, "*"}


def test_given_types_are_news_types():
    for scheme in (*SCHEMES, "gum", "ontogum"):
        own = labels._given_types(scheme)
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


def test_relations_in_their_labels_by_type():
    mentions = [mention(0, 5, "PERSON", "p"), mention(10, 15, "GPE", "g"), mention(20, 25, "ORG", "o")]
    found = labels.in_their_labels(
        record(
            mentions,
            relations=[relation("p", "leads", "g"), relation("p", "leads", "o"), relation("o", "leads", "g")],
        ),
        "dwie",
    )
    assert [own.label for own in found.relations] == ["head_of_state", "head_of", "leads"]


def test_what_a_corpus_does_not_annotate_goes_from_theirs():
    mentions = [mention(0, 5, "PERSON", "p"), mention(10, 15, "ORG", "o")]
    ours = record(mentions, relations=[relation("p", "accuse", "o"), relation("p", "works_for", "o")])
    assert [own.label for own in labels.in_their_labels(ours, "conll04").relations] == ["Work_For"]


def test_swapped_labels_turn_head_and_tail():
    mentions = [mention(0, 5, "PERSON", "p"), mention(10, 15, "GPE", "g")]
    ours = record(mentions, relations=[relation("p", "leads", "g")])
    theirs = labels.in_their_labels(ours, "redocred")
    assert [(own.head, own.label, own.tail) for own in theirs.relations] == [("g", "P6", "p")]
    assert labels.in_our_labels(theirs, "redocred").relations == ours.relations


def test_what_has_no_counterpart_is_gone_from_ours():
    mentions = [mention(0, 5, "GPE", "a"), mention(10, 15, "NORP", "b")]
    found = labels.in_our_labels(
        record(mentions, relations=[relation("b", "gpe0", "a"), relation("a", "in0", "b")]), "dwie"
    )
    assert [own.label for own in found.relations] == ["located_in"]


def test_negated_relations_are_no_facts():
    found = labels.affirmed(record(relations=[relation("a", "leads", "b", negated=True), relation("a", "aid", "b")]))
    assert [own.label for own in found.relations] == ["aid"]
