import pytest
from evaluation_making import mention, record, relation

from onrecord.evaluation import relation_labels
from onrecord.records import ACT_LABELS, FACT_LABELS, NEWS_TYPES


@pytest.mark.parametrize("scheme", ["dwie", "conll04", "redocred", "plover"])
def test_every_counterpart_is_a_label_of_ours(scheme):
    entries = relation_labels.counterparts(scheme)
    assert entries
    assert len({(entry.theirs, entry.ours) for entry in entries}) == len(entries)
    assert {entry.ours for entry in entries} <= {*FACT_LABELS, *ACT_LABELS}
    assert {kind for entry in entries for pair in entry.when for kind in pair} <= {*NEWS_TYPES, "*"}


def test_relations_in_their_labels_by_type():
    mentions = [mention(0, 5, "PERSON", "p"), mention(10, 15, "GPE", "g"), mention(20, 25, "ORG", "o")]
    found = relation_labels.in_their_labels(
        record(
            mentions,
            relations=[relation("p", "leads", "g"), relation("p", "leads", "o"), relation("o", "leads", "g")],
        ),
        "dwie",
    )
    assert [(own.head, own.label, own.tail) for own in found.relations] == [
        ("p", "agent_of", "g"), ("p", "head_of_state", "g"), ("p", "head_of", "o"), ("p", "member_of", "o"),
        ("o", "leads", "g"),
    ]  # fmt: skip
    assert {own.label for own in relation_labels.in_our_labels(found, "dwie").relations} == {"leads"}


def test_what_a_corpus_does_not_annotate_goes_from_theirs():
    mentions = [mention(0, 5, "PERSON", "p"), mention(10, 15, "ORG", "o")]
    ours = record(mentions, relations=[relation("p", "accuse", "o"), relation("p", "works_for", "o")])
    assert [own.label for own in relation_labels.in_their_labels(ours, "conll04").relations] == ["Work_For"]


def test_swapped_labels_turn_head_and_tail():
    mentions = [mention(0, 5, "PERSON", "p"), mention(10, 15, "GPE", "g")]
    ours = record(mentions, relations=[relation("p", "leads", "g")])
    theirs = relation_labels.in_their_labels(ours, "redocred")
    assert [(own.head, own.label, own.tail) for own in theirs.relations] == [("g", "P6", "p")]
    assert relation_labels.in_our_labels(theirs, "redocred").relations == ours.relations


def test_what_has_no_counterpart_is_gone_from_ours():
    mentions = [mention(0, 5, "GPE", "a"), mention(10, 15, "NORP", "b")]
    found = relation_labels.in_our_labels(
        record(mentions, relations=[relation("b", "gpe0", "a"), relation("a", "in0", "b")]), "dwie"
    )
    assert [own.label for own in found.relations] == ["located_in"]


def test_negated_relations_are_no_facts():
    found = relation_labels.affirmed(
        record(relations=[relation("a", "leads", "b", negated=True), relation("a", "aid", "b")])
    )
    assert [own.label for own in found.relations] == ["aid"]


@pytest.mark.parametrize(
    ("label", "types", "expected"),
    [
        ("works_for", "PERSON>ORG", "p Work_For o"),
        ("leads", "PERSON>ORG", "p Work_For o"),
        ("created_by", "ORG>PERSON", "o Work_For p"),
        ("part_of", "ORG>GPE", "p OrgBased_In o"),
        ("part_of", "GPE>GPE", "p Located_In o"),
        ("assault", "PERSON>PERSON", "p Kill o"),
        ("leads", "PERSON>GPE", None),
        ("assault", "GPE>PERSON", None),
        ("citizen_of", "PERSON>GPE", None),
        ("based_in", "PERSON>GPE", "p based_in o"),
    ],
)
def test_conll04_by_types(label, types, expected):
    head, _, tail = types.partition(">")
    found = relation_labels.their_labels(relation("p", label, "o"), head, tail, "conll04")
    assert [f"{own.head} {own.label} {own.tail}" for own in found] == ([expected] if expected else [])


def test_labels_that_a_corpus_does_not_tell_apart_become_one_of_ours():
    mentions = [mention(0, 5, "PERSON", "p"), mention(10, 15, "ORG", "o"), mention(20, 25, "GPE", "g")]
    predicted = record(
        mentions,
        relations=[relation("p", "leads", "o"), relation("o", "created_by", "p"), relation("p", "leads", "g")],
    )
    gold = record(mentions, relations=[relation("p", "Work_For", "o")])
    expected = [relation("p", "works_for", "o")]
    assert list(relation_labels.gold_in_our_labels(gold, "conll04").relations) == expected
    assert set(relation_labels.in_our_labels(predicted, "conll04").relations) == set(expected)


def test_a_label_of_theirs_is_turned_to_the_first_of_ours():
    found = relation_labels.in_our_labels(record(relations=[relation("a", "ACCUSE", "b")]), "plover")
    assert [own.label for own in found.relations] == ["accuse"]


def dwie_gold(tag, *relations):
    concepts = {"p": {"concept": 0, "tags": ["type::person"]}, "o": {"concept": 1, "tags": [tag]}}
    return record(relations=relations, meta={"concepts": concepts})


@pytest.mark.parametrize(("tag", "label"), [("type::company", "works_for"), ("type::party", "member_of")])
def test_dwie_members_of_employers_work_there(tag, label):
    found = relation_labels.gold_in_our_labels(dwie_gold(tag, relation("p", "member_of", "o")), "dwie")
    assert found.relations == (relation("p", label, "o"),)


def test_tags_of_the_gold_do_not_touch_a_prediction():
    predicted = dwie_gold("type::company", relation("p", "member_of", "o"))
    assert relation_labels.in_our_labels(predicted, "dwie").relations == predicted.relations


def test_dwie_facts_once_under_the_most_special_label():
    stated = (relation("p", "member_of", "o"), relation("p", "head_of", "o"))
    found = relation_labels.gold_in_our_labels(dwie_gold("type::company", *stated), "dwie")
    assert found.relations == (relation("p", "leads", "o"),)


def test_what_is_denied_implies_nothing_affirmed():
    stated = (relation("p", "works_for", "o"), relation("p", "leads", "o", negated=True))
    assert relation_labels.in_our_labels(record(relations=stated), "dwie").relations == stated


def test_dwie_founder_is_turned_round():
    found = relation_labels.in_our_labels(record(relations=[relation("p", "founder_of", "o")]), "dwie")
    assert found.relations == (relation("o", "created_by", "p"),)
