"""Titles of works between quotation marks, which nobody says."""

from __future__ import annotations

from bisect import bisect_left

from onrecord.stages.marks import Quotation
from onrecord.stages.rules.quotes.boundaries import is_stop
from onrecord.stages.rules.quotes.tree import Tree

_MARKS = "\"'“”‘’«»`„"
_LONGEST = 8
#: Words up to this length, such as "of" and "the", need no capital in a title.
_SMALL = 3


def is_title(tree: Tree, quotation: Quotation, floor: int) -> bool:
    """Whether a quotation inside a sentence is the title of a work: some words, all but the small ones with a capital.

    Args:
        tree: The parse.
        quotation: The quotation.
        floor: Offset where its paragraph begins.
    """
    before = bisect_left(tree.starts, quotation.start) - 1
    while before >= 0 and tree.pos[before] == "SPACE":
        before -= 1
    if before < 0 or tree.starts[before] < floor or is_stop(tree, before):
        return False
    words = [word for word in tree.text[quotation.start : quotation.end].split() if len(word) > _SMALL]
    return 1 <= len(words) <= _LONGEST and all(word.strip(_MARKS)[:1].isupper() for word in words)
