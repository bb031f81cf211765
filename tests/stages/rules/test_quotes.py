"""Quotes of small texts: each expectation is type, cue, source and content, as surfaces."""

from __future__ import annotations

import itertools
import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.document import Document
from onrecord.records import Article, Quote, Span
from onrecord.stages.rules.parse import Parse, ParseSettings
from onrecord.stages.rules.quotes import Quotes, QuotesSettings
from onrecord.stages.segment import Segment, SegmentSettings


def parsed(text: str) -> Document:
    document = Document(Article("test", text))
    for stage in (Segment("segment", SegmentSettings()), Parse("parse", ParseSettings())):
        document = stage.predict([document])[0].added_to(document)
    return document


def quotes(text: str, **given: float) -> tuple[Quote, ...]:
    [findings] = Quotes("quotes", QuotesSettings(**given)).predict([parsed(text)])
    assert findings.quotes is not None
    return findings.quotes


def surfaces(text: str) -> list[tuple[str, str | None, str | None, list[str]]]:
    return [
        (
            quote.type,
            quote.cue.of(text) if quote.cue else None,
            quote.source.of(text) if quote.source else None,
            [span.of(text) for span in quote.content],
        )
        for quote in quotes(text)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Anna Berg said: “The port will close.”", ("said", "Anna Berg", ["“The port will close.”"])),
        ("“It was hard,” Hale said.", ("said", "Hale", ["“It was hard,”"])),
        ("“Yes!” Mr Smith shouted.", ("shouted", "Mr Smith", ["“Yes!”"])),
        ("The board met. “Why us?” asked Anna Berg.", ("asked", "Anna Berg", ["“Why us?”"])),
        ("'We shall see,' said Mrs Gray.", ("said", "Mrs Gray", ["'We shall see,'"])),
        ("''We shall see,'' Mrs Gray said.", ("said", "Mrs Gray", ["''We shall see,''"])),
        ('The minister tweeted: "We won the vote."', ("tweeted", "The minister", ['"We won the vote."'])),
        (
            '"The parties shall meet every year," the order reads.',
            ("reads", "the order", ['"The parties shall meet every year,"']),
        ),
    ],
)
def test_direct(text: str, expected: tuple[str, str, list[str]]) -> None:
    assert surfaces(text) == [("direct", *expected)]


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        (
            "The minister left. “We are done here,” she said, “and I am glad.” Nobody replied.",
            "she",
            ["“We are done here,”", "“and I am glad.”"],
        ),
        (
            "The board met. “It was hard,” said Tom Hale, a member of the board. “Nobody slept.”",
            "Tom Hale, a member of the board",
            ["“It was hard,”", "“Nobody slept.”"],
        ),
        (
            "“It was a hard year,” Hale said.\n\n“Nobody slept. Nobody ate.”\n\nThe board met again in May.",
            "Hale",
            ["“It was a hard year,”", "“Nobody slept. Nobody ate.”"],
        ),
        (
            "“It was a hard year. It rained.\n\n“Nobody slept,” Hale said.",
            "Hale",
            ["“It was a hard year. It rained.", "“Nobody slept,”"],
        ),
    ],
)
def test_interrupted_and_continued_quotes_are_one(text: str, source: str, content: list[str]) -> None:
    assert surfaces(text) == [("direct", "said", source, content)]


def test_a_quotation_in_lower_case_goes_on_with_the_words_before_its_clause() -> None:
    assert surfaces("Of the two ships in the port, Hale said, “neither is ready to sail.”") == [
        ("mixed", "said", "Hale", ["Of the two ships in the port", "“neither is ready to sail.”"])
    ]
    assert surfaces("In a letter to the port, Hale said, “Neither is ready to sail.”") == [
        ("direct", "said", "Hale", ["“Neither is ready to sail.”"])
    ]


def test_what_a_person_quoted_says_of_others_is_no_quote_of_its_own() -> None:
    text = "“The board claims that the ship was safe, and the crew denies it,” Hale said."
    assert surfaces(text) == [
        ("direct", "said", "Hale", ["“The board claims that the ship was safe, and the crew denies it,”"])
    ]
    assert surfaces("A letter lay there. “The board claims that the ship was safe.” Nobody had signed it.") == []


def test_an_answer_is_not_taken_for_the_end_of_the_question() -> None:
    found = surfaces("Hale was asked, “Will the port close?” He answered, “It will not close in May.”")
    assert ("direct", "answered", "He", ["“It will not close in May.”"]) in found


def test_two_quotes_with_a_cue_each_stay_two() -> None:
    assert surfaces("“It was hard,” Hale said.\n\n“It was easy,” Berg replied.") == [
        ("direct", "said", "Hale", ["“It was hard,”"]),
        ("direct", "replied", "Berg", ["“It was easy,”"]),
    ]


@pytest.mark.parametrize(
    ("text", "cue", "source", "content"),
    [
        ("The board said that it regretted the delay.", "said", "The board", "that it regretted the delay"),
        ("The board said it regretted the delay.", "said", "The board", "it regretted the delay"),
        ("The port will close in May, officials said.", "said", "officials", "The port will close in May"),
        ("According to the report, forty ships sank.", "According to", "the report", "forty ships sank"),
        ("Forty ships sank, according to the report.", "according to", "the report", "Forty ships sank"),
        (
            "The mayor accused the board of hiding the figures.",
            "accused",
            "The mayor",
            "the board of hiding the figures",
        ),
        ("The union described the offer as an insult.", "described", "The union", "the offer as an insult"),
        (
            "World leaders condemned the attack on the port.",
            "condemned",
            "World leaders",
            "the attack on the port",
        ),
        ("The company rejected the offer.", "rejected", "The company", "the offer"),
        ("The minister deemed the plan reckless.", "deemed", "The minister", "the plan reckless"),
        ("She criticised the board for its silence.", "criticised", "She", "the board for its silence"),
        ("She left, stating that nobody had asked her.", "stating", "She", "that nobody had asked her"),
        ("His claim that the ship was safe is false.", "claim", "His", "that the ship was safe"),
        ("A poll shows that voters want a new port.", "shows", "A poll", "that voters want a new port"),
        ("The minister urged the crews to stay home.", "urged", "The minister", "the crews to stay home"),
        ("Spain warned of a long war.", "warned of", "Spain", "a long war"),
        (
            "The mayor, calling the sanctions reckless, left the room.",
            "calling",
            "The mayor",
            "the sanctions reckless",
        ),
        (
            "She wrote in a post that the port would close.",
            "wrote",
            "She",
            "that the port would close",
        ),
    ],
)
def test_indirect(text: str, cue: str, source: str, content: str) -> None:
    assert surfaces(text) == [("indirect", cue, source, [content])]


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        ("Hale “never apologised,” Berg said.", "Berg", "Hale “never apologised,”"),
        ("Critics called the plan “a disgrace”.", "Critics", "the plan “a disgrace”"),
        ("He said the plan was “odd. Very odd.” Nobody replied.", "He", "the plan was “odd. Very odd.”"),
    ],
)
def test_mixed_contents_hold_whole_quotations(text: str, source: str, content: str) -> None:
    [(kind, _, found, [span])] = surfaces(text)
    assert (kind, found, span) == ("mixed", source, content)


def test_participles_make_quotes_of_their_own_with_the_same_source() -> None:
    assert surfaces("He said that the plan was bad, adding that nobody liked it.") == [
        ("indirect", "said", "He", ["that the plan was bad"]),
        ("indirect", "adding", "He", ["that nobody liked it"]),
    ]


def test_an_attribution_inside_another_gives_way_to_the_outer_one() -> None:
    assert surfaces("Berg said that Hale had claimed that the ship was safe.") == [
        ("indirect", "said", "Berg", ["that Hale had claimed that the ship was safe"])
    ]


def test_turns_of_a_transcript() -> None:
    assert surfaces("SMITH: I never saw the letter.\n\nJONES: You wrote it yourself.") == [
        ("indirect", ":", "SMITH", ["I never saw the letter"]),
        ("indirect", ":", "JONES", ["You wrote it yourself"]),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The so-called “experts” left the room. They watched “Gone Home” on Friday.",
        "In the series “The Long Road,” a family moves north.",
        "The dogs' bowls were empty. The ship sank.",
        "Board says harbour is safe\n\nNothing happened on Monday in the whole town.",
        "",
        " \n\n ",
    ],
)
def test_scare_quotes_titles_and_headlines_are_no_quotes(text: str) -> None:
    assert surfaces(text) == []


def test_a_title_before_the_source_is_not_what_was_said() -> None:
    assert surfaces("In her book “The Long Road,” Berg said the town had changed.") == [
        ("indirect", "said", "Berg", ["the town had changed"])
    ]


def test_a_new_sentence_after_a_quotation_does_not_attribute_it() -> None:
    assert surfaces("“Nobody slept.” Hale replied: “It rained.”") == [("direct", "replied", "Hale", ["“It rained.”"])]


def test_max_gap_limits_the_words_between_quotation_and_cue() -> None:
    text = "“We are done here,” quite late on that cold and windy Monday morning wrote Hale."
    assert [quote.cue.of(text) for quote in quotes(text, max_gap=12) if quote.cue] == ["wrote"]
    assert quotes(text, max_gap=3) == ()


def test_min_score_leaves_out_what_is_doubtful() -> None:
    text = "“It was hard,” Hale said. Spain warned of a long war."
    scores = [quote.score for quote in quotes(text)]
    assert len(scores) == 2
    assert scores[0] > scores[1]
    assert [quote.score for quote in quotes(text, min_score=0.8)] == scores[:1]


def test_without_entities_only_a_missing_source_is_a_reason() -> None:
    text = "The announcement that the port would close shocked the workers. Hale said that he knew."
    assert [(quote.speaker, quote.unattributed) for quote in quotes(text)] == [(None, "no_source"), (None, None)]


def test_given_contents_get_cue_and_source() -> None:
    text = "“It was hard,” Hale said. The board denied the old claim."
    contents = [(Span(0, 14),), (Span(text.index("the old"), len(text) - 1),)]
    found = Quotes("quotes", QuotesSettings()).attribute(parsed(text), contents)
    assert [quote.content for quote in found] == contents
    assert [quote.source.of(text) for quote in found if quote.source] == ["Hale", "The board"]
    assert [quote.cue.of(text) for quote in found if quote.cue] == ["said", "denied"]


def test_a_given_content_without_any_verb_beside_it_has_no_source() -> None:
    [quote] = Quotes("quotes", QuotesSettings()).attribute(parsed("Rain."), [(Span(0, 4),)])
    assert (quote.source, quote.cue, quote.unattributed) == (None, None, "no_source")


def test_the_stage_does_not_change_the_document() -> None:
    document = parsed("“It was hard,” Hale said.")
    before = replace(document)
    Quotes("quotes", QuotesSettings()).predict([document])
    assert document == before


def test_an_unclosed_mark_does_not_draw_the_source_into_the_content() -> None:
    for quote in quotes("according to “'“", min_score=0):
        assert not any(quote.source and quote.source.overlaps(part) for part in quote.content)


def test_a_quotation_that_ends_a_sentence_is_no_part_of_the_next_one() -> None:
    text = "He called the plan “an odd, sad thing.”\n“We stand with you,” Berg said.\n\nNobody replied."
    assert surfaces(text)[-1] == ("direct", "said", "Berg", ["“We stand with you,”"])


def test_a_fragment_at_the_start_of_a_paragraph_does_not_go_on_with_the_quote_before() -> None:
    text = "“It was hard,” Hale said.\n\n“Easy” is not the word that the board would use for the winter.\n\nIt left."
    assert surfaces(text)[0] == ("direct", "said", "Hale", ["“It was hard,”"])


PIECES = st.sampled_from(
    [
        "“",
        "”",
        '"',
        "'",
        "’",
        "\n\n",
        " ",
        ", ",
        ". ",
        ": ",
        "said",
        "he ",
        "Hale ",
        "according to ",
        "that ",
        "it rained",
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, max_size=25).map("".join))
def test_parts_lie_within_the_text_and_contents_do_not_overlap(text: str) -> None:
    found = quotes(text, min_score=0)
    spans = sorted(span for quote in found for span in quote.content)
    assert all(one.end <= other.start for one, other in itertools.pairwise(spans))
    for quote in found:
        assert all(0 <= span.start < span.end <= len(text) for span in quote.content)
        outside = [span for span in (quote.cue, quote.source) if span]
        assert all(span.of(text).strip() for span in outside)
        assert not any(span.overlaps(part) for span in outside for part in quote.content)


@pytest.mark.parametrize(
    "piece", ["He said that it rained and she said ", '"Yes," he said, ', "according to the ", '"']
)
def test_time_grows_with_the_text_and_not_with_its_square(piece: str) -> None:
    stage = Quotes("quotes", QuotesSettings())
    seconds = []
    for times in (100, 800):
        document = parsed(piece * times)
        began = time.process_time()
        stage.predict([document])
        seconds.append(time.process_time() - began)
    assert seconds[1] < 24 * seconds[0] + 0.5
