import pytest
from hypothesis import HealthCheck, given, settings

from onrecord.document import Document
from onrecord.records import Article
from onrecord.stages.rules.coreference import Coreference, CoreferenceSettings
from onrecord.stages.rules.mentions import Mentions, MentionsSettings
from onrecord.stages.rules.parse import Parse, ParseSettings
from onrecord.stages.segment import Segment, SegmentSettings
from strategies import articles

BEFORE = (
    Segment("segment", SegmentSettings()),
    Parse("parse", ParseSettings()),
    Mentions("mentions", MentionsSettings()),
)


def resolved(text, **given_settings):
    documents = [Document(Article("a", text))]
    for stage in (*BEFORE, Coreference("coreference", CoreferenceSettings(**given_settings))):
        documents = stage(documents)
    return documents[0]


def chain(text, name):
    """Surfaces of the entity with this canonical name."""
    document = resolved(text)
    surface = {mention.id: mention.text for mention in document.mentions}
    (entity,) = [entity for entity in document.entities if entity.name == name]
    return [surface[each] for each in entity.mentions]


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        (
            "The International Criminal Court (ICC) sat. The ICC adjourned.",
            "International Criminal Court",
            ["International Criminal Court", "ICC", "ICC"],
        ),
        (
            "Benjamin Netanyahu spoke in Rome. Mr Netanyahu left.",
            "Benjamin Netanyahu",
            ["Benjamin Netanyahu", "Netanyahu"],
        ),
        ("The US signed. The United States ratified it later.", "United States", ["US", "United States"]),
        (
            "Amnesty International protested. Amnesty called for talks.",
            "Amnesty International",
            ["Amnesty International", "Amnesty"],
        ),
        ("Ursula von der Leyen arrived. Von der Leyen smiled.", "Ursula von der Leyen",
         ["Ursula von der Leyen", "Von der Leyen"]),
    ],
)  # fmt: skip
def test_names_of_one_thing(text, name, expected):
    assert chain(text, name) == expected


def test_title_tells_two_bearers_of_a_surname_apart():
    text = "Bill Clinton and Hillary Clinton arrived. Mrs Clinton spoke. Mr Clinton listened."
    assert chain(text, "Hillary Clinton") == ["Hillary Clinton", "Clinton"]
    assert chain(text, "Bill Clinton") == ["Bill Clinton", "Clinton"]


def test_head_noun_of_a_name():
    text = "Judges of the International Criminal Court met. The court will rule soon."
    assert chain(text, "International Criminal Court") == ["International Criminal Court", "The court"]


def test_indefinite_then_definite():
    text = "He signed an executive order on trade. The order names two banks."
    assert chain(text, "an executive order") == ["an executive order", "The order"]


def test_indefinite_brings_in_something_new():
    text = "The court sat in Rome. A court in Paris agreed."
    assert len({mention.entity for mention in resolved(text).mentions if "court" in mention.text}) == 2


def test_title_gives_a_role():
    text = "US President Donald Trump flew to Rome. The president met the Pope."
    assert "The president" in chain(text, "Donald Trump")


def test_apposition():
    text = "Antonio Costa, the council's president, spoke."
    assert chain(text, "Antonio Costa") == ["Antonio Costa", "president"]


def test_he_and_she_agree_in_gender():
    text = "Maria Lopez met John Baker in Paris. She thanked him."
    assert chain(text, "Maria Lopez") == ["Maria Lopez", "She"]
    assert chain(text, "John Baker") == ["John Baker", "him"]


def test_object_pronoun_is_not_the_subject_of_its_clause():
    text = "John Baker spoke to reporters. Peter Miller thanked him."
    assert chain(text, "Peter Miller") == ["Peter Miller"]


def test_reflexive_is_the_subject_of_its_clause():
    text = "John Baker said that Peter Miller had hurt himself."
    assert chain(text, "Peter Miller") == ["Peter Miller", "himself"]


@pytest.mark.parametrize(
    "text",
    [
        "Anna Berger resigned. “I am tired,” Anna Berger said.",
        "Anna Berger resigned. Anna Berger said: “I am tired.”",
        'Anna Berger resigned. "I am tired," said Anna Berger.',
    ],
)
def test_i_is_the_speaker(text):
    assert "I" in chain(text, "Anna Berger")


def test_he_within_a_quotation_is_not_its_speaker():
    text = "John Baker was late. “He is always late,” Peter Miller said."
    assert chain(text, "Peter Miller") == ["Peter Miller"]
    assert chain(text, "John Baker") == ["John Baker", "He"]


def test_subject_after_a_fronted_phrase():
    text = "In his speech, John Baker praised Rome."
    assert chain(text, "John Baker") == ["his", "John Baker"]


def test_nominal_and_pronoun_take_the_type_of_their_entity():
    document = resolved("Benelux Steelworks Ltd closed. The company said it had lost money.")
    assert {(mention.text, mention.type) for mention in document.mentions} >= {("The company", "ORG"), ("it", "ORG")}


def test_entities_are_in_order_of_their_first_mention():
    document = resolved("Rome told Paris. Paris told Rome.")
    assert [(entity.id, entity.name) for entity in document.entities] == [("e1", "Rome"), ("e2", "Paris")]


def test_a_limit_that_bites_is_said():
    text = "Rome, Paris, Madrid and Vienna met the UN. It was glad."
    assert resolved(text).warnings == ()
    assert resolved(text, pronoun_candidates=1).warnings == (
        "coreference: for 1 pronouns only the 1 most recent entities were tried; raise pronoun_candidates",
    )


@given(articles)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_mention_of_any_text_is_in_exactly_one_entity(text):
    document = resolved(text)
    listed = [each for entity in document.entities for each in entity.mentions]
    assert sorted(listed) == sorted(mention.id for mention in document.mentions)
    assert len(listed) == len(set(listed))
    entity_of = {each: entity.id for entity in document.entities for each in entity.mentions}
    assert all(mention.entity == entity_of[mention.id] for mention in document.mentions)
    assert all(entity.name for entity in document.entities)


def test_what_somebody_has_stays_theirs_where_an_apposition_names_it():
    text = "Bob Fox praised his wife, Eva Roe. Tom Orr praised his wife."
    assert chain(text, "Eva Roe") == ["wife", "Eva Roe"]
    assert chain(text, "wife") == ["wife"]


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("The mayor of Lisbon, Carlos Moedas, said no.", "Carlos Moedas", ["The mayor", "Carlos Moedas"]),
        ("The president of the council, Ann Lee, said no.", "Ann Lee", ["The president", "Ann Lee"]),
        ("Ann Lee, the president of the council, said no.", "Ann Lee", ["Ann Lee", "the president"]),
        ("The head of state, Mr Lee, said no.", "Lee", ["The head", "Lee"]),
        ("The head of the agency for water in Lisbon, Ann Lee, said no.", "Ann Lee", ["The head", "Ann Lee"]),
        ("The lawyer for Mr Brown, Ann Lee, said no.", "Ann Lee", ["The lawyer", "Ann Lee"]),
    ],
)
def test_apposition_beyond_a_prepositional_phrase(text, name, expected):
    assert chain(text, name) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The mayor of Lisbon, Porto and Faro said no.",
        "The mayor, Carlos Moedas and Ann Lee said no.",
        "The mayor of Lisbon, Carlos Moedas, Ann Lee and Jane Smith met.",
        "After a talk with the mayor of Lisbon, Carlos Moedas left.",
        "The mayor of Lisbon, Portugal, said no.",
    ],
)
def test_a_list_or_an_address_is_no_apposition(text):
    document = resolved(text)
    assert all(len(entity.mentions) == 1 for entity in document.entities)


def test_two_places_side_by_side_are_an_address():
    assert chain("The city of Springfield, Illinois, closed its port.", "Illinois") == ["Illinois"]


def test_a_nominal_with_a_name_behind_it_is_nobody_named_before():
    text = "Mayor Eva Roe spoke in Porto. The mayor of Lisbon, Carlos Moedas, spoke too."
    assert chain(text, "Eva Roe") == ["Eva Roe"]
    assert chain(text, "Carlos Moedas") == ["The mayor", "Carlos Moedas"]


def test_people_called_alike_are_one_group():
    text = "Senior officials met in Porto. Rain fell. Senior officials agreed on a plan."
    assert chain(text, "Senior officials") == ["Senior officials", "Senior officials"]


@pytest.mark.parametrize(
    "text",
    [
        "Officials met in Porto. Rain fell. Officials agreed.",
        "Senior officials met in Porto. Local officials agreed.",
        "Private companies stood in Porto. Private companies earn much.",
    ],
)
def test_what_is_said_of_a_kind_is_new_each_time(text):
    entities = resolved(text).entities
    assert len(entities) == 3
    assert all(len(entity.mentions) == 1 for entity in entities)


def test_more_people_of_a_surname_than_are_tried_is_said():
    firsts = [
        f"{one}{other}" for one in ("Al", "Be", "Ca", "Do", "Ed", "Fi") for other in ("an", "en", "in", "on", "un")
    ]
    people = " ".join(f"Mr {first}{end} Smith spoke." for first in firsts for end in ("a", "o"))
    said = [warning for warning in resolved(f"{people} Mr Smith left.").warnings if "more than 50 people" in warning]
    assert len(said) == 1
