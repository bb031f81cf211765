"""Relations over mentions and entities given by hand: ``[surface](TYPE)``, ``[surface](TYPE #entity kind)``."""

from __future__ import annotations

import re
import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc
from spacy.vocab import Vocab

from onrecord.document import Document
from onrecord.records import Article, Entity, Mention, Relation
from onrecord.stages.rules.parse import Parse, ParseSettings
from onrecord.stages.rules.relations import Relations, RelationsSettings
from onrecord.stages.segment import Segment, SegmentSettings

MARK = re.compile(r"\[([^\]]+)\]\((\w+)(?: #(\w+))?(?: (\w+))?\)")


def document(marked: str) -> Document:
    text, mentions, entities = "", [], {}
    place = 0
    for match in MARK.finditer(marked):
        text += marked[place : match.start()]
        surface, sort, entity, kind = match.groups()
        entity = entity or surface
        mentions.append(
            Mention(f"m{len(mentions)}", len(text), len(text) + len(surface), surface, kind or "name", sort, entity)
        )
        own = entities.get(entity, Entity(entity, surface, sort, ()))
        entities[entity] = replace(own, mentions=(*own.mentions, mentions[-1].id))
        text += surface
        place = match.end()
    text += marked[place:]
    found = Document(Article("test", text), mentions=tuple(mentions), entities=tuple(entities.values()))
    for stage in (Segment("segment", SegmentSettings()), Parse("parse", ParseSettings())):
        found = stage.predict([found])[0].added_to(found)
    return found


def relations(marked: str, min_score: float = 0.5) -> tuple[Relation, ...]:
    found = Relations("relations", RelationsSettings(min_score=min_score)).predict([document(marked)])[0].relations
    assert found is not None
    return found


def triples(marked: str) -> set[tuple[str, str, str]]:
    return {(relation.head, relation.label, relation.tail) for relation in relations(marked)}


FACTS = [
    ("[Viktor Lanz](PERSON), president of the [Acme Bank](ORG), resigned.", ("Viktor Lanz", "leads", "Acme Bank")),
    ("The president of the [Acme Bank](ORG), [Viktor Lanz](PERSON), left.", ("Viktor Lanz", "leads", "Acme Bank")),
    ("[Acme Bank](ORG) President [Viktor Lanz](PERSON) left.", ("Viktor Lanz", "leads", "Acme Bank")),
    ("[Kenyan](NORP) President [Ann Otieno](PERSON) left.", ("Ann Otieno", "leads", "Kenyan")),
    ("[Kenya](GPE)'s president, [Ann Otieno](PERSON), left.", ("Ann Otieno", "leads", "Kenya")),
    ("[Ann Otieno](PERSON) is the president of [Kenya](GPE).", ("Ann Otieno", "leads", "Kenya")),
    ("[Mary Brown](PERSON), a spokeswoman for [Acme](ORG), agreed.", ("Mary Brown", "works_for", "Acme")),
    ("[Kenyan](NORP) singer [Ann Otieno](PERSON) sang.", ("Ann Otieno", "citizen_of", "Kenyan")),
    ("[Obama](PERSON)'s wife [Michelle](PERSON) spoke.", ("Michelle", "family", "Obama")),
    ("The [Berlin](GPE)-based company [Acme](ORG) grew.", ("Acme", "based_in", "Berlin")),
    ("[Acme](ORG), headquartered in [Berlin](GPE), grew.", ("Acme", "based_in", "Berlin")),
    ("They flew to [Mombasa](GPE), [Kenya](GPE).", ("Mombasa", "located_in", "Kenya")),
    ("A bomb went off in the [Kenyan](NORP) city of [Mombasa](GPE).", ("Mombasa", "located_in", "Kenyan")),
    ("[Mary Brown](PERSON) was born in [Denver](GPE).", ("Mary Brown", "lives_in", "Denver")),
    ("[Mary Brown](PERSON), the author of [Grey Sea](WORK), spoke.", ("Grey Sea", "created_by", "Mary Brown")),
    ("[Mary Brown](PERSON) won the [Nobel Prize](MISC).", ("Mary Brown", "awarded", "Nobel Prize")),
    ("[Acme](ORG) was founded by [Mary Brown](PERSON).", ("Acme", "created_by", "Mary Brown")),
    ("The [Kenyan](NORP) [Ministry of Defence](ORG) agreed.", ("Ministry of Defence", "part_of", "Kenyan")),
]


@pytest.mark.parametrize(("marked", "expected"), FACTS)
def test_fact(marked: str, expected: tuple[str, str, str]) -> None:
    assert expected in triples(marked)


ACTS = [
    ("[Kenya](GPE) accused [Uganda](GPE) of spying.", ("Kenya", "accuse", "Uganda")),
    ("[Uganda](GPE) was accused by [Kenya](GPE) of spying.", ("Kenya", "accuse", "Uganda")),
    ("[Kenya](GPE) imposed sanctions on [Uganda](GPE).", ("Kenya", "sanction", "Uganda")),
    ("[Kenya](GPE) decided to punish [Uganda](GPE).", ("Kenya", "sanction", "Uganda")),
    ("[Kenya](GPE)'s sanctions on [Uganda](GPE) hurt farmers.", ("Kenya", "sanction", "Uganda")),
    (
        "The [Acme Court](ORG) issued an arrest warrant for [Viktor Lanz](PERSON).",
        ("Acme Court", "coerce", "Viktor Lanz"),
    ),
    ("[Kenya](GPE) held talks with [Uganda](GPE) in May.", ("Kenya", "consult", "Uganda")),
    ("[Kenya](GPE) expressed support for [Uganda](GPE).", ("Kenya", "support", "Uganda")),
    ("[Kenya](GPE) condemned [Uganda](GPE).", ("Kenya", "criticise", "Uganda")),
    ("[Kenya](GPE) gave food to [Uganda](GPE).", ("Kenya", "aid", "Uganda")),
    ("[Kenya](GPE) signed a deal with [Uganda](GPE).", ("Kenya", "agree", "Uganda")),
    ("[Kenya](GPE) lifted sanctions on [Uganda](GPE).", ("Kenya", "yield", "Uganda")),
    ("[Kenya](GPE) suspended aid to [Uganda](GPE).", ("Kenya", "sanction", "Uganda")),
    ("[Viktor Lanz](PERSON)'s visit to [Uganda](GPE) ended.", ("Viktor Lanz", "consult", "Uganda")),
    ("[Kenya](GPE) urged [Uganda](GPE) to wait.", ("Kenya", "request", "Uganda")),
    ("[Kenya](GPE) threatened [Uganda](GPE).", ("Kenya", "threaten", "Uganda")),
]


@pytest.mark.parametrize(("marked", "expected"), ACTS)
def test_act(marked: str, expected: tuple[str, str, str]) -> None:
    assert expected in triples(marked)


def test_order_accuses_as_a_document() -> None:
    assert ("o", "accuse", "c") in triples("[The order](WORK #o nominal) accuses [the court](ORG #c nominal) of bias.")


def test_pronoun_and_nominal_carry_relations_through_their_entity() -> None:
    marked = "[Viktor Lanz](PERSON #v) left. [He](PERSON #v pronoun) accused [the court](ORG #c nominal) of bias."
    assert triples(marked) == {("v", "accuse", "c")}


def test_possessive_pronoun_anchors_a_role() -> None:
    marked = "[Viktor Lanz](PERSON #v) smiled as [his](PERSON #v pronoun) wife [Jane](PERSON #j) spoke."
    assert ("j", "family", "v") in triples(marked)


def test_coordination_gives_a_relation_each() -> None:
    marked = "[Kenya](GPE) and [Ghana](GPE) condemned [Uganda](GPE) and [Chad](GPE)."
    expected = {(head, "criticise", tail) for head in ("Kenya", "Ghana") for tail in ("Uganda", "Chad")}
    assert triples(marked) == expected


def test_negation_of_every_member() -> None:
    found = relations("Neither [Kenya](GPE) nor [Ghana](GPE) are members of the [Acme Court](ORG).")
    assert {(relation.head, relation.label, relation.negated) for relation in found} == {
        ("Kenya", "member_of", True),
        ("Ghana", "member_of", True),
    }


@pytest.mark.parametrize(
    "marked",
    [
        "[Kenya](GPE) did not accuse [Uganda](GPE).",
        "[Kenya](GPE) never accused [Uganda](GPE).",
        "[Kenya](GPE) denied accusing [Uganda](GPE).",
    ],
)
def test_denied_act_is_negated(marked: str) -> None:
    assert [(relation.label, relation.negated) for relation in relations(marked)] == [("accuse", True)]


@pytest.mark.parametrize(
    "marked",
    [
        "former [Acme](ORG) president [Viktor Lanz](PERSON) left.",
        "the ex-president of [Acme](ORG), [Viktor Lanz](PERSON), left.",
        "[Viktor Lanz](PERSON) was the president of [Acme](ORG).",
        "[Viktor Lanz](PERSON) no longer leads [Acme](ORG).",
        "[Viktor Lanz](PERSON), president of the former [Acme](ORG), left.",
    ],
)
def test_role_that_is_over_is_past(marked: str) -> None:
    found = relations(marked)
    assert [(relation.label, relation.past, relation.negated) for relation in found] == [("leads", True, False)]


@pytest.mark.parametrize(
    ("marked", "label"),
    [
        ("[Eva Lanz](PERSON), daughter of former President [Viktor Lanz](PERSON), left.", "family"),
        ("[Eva Lanz](PERSON), a spokeswoman for former President [Viktor Lanz](PERSON), left.", "works_for"),
        ("Former President [Viktor Lanz](PERSON)'s daughter [Eva Lanz](PERSON) left.", "family"),
        ("[Eva Lanz](PERSON), former President [Viktor Lanz](PERSON)'s spokeswoman, left.", "works_for"),
    ],
)
def test_role_beside_somebody_who_was_something_goes_on(marked: str, label: str) -> None:
    assert [(relation.label, relation.past) for relation in relations(marked)] == [(label, False)]


def test_country_stands_behind_its_adjective() -> None:
    marked = "[Kenya](GPE) voted. [Kenyan](NORP) President [Ann Otieno](PERSON) won."
    assert triples(marked) == {
        ("Ann Otieno", label, tail) for label in ("leads", "citizen_of") for tail in ("Kenya", "Kenyan")
    }


def test_office_without_country_takes_the_prevailing_one() -> None:
    marked = "[Kenya](GPE #k) voted. [Kenya](GPE #k) counted. [Chad](GPE) watched. President [Ann Otieno](PERSON) won."
    found = {(relation.head, relation.label, relation.tail): relation for relation in relations(marked)}
    assert set(found) == {("Ann Otieno", "leads", "k"), ("Ann Otieno", "citizen_of", "k")}
    text = document(marked).text
    assert [span.of(text) for span in found["Ann Otieno", "leads", "k"].evidence] == ["Kenya", "President Ann Otieno"]


@pytest.mark.parametrize("named", ["[us](PERSON #we pronoun)", "[Chad](PERSON)"])
def test_neither_a_pronoun_nor_a_person_is_a_country(named: str) -> None:
    assert triples(f"It was hard for {named}. Minister [Ann Otieno](PERSON) won.") == set()


def test_evidence_is_the_smallest_span_over_mentions_and_trigger() -> None:
    marked = "On Monday, [Kenya](GPE) again accused [Uganda](GPE) of spying."
    (found,) = relations(marked)
    assert [span.of(document(marked).text) for span in found.evidence] == ["Kenya again accused Uganda"]


def test_repetition_merges_into_one_relation_with_all_evidence() -> None:
    marked = (
        "[Kenya](GPE #k) accused [Uganda](GPE #u) of spying. Later, [Kenya](GPE #k) accused [Uganda](GPE #u) of lying."
    )
    (found,) = relations(marked)
    assert len(found.evidence) == 2


def test_opponents_only_in_sport() -> None:
    marked = "[Leeds](ORG) beat [Hull](ORG) 2-1. The striker scored a late goal in the league match at the stadium."
    assert {("Leeds", "plays_against", "Hull"), ("Hull", "plays_against", "Leeds")} <= triples(marked)
    assert not any(label == "plays_against" for _, label, _ in triples("[Acme](ORG) beat [Bolt](ORG) on price."))


def test_sorts_that_a_label_cannot_hold_between_are_left_out() -> None:
    assert triples("[Monday](DATE) accused [Uganda](GPE).") == set()


def test_nothing_between_mentions_without_entity() -> None:
    bare = document("[Kenya](GPE) accused [Uganda](GPE).")
    bare = replace(bare, mentions=tuple(replace(mention, entity=None) for mention in bare.mentions or ()), entities=())
    assert Relations("relations", RelationsSettings()).predict([bare])[0].relations == ()


def test_min_score_keeps_all_or_the_sure_ones() -> None:
    marked = "[Kenya](GPE) accused critics at home of lying about [Uganda](GPE)."
    loose = {relation.score for relation in relations(marked, min_score=0.0)}
    assert loose
    assert all(score < 0.5 for score in loose)
    assert relations(marked) == ()


def test_alone_or_in_a_batch_the_same() -> None:
    documents = [document(marked) for marked, _ in FACTS + ACTS]
    stage = Relations("relations", RelationsSettings())
    alone = [stage.predict([item])[0] for item in documents]
    assert stage.predict(documents) == alone


@settings(max_examples=12, deadline=None)
@given(st.lists(st.sampled_from([marked for marked, _ in FACTS + ACTS]), min_size=1, max_size=4))
def test_relations_point_at_entities_and_evidence_into_the_text(marked: list[str]) -> None:
    joined = document("\n\n".join(marked))
    entities = {entity.id for entity in joined.entities or ()}
    found = Relations("relations", RelationsSettings(min_score=0.0)).predict([joined])[0].relations
    for relation in found or ():
        assert {relation.head, relation.tail} <= entities
        assert relation.head != relation.tail
        assert relation.evidence
        assert all(0 <= span.start < span.end <= len(joined.text) for span in relation.evidence)
        assert 0 < relation.score < 1


def test_time_grows_with_length_not_with_its_square() -> None:
    stage = Relations("relations", RelationsSettings())
    sentence = "[Kenya](GPE) accused [Uganda](GPE) of spying on [Mary Brown](PERSON), president of [Acme](ORG). "

    def seconds(times: int) -> float:
        long = document(sentence * times)
        started = time.perf_counter()
        stage.predict([long])
        return time.perf_counter() - started

    seconds(10)
    assert seconds(200) < 40 * seconds(20)


def test_what_is_only_promised_or_refused_is_not_done() -> None:
    assert triples("[Kenya](GPE) refused to meet [Uganda](GPE).") == {("Kenya", "reject", "Uganda")}
    assert triples("[Kenya](GPE) agreed to meet [Uganda](GPE).") == {("Kenya", "agree", "Uganda")}


def test_country_does_not_act_on_its_own_adjective() -> None:
    assert triples("[Kenya](GPE) praised [Kenyan](NORP) farmers.") == set()


def test_infinitive_that_the_tagger_takes_for_a_noun() -> None:
    assert triples("[Kenya](GPE) decided to sanction [Uganda](GPE).") == {("Kenya", "sanction", "Uganda")}


def test_endless_coordination_ends() -> None:
    names = ", ".join(f"[Land{number}](GPE)" for number in range(300))
    assert len(relations(f"[Kenya](GPE) condemned {names} and [Uganda](GPE).")) <= 60


@pytest.mark.parametrize(("members", "warnings"), [(40, 0), (41, 1), (90, 1)])
def test_a_list_that_is_too_long_to_be_read_whole_is_said(members: int, warnings: int) -> None:
    text = " ".join(["said", *(f"name{number}" for number in range(members))])
    chain = Doc(
        Vocab(), words=text.split(), heads=[0, *range(members)], deps=["ROOT", "nsubj", *["conj"] * (members - 1)]
    )
    found = Relations("relations", RelationsSettings()).predict([replace(document(text), parse=chain)])[0]
    assert len(found.warnings) == warnings
    assert all("list at offset 5 has more than 40 members" in warning for warning in found.warnings)
