"""Segment: the raw text into paragraphs, sentences and words, with headline and sub-headings told apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import ClassVar

from pydantic import Field

from onrecord.document import Document, Findings, Layer, Paragraph, ParagraphKind, Segments
from onrecord.records import Span
from onrecord.stages.stage import Stage, StageSettings
from onrecord.stages.tokenizer import words

#: One line break; "\r\n" is one and not two, also where it was converted twice or thrice.
_BREAK = r"(?:\r{0,3}\n|\r(?!\r{0,2}\n)|[\x0b\x0c\x85\u2028\u2029])"
_BLANK_LINE = re.compile(rf"{_BREAK}(?:[^\S\n\r]*{_BREAK})+|\u2029")
_LINE = re.compile(_BREAK)
_STOPS = frozenset(".!?…") | {"...", "..", "?!", "!?", "....", ". . ."}
_CLOSERS = frozenset("\"'”’»)]}")
_QUOTES = frozenset("\"'”’»")
_OPENERS = frozenset("\"'“‘«([{—–-•*")
_ENDINGS = tuple(".!?…:;,\"'”’)]—-")
_ITEM = re.compile(r"[-–—*•·▪●◦»]\s|\(?\d{1,3}[.)]\s")
#: A letter or digit, after which a line does not go on in the next one unless there was no room.
_LINE_END = re.compile(r"(?:\w|\w[)\]]|\b[A-Z]\.|\bJr\.|\bSr\.)$")
#: Most words between a question and the verb that gives it to its speaker.
_LONGEST_SPEAKER = 6
# fmt: off
_SAYING = frozenset({
    "asked", "asks", "said", "says", "shouted", "shouts", "cried", "cries", "yelled", "yells", "wondered", "wonders",
    "exclaimed", "exclaims", "replied", "replies", "answered", "added", "adds", "wrote", "writes", "tweeted",
    "demanded", "demands", "inquired", "enquired", "screamed", "called", "joked", "jokes", "quipped", "whispered",
    "laughed", "continued", "recalled", "told", "sighed", "chanted", "urged", "declared", "went", "roared", "snapped",
})
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
    """Paragraphs end at a blank line, or at every line break in a list and in a text that has no blank lines."""

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
        for number, (block, is_item) in enumerate(blocks):
            inside = words(text, block.start, block.end)
            kind = "body" if is_item and number else self._kind(text, inside, number, len(blocks))
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


def _blocks(text: str) -> Iterator[tuple[Span, bool]]:
    """Paragraphs without the white space around them; each line of a list is one, and said to be."""
    whole = Span(0, len(text))
    lines = list(_parts(text, whole, _LINE))
    if not _BLANK_LINE.search(text.strip()):
        yield from ((line, False) for line in lines)
        return
    width = max((line.end - line.start for line in lines), default=0)
    for block in _parts(text, whole, _BLANK_LINE):
        own = list(_parts(text, block, _LINE))
        is_list = _is_list([line.of(text) for line in own], width)
        yield from ((piece, is_list) for piece in (own if is_list else [block]))


def _parts(text: str, span: Span, breaks: re.Pattern[str]) -> Iterator[Span]:
    place = span.start
    for match in breaks.finditer(text, span.start, span.end):
        yield from _trimmed(text, place, match.start())
        place = match.end()
    yield from _trimmed(text, place, span.end)


def _is_list(lines: Sequence[str], width: int) -> bool:
    """Whether every line stands for itself: names, items or an address, and not prose that was wrapped.

    Args:
        lines: Those of a paragraph.
        width: Characters of the longest line of the article; wrapped prose breaks where no more words fit in.
    """
    if len(lines) < 2:
        return False
    if all(_ITEM.match(line) for line in lines):
        return True
    return all(
        _LINE_END.search(line)
        and line.split()[-1].lower() not in _FUNCTION_WORDS
        and (after[0].isupper() or after[0].isdigit())
        and len(line) + 1 + len(after.split()[0]) <= width
        for line, after in pairwise(lines)
    ) and (lines[0][0].isupper() or lines[0][0].isdigit())


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
            if last + 1 == len(inside) or (
                _begins(text, inside, last + 1, surface) and not _is_attributed(text, inside, last)
            ):
                yield Span(inside[first].start, inside[last].end)
                first = last + 1
            index = last
        index += 1
    if first < len(inside):
        yield Span(inside[first].start, inside[-1].end)


def _closes(text: str, inside: Sequence[Span], index: int) -> bool:
    word = inside[index]
    return word.of(text) in _CLOSERS | _STOPS and word.start == inside[index - 1].end


def _is_attributed(text: str, inside: Sequence[Span], last: int) -> bool:
    """Whether a question or a shout that ends here, in marks, goes on with its speaker: '"Why?" Ms. Roos asked.'."""
    if inside[last].of(text) not in _QUOTES or inside[last - 1].of(text) == ".":
        return False
    for place in range(last + 1, min(last + 2 + _LONGEST_SPEAKER, len(inside))):
        surface = inside[place].of(text)
        if surface in _SAYING:
            after = [word.of(text) for word in inside[place + 1 : place + 3]]
            leads_in = len(after) == 2 and after[0] in {",", ":"} and after[1] in _OPENERS
            return place > last + 1 and not leads_in and (surface != "went" or after[:1] == ["on"])
        if not surface[0].isalnum():
            return False
    return False


def _begins(text: str, inside: Sequence[Span], index: int, stop: str) -> bool:
    surface = inside[index].of(text)
    if surface in _OPENERS and index + 1 < len(inside):
        surface = inside[index + 1].of(text)
    if inside[index].start == inside[index - 1].end and surface[0] not in '"“':
        return stop == "." and surface[0].isupper() and len(surface) > 1
    return not surface[0].islower()
