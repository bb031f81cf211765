import itertools

import pytest
from hypothesis import HealthCheck, given, settings

from onrecord.document import Document
from onrecord.records import Article
from onrecord.stages.rules.mentions import Mentions, MentionsSettings
from onrecord.stages.rules.parse import Parse, ParseSettings
from onrecord.stages.segment import Segment, SegmentSettings
from strategies import articles

STAGES = (
    Segment("segment", SegmentSettings()),
    Parse("parse", ParseSettings()),
    Mentions("mentions", MentionsSettings()),
)


def mentions(text):
    documents = [Document(Article("a", text))]
    for stage in STAGES:
        documents = stage(documents)
    return documents[0].mentions


def found(text, kind):
    return [mention.text for mention in mentions(text) if mention.kind == kind]


def names(text):
    return [(mention.text, mention.type) for mention in mentions(text) if mention.kind == "name"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("President Donald Trump met Mr Costa.", [("Donald Trump", "PERSON"), ("Costa", "PERSON")]),
        ("The former Israeli Defense Minister Yoav Gallant spoke.", [("Israeli", "NORP"), ("Yoav Gallant", "PERSON")]),
        ("Germany's chancellor praised the United Nations.", [("Germany", "GPE"), ("United Nations", "ORG")]),
        ("Germany’s chancellor praised the BBC.", [("Germany", "GPE"), ("BBC", "ORG")]),
        ("She moved to The Hague.", [("The Hague", "GPE")]),
        ("It was first reported by The New York Times.", [("The New York Times", "ORG")]),
        ("MOSCOW (Reuters) - The talks failed.", [("MOSCOW", "GPE"), ("Reuters", "ORG")]),
    ],
)  # fmt: skip
def test_names_are_repaired(text, expected):
    assert names(text) == expected


def test_acronym_in_brackets_is_a_mention_of_its_own():
    assert names("He sued the International Criminal Court (ICC).") == [
        ("International Criminal Court", "ORG"),
        ("ICC", "ORG"),
    ]


def test_unknown_acronym_in_brackets_gets_its_words():
    expected = ["Northern Herring Fishers Board", "NHFB"]
    assert [name for name, _ in names("The Northern Herring Fishers Board (NHFB) objected.")] == expected


def test_repeated_surname_has_the_type_of_the_full_name():
    found_names = names("Maria Oldenkamp resigned. Critics of Oldenkamp cheered. Oldenkamp said nothing.")
    assert found_names == [("Maria Oldenkamp", "PERSON"), ("Oldenkamp", "PERSON"), ("Oldenkamp", "PERSON")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They met on Tuesday, 4 March 2025, in Rome.", "Tuesday, 4 March 2025"),
        ("It opened in early June 2021.", "June 2021"),
        ("It rained last week.", None),
    ],
)
def test_dates_are_calendar_dates(text, expected):
    assert [name for name, type_ in names(text) if type_ == "DATE"] == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It cost US$1.2 billion.", ["US$1.2 billion"]),
        ("It cost £420m in all.", ["£420m"]),
        ("They paid 30 million euros.", ["30 million euros"]),
        ("Prices rose by 40 per cent.", []),
    ],
)
def test_money_has_a_currency(text, expected):
    assert [name for name, type_ in names(text) if type_ == "MONEY"] == expected


def test_what_remains_beside_a_name_or_pronoun_is_the_nominal():
    text = "UN experts told the council's president that its staff had left."
    assert found(text, "nominal") == ["experts", "the council", "president", "staff"]
    assert found(text, "pronoun") == ["its"]


def test_title_before_a_name_is_no_nominal():
    assert found("The prime minister, Keir Starmer, met President Emmanuel Macron.", "nominal") == [
        "The prime minister"
    ]


def test_negated_and_predicate_nominals_do_not_refer():
    assert found("No country objected. She is a lawyer.", "nominal") == []


@pytest.mark.parametrize(
    "text",
    ["It is clear that he lied.", "It was raining.", "It seems that nobody came.", "It is time to go."],
)
def test_empty_it_is_no_mention(text):
    assert "It" not in found(text, "pronoun")


def test_it_that_refers_is_a_mention():
    assert found("The court sat on Monday. It rejected the appeal.", "pronoun") == ["It"]


def test_country_in_capitals_is_no_pronoun():
    assert found("The US said it would help us.", "pronoun") == ["it", "us"]


def test_nominals_and_pronouns_can_be_left_out():
    documents = STAGES[1](STAGES[0]([Document(Article("a", "The court told Rome that it sat."))]))
    only_names = Mentions("mentions", MentionsSettings(nominals=False, pronouns=False))
    assert [mention.text for mention in only_names(documents)[0].mentions] == ["Rome"]


def test_name_at_the_very_end_of_the_text():
    # A longer known name that begins here was once matched past the last token.
    assert names("He flew to New York")[-1] == ("New York", "GPE")


@given(articles)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_mentions_of_any_text_are_spans_that_do_not_overlap(text):
    read = mentions(text)
    assert [mention.id for mention in read] == [f"m{number}" for number in range(1, len(read) + 1)]
    for mention in read:
        assert mention.start < mention.end
        assert mention.text == text[mention.start : mention.end]
        assert mention.text == mention.text.strip()
        assert 0 <= mention.score <= 1
    for before, after in itertools.pairwise(read):
        assert before.end <= after.start
