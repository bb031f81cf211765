import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.records import Span
from onrecord.stages.tokenizer import LONGEST_WORD, words

#: Characters at which the tokenizer has to decide, and some that it has not to stumble over.
DECISIVE = "aBtsnd.M'’\"“”-–—…,:;/&*#_+%$€@()[]05 \n\u00a0\u00ad\u200b\ufeff\u0301é中🙂\u200d🇳🇬\ud800"

TEXTS = st.text() | st.text(st.sampled_from(DECISIVE), max_size=60)


def tokens(text):
    return [word.of(text) for word in words(text, 0, len(text))]


@given(TEXTS)
def test_tokens_are_in_order_and_cover_whatever_is_not_white_space(text):
    found = words(text, 0, len(text))
    assert all(word.start < word.end for word in found)
    assert all(one.end <= next_.start for one, next_ in pairwise(found))
    assert "".join(word.of(text) for word in found) == "".join(text.split())
    assert not any(char.isspace() for word in found for char in word.of(text))


@given(TEXTS, TEXTS)
def test_tokens_of_a_part_between_blanks_are_those_of_the_part_alone(before, text):
    whole = f"{before} {text} {before}"
    start = len(before) + 1
    moved = [Span(word.start + start, word.end + start) for word in words(text, 0, len(text))]
    assert words(whole, start, start + len(text)) == moved


#: What spaCy's English tokenizer makes of the same; "|" parts tokens.
AS_SPACY = """
do|n't do|n’t ca|n't wo|n't did|n't|. “|do|n't|,|” do|nt can|not gon|na let|'s
John|'s John|’s John|'S Marches|' U.S.|'s we|'ll They|'ve I|'m he|'d who|'d you|'re O'Brien O’Brien Sa'd ma'am
o'clock rock'n'roll ' '|90s 1990|'s
U.S. U.S.|, U.S.A. Mr. Mrs. a.m. p.m. Inc. Corp.|, J. J.K. D.C. (|D.C.|) Ph.D. e.g. i.e.|, Jan. St. vs. No|. etc|. USA|.
anti|-|war mother|-|in|-|law 5|-|year COVID-19 -5 pre- 15|-|25 F-16
... … wait|... wait|… word|...|word well|—|no — -- –
1,200.5 3.14 1,000|, 10:30 24/7 9/11 2016|. $|5 $|1.2bn US$|5 £|3|m €|5 5|% 5|%|. 5|km 10|km/h 10|am 7|p.m.
#|MeToo AT&T R&B C++ @user and/or TV|/|radio example.com https://example.com/a_(b)/c-d|.
http://example.com|, (|example.com|) ann-lee@example.com|. end|.|Then one|,|two
" “|Yes|,|” ‘|Yes|’ (|see|) [|sic|] «|oui|» '|Yes|.|' ?|! !|!|! word|? 中文 Привет|, naïve|. 5|°|C
"""


@pytest.mark.parametrize("case", AS_SPACY.split())
def test_tokens_are_as_spacy_has_them(case):
    assert tokens(case.replace("|", "")) == case.split("|")


def test_an_address_is_one_token():
    assert tokens("See www.example.com/a-b,c?d=e#f, please") == ["See", "www.example.com/a-b,c?d=e#f", ",", "please"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("U.S.-led", "U.S.|-|led"),
        ("DON'T", "DO|N'T"),
        ("everything’ll", "everything|’ll"),
        ("paranoia,”Clinton", "paranoia|,|”|Clinton"),
        ("8:35PM", "8:35|PM"),
        ("Lt. Gov. Lee", "Lt.|Gov.|Lee"),
        ("quality….The", "quality|…|.|The"),
        ("booing—they’re", "booing|—|they|’re"),
        ("said--he", "said|--|he"),
        ("PayPalX.", "PayPalX|."),
    ],
)
def test_where_spacy_follows_its_lists_too_closely_tokens_are_parted(text, expected):
    assert tokens(text) == expected.split("|")


@pytest.mark.parametrize("unseen", ["\u200b", "\u200c", "\ufeff", "\u00ad", "\u200e", "\u2060"])
def test_invisible_characters_are_no_part_of_a_word_at_its_edges(unseen):
    assert tokens(f"{unseen}Ann Van{unseen}Lee{unseen}, no") == [
        unseen, "Ann", f"Van{unseen}Lee", unseen, ",", "no",
    ]  # fmt: skip


@pytest.mark.parametrize("emoji", ["🙂", "👩‍🚒", "👍🏽", "♥️", "🇳🇬", "☎"])
def test_an_emoji_is_one_token(emoji):
    assert tokens(f"Yes{emoji}{emoji}, {emoji}!") == ["Yes", emoji, emoji, ",", emoji, "!"]


def test_offsets_count_from_the_beginning_of_the_text_not_of_the_part():
    assert words("Yes. No.", 5, 8) == [Span(5, 7), Span(7, 8)]


def test_white_space_that_is_no_blank_divides_words():
    text = "one\u2028two\u00a0three\tfour\x1cfive"
    assert tokens(text) == ["one", "two", "three", "four", "five"]


@pytest.mark.parametrize("run", ["a", "a.", "a-", "-", ")", "1,", "x'", "http://a)", "a@b.", "\u200b", "n't"])
def test_overlong_runs_are_one_token_and_no_run_takes_long(run):
    text = run * (100_000 // len(run))
    most = run * (LONGEST_WORD // len(run)) + " "
    started = time.perf_counter()
    assert words(text, 0, len(text)) == [Span(0, len(text))]
    words(most * 400, 0, len(most) * 400)
    assert time.perf_counter() - started < 3
