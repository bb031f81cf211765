"""The words of a sentence before a quotation in it that are said as well: Rubio "apologised," he said."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from onrecord.records import Span
from onrecord.stages.marks import Quotation
from onrecord.stages.rules.quotes.boundaries import is_stop
from onrecord.stages.rules.quotes.tree import Tree

#: Most tokens before a quotation that can belong to the content.
_LONGEST = 100
#: Most characters that the marks and blanks at the end of a quotation take.
_CLOSERS = 12
_LINKS = frozenset({",", ":", "—", "–", "-", "("})
_ASKING = frozenset({"asked", "pressed", "questioned"})
_FINAL = frozenset(".?!…")


def led_in(tree: Tree, quotations: Sequence[Quotation], index: int, floor: int) -> tuple[Span, ...] | None:
    """The spans of a quotation with the words of its own sentence before it, where these are part of what is said.

    Args:
        tree: The parse.
        quotations: All quotations.
        index: Which of them.
        floor: Offset before which the words cannot begin: of the paragraph, or the end of the attribution before.

    Returns:
        The spans; None where the words ask the question that the quotation answers ("Asked whether …").
    """
    quotation = quotations[index]
    end = first = bisect_left(tree.starts, quotation.start)
    while first > 0 and tree.starts[first - 1] >= floor and not _is_barrier(tree, quotations, first - 1):
        first -= 1
        if end - first > _LONGEST:
            return quotation.spans
    trimmed = tree.trimmed(first, end - 1)
    while end > first and tree.pos[end - 1] == "SPACE":
        end -= 1
    if trimmed is None or tree.words[end - 1] in _LINKS:
        return quotation.spans
    if tree.lower[trimmed[0]] in _ASKING:
        return None
    return (Span(tree.starts[trimmed[0]], quotation.spans[0].end), *quotation.spans[1:])


def begun_before(tree: Tree, quotation: Quotation, clause: Span, floor: int) -> tuple[Span, ...]:
    """The spans of a quotation with the words before the attributing clause in which the said sentence begins.

    ``Of the two, she said, "neither is ready."``: a quotation that begins in lower case goes on with a sentence, and
    what stands before the clause is its beginning.

    Args:
        tree: The parse.
        quotation: The quotation after the clause.
        clause: Source and cue, which a comma parts from the words before and from the quotation.
        floor: Offset of the sentence in which the clause stands.

    Returns:
        The spans; those of the quotation where nothing stands before the clause.
    """
    first, last = bisect_left(tree.starts, floor), bisect_left(tree.starts, clause.start) - 1
    opening = tree.text[quotation.start : quotation.end].lstrip("\"'“”‘’«»`„ [")[:1]
    if not opening.islower() or last <= first or tree.words[last] != ",":
        return quotation.spans
    trimmed = tree.trimmed(first, last)
    # A lone "But" links two sentences and opens neither: PolNeAR leaves it out more often than not.
    if trimmed is None or (trimmed[0] == trimmed[1] and tree.pos[trimmed[0]] == "CCONJ"):
        return quotation.spans
    return (tree.span(*trimmed), *quotation.spans)


def _is_barrier(tree: Tree, quotations: Sequence[Quotation], token: int) -> bool:
    """Whether a sentence ends at the token: at a full stop, a line break, or a quotation that ends with a sentence."""
    inside = tree.quoted[token]
    if inside >= 0:
        return ends_with(tree.text, quotations[inside], _FINAL)
    return is_stop(tree, token) or (tree.pos[token] == "SPACE" and not set("\n\r").isdisjoint(tree.words[token]))


def ends_with(text: str, quotation: Quotation, marks: frozenset[str]) -> bool:
    """Whether the last character of a quotation, quotation marks aside, is one of the marks."""
    return last_mark(text, quotation) in marks


def last_mark(text: str, quotation: Quotation) -> str:
    """The last character of a quotation, quotation marks aside; empty where there is none."""
    return text[max(quotation.start, quotation.end - _CLOSERS) : quotation.end].rstrip("\"'“”‘’«»`„ ")[-1:]
