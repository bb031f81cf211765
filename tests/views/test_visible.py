import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.views.visible import CUT, HIDDEN, abridged, hidden, on_one_line, visible


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("a\x00b", "a␀b"),
        ("\x1b[31mred\x1b[0m", "␛[31mred␛[0m"),
        ("\x7f", "␡"),
        ("\x9b2J", "�2J"),
        ("\u202egpj.exe", "�gpj.exe"),
        ("\ud800", "�"),
        ("tab\tstays\n", "tab\tstays\n"),
        ("a\r\nb\rc\u2028d\x85e", "a \nb\nc\nd\ne"),
        ("e\u0301 \u200f שלום", "e\u0301 \u200f שלום"),
    ],
)
def test_control_characters_become_pictures(raw: str, shown: str) -> None:
    assert visible(raw) == shown


def test_pictures_are_counted_and_line_breaks_are_not() -> None:
    assert hidden("a\x00b\x1b\r\n\t\u2028") == 2


@given(st.text(st.characters()))
def test_nothing_moves_and_nothing_commands_the_terminal(text: str) -> None:
    shown = visible(text)
    assert len(shown) == len(text)
    assert not HIDDEN.search(shown)
    assert "\r" not in shown
    shown.encode()


def test_short_text_is_not_abridged() -> None:
    assert abridged("  two\n words ", 9) == "two words"


def test_long_text_is_cut_at_a_word_and_says_so() -> None:
    assert abridged("one two three four", 15) == "one two […]"


def test_a_text_that_ends_in_an_ellipsis_is_not_taken_for_a_cut_one() -> None:
    assert abridged("and then…", 9) == "and then…"


def test_a_cut_leaves_no_letter_without_its_accent() -> None:
    assert abridged("e\u0301" * 10, 9) == "e\u0301e\u0301" + CUT
    assert abridged("e\u0301" * 10, 7) == "e\u0301" + CUT


@given(st.text(), st.integers(10, 40))
def test_an_abridged_text_fits(text: str, limit: int) -> None:
    cut = abridged(text, limit)
    assert len(cut) <= limit
    assert cut == on_one_line(text) or cut.endswith(CUT)
