from hypothesis import given
from hypothesis import strategies as st

from onrecord.records import Mention, Quote, Record, Relation, Span
from onrecord.views.layers import Layer, by_paragraph, layers, paragraphs, pieces


def surfaces(text: str) -> list[str]:
    return [span.of(text) for span in paragraphs(text)]


def test_paragraphs_end_at_blank_lines() -> None:
    assert surfaces("\n\nOne\nline two\n \t\nTwo\r\n\r\nThree\n") == ["One\nline two", "Two", "Three"]


def test_paragraphs_end_at_every_break_where_there_is_no_blank_line() -> None:
    assert surfaces("\nOne\r\n Two \u2029Three") == ["One", "Two", "Three"]


def test_a_blank_text_has_no_paragraph() -> None:
    assert paragraphs("") == []
    assert paragraphs(" \n \n") == []


@given(st.text(st.sampled_from("ab \n\r\t\u2029\x1c")))
def test_only_white_space_is_outside_of_paragraphs(text: str) -> None:
    spans = paragraphs(text)
    assert all(span.of(text).strip() == span.of(text) != "" for span in spans)
    assert "".join(text.split()) == "".join("".join(span.of(text).split()) for span in spans)
    assert spans == sorted(spans)


def test_every_span_of_a_record_is_a_layer_outer_first() -> None:
    record = Record(
        "a", "“Yes,” she said.",
        mentions=(Mention("m1", 7, 10, "she", "pronoun", "PERSON"),),
        quotes=(Quote("q1", "direct", (Span(0, 6),), Span(11, 15), Span(7, 10)),),
        relations=(Relation("e1", "agree", "e2", (Span(0, 16),)),),
    )  # fmt: skip
    assert layers(record) == [
        Layer(0, 16, "evidence", 0),
        Layer(0, 6, "content", 0),
        Layer(7, 10, "source", 0),
        Layer(7, 10, "mention", 0),
        Layer(11, 15, "cue", 0),
    ]


def test_spans_that_are_empty_or_outside_of_the_text_are_left_out() -> None:
    spans = (Span(0, 0), Span(2, 99), Span(-1, 2), Span(0, 2))
    assert layers(Record("a", "text", quotes=(Quote("q1", "direct", spans),))) == [Layer(0, 2, "content", 0)]


def test_the_text_is_cut_at_every_boundary() -> None:
    outer, crossing, inner = Layer(0, 6, "content", 0), Layer(4, 9, "mention", 0), Layer(4, 6, "mention", 1)
    assert [(piece.start, piece.end, piece.layers) for piece in pieces(0, 10, [outer, crossing, inner])] == [
        (0, 4, (outer,)),
        (4, 6, (outer, crossing, inner)),
        (6, 9, (crossing,)),
        (9, 10, ()),
    ]


def test_a_layer_over_two_paragraphs_touches_both() -> None:
    text = "one\n\ntwo\n\nthree"
    layer = Layer(1, 8, "content", 0)
    assert by_paragraph([layer], paragraphs(text)) == [[layer], [layer], []]


bounds = st.tuples(st.integers(0, 30), st.integers(0, 30)).map(sorted).filter(lambda pair: pair[0] < pair[1])


@given(st.lists(bounds, max_size=12))
def test_pieces_tile_the_text_and_carry_exactly_what_lies_on_them(spans: list[list[int]]) -> None:
    found = layers(Record("a", "x" * 30, quotes=tuple(Quote("q", "direct", (Span(*span),)) for span in spans)))
    cut = list(pieces(0, 30, found))
    assert [piece.start for piece in cut] == [0, *(piece.end for piece in cut[:-1])]
    assert cut[-1].end == 30
    for piece in cut:
        assert set(piece.layers) == {one for one in found if one.start < piece.end and piece.start < one.end}
        assert list(piece.layers) == sorted(piece.layers, key=lambda one: one.order)
