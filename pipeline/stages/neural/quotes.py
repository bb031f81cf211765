"""Quotes: contents, sources and cues from the model, linked; whom they are of and who passed them on by its answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from pydantic import Field

from onrecord.document import Document, Findings, Layer
from onrecord.records import Quote, Span
from onrecord.stages.encoding import tagged
from onrecord.stages.marks import quotations
from onrecord.stages.neural.answering import Speaker, answered
from onrecord.stages.neural.attributing import HEAD, attributed, completed
from onrecord.stages.neural.linking import Attribution, Layout, Part, link, part_of
from onrecord.stages.quote_type import quote_type
from onrecord.stages.stage import Stage, StageSettings

#: The head that says whom sources refer to.
SPEAKERS = "speakers"
#: What whole quotes with their speakers are calibrated as.
WHOLE = "attributions"


class QuotesSettings(StageSettings):
    """Settings of `Quotes`."""

    min_score: float = Field(default=0.0, ge=0, le=1)
    """Least score of a quote that is kept, as a probability; higher is more precise and finds less."""


class Quotes(Stage[QuotesSettings]):
    """Direct, indirect and mixed quotes with cue, source, speaker and who passed them on.

    Without entities a quote has no speaker; `unattributed` is then null wherever there is a source, because
    nobody has looked for one.
    """

    Settings = QuotesSettings
    reads: ClassVar[frozenset[Layer]] = frozenset({"segments", "encoding"})
    uses: ClassVar[frozenset[Layer]] = frozenset({"mentions", "entities"})
    writes: ClassVar[frozenset[Layer]] = frozenset({"quotes"})

    @property
    def heads(self) -> frozenset[str]:
        """The tagger of contents, sources and cues, and the head for speakers."""
        return frozenset({HEAD, SPEAKERS})

    def predict(self, documents: Sequence[Document]) -> list[Findings]:
        """The quotes of each document, in order of their first content span."""
        found = tagged(documents, HEAD)
        linked = [
            self._linked(document, [part_of(chunk) for chunk in chunks])
            for document, chunks in zip(documents, found, strict=True)
        ]
        speakers = answered(documents, SPEAKERS, linked)
        return [
            Findings(quotes=_kept(_records(document, own, who), self.settings.min_score))
            for document, own, who in zip(documents, linked, speakers, strict=True)
        ]

    def attribute(self, document: Document, contents: Sequence[tuple[Span, ...]]) -> tuple[Quote, ...]:
        """Cue, source and speaker for contents that are given.

        Args:
            document: A document with segments and encoding.
            contents: The spans of each content.

        Returns:
            One quote for each content, in the order given.
        """
        assert document.encoding is not None
        words = document.encoding.words.tokens
        given = [[Part(*words.covering(span), "content") for span in spans] for spans in contents]
        found = attributed(document.encoding, given, range(len(words.forms)))
        [speakers] = answered([document], SPEAKERS, [found])
        return _records(document, found, speakers, contents)

    @staticmethod
    def _linked(document: Document, parts: Sequence[Part]) -> list[Attribution]:
        assert document.encoding is not None
        inside = _words_in_body(document)
        found = link([part for part in parts if part.first in inside], Layout.of(document.encoding.words))
        return completed(document.encoding, found, inside)


def _kept(quotes: Sequence[Quote], least: float) -> tuple[Quote, ...]:
    return tuple(quote for quote in quotes if quote.score >= least)


def _records(
    document: Document,
    found: Sequence[Attribution],
    speakers: Sequence[Speaker],
    contents: Sequence[tuple[Span, ...]] | None = None,
) -> tuple[Quote, ...]:
    """A quote for each attribution; the spans of its content are those of its parts where none are given."""
    assert document.segments is not None
    assert document.encoding is not None
    words = document.encoding.words.tokens
    calibrated = document.encoding.engine.model.calibrated
    marks = quotations(document.text, document.segments.paragraphs)

    def span(part: Part | None) -> Span | None:
        return words.span(part.first, part.end) if part is not None else None

    quotes = []
    for place, (one, who) in enumerate(zip(found, speakers, strict=True)):
        spans = contents[place] if contents else tuple(words.span(part.first, part.end) for part in one.contents)
        quotes.append(
            Quote(
                id=f"q{place + 1}",
                type=quote_type(document.text, spans, marks),
                content=spans,
                cue=span(one.cue),
                source=span(one.source),
                speaker=who.entity,
                source_type=who.kind,
                via=who.via,
                score=round(calibrated(WHOLE, one.score * who.score), 4),
                unattributed=who.unattributed,
            )
        )
    return tuple(quotes)


def _words_in_body(document: Document) -> set[int]:
    """The words that stand neither in the headline nor in a sub-heading, where quotes do not count."""
    assert document.encoding is not None
    assert document.segments is not None
    words = document.encoding.words.tokens
    body = (paragraph for paragraph in document.segments.paragraphs if paragraph.kind == "body")
    ranges = [words.covering(paragraph.span) for paragraph in body]
    return {word for first, end in ranges for word in range(first, end)}
