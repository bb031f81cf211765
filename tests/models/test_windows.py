from hypothesis import given
from hypothesis import strategies as st

from onrecord.models.windows import Window, windows


def test_a_text_that_fits_is_one_window() -> None:
    assert windows([1, 2, 1], [(0, 2), (2, 3)], 4, 1) == [Window(0, 3, 0, 3)]


def test_no_words_no_windows() -> None:
    assert windows([], [], 10, 2) == []


def test_cores_hold_whole_units_and_have_context_on_both_sides() -> None:
    # Budget of a core: 6 - 2 · 1 = 4 pieces.
    found = windows([1] * 9, [(0, 3), (3, 5), (5, 9)], 6, 1)
    assert found == [Window(0, 4, 0, 3), Window(2, 6, 3, 5), Window(4, 9, 5, 9)]


def test_a_long_unit_is_cut_between_words() -> None:
    assert windows([2, 2, 2, 2, 2], [(0, 5)], 4, 0) == [Window(0, 2, 0, 2), Window(2, 4, 2, 4), Window(4, 5, 4, 5)]


@given(st.lists(st.lists(st.integers(1, 9), min_size=1, max_size=12), max_size=8), st.integers(0, 8))
def test_cores_follow_one_another_and_no_window_is_too_long(units: list[list[int]], context: int) -> None:
    lengths = [length for unit in units for length in unit]
    ranges, place = [], 0
    for unit in units:
        ranges.append((place, place + len(unit)))
        place += len(unit)
    found = windows(lengths, ranges, 32, context)
    assert [word for one in found for word in range(one.core_first, one.core_end)] == list(range(len(lengths)))
    for one in found:
        assert one.first <= one.core_first < one.core_end <= one.end
        assert sum(lengths[one.first : one.end]) <= 32
