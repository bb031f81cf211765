import pytest

from onrecord.document import Document
from onrecord.records import Article
from onrecord.stages.segment import Segment, SegmentSettings


def segments(text, **settings):
    stage = Segment("segment", SegmentSettings(**settings))
    return stage([Document(Article("a", text))])[0].segments


def paragraphs(text, **settings):
    return [(item.kind, item.span.of(text)) for item in segments(text, **settings).paragraphs]


def sentences(text):
    return [item.of(text) for item in segments(text).sentences]


def words(text):
    return [item.of(text) for item in segments(text).words]


def test_blank_lines_part_paragraphs_and_single_breaks_do_not():
    text = "The first one goes on\nin the next line.\n\nThe second one."
    assert paragraphs(text) == [("body", "The first one goes on\nin the next line."), ("body", "The second one.")]


def test_without_blank_lines_every_line_is_a_paragraph():
    assert paragraphs("It rained.\nIt snowed.\n") == [("body", "It rained."), ("body", "It snowed.")]


@pytest.mark.parametrize("end", ["\n\n", "\r\n\r\n", "\r\r", "\n \t\n", "\u2029", "\n\u00a0\n"])
def test_every_kind_of_blank_line_parts_paragraphs(end):
    assert paragraphs(f"It rained.{end}It snowed.") == [("body", "It rained."), ("body", "It snowed.")]


def test_headline_and_sub_heading():
    text = "Court orders new vote\n\nThe court said so.\n\nWhat comes next\n\nNobody knows."
    assert [kind for kind, _ in paragraphs(text)] == ["headline", "body", "heading", "body"]


def test_no_headline_and_no_heading_where_the_settings_allow_none():
    text = "Court orders new vote\n\nThe court said so.\n\nWhat comes next\n\nNobody knows."
    assert [kind for kind, _ in paragraphs(text, headline_words=0, heading_words=0)] == ["body"] * 4


def test_a_single_paragraph_and_the_last_one_are_no_headings():
    assert paragraphs("Court orders new vote") == [("body", "Court orders new vote")]
    assert paragraphs("It rained.\n\nIt snowed.\n\nReporting by Ann Lee")[-1] == ("body", "Reporting by Ann Lee")


def test_sentences_end_at_stops_and_take_the_closing_marks_with_them():
    text = 'It rained. "Stay inside!" she said. (They did.) Why? Nobody knew…'
    assert sentences(text) == ["It rained.", '"Stay inside!" she said.', "(They did.)", "Why?", "Nobody knew…"]


def test_abbreviations_end_no_sentence():
    assert sentences("Mr. Smith of the U.S. court spoke. He left.") == [
        "Mr. Smith of the U.S. court spoke.",
        "He left.",
    ]


def test_words_are_spacys_and_leave_out_white_space_of_any_kind():
    assert words("He didn't pay\u00a0$5,\u3000she said.") == [
        "He", "did", "n't", "pay", "$", "5", ",", "she", "said", ".",
    ]  # fmt: skip


def test_a_run_longer_than_any_word_is_one_word():
    assert words("so " + "a.b-" * 100 + " on") == ["so", "a.b-" * 100, "on"]


@pytest.mark.parametrize("text", ["", " \n\t\u2003"])
def test_nothing_is_found_in_nothing(text):
    assert segments(text) == segments("")
    assert segments(text).words == ()
