"""Mentions: names from the model, pronouns and nominals around them from the parse."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar, Literal

from onrecord.document import Document, Findings, Layer
from onrecord.models.outputs import Chunk
from onrecord.records import Mention
from onrecord.stages.encoding import tagged
from onrecord.stages.neural.names import candidates, in_news_types
from onrecord.stages.rules.mentions.candidate import Candidate, free_of_overlap
from onrecord.stages.rules.mentions.nominals import nominals
from onrecord.stages.rules.mentions.pronouns import pronouns
from onrecord.stages.rules.mentions.stage import names as rule_names
from onrecord.stages.stage import Stage, StageSettings


class MentionsSettings(StageSettings):
    """Settings of `Mentions`."""

    scheme: Literal["news", "conll2003", "worldwide", "dwie"] = "news"
    """Types of the names, for which the model needs a head. `news` is learnt from Worldwide; all other mentions have
    `news` types in any case."""
    nominals: bool = True
    """Whether nominals ("the court") are mentions."""
    pronouns: bool = True
    """Whether pronouns ("it", "his") are mentions."""


class Mentions(Stage[MentionsSettings]):
    """Names, nominals and pronouns; none overlaps another."""

    Settings = MentionsSettings
    reads: ClassVar[frozenset[Layer]] = frozenset({"segments", "parse", "encoding"})
    writes: ClassVar[frozenset[Layer]] = frozenset({"mentions"})

    @property
    def heads(self) -> frozenset[str]:
        """The head for names of the scheme."""
        return frozenset({self._head()})

    def predict(self, documents: Sequence[Document]) -> list[Findings]:
        """Mentions of each document, in text order, without entities."""
        found = tagged(documents, self._head())
        return [
            Findings(mentions=self._mentions(document, chunks))
            for document, chunks in zip(documents, found, strict=True)
        ]

    def _head(self) -> str:
        return "names-worldwide" if self.settings.scheme == "news" else f"names-{self.settings.scheme}"

    def _mentions(self, document: Document, chunks: Sequence[Chunk]) -> tuple[Mention, ...]:
        doc, encoding = document.parse, document.encoding
        assert doc is not None
        assert encoding is not None
        head = self._head()
        calibrated = encoding.engine.model.calibrated
        found = candidates(doc, encoding, [replace(one, score=calibrated(head, one.score)) for one in chunks])
        if self.settings.scheme == "news":
            found = in_news_types(found, rule_names(doc))
        found = free_of_overlap(found)
        if self.settings.pronouns:
            found = free_of_overlap([*found, *pronouns(doc)])
        if self.settings.nominals:
            taken = {index for candidate in found for index in candidate.tokens}
            found = free_of_overlap([*found, *nominals(doc, taken, [one for one in found if one.kind == "name"])])
        return tuple(_mention(document, number, one) for number, one in enumerate(found, start=1))


def _mention(document: Document, number: int, candidate: Candidate) -> Mention:
    assert document.parse is not None
    last = document.parse[candidate.last - 1]
    start, end = document.parse[candidate.first].idx, last.idx + len(last.text)
    return Mention(
        id=f"m{number}",
        start=start,
        end=end,
        text=document.text[start:end],
        kind=candidate.kind,
        type=candidate.type,
        score=round(candidate.score, 4),
    )
