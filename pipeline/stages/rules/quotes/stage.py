"""Quotes: who said what, by quotation marks and by the shape of the sentence, without a trained model of ours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from pydantic import Field

from onrecord.document import Document, Findings, Layer, Paragraph
from onrecord.records import Quote, Span
from onrecord.stages.rules.quotes.attribution import best
from onrecord.stages.rules.quotes.candidates import Candidate
from onrecord.stages.rules.quotes.choice import Scored, chosen, scored, whole
from onrecord.stages.rules.quotes.clauses import verb_candidates
from onrecord.stages.rules.quotes.direct import DirectFinder
from onrecord.stages.rules.quotes.kinds import quote_type
from onrecord.stages.rules.quotes.marks import Quotation, quotations
from onrecord.stages.rules.quotes.phrases import phrase_candidates
from onrecord.stages.rules.quotes.scores import precision
from onrecord.stages.rules.quotes.speakers import SpeakerFinder
from onrecord.stages.rules.quotes.tree import Tree, tree
from onrecord.stages.rules.quotes.via import chained
from onrecord.stages.stage import Stage, StageSettings


class QuotesSettings(StageSettings):
    """Settings of `Quotes`."""

    max_gap: int = Field(default=12, ge=0)
    """Most words between a quotation and its cue; the words of the source itself do not count."""
    min_score: float = Field(default=0.3, ge=0, le=1)
    """Least score of a quote that is kept, as a probability; higher is more precise and finds less."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """What the patterns see in one article."""

    tree: Tree
    quotations: tuple[Quotation, ...]
    direct: list[Scored]
    indirect: list[Scored]


class Quotes(Stage[QuotesSettings]):
    """Direct, indirect and mixed quotes with cue, source and speaker.

    Without entities a quote has no speaker; `unattributed` is then null wherever there is a source, because
    nobody has looked for one.
    """

    Settings = QuotesSettings
    reads: ClassVar[frozenset[Layer]] = frozenset({"segments", "parse"})
    uses: ClassVar[frozenset[Layer]] = frozenset({"mentions", "entities"})
    writes: ClassVar[frozenset[Layer]] = frozenset({"quotes"})

    def load(self) -> None:
        """Read the counts behind the scores."""
        precision()

    def predict(self, documents: Sequence[Document]) -> list[Findings]:
        """The quotes of each document, in order of their first content span."""
        return [Findings(quotes=self._quotes(document)) for document in documents]

    def attribute(self, document: Document, contents: Sequence[tuple[Span, ...]]) -> tuple[Quote, ...]:
        """Cue, source and speaker for contents that are given.

        Args:
            document: A document with segments and parse.
            contents: The spans of each content.

        Returns:
            One quote for each content, in the order given.
        """
        assert document.segments is not None
        reading = self._reading(document, document.segments.paragraphs)
        finder = _finder(document, reading.tree)
        found = best(reading.tree, [*reading.direct, *reading.indirect], contents)
        return tuple(_quote(number, item, reading, finder, None) for number, item in enumerate(found, start=1))

    def _quotes(self, document: Document) -> tuple[Quote, ...]:
        assert document.segments is not None
        body = [paragraph for paragraph in document.segments.paragraphs if paragraph.kind == "body"]
        reading = self._reading(document, body)
        finder = _finder(document, reading.tree)
        indirect, passed_on = chained(reading.tree, reading.direct, reading.indirect)
        kept = chosen(reading.direct, indirect, self.settings.min_score)
        return tuple(
            _quote(number, item, reading, finder, passed_on.get(item.candidate.cue))
            for number, item in enumerate(kept, start=1)
        )

    def _reading(self, document: Document, paragraphs: Sequence[Paragraph]) -> _Reading:
        """What the patterns see in these paragraphs of the document."""
        assert document.parse is not None
        found = quotations(document.text, paragraphs)
        columns = tree(document.parse, found)
        direct = DirectFinder(columns, paragraphs, found, self.settings.max_gap).candidates()
        places = [paragraph.span for paragraph in paragraphs]
        indirect = [
            whole(candidate, found)
            for candidate in (*verb_candidates(columns, places), *phrase_candidates(columns, places))
        ]
        return _Reading(columns, found, scored(columns, direct, precision()), scored(columns, indirect, precision()))


def _finder(document: Document, columns: Tree) -> SpeakerFinder:
    return SpeakerFinder(
        columns,
        document.mentions or (),
        {entity.id: entity for entity in document.entities or ()},
        document.entities is not None,
    )


def _quote(number: int, item: Scored, reading: _Reading, finder: SpeakerFinder, via: Candidate | None) -> Quote:
    candidate = item.candidate
    speaker = finder.speaker(candidate.source, candidate.head)
    passing = finder.entity(via.source, via.head) if via and via.source and via.head is not None else None
    return Quote(
        id=f"q{number}",
        type=quote_type(reading.tree.text, candidate.content, reading.quotations),
        content=candidate.content,
        cue=candidate.cue,
        source=candidate.source,
        speaker=speaker.entity,
        source_type=speaker.source_type,
        via=passing,
        score=round(item.score, 3),
        unattributed=speaker.unattributed,
    )
