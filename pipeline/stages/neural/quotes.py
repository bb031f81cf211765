"""Quotes: contents, sources and cues from the model, linked; speakers and kinds as the rules have them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import ClassVar

from pydantic import Field

from onrecord.document import Document, Findings, Layer
from onrecord.records import Quote, Span
from onrecord.stages.encoding import tagged
from onrecord.stages.neural.attributing import HEAD, attributed, completed
from onrecord.stages.neural.linking import Attribution, Layout, Part, link, part_of
from onrecord.stages.rules.quotes.attribution import best
from onrecord.stages.rules.quotes.candidates import Candidate
from onrecord.stages.rules.quotes.choice import Scored, scored
from onrecord.stages.rules.quotes.marks import quotations
from onrecord.stages.rules.quotes.phrases import phrase_candidates
from onrecord.stages.rules.quotes.reading import Reading, body, read
from onrecord.stages.rules.quotes.scores import precision
from onrecord.stages.rules.quotes.stage import quote_records
from onrecord.stages.rules.quotes.tree import Tree, tree
from onrecord.stages.rules.quotes.via import chained
from onrecord.stages.stage import Stage, StageSettings

#: Most words between a quotation and its cue, for the rules.
_MAX_GAP = 12


class QuotesSettings(StageSettings):
    """Settings of `Quotes`."""

    min_score: float = Field(default=0.0, ge=0, le=1)
    """Least score of a quote that is kept, as a probability; higher is more precise and finds less."""


class Quotes(Stage[QuotesSettings]):
    """Direct, indirect and mixed quotes with cue, source and speaker.

    Without entities a quote has no speaker; `unattributed` is then null wherever there is a source, because
    nobody has looked for one.
    """

    Settings = QuotesSettings
    reads: ClassVar[frozenset[Layer]] = frozenset({"segments", "parse", "encoding"})
    uses: ClassVar[frozenset[Layer]] = frozenset({"mentions", "entities"})
    writes: ClassVar[frozenset[Layer]] = frozenset({"quotes"})

    @property
    def heads(self) -> frozenset[str]:
        """The tagger of contents, sources and cues."""
        return frozenset({HEAD})

    def predict(self, documents: Sequence[Document]) -> list[Findings]:
        """The quotes of each document, in order of their first content span."""
        found = tagged(documents, HEAD)
        return [
            Findings(quotes=self._quotes(document, [part_of(chunk) for chunk in chunks]))
            for document, chunks in zip(documents, found, strict=True)
        ]

    def attribute(self, document: Document, contents: Sequence[tuple[Span, ...]]) -> tuple[Quote, ...]:
        """Cue, source and speaker for contents that are given; by rules where the model finds no cue for one.

        Args:
            document: A document with segments, parse and encoding.
            contents: The spans of each content.

        Returns:
            One quote for each content, in the order given.
        """
        assert document.encoding is not None
        words = document.encoding.words.tokens
        given = [[Part(*words.covering(span), "content") for span in spans] for spans in contents]
        attributions = attributed(document.encoding, given, range(len(words.forms)))
        assert document.segments is not None
        reading = read(document, document.segments.paragraphs, _MAX_GAP)
        known = scored(reading.tree, (*reading.direct, *reading.indirect), precision())
        items = [
            _draft(document, reading.tree, one, content) if one.cue else other
            for one, content, other in zip(attributions, contents, best(reading.tree, known, contents), strict=True)
        ]
        return quote_records(document, reading, items, {})

    def _quotes(self, document: Document, parts: Sequence[Part]) -> tuple[Quote, ...]:
        assert document.encoding is not None
        words, inside = document.encoding.words.tokens, _words_in_body(document)
        linked = link([part for part in parts if part.first in inside], Layout.of(document.encoding.words))
        found = completed(document.encoding, linked, inside)
        kept = [one for one in found if _calibrated(document, one) >= self.settings.min_score]
        contents = [tuple(words.span(part.first, part.end) for part in one.contents) for one in kept]
        return _records(document, kept, contents)


def _records(
    document: Document, found: Sequence[Attribution], contents: Sequence[tuple[Span, ...]]
) -> tuple[Quote, ...]:
    """A quote for each attribution and the spans of its content; speakers, kinds and chains as the rules have them."""
    assert document.parse is not None
    assert document.segments is not None
    marks = quotations(document.text, document.segments.paragraphs)
    columns = tree(document.parse, marks)
    drafts = [_draft(document, columns, one, content) for one, content in zip(found, contents, strict=True)]
    places = [paragraph.span for paragraph in document.segments.paragraphs]
    others = [Scored(candidate, 0.0) for candidate in phrase_candidates(columns, places)]
    passed_on = chained(columns, drafts, others).passed_on
    return quote_records(document, Reading(columns, tuple(marks), [], []), drafts, passed_on)


def _draft(document: Document, columns: Tree, one: Attribution, content: tuple[Span, ...]) -> Scored:
    """The attribution in the form in which the rules read it."""
    assert document.encoding is not None
    words = document.encoding.words.tokens
    cue = words.span(one.cue.first, one.cue.end) if one.cue else None
    source = words.span(one.source.first, one.source.end) if one.source else None
    return Scored(
        Candidate("direct", "", content, cue, source, _head(columns, source) if source else None),
        _calibrated(document, one),
    )


def _head(columns: Tree, source: Span) -> int:
    """Position of the token that heads a source: the first whose own head stands outside of it."""
    first = max(bisect_left(columns.starts, source.start + 1) - 1, 0)
    inside = range(first, bisect_left(columns.starts, source.end))
    heads = columns.heads
    return next((token for token in inside if heads[token] not in inside or heads[token] == token), first)


def _calibrated(document: Document, one: Attribution) -> float:
    assert document.encoding is not None
    return round(document.encoding.engine.model.calibrated(HEAD, one.score), 4)


def _words_in_body(document: Document) -> set[int]:
    """The words that stand neither in the headline nor in a sub-heading, where quotes do not count."""
    assert document.encoding is not None
    words = document.encoding.words.tokens
    ranges = [words.covering(paragraph.span) for paragraph in body(document)]
    return {word for first, end in ranges for word in range(first, end)}
