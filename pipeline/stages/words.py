"""What a model reads of an article: words, grouped in units that are tagged independently of each other."""

from __future__ import annotations

from bisect import bisect_left

from onrecord.corpora.corpus import Tokens
from onrecord.document import Document, Segments
from onrecord.records import Article
from onrecord.stages.segment import Segment, SegmentSettings


def paragraph_words(text: str, segments: Segments) -> Tokens:
    """The words of an article with its paragraphs as units."""
    starts = [word.start for word in segments.words]
    ranges: list[tuple[int, int]] = []
    for paragraph in segments.paragraphs:
        first, end = bisect_left(starts, paragraph.start), bisect_left(starts, paragraph.end)
        if first < end:
            ranges.append((first, end))
    return Tokens(segments.words, tuple(word.of(text) for word in segments.words), tuple(ranges))


def words_of(text: str, tokens: Tokens | None) -> Tokens:
    """The corpus's own tokens and sentences where there are any, else words and paragraphs of the segment stage."""
    if tokens is not None:
        return tokens
    found = Segment("segment", SegmentSettings()).predict([Document(Article("0", text))])[0].segments
    return paragraph_words(text, found) if found is not None else Tokens((), (), ())
