"""Words: spaCy's English tokenizer, guarded against words so long that its patterns would crawl."""

from __future__ import annotations

import re
from functools import cache

import spacy
from spacy.language import Language

from onrecord.records import Span

#: A run of this many characters without white space is no word of any language; it is taken as one token.
LONGEST_WORD = 256

#: Different words that are kept before a vocabulary of spaCy, which keeps every word it ever saw, is begun anew; about
#: half a kilobyte each.
MOST_STRINGS = 300_000

_OVERLONG = re.compile(rf"\S{{{LONGEST_WORD + 1},}}")
_UNICODE_BREAK = re.compile(r"\s+")


@cache
def _english() -> Language:
    return spacy.blank("en")


def words(text: str, start: int, end: int) -> list[Span]:
    """Tokens of ``text[start:end]`` without white space.

    Args:
        text: The raw text of an article.
        start: First code point to look at.
        end: One past the last.

    Returns:
        Spans into `text`, in order; together they cover every character that is not white space.
    """
    if len(_english().vocab.strings) > MOST_STRINGS:
        _english.cache_clear()
    found: list[Span] = []
    place = start
    for match in _OVERLONG.finditer(text, start, end):
        found += _words(text, place, match.start())
        found.append(Span(match.start(), match.end()))
        place = match.end()
    found += _words(text, place, end)
    return found


def _words(text: str, start: int, end: int) -> list[Span]:
    found: list[Span] = []
    for token in _english().tokenizer(text[start:end]):
        at = start + token.idx
        surface = token.text
        if surface.isspace():
            continue
        # The tokenizer splits at the plain space only; any other white space within a token divides it here.
        place = 0
        for gap in _UNICODE_BREAK.finditer(surface):
            if gap.start() > place:
                found.append(Span(at + place, at + gap.start()))
            place = gap.end()
        if place < len(surface):
            found.append(Span(at + place, at + len(surface)))
    return found
