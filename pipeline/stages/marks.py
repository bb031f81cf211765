"""Quotation marks paired into quotations: which marks open, which close, and which are no quotation marks at all.

A quotation that is not closed when its paragraph ends goes on in the next one if that opens with a mark again
(the rule of the newspapers), or if that begins with what is plainly the missing half.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from onrecord.document import Paragraph
from onrecord.records import Span

Side: TypeAlias = Literal["open", "close", "either"]
Family: TypeAlias = Literal["double", "single"]

_MARK = re.compile(r"``|(?<=\S)'(?=''(?!'))|''|[\"“”„‟«»‘’‚‛'‹›`]")
_DOUBLE = frozenset({"``", "''", '"', "“", "”", "„", "‟", "«", "»"})
_OPENING = frozenset({"``", "“", "„", "«", "‘", "‚", "‹"})
_CLOSING = frozenset({"”", "»", "›"})
_BEFORE_OPEN = frozenset("([{—–-/―:\"“‘'«„*_")
_AFTER_CLOSE = frozenset(".,;:!?)]}—–-…/\"”’'»*_")
_SENTENCE_END = frozenset(",.?!…—-")
_ELISION = re.compile(r"(?:em|til|tis|twas|cause|bout|round|n|ere|cuz|nuff|\d0s|\d\d)\b", re.IGNORECASE)
_STOP = re.compile(r"[.?!](?=\s)")
_INCHES = re.compile(r"\d['’′]\s?\d{1,2}$")


@dataclass(frozen=True, slots=True)
class Quotation:
    """A stretch between marks, outermost marks only."""

    spans: tuple[Span, ...]
    """One span a paragraph, marks included."""
    closed: bool
    """Whether the closing mark was found."""

    @property
    def start(self) -> int:
        """Offset of the opening mark."""
        return self.spans[0].start

    @property
    def end(self) -> int:
        """Offset after the closing mark."""
        return self.spans[-1].end


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    family: Family
    side: Side
    sure: bool
    """Whether a single mark closes after punctuation, or opens by its shape: what no apostrophe does."""


@dataclass(frozen=True, slots=True)
class _Open:
    start: int
    family: Family


def quotations(text: str, paragraphs: Sequence[Paragraph]) -> tuple[Quotation, ...]:
    """The quotations of some paragraphs of an article, in text order.

    Args:
        text: The raw text.
        paragraphs: The paragraphs, in text order; a quotation can run from one into the next of them.

    Returns:
        Outermost quotations; a mark that pairs with nothing is left out, except for one that opens a paragraph.
    """
    found: list[Quotation] = []
    carried: Quotation | None = None
    for paragraph in paragraphs:
        marks = _marks(text, paragraph)
        if carried and _goes_on(marks, paragraph, carried, text):
            own, pending = _paired(paragraph, marks, text, _family(text, carried))
            first, rest = own[0], own[1:]
            carried = Quotation((*carried.spans, *first.spans), first.closed)
            own = [carried, *rest]
            found.pop()
        else:
            own, pending = _paired(paragraph, marks, text, None)
        found += own
        carried = own[-1] if pending else None
    return tuple(_settled(text, quotation) for quotation in found)


def _goes_on(marks: Sequence[_Mark], paragraph: Paragraph, carried: Quotation, text: str) -> bool:
    """Whether the open quotation is taken up again, or at last closed, in this paragraph."""
    first = next((mark for mark in marks if mark.family == _family(text, carried)), None)
    if first is None:
        return False
    return (first.start == paragraph.start and first.side != "close") or first.side == "close"


def _family(text: str, quotation: Quotation) -> Family:
    return "double" if text[quotation.start] in '"“”„‟«»`' or text.startswith("''", quotation.start) else "single"


def _marks(text: str, paragraph: Paragraph) -> list[_Mark]:
    """All quotation marks of a paragraph with the side that their surroundings give them."""
    marks = []
    for match in _MARK.finditer(text, paragraph.start, paragraph.end):
        surface = match.group()
        before = text[match.start() - 1] if match.start() > paragraph.start else " "
        after = text[match.end()] if match.end() < paragraph.end else " "
        if surface in _DOUBLE:
            if surface == '"' and _INCHES.search(text, max(paragraph.start, match.start() - 6), match.start()):
                continue
            side = _double_side(surface, before, after)
            marks.append(_Mark(match.start(), match.end(), "double", side, True))
        else:
            marks += _single(text, match, before, after)
    return marks


def _opens_here(before: str, after: str) -> bool:
    return (before.isspace() or before in _BEFORE_OPEN) and not after.isspace()


def _closes_here(before: str, after: str) -> bool:
    return not before.isspace() and (after.isspace() or after in _AFTER_CLOSE)


def _double_side(surface: str, before: str, after: str) -> Side:
    opens, closes = _opens_here(before, after), _closes_here(before, after)
    if surface in _OPENING:
        return "either" if closes and not opens else "open"
    if surface in _CLOSING:
        return "either" if opens and not closes else "close"
    if opens == closes:
        return "either"
    return "open" if opens else "close"


def _single(text: str, match: re.Match[str], before: str, after: str) -> Iterator[_Mark]:
    """A single mark, unless it can only be an apostrophe."""
    surface = match.group()
    if surface == "`" and not _opens_here(before, after):
        return
    if before.isalnum() and after.isalnum():
        return
    if _opens_here(before, after) and surface not in ("›",):
        if not _ELISION.match(text, match.end()):
            yield _Mark(match.start(), match.end(), "single", "open", surface in _OPENING)
    elif not before.isspace() and not after.isalnum() and surface not in _OPENING:
        yield _Mark(match.start(), match.end(), "single", "close", before in _SENTENCE_END or surface == "›")


def _paired(
    paragraph: Paragraph, marks: Sequence[_Mark], text: str, resumed: Family | None
) -> tuple[list[Quotation], bool]:
    """The quotations of one paragraph, and whether the last is still open where the paragraph ends.

    Args:
        paragraph: The paragraph.
        marks: Its marks.
        text: The raw text.
        resumed: The marks of the quotation that is still open from the paragraph before, if one is.
    """
    found: list[Quotation] = []
    closers, surplus = _sure_closers(marks), _surplus(marks)
    stack: list[_Open] = [_Open(paragraph.start, resumed)] if resumed else []
    for number, mark in enumerate(marks):
        if resumed and mark.start == paragraph.start:
            continue
        depth = next((d for d in range(len(stack) - 1, -1, -1) if stack[d].family == mark.family), None)
        if depth is not None and mark.side != "open" and not _is_possessive(text, mark, number, closers):
            opened = stack[depth]
            del stack[depth:]
            if not stack:
                found.append(Quotation((Span(opened.start, mark.end),), True))
        elif mark.side != "close" and (depth is None or _nests(mark, stack, surplus[number])):
            if mark.family == "double" or closers[number] >= 0:
                stack.append(_Open(mark.start, mark.family))
        elif mark.side == "open" and depth == 0 and mark.family == "double":
            # A mark was lost: what stood open ends before this one.
            found.append(Quotation((Span(stack[0].start, mark.start),), False))
            stack = [_Open(mark.start, mark.family)]
    if stack:
        found.append(Quotation((Span(stack[0].start, paragraph.end),), False))
    return found, bool(stack)


def _sure_closers(marks: Sequence[_Mark]) -> list[int]:
    """For each mark, how many single marks after it close for sure before the next single one opens.

    The value is -1 where there is no single closing mark at all before that.
    """
    counts = [-1] * len(marks)
    sure = -1
    for number in range(len(marks) - 1, -1, -1):
        counts[number] = sure
        mark = marks[number]
        if mark.family == "single":
            sure = -1 if mark.side == "open" else max(sure, 0) + mark.sure
    return counts


def _surplus(marks: Sequence[_Mark]) -> list[int]:
    """For each mark, how many more double marks close than open behind it in the paragraph."""
    counts = [0] * len(marks)
    surplus = 0
    for number in range(len(marks) - 1, -1, -1):
        counts[number] = surplus
        if marks[number].family == "double":
            surplus += {"close": 1, "open": -1, "either": 0}[marks[number].side]
    return counts


def _nests(mark: _Mark, stack: Sequence[_Open], surplus: int) -> bool:
    """Whether a mark that opens inside a quotation of its own family opens a quotation within the quotation."""
    return mark.side == "open" and (stack[-1].family != mark.family or surplus > len(stack))


def _is_possessive(text: str, mark: _Mark, number: int, closers: Sequence[int]) -> bool:
    """Whether a closing single mark is rather the apostrophe of a plural, since a better one follows."""
    return mark.family == "single" and not mark.sure and text[mark.start - 1] in "sS" and closers[number] > 0


def _settled(text: str, quotation: Quotation) -> Quotation:
    """A quotation without white space at its end.

    One that was never closed ends with its paragraph if it opens it, and else with its sentence.
    """
    last = quotation.spans[-1]
    end = last.end
    if not quotation.closed and not _opens_line(text, last.start):
        stop = _STOP.search(text, last.start, last.end)
        end = stop.start() + 1 if stop else end
    while end > last.start + 1 and text[end - 1].isspace():
        end -= 1
    return replace(quotation, spans=(*quotation.spans[:-1], Span(last.start, end)))


def _opens_line(text: str, start: int) -> bool:
    """Whether nothing but white space stands before the mark on its line."""
    place = start
    while place > 0 and text[place - 1].isspace() and text[place - 1] not in "\n\r":
        place -= 1
    return place == 0 or text[place - 1] in "\n\r"
