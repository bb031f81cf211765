import time

from onrecord.records import Span
from onrecord.stages import tokenizer
from onrecord.stages.tokenizer import words


def test_offsets_count_from_the_beginning_of_the_text_not_of_the_part():
    assert words("Yes. No.", 5, 8) == [Span(5, 7), Span(7, 8)]


def test_white_space_that_is_no_blank_divides_words():
    text = "one\u2028two\u00a0three\tfour\x1cfive"
    assert [word.of(text) for word in words(text, 0, len(text))] == ["one", "two", "three", "four", "five"]


def test_overlong_runs_are_tokens_and_take_no_time():
    text = "http://" + "a." * 100_000
    started = time.perf_counter()
    assert words(text, 0, len(text)) == [Span(0, len(text))]
    assert time.perf_counter() - started < 1


def test_a_vocabulary_that_has_grown_too_large_is_begun_anew_with_the_same_answers(monkeypatch):
    text = "He didn't pay $5."
    first, before = words(text, 0, len(text)), tokenizer._english()
    monkeypatch.setattr(tokenizer, "MOST_STRINGS", 0)
    assert words(text, 0, len(text)) == first
    assert tokenizer._english() is not before
