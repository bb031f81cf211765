"""Mentions: names from spaCy and from word lists, then pronouns, then the nominals around them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from spacy.tokens import Doc

from onrecord.document import Document, Findings, Layer
from onrecord.records import Mention
from onrecord.stages.candidate import Candidate, free_of_overlap
from onrecord.stages.knowledge.people import first_names, titles
from onrecord.stages.rules.mentions.dates_and_money import dates, money
from onrecord.stages.rules.mentions.entities import with_entities
from onrecord.stages.rules.mentions.lexicon import head_nouns, known_names
from onrecord.stages.rules.mentions.name_search import bracketed_acronyms, capitalised, repeats, titled, well_known
from onrecord.stages.rules.mentions.name_types import voted
from onrecord.stages.rules.mentions.names import spacy_names
from onrecord.stages.rules.mentions.nominals import nominals
from onrecord.stages.rules.mentions.pronouns import pronouns
from onrecord.stages.stage import Stage, StageSettings


class MentionsSettings(StageSettings):
    """Settings of `Mentions`."""

    nominals: bool = True
    """Whether nominals ("the court") are mentions."""
    pronouns: bool = True
    """Whether pronouns ("it", "his") are mentions."""


class Mentions(Stage[MentionsSettings]):
    """Names, nominals and pronouns; none overlaps another."""

    Settings = MentionsSettings
    reads: ClassVar[frozenset[Layer]] = frozenset({"segments", "parse"})
    writes: ClassVar[frozenset[Layer]] = frozenset({"mentions"})

    def load(self) -> None:
        """Read the word lists."""
        for words in (first_names, head_nouns, known_names, titles):
            words()

    def predict(self, documents: Sequence[Document]) -> list[Findings]:
        """Mentions of each document, in text order, without entities."""
        parses = with_entities([document.parse for document in documents if document.parse is not None])
        return [
            Findings(mentions=self._mentions(document, parse))
            for document, parse in zip(documents, parses, strict=True)
        ]

    def _mentions(self, document: Document, doc: Doc) -> tuple[Mention, ...]:
        found = names(doc)
        if self.settings.pronouns:
            found = free_of_overlap([*found, *pronouns(doc)])
        if self.settings.nominals:
            taken = {index for candidate in found for index in candidate.tokens}
            found = free_of_overlap([*found, *nominals(doc, taken, [one for one in found if one.kind == "name"])])
        return tuple(_mention(document, number, candidate) for number, candidate in enumerate(found, start=1))


def names(doc: Doc) -> list[Candidate]:
    """The names in a parse with entities, in text order, none overlapping another, each surface with one type."""
    sources = (spacy_names, well_known, bracketed_acronyms, titled, dates, money)
    found = free_of_overlap(candidate for source in sources for candidate in source(doc))
    found = free_of_overlap([*found, *capitalised(doc, found)])
    found = voted(doc, found)
    return voted(doc, free_of_overlap([*found, *repeats(doc, found)]))


def _mention(document: Document, number: int, candidate: Candidate) -> Mention:
    doc = document.parse
    assert doc is not None
    last = doc[candidate.last - 1]
    start, end = doc[candidate.first].idx, last.idx + len(last.text)
    return Mention(
        id=f"m{number}",
        start=start,
        end=end,
        text=document.text[start:end],
        kind=candidate.kind,
        type=candidate.type,
        score=candidate.score,
    )
