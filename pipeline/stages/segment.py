"""Segment: the raw text into paragraphs, sentences and words, with headline and sub-headings told apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import ClassVar

from pydantic import Field

from onrecord.document import Document, Findings, Layer, Paragraph, ParagraphKind, Segments
from onrecord.records import Span
from onrecord.stages.stage import Stage, StageSettings
from onrecord.stages.tokenizer import words

_BREAK = r"(?:\r\n|[\n\r\x0b\x0c\x85\u2028\u2029])"
_BLANK_LINE = re.compile(rf"{_BREAK}(?:[^\S\n\r]*{_BREAK})+|\u2029")
_LINE = re.compile(_BREAK)
_STOPS = frozenset(".!?…") | {"...", "..", "?!", "!?", "....", ". . ."}
_CLOSERS = frozenset("\"'”’»)]}")
_OPENERS = frozenset("\"'“‘«([{—–-•*")
_ENDINGS = tuple(".!?…:;,\"'”’)]—-")
# fmt: off
_FUNCTION_WORDS = frozenset({
    "a", "an", "and", "as", "at", "but", "by", "for", "from", "if", "in", "into", "is", "its", "nor", "of", "off",
    "on", "onto", "or", "out", "over", "so", "than", "that", "the", "to", "up", "via", "vs", "with", "was", "are",
    "were", "be", "been", "has", "have", "had", "his", "her", "their",
})
# fmt: on


class SegmentSettings(StageSettings):
    """Settings of `Segment`."""

    headline_words: int = Field(default=25, ge=0)
    """Most words that the first paragraph can have to be taken for the headline; 0 finds none."""
    heading_words: int = Field(default=12, ge=0)
    """Most words that a later paragraph can have to be taken for a sub-heading; 0 finds none."""


class Segment(Stage[SegmentSettings]):
    """Paragraphs end at a blank line, or at every line break in a text that has no blank lines."""

    Settings = SegmentSettings
    writes: ClassVar[frozenset[Layer]] = frozenset({"segments"})

    def predict(self, documents: Sequence[Document]) -> list[Findings]:
        """Segments of each document; nothing but white space is left outside of words."""
        return [Findings(segments=self._segments(document.text)) for document in documents]

    def _segments(self, text: str) -> Segments:
        paragraphs: list[Paragraph] = []
        sentences: list[Span] = []
        tokens: list[Span] = []
        blocks = list(_blocks(text))
        for number, block in enumerate(blocks):
            inside = words(text, block.start, block.end)
            kind = self._kind(text, inside, number, len(blocks))
            paragraphs.append(Paragraph(block.start, block.end, kind))
            sentences += _sentences(text, inside) if kind == "body" else [block]
            tokens += inside
        return Segments(tuple(paragraphs), tuple(sentences), tuple(tokens))

    def _kind(self, text: str, inside: Sequence[Span], number: int, count: int) -> ParagraphKind:
        surfaces = [word.of(text) for word in inside]
        if number == 0 and count > 1 and len(surfaces) <= self.settings.headline_words:
            if not surfaces[-1].endswith(_ENDINGS) or _is_titled(surfaces):
                return "headline"
        elif 0 < number < count - 1 and len(surfaces) <= self.settings.heading_words:
            if surfaces[-1].endswith(_ENDINGS) or any(surface[0] in '"“' for surface in surfaces[:1]):
                return "body"
            if surfaces[0][0].isupper() or surfaces[0][0].isdigit():
                return "heading"
        return "body"


def _blocks(text: str) -> Iterator[Span]:
    """Paragraphs without the white space around them."""
    breaks = _BLANK_LINE if _BLANK_LINE.search(text.strip()) else _LINE
    place = 0
    for match in breaks.finditer(text):
        yield from _trimmed(text, place, match.start())
        place = match.end()
    yield from _trimmed(text, place, len(text))


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield Span(start, end)


def _is_titled(surfaces: Sequence[str]) -> bool:
    """Whether the words carry the capitals of a headline: nearly all of them, function words aside."""
    content = [word for word in surfaces if word[0].isalpha() and word.lower() not in _FUNCTION_WORDS]
    capital = sum(not word[0].islower() for word in content)
    return len(content) >= 3 and capital >= 0.8 * len(content)


def _sentences(text: str, inside: Sequence[Span]) -> Iterator[Span]:
    """Sentences of a paragraph: a stop, closing marks after it, then a word that can begin a sentence."""
    first = 0
    index = 0
    while index < len(inside):
        surface = inside[index].of(text)
        if surface in _STOPS or (surface[-1] in "!?…" and len(surface) <= 4):
            last = index
            while last + 1 < len(inside) and _closes(text, inside, last + 1):
                last += 1
            if last + 1 == len(inside) or _begins(text, inside, last + 1, surface):
                yield Span(inside[first].start, inside[last].end)
                first = last + 1
            index = last
        index += 1
    if first < len(inside):
        yield Span(inside[first].start, inside[-1].end)


def _closes(text: str, inside: Sequence[Span], index: int) -> bool:
    word = inside[index]
    return word.of(text) in _CLOSERS | _STOPS and word.start == inside[index - 1].end


def _begins(text: str, inside: Sequence[Span], index: int, stop: str) -> bool:
    surface = inside[index].of(text)
    if surface in _OPENERS and index + 1 < len(inside):
        surface = inside[index + 1].of(text)
    if inside[index].start == inside[index - 1].end and surface[0] not in '"“':
        return stop == "." and surface[0].isupper() and len(surface) > 1
    return not surface[0].islower()
