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
from onrecord.stages.rules.quotes.candidates import Candidate
from onrecord.stages.rules.quotes.choice import Scored
from onrecord.stages.rules.quotes.kinds import quote_type
from onrecord.stages.rules.quotes.marks import Quotation, quotations
from onrecord.stages.rules.quotes.phrases import phrase_candidates
from onrecord.stages.rules.quotes.speakers import SpeakerFinder
from onrecord.stages.rules.quotes.tree import Tree, tree
from onrecord.stages.rules.quotes.via import chained
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
        attributions = []
        for parts in given:
            found = [owners[part] for part in parts if part in owners]
            best = next((one for one in found if one.cue is not None), Attribution(None))
            attributions.append(Attribution(best.cue, best.source, parts))
        return _Reader(document).quotes(attributions, contents)

    def _quotes(self, document: Document, parts: Sequence[Part]) -> tuple[Quote, ...]:
        assert document.encoding is not None
        words = document.encoding.words
        kept = [one for one in link(parts, _layout(document)) if _score(one) >= self.settings.min_score]
        contents = [tuple(words.span(part.first, part.end) for part in one.contents) for one in kept]
        return _Reader(document).quotes(kept, contents)


class _Reader:
    """Turns the attributions of one article into quotes."""

    def __init__(self, document: Document) -> None:
        assert document.parse is not None
        assert document.segments is not None
        assert document.encoding is not None
        self._words = document.encoding.words
        self._places = [paragraph.span for paragraph in document.segments.paragraphs]
        self._quotations: tuple[Quotation, ...] = tuple(quotations(document.text, document.segments.paragraphs))
        self._tree: Tree = tree(document.parse, self._quotations)
        entities = {entity.id: entity for entity in document.entities or ()}
        self._finder = SpeakerFinder(self._tree, document.mentions or (), entities, document.entities is not None)

    def quotes(self, found: Sequence[Attribution], contents: Sequence[tuple[Span, ...]]) -> tuple[Quote, ...]:
        """A quote for each attribution, with the spans of its content."""
        drafts = [self._candidate(one, content) for one, content in zip(found, contents, strict=True)]
        others = [Scored(candidate, 0.0) for candidate in phrase_candidates(self._tree, self._places)]
        passed_on = chained(self._tree, [Scored(draft, 1.0) for draft in drafts], others).passed_on
        return tuple(
            self._quote(number, draft, _score(one), passed_on.get(draft.cue) if draft.cue else None)
            for number, (one, draft) in enumerate(zip(found, drafts, strict=True), start=1)
        )

    def _candidate(self, one: Attribution, content: tuple[Span, ...]) -> Candidate:
        """The attribution in the form in which the rules read it."""
        cue = self._words.span(one.cue.first, one.cue.end) if one.cue else None
        source = self._words.span(one.source.first, one.source.end) if one.source else None
        return Candidate("direct", "", content, cue, source, self._head(source) if source else None)

    def _quote(self, number: int, draft: Candidate, score: float, via: Candidate | None) -> Quote:
        speaker = self._finder.speaker(draft.source, draft.head)
        passing = self._finder.entity(via.source, via.head) if via and via.source and via.head is not None else None
        return Quote(
            id=f"q{number}",
            type=quote_type(self._tree.text, draft.content, self._quotations),
            content=draft.content,
            cue=draft.cue,
            source=draft.source,
            speaker=speaker.entity,
            source_type=speaker.source_type,
            via=passing,
            score=round(score, 4),
            unattributed=speaker.unattributed,
        )

    def _head(self, source: Span) -> int:
        """Position of the token that heads a source: the first whose own head stands outside of it."""
        tree = self._tree
        first = max(bisect_left(tree.starts, source.start + 1) - 1, 0)
        inside = range(first, bisect_left(tree.starts, source.end))
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
