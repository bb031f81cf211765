import pytest
from hypothesis import given
from hypothesis import strategies as st

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


WRAPPED = (
    "Harbour fills up\n\nThe harbour master of Lower Tolley, Elin Gray, said on\nMonday that no more boats would be "
    'let in until the\ndredging was done.\n\n"We turned away nine boats on Sunday, and we will turn\naway ninety if we '
    'must," Gray told reporters in Lower\nTolley. "Nobody can moor on mud."'
)


@pytest.mark.parametrize("end", ["\r\n", "\r", "\r\r\n", "\u2028", "\x85"])
@pytest.mark.parametrize("text", [WRAPPED, "It rained.\nIt snowed.", "One.\n\nTwo\nthree.\n \nFour."])
def test_every_kind_of_line_break_parts_as_the_plain_one_does(text, end):
    def evened(parts):
        return [(kind, part.replace(end, "\n")) for kind, part in parts]

    assert evened(paragraphs(text.replace("\n", end))) == paragraphs(text)


def test_one_crlf_among_plain_breaks_parts_nothing():
    assert len(paragraphs("It rained.\n\n“We will sail”, said Ida\r\nStorm.")) == 2


@given(st.text(st.sampled_from("aB. \r\n\x85\u2029")))
def test_pieces_are_nested_and_leave_only_white_space_outside(text):
    found = segments(text)
    for pieces in (found.paragraphs, found.sentences, found.words):
        assert "".join("".join(text[piece.start : piece.end].split()) for piece in pieces) == "".join(text.split())


@pytest.mark.parametrize(
    "lines",
    [
        ["Ngozi Umeh", "Teodor Blaga", "Astrid Lund", "Kamil Wrona"],
        ["Ngozi Umeh", "Teodor Blaga"],
        ["- Ferry fares rise.", "- The mayor agrees.", "- Fares rose"],
        ["1. Ferry fares", "2. The mayor"],
        ["Ann Lee (nurse)", "Bo J.", "Carl Poe Jr.", "Dana Fox"],
        ["Rovers 3", "United 0"],
        ["Ministry of Ports", "12 Dock Street", "Lower Tolley"],
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_every_line_of_a_list_is_a_paragraph(lines, end):
    text = f"The jury named the finalists on Monday:{end}{end}{end.join(lines)}{end}{end}The winner is named in May."
    assert paragraphs(text)[1:-1] == [("body", line) for line in lines]


@pytest.mark.parametrize(
    "block",
    [
        "The harbour master, Elin Gray, said on\nMonday that no boats will enter.",
        "Elin Gray of\nLower Tolley",
        "He met Gray,\nStorm and Lee.",
        "Gray is the master\nof the harbour",
    ],
)
def test_wrapped_prose_is_no_list(block):
    assert [item for _, item in paragraphs(f"It rained for days in town.\n\n{block}\n\nIt snowed.")][1:-1] == [block]


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


@pytest.mark.parametrize(
    "sentence",
    [
        '"Who signed it?" Brannigan asked.',
        '"Not one worked!" Councillor Ida Roos shouted from the gallery.',
        "“Was it tested?” Ms. Brannigan went on.",
        "'Who paid?' The mayor of Tolley said.",
        '"Why, then…" Mr Lee replied.',
        "«Who?» President J. Poe wondered.",
    ],
)
def test_a_question_goes_on_with_its_speaker(sentence):
    assert sentences(f"It rained. {sentence} Nobody knew.") == ["It rained.", sentence, "Nobody knew."]


@pytest.mark.parametrize(
    "after", ["Nobody knew.", "Ann went home.", "Later, Ann said so.", 'He said, "No."', '"No," Ann said.']
)
def test_a_question_ends_its_sentence_where_no_speaker_follows(after):
    assert sentences(f'"Who signed it?" {after}') == ['"Who signed it?"', after]


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
