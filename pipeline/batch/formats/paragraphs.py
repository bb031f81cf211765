"""Marked-up text as paragraphs: what stands between the tags that end a line, with its white space made even."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

#: Elements of HTML that stand within a line.
HTML_INLINE = frozenset(
    {"a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "dfn", "em", "font", "i", "ins", "kbd", "mark"}
    | {"nobr", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr"}
)
#: Elements of HTML that are a line break.
HTML_BREAKS = frozenset({"br"})

_SPACES = re.compile(r"[ \t\r\n\f]+")
_BREAK = "\x00"  # no character that XML or HTML could hold


def joined(paragraphs: Sequence[str]) -> str:
    """Paragraphs as a text: a blank line between two."""
    return "\n\n".join(paragraphs)


def paragraphs_of(element: _Element, inline: Collection[str], breaks: Collection[str]) -> Iterator[str]:
    """The paragraphs within an element, in order; none is empty.

    A single line break stays one; two in a row, as old pages have them, end a paragraph.

    Args:
        element: Where to look.
        inline: Names of the elements that stand within a line; every other one begins and ends a paragraph.
        breaks: Names of the elements that are a line break.
    """
    pieces: list[str] = []
    for piece in _pieces(element, inline, breaks):
        if piece is not None:
            pieces.append(piece)
            continue
        yield from _lines("".join(pieces))
        pieces.clear()
    yield from _lines("".join(pieces))


def evened(text: str) -> str:
    """A text on one line, its white space single."""
    return _SPACES.sub(" ", text).strip()


def _pieces(element: _Element, inline: Collection[str], breaks: Collection[str]) -> Iterator[str | None]:
    """The text in an element piece by piece; None where a paragraph begins or ends."""
    yield element.text or ""
    for child in element:
        name = child.tag.rpartition("}")[2].lower() if isinstance(child.tag, str) else ""
        if not name:  # a comment, an instruction
            pass
        elif name in breaks:
            yield _BREAK
        elif name in inline:
            yield from _pieces(child, inline, breaks)
        else:
            yield None
            yield from _pieces(child, inline, breaks)
            yield None
        yield child.tail or ""


def _lines(text: str) -> Iterator[str]:
    even = _SPACES.sub(" ", text)
    for paragraph in re.split(f"{_BREAK} *(?:{_BREAK} *)+", even):
        lines = (line.strip(" ") for line in paragraph.split(_BREAK))
        if kept := "\n".join(line for line in lines if line):
            yield kept
