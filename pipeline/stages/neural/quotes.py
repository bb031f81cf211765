"""Quotes: contents, sources and cues from the model, linked; speakers and kinds as the rules have them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import ClassVar, cast

from pydantic import Field

from onrecord.document import Document, Findings, Layer
from onrecord.models.outputs import Chunk
from onrecord.records import Quote, Span
from onrecord.stages.encoding import tagged
from onrecord.stages.neural.linking import Attribution, Layout, Part, Role, link
from onrecord.stages.rules.quotes.kinds import quote_type
from onrecord.stages.rules.quotes.marks import Quotation, quotations
from onrecord.stages.rules.quotes.speakers import SpeakerFinder
from onrecord.stages.rules.quotes.tree import Tree, tree
from onrecord.stages.stage import Stage, StageSettings

_HEAD = "quotes"


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

    def predict(self, documents: Sequence[Document]) -> list[Findings]:
        """The quotes of each document, in order of their first content span."""
        found = tagged(documents, _HEAD)
        return [
            Findings(quotes=self._quotes(document, [_part(chunk) for chunk in chunks]))
            for document, chunks in zip(documents, found, strict=True)
        ]

    def attribute(self, document: Document, contents: Sequence[tuple[Span, ...]]) -> tuple[Quote, ...]:
        """Cue, source and speaker for contents that are given.

        Args:
            document: A document with segments, parse and encoding.
            contents: The spans of each content.

        Returns:
            One quote for each content, in the order given.
        """
        assert document.encoding is not None
        words = document.encoding.words
        [chunks] = tagged([document], _HEAD)
        given = [[Part(*words.covering(span), "content") for span in spans] for spans in contents]
        taken = {word for parts in given for part in parts for word in range(part.first, part.end)}
        others = [
            part
            for part in map(_part, chunks)
            if part.role != "content" and taken.isdisjoint(range(part.first, part.end))
        ]
        # The spans of a content stand for it one by one; the first that finds a cue decides.
        linked = link([*others, *(part for parts in given for part in parts)], _layout(document))
        owners = {part: one for one in linked for part in one.contents}
        finder = _SourceReader(document)
        quotes = []
        for number, (spans, parts) in enumerate(zip(contents, given, strict=True), start=1):
            found = [owners[part] for part in parts if part in owners]
            best = next((one for one in found if one.cue is not None), Attribution(None))
            quotes.append(finder.quote(number, best, spans))
        return tuple(quotes)

    def _quotes(self, document: Document, parts: Sequence[Part]) -> tuple[Quote, ...]:
        assert document.encoding is not None
        words = document.encoding.words
        reader = _SourceReader(document)
        kept = [one for one in link(parts, _layout(document)) if _score(one) >= self.settings.min_score]
        return tuple(
            reader.quote(number, one, tuple(words.span(part.first, part.end) for part in one.contents))
            for number, one in enumerate(kept, start=1)
        )


class _SourceReader:
    """Turns the attributions of one article into quotes."""

    def __init__(self, document: Document) -> None:
        assert document.parse is not None
        assert document.segments is not None
        assert document.encoding is not None
        self._words = document.encoding.words
        self._quotations: tuple[Quotation, ...] = tuple(quotations(document.text, document.segments.paragraphs))
        self._tree: Tree = tree(document.parse, self._quotations)
        entities = {entity.id: entity for entity in document.entities or ()}
        self._finder = SpeakerFinder(self._tree, document.mentions or (), entities, document.entities is not None)

    def quote(self, number: int, one: Attribution, content: tuple[Span, ...]) -> Quote:
        """The quote of an attribution."""
        source = self._words.span(one.source.first, one.source.end) if one.source else None
        speaker = self._finder.speaker(source, self._head(source) if source else None)
        return Quote(
            id=f"q{number}",
            type=quote_type(self._tree.text, content, self._quotations),
            content=content,
            cue=self._words.span(one.cue.first, one.cue.end) if one.cue else None,
            source=source,
            speaker=speaker.entity,
            source_type=speaker.source_type,
            score=round(_score(one), 4),
            unattributed=speaker.unattributed,
        )

    def _head(self, source: Span) -> int:
        """Position of the token that heads a source: the first whose own head stands outside of it."""
        tree = self._tree
        first = bisect_left(tree.starts, source.start + 1) - 1
        last = bisect_left(tree.starts, source.end)
        inside = range(max(first, 0), last)
        return next((token for token in inside if tree.heads[token] not in inside or tree.heads[token] == token), first)


def _part(chunk: Chunk) -> Part:
    return Part(chunk.first, chunk.end, cast(Role, chunk.label), chunk.score)


def _layout(document: Document) -> Layout:
    assert document.segments is not None
    assert document.encoding is not None
    words = document.encoding.words
    starts = [word.start for word in words.spans]
    sentences = [bisect_left(starts, sentence.start) for sentence in document.segments.sentences]
    return Layout(sentences, [first for first, _ in words.sentences])


def _score(one: Attribution) -> float:
    """The least score of the parts: an attribution is right where all of them are."""
    parts = [part for part in (one.cue, one.source, *one.contents) if part is not None]
    return min((part.score for part in parts), default=0.0)
