"""What a model reads of an article: words, grouped in units that are tagged independently of each other."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from onrecord.corpora.corpus import Tokens
from onrecord.document import Document, Segments
from onrecord.records import Article
from onrecord.stages.segment import Segment, SegmentSettings


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text."""

    tokens: Tokens
    """The words, where `Tokens.sentences` are units: the paragraphs of an article."""
    sentences: tuple[int, ...]
    """The first word of each sentence."""


def paragraph_words(text: str, segments: Segments) -> Words:
    """The words of an article with its paragraphs as units."""
    starts = [word.start for word in segments.words]
    units: list[tuple[int, int]] = []
    for paragraph in segments.paragraphs:
        first, end = bisect_left(starts, paragraph.start), bisect_left(starts, paragraph.end)
        if first < end:
            units.append((first, end))
    tokens = Tokens(segments.words, tuple(word.of(text) for word in segments.words), tuple(units))
    return Words(tokens, tuple(bisect_left(starts, sentence.start) for sentence in segments.sentences))


def words_of(text: str) -> Words:
    """The words of a text in its paragraphs, as the segment stage finds them: what a pipeline will read."""
    segments = Segment("segment", SegmentSettings()).predict([Document(Article("0", text))])[0].segments
    assert segments is not None
    return paragraph_words(text, segments)
