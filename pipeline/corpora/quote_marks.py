"""Which of a text stands between quotation marks, and with it the type of a quote."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from onrecord.records import QuoteType, Span

_DOUBLE = re.compile(r"[\"“”„«»]|``|''")
#: A quotation between single marks has a greatest length: without one, marks that nothing closes would each be read to
#: the end of the line.
_SINGLE = re.compile(r"(?<!\w)['‘](?=[\w\"“$])(?!\d\d)[^\n]{0,1000}?[^\s'‘]['’](?!\w)")
_OPENERS = frozenset(("“", "„", "«", "``"))
_CLOSERS = frozenset(("”", "»", "''"))


def quoted_spans(text: str) -> list[Span]:
    """The stretches between quotation marks, the marks included, in text order.

    A mark that no other closes within its paragraph (a line) quotes to the end of the paragraph, as in a quote that
    goes on in the next one. Single marks count outside of double ones only; an apostrophe is no mark.
    """
    spans: list[Span] = []
    for line in re.finditer(r"[^\n]+", text):
        double = list(_double(text, line.start(), line.end()))
        spans += double
        spans += [
            Span(*match.span())
            for match in _SINGLE.finditer(text, line.start(), line.end())
            if not _overlaps(double, match.start(), match.end())
        ]
    return sorted(spans)


def _overlaps(spans: Sequence[Span], start: int, end: int) -> bool:
    """Whether any of some spans, in text order and apart, shares a code point with a stretch."""
    place = bisect_right(spans, start, key=lambda span: span.end)
    return place < len(spans) and spans[place].start < end


def _double(text: str, start: int, end: int) -> Iterator[Span]:
    opened: int | None = None
    for match in _DOUBLE.finditer(text, start, end):
        mark = match[0]
        if opened is None:
            follows_word = match.start() > start and text[match.start() - 1].isalnum()
            if mark in _OPENERS or (mark == '"' and not follows_word):
                opened = match.start()
        elif mark in _CLOSERS or mark == '"':
            yield Span(opened, match.end())
            opened = None
    if opened is not None:
        yield Span(opened, end)


def quote_type(text: str, content: Sequence[Span], quoted: Sequence[Span]) -> QuoteType:
    """Direct where all letters and digits of the content stand between marks, indirect where none do, else mixed.

    Args:
        text: The text.
        content: The spans of the quote's content; the marks may lie within them or just outside.
        quoted: What `quoted_spans` found in the text.
    """
    inside = outside = 0
    for span in content:
        marks = [mark for mark in quoted if mark.overlaps(span)]
        for place in range(span.start, span.end):
            if text[place].isalnum():
                if any(mark.start <= place < mark.end for mark in marks):
                    inside += 1
                else:
                    outside += 1
    if not inside:
        return "indirect"
    return "mixed" if outside else "direct"
