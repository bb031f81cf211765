"""The type of a quote: how much of its content stands between quotation marks."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from onrecord.records import QuoteType, Span
from onrecord.stages.marks import Quotation

#: Words that may lead into a quotation that is otherwise the whole content.
_LEAD_IN = frozenset({"that", "and"})


def quote_type(text: str, content: Sequence[Span], quotations: Sequence[Quotation]) -> QuoteType:
    """direct: all words of the content stand between marks, but for an introducing "that"; indirect: none does.

    Args:
        text: The raw text.
        content: The spans of the content.
        quotations: All quotations of the article, in text order.
    """
    inside = outside = False
    for span in content:
        place = span.start
        index = max(0, bisect_right(quotations, span.start, key=_start) - 1)
        while index < len(quotations) and quotations[index].start < span.end:
            for piece in quotations[index].spans:
                if piece.overlaps(span):
                    outside |= _has_words(text[place : max(place, piece.start)])
                    inside |= _has_words(text[max(place, piece.start) : min(span.end, piece.end)])
                    place = max(place, piece.end)
            index += 1
        outside |= _has_words(text[place : span.end])
    if not inside:
        return "indirect"
    return "mixed" if outside else "direct"


def _start(quotation: Quotation) -> int:
    return quotation.start


def _has_words(text: str) -> bool:
    words = [word.strip(",:;.'\"").lower() for word in text.split()]
    return any(any(c.isalnum() for c in word) and word not in _LEAD_IN for word in words)
