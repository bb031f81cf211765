"""A record as tagged sentences, for formats that hold nothing else, with what they lose counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from onrecord.corpora.corpus import GoldDocument, Losses, Tokens
from onrecord.corpora.tagging import Chunk
from onrecord.document import Document
from onrecord.records import Article, Mention, Record, Span
from onrecord.stages.segment import Segment, SegmentSettings


@dataclass(frozen=True, slots=True)
class TaggedSentence:
    """Tokens of a sentence and the names in it."""

    tokens: tuple[str, ...]
    """As they are to be written."""
    chunks: tuple[Chunk, ...]
    """Without overlap, in order."""


def tagged_sentences(document: GoldDocument, losses: Losses) -> list[TaggedSentence]:
    """The sentences of a document with its names as chunks; what this cannot hold is counted.

    Nominals and pronouns are left out: a tagged corpus is read as names. Of names that overlap the longest is kept.
    """
    record = document.record
    names = _longest(_names(record, losses), losses)
    tokens = document.tokens or cut_into_tokens(record, [name.span for name in names])
    sentences: list[TaggedSentence] = []
    chunks = _chunks(names, tokens, losses)
    for first, end in tokens.sentences:
        inside = tuple(
            Chunk(chunk.first - first, chunk.end - first, chunk.label)
            for chunk in chunks
            if first <= chunk.first and chunk.end <= end
        )
        sentences.append(TaggedSentence(tokens.forms[first:end], inside))
    held = sum(len(sentence.chunks) for sentence in sentences)
    losses.lose("names that cross a sentence", len(chunks) - held)
    losses.keep("mentions", held)
    losses.documents += 1
    _count_rest(record, losses)
    return sentences


def _names(record: Record, losses: Losses) -> list[Mention]:
    names = [mention for mention in record.mentions if mention.kind == "name"]
    losses.lose("mentions that are no names", len(record.mentions) - len(names))
    return names


def _longest(names: Sequence[Mention], losses: Losses) -> list[Mention]:
    kept: list[Mention] = []
    for name in sorted(names, key=lambda item: (item.start - item.end, item.start)):
        if any(name.span.overlaps(other.span) for other in kept):
            losses.lose("names within or across another")
        else:
            kept.append(name)
    return sorted(kept, key=lambda item: item.start)


def _chunks(names: Sequence[Mention], tokens: Tokens, losses: Losses) -> list[Chunk]:
    chunks: list[Chunk] = []
    for name in names:
        place = tokens.aligned(name.span)
        if place is None:
            losses.lose("names that cut through a token")
        else:
            chunks.append(Chunk(*place, name.type))
    return chunks


def _count_rest(record: Record, losses: Losses) -> None:
    losses.lose("ids of documents")
    losses.lose("white space between tokens, in documents")
    for what, items in (
        ("entities", record.entities), ("quotes", record.quotes), ("relations", record.relations), ("meta", record.meta)
    ):  # fmt: skip
        losses.lose(what, len(items))


def cut_into_tokens(record: Record, names: Sequence[Span]) -> Tokens:
    """Tokens of a record that has none: the words and sentences of `Segment`, words cut at the edges of names.

    A sentence goes on over the end of another that falls within a name.
    """
    segment = Segment("segment", SegmentSettings())
    segments = segment.predict([Document(Article(record.id, record.text))])[0].segments
    if segments is None:
        raise TypeError("the segment stage returned no segments")
    edges = sorted({edge for name in names for edge in (name.start, name.end)})
    spans = [piece for word in segments.words for piece in _cut(record.text, word, edges)]
    ends = [sentence.end for sentence in segments.sentences if not any(n.start < sentence.end < n.end for n in names)]
    return Tokens(tuple(spans), tuple(span.of(record.text) for span in spans), _ranges(spans, ends))


def _cut(text: str, word: Span, edges: Sequence[int]) -> list[Span]:
    places = [word.start, *(edge for edge in edges if word.start < edge < word.end), word.end]
    pieces = [Span(start, end) for start, end in pairwise(places)]
    return [piece for piece in pieces if not piece.of(text).isspace()]


def _ranges(spans: Sequence[Span], ends: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """Half-open ranges of tokens up to each sentence end, and what is left after the last."""
    ranges: list[tuple[int, int]] = []
    first = at = 0
    for end in ends:
        while at < len(spans) and spans[at].end <= end:
            at += 1
        if at > first:
            ranges.append((first, at))
            first = at
    if first < len(spans):
        ranges.append((first, len(spans)))
    return tuple(ranges)
