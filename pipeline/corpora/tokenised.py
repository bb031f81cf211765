"""A record as tagged sentences, for formats that hold nothing else, with what they lose counted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from onrecord.corpora.corpus import GoldDocument, Losses, Tokens
from onrecord.corpora.detokenise import rebuild
from onrecord.corpora.tagging import Chunk
from onrecord.document import Document
from onrecord.records import Article, Mention, Record, Span
from onrecord.stages.segment import Segment, SegmentSettings

_GAP = re.compile(r"\s")


@dataclass(frozen=True, slots=True)
class TaggedSentence:
    """Tokens of a sentence and the names in it."""

    tokens: tuple[str, ...]
    """As they are to be written."""
    chunks: tuple[Chunk, ...]
    """Without overlap, in order."""
    names: tuple[Mention, ...]
    """The mention that each chunk is."""


def tagged_sentences(document: GoldDocument, losses: Losses) -> list[TaggedSentence]:
    """The sentences of a document with its names as chunks; names that this cannot hold are counted.

    Nominals and pronouns are left out: a tagged corpus is read as names. Of names that overlap the longest is kept.
    A record without tokens is cut into words, and words at the edges of names, so that no name is lost to them.
    """
    record = document.record
    names = _longest(_names(record, losses), losses)
    tokens = document.tokens or _cut_at_names(record, names)
    placed = list(_placed(names, tokens, losses))
    sentences: list[TaggedSentence] = []
    for first, end in tokens.sentences:
        inside = [(chunk, name) for chunk, name in placed if first <= chunk.first and chunk.end <= end]
        chunks = tuple(Chunk(chunk.first - first, chunk.end - first, chunk.label) for chunk, _ in inside)
        sentences.append(TaggedSentence(tokens.forms[first:end], chunks, tuple(name for _, name in inside)))
    held = sum(len(sentence.chunks) for sentence in sentences)
    losses.lose("names that cross a sentence", len(placed) - held)
    losses.lose("scores of mentions", sum(name.score != 1 for sentence in sentences for name in sentence.names))
    losses.keep("mentions", held)
    losses.documents += 1
    return sentences


def lose_spacing(record: Record, sentences: Sequence[TaggedSentence], between: str, losses: Losses) -> None:
    """Count the document if its text cannot be rebuilt from the tokens alone."""
    rebuilt = rebuild([sentence.tokens for sentence in sentences], between)[0]
    losses.lose("white space between tokens, in documents", rebuilt != record.text)


def lose_all_but_names(record: Record, losses: Losses) -> None:
    """Count what a format loses that holds nothing of a record but its names."""
    losses.lose("entities", len(record.entities))
    losses.lose("quotes", len(record.quotes))
    losses.lose("relations", len(record.relations))
    losses.lose("meta", len(record.meta))


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


def _placed(names: Sequence[Mention], tokens: Tokens, losses: Losses) -> Iterator[tuple[Chunk, Mention]]:
    for name in names:
        place = tokens.aligned(name.span)
        if not name.type or _GAP.search(name.type):
            losses.lose("names whose type is empty or holds white space")
        elif place is None:
            losses.lose("names that cut through a token")
        else:
            yield Chunk(*place, name.type), name


def _cut_at_names(record: Record, names: Sequence[Mention]) -> Tokens:
    spans = [name.span for name in names]
    return cut_into_tokens(record, spans, spans)


def cut_into_tokens(record: Record, edges: Sequence[Span], whole: Sequence[Span]) -> Tokens:
    """Tokens of a record that has none: the words and sentences of the `segment` stage, cut further where needed.

    Args:
        record: The record.
        edges: Words are cut where one of these begins or ends.
        whole: A sentence goes on where its end falls within one of these.
    """
    segment = Segment("segment", SegmentSettings())
    segments = segment.predict([Document(Article(record.id, record.text))])[0].segments
    if segments is None:
        raise TypeError("the segment stage returned no segments")
    cuts = sorted({edge for span in edges for edge in (span.start, span.end)})
    spans = [piece for word in segments.words for piece in _cut(record.text, word, cuts)]
    ends = [sentence.end for sentence in segments.sentences if not any(w.start < sentence.end < w.end for w in whole)]
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
