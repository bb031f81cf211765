import pytest

from onrecord.models import features
from onrecord.models.features import CLOSING, INSIDE, OPENING, OUTSIDE


@pytest.mark.parametrize(
    ("word", "shape"),
    [
        ("said", features.LOWER),
        ("Ana", features.TITLE),
        ("A", features.LETTER),
        ("U.", features.LETTER),
        ("ICC", features.UPPER),
        ("iPhone", features.MIXED),
        ("2026", features.DIGITS),
        ("5th", features.WITH_DIGITS),
        (",", features.OTHER),
        ("東京", features.MIXED),
    ],
)
def test_shapes(word: str, shape: int) -> None:
    assert features.shape(word) == shape


def test_every_value_has_a_place_in_the_table() -> None:
    assert features.later_piece(features.OTHER) == features.SIZES["shape"] - 1
    assert features.SIZES["quotation"] - 1 == CLOSING


def test_straight_marks_alternate() -> None:
    assert features.quotation(['"', "a", '"', "b", '"']) == [OPENING, INSIDE, CLOSING, OUTSIDE, OPENING]


def test_curly_marks_have_sides_and_an_unclosed_one_lasts() -> None:
    assert features.quotation(["”", "“", "a", "'s", "b"]) == [OUTSIDE, OPENING, INSIDE, INSIDE, INSIDE]
