"""Quotes: who said what, by quotation marks and by the shape of the sentence, without a trained model of ours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from pydantic import Field

from onrecord.document import Document, Findings, Layer
from onrecord.records import Quote, Span
from onrecord.stages.quote_type import quote_type
from onrecord.stages.rules.quotes.attribution import best
from onrecord.stages.rules.quotes.candidates import Candidate
from onrecord.stages.rules.quotes.choice import Scored, chosen, is_spoken, scored
from onrecord.stages.rules.quotes.reading import Reading, body, read
from onrecord.stages.rules.quotes.scores import precision
from onrecord.stages.rules.quotes.speakers import SpeakerFinder
from onrecord.stages.rules.quotes.via import chained
from onrecord.stages.stage import Stage, StageSettings


class QuotesSettings(StageSettings):
    """Settings of `Quotes`."""

    max_gap: int = Field(default=12, ge=0)
    """Most words between a quotation and its cue; the words of the source itself do not count."""
    min_score: float = Field(default=0.35, ge=0, le=1)
    """Least score of a quote that is kept, as a probability; higher is more precise and finds less."""


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
        """Cue, source and speaker for contents that are given, those in headlines too.

        Args:
            document: A document with segments and parse.
            contents: The spans of each content.

        Returns:
            One quote for each content, in the order given.
        """
        assert document.segments is not None
        reading = read(document, document.segments.paragraphs, self.settings.max_gap)
        known = scored(reading.tree, (*reading.direct, *reading.indirect), precision())
        return quote_records(document, reading, best(reading.tree, known, contents), {})

    def _quotes(self, document: Document) -> tuple[Quote, ...]:
        reading = read(document, body(document), self.settings.max_gap)
        direct = scored(reading.tree, reading.direct, precision())
        told = [candidate for candidate in reading.indirect if not is_spoken(candidate, reading.quotations)]
        chains = chained(reading.tree, direct, scored(reading.tree, told, precision()))
        kept = chosen(chains.direct, chains.indirect, self.settings.min_score)
        return quote_records(document, reading, kept, chains.passed_on)


def quote_records(
    document: Document, reading: Reading, items: Sequence[Scored], passed_on: dict[Span | None, Candidate]
) -> tuple[Quote, ...]:
    """The records of chosen candidates, with speakers and ids.

    Args:
        document: A document, with mentions and entities where coreference was run.
        reading: What was read in it.
        items: The candidates, in the order of the quotes.
        passed_on: By cue of a quote, the candidate that names who passed it on.
    """
    mentions = document.mentions or ()
    entities = {entity.id: entity for entity in document.entities or ()}
    named = frozenset(mention.entity for mention in mentions if mention.entity and mention.kind == "name")
    finder = SpeakerFinder(reading.tree, mentions, entities, named, document.entities is not None)
    return tuple(
        _quote(f"q{number}", item, reading, finder, passed_on.get(item.candidate.cue))
        for number, item in enumerate(items, start=1)
    )


def _quote(id: str, item: Scored, reading: Reading, finder: SpeakerFinder, via: Candidate | None) -> Quote:
    candidate = item.candidate
    speaker = finder.speaker(candidate.source, candidate.head)
    passing = finder.entity(via.source, via.head) if via and via.source and via.head is not None else None
    return Quote(
        id=id,
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
