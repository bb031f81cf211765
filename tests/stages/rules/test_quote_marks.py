import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.document import Paragraph
from onrecord.stages.marks import quotations


def paragraphs(text: str) -> list[Paragraph]:
    found, place = [], 0
    for line in text.split("\n"):
        if line.strip():
            found.append(Paragraph(place, place + len(line), "body"))
        place += len(line) + 1
    return found


def quoted(text: str) -> list[list[str]]:
    return [[span.of(text) for span in found.spans] for found in quotations(text, paragraphs(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"One," he said. "Two."', [['"One,"'], ['"Two."']]),
        ("“One,” he said. “Two ‘three’ four.”", [["“One,”"], ["“Two ‘three’ four.”"]]),
        ("'We shall see,' said Mrs Gray.", [["'We shall see,'"]]),
        ("'The workers' hall is ours, and I won't go.'", [["'The workers' hall is ours, and I won't go.'"]]),
        ("‘The boys’ team won’t ‘em.’", [["‘The boys’ team won’t ‘em.’"]]),
        ("«Oui», dit-il. «Non»", [["«Oui»"], ["«Non»"]]),
        ("„Gut“, sagte er.", [["„Gut“"]]),
        ("``Hello,'' he said. ``Bye.''", [["``Hello,''"], ["``Bye.''"]]),
        ("''He said, 'Why?''' and left.", [["''He said, 'Why?'''"]]),
        ("“She told me ‘I’m “done” here’ and left,” he said.", [["“She told me ‘I’m “done” here’ and left,”"]]),
        ('"The "best" plan," he said.', [['"The "best" plan,"']]),
        ("He said: “Stop!”—and ran.", [["“Stop!”"]]),
        ('"\'Tis late," he said.', [['"\'Tis late,"']]),
    ],
)
def test_marks_pair_by_their_surroundings(text: str, expected: list[list[str]]) -> None:
    assert quoted(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The dogs' bowls and the cats' beds.",
        "It's '90s rock 'n' roll, isn't it?",
        "He is 6'2\" tall and weighs 80 kg.",
        'A 12" pipe and a 6" nail.',
        "Plain words.",
        "”",
        "’",
    ],
)
def test_apostrophes_and_inches_are_no_marks(text: str) -> None:
    assert quoted(text) == []


def test_a_quotation_goes_on_where_the_next_paragraph_opens_again() -> None:
    text = "“It began early.\n\n“It went on.\n\n“It ended late,” he said.\n\nThen “sleep”."
    assert quoted(text) == [["“It began early.", "“It went on.", "“It ended late,”"], ["“sleep”"]]


def test_a_quotation_goes_on_to_a_lone_closing_mark() -> None:
    assert quoted('"It began early.\n\nIt ended late," he said.') == [['"It began early.', 'It ended late,"']]


def test_an_unclosed_quotation_ends_with_its_paragraph_where_it_opens_it() -> None:
    text = "“It began early. It rained.\n\nNobody came. She called it “odd”."
    assert quoted(text) == [["“It began early. It rained."], ["“odd”"]]


def test_an_unclosed_quotation_inside_a_paragraph_ends_with_its_sentence() -> None:
    assert quoted("She said “yes. Then she left.\n\nNobody came.") == [["“yes."]]


def test_a_lost_closing_mark_does_not_swallow_the_next_quotation() -> None:
    assert quoted('She said "yes. He said "no."') == [['"yes.'], ['"no."']]


def test_whether_the_closing_mark_was_found_is_known() -> None:
    text = "“Yes,” he said. “No"
    assert [found.closed for found in quotations(text, paragraphs(text))] == [True, False]


@given(st.text(alphabet="ab s.,\n\"'“”‘’«»`6", max_size=60))
def test_quotations_are_ordered_and_lie_within_their_paragraphs(text: str) -> None:
    places = paragraphs(text)
    spans = [span for found in quotations(text, places) for span in found.spans]
    assert spans == sorted(spans)
    assert all(one.end <= other.start for one, other in itertools.pairwise(spans))
    assert all(any(p.start <= span.start < span.end <= p.end for p in places) for span in spans)
