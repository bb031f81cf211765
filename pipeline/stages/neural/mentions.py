"""Mentions: names from the model with pronouns and nominals from the parse around them, or all three from the model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar, Literal

from onrecord.document import Document, Findings, Layer
from onrecord.models.outputs import Chunk
from onrecord.records import Mention
from onrecord.stages.encoding import tagged
from onrecord.stages.neural.layers import LAYERS, of_kinds
from onrecord.stages.neural.names import NEWS_HEADS, candidates, in_news_types
from onrecord.stages.rules.mentions.candidate import Candidate, free_of_overlap
from onrecord.stages.rules.mentions.nominals import nominals
from onrecord.stages.rules.mentions.pronouns import pronouns
from onrecord.stages.stage import Stage, StageSettings

#: What beginning a mention gains under `ontogum`, where those that nothing is linked to do not count in the end: as
#: CoNLL F1 on the dev set of OntoGUM 54.9 with 1.5, 52.7 with none and 54.7 with 3.
_LEANING = 1.5


class MentionsSettings(StageSettings):
    """Settings of `Mentions`."""

    scheme: Literal["news", "conll2003", "worldwide", "dwie", "conll04", "ontogum"] = "news"
    """Types of the names, for which the model needs a head. `news` is learnt from Worldwide, and from DWIE what is a
    landscape, an event or a work; all other mentions have `news` types in any case. Under `ontogum` the model finds
    names, nominals and pronouns as OntoNotes marks them, without types: whole noun phrases, nested, and those alone
    that are likely to be mentioned more than once."""
    nominals: bool = True
    """Whether nominals ("the court") are mentions."""
    pronouns: bool = True
    """Whether pronouns ("it", "his") are mentions."""


class Mentions(Stage[MentionsSettings]):
    """Names, nominals and pronouns; none overlaps another, but under `ontogum` one can stand within another."""

    Settings = MentionsSettings
    reads: ClassVar[frozenset[Layer]] = frozenset({"segments", "parse", "encoding"})
    writes: ClassVar[frozenset[Layer]] = frozenset({"mentions"})

    @property
    def heads(self) -> frozenset[str]:
        """The head for names of the scheme, or the two of `news` and of `ontogum`."""
        return frozenset(self._heads)

    def predict(self, documents: Sequence[Document]) -> list[Findings]:
        """Mentions of each document, in text order, without entities."""
        leaning = _LEANING if self.settings.scheme == "ontogum" else 0.0
        layers = [tagged(documents, head, leaning) for head in self._heads]
        return [
            Findings(mentions=self._mentions(document, [layer[place] for layer in layers]))
            for place, document in enumerate(documents)
        ]

    @property
    def _heads(self) -> tuple[str, ...]:
        scheme = self.settings.scheme
        if scheme == "ontogum":
            return LAYERS
        return NEWS_HEADS if scheme == "news" else (f"names-{scheme}",)

    def _mentions(self, document: Document, layers: Sequence[Sequence[Chunk]]) -> tuple[Mention, ...]:
        encoding = document.encoding
        assert encoding is not None
        calibrated = encoding.engine.model.calibrated
        own = [
            [replace(chunk, score=calibrated(head, chunk.score)) for chunk in layer]
            for head, layer in zip(self._heads, layers, strict=True)
        ]
        found = self._nested(document, own) if self.settings.scheme == "ontogum" else self._flat(document, own)
        return tuple(_mention(document, number, one) for number, one in enumerate(found, start=1))

    def _nested(self, document: Document, layers: Sequence[Sequence[Chunk]]) -> list[Candidate]:
        """The mentions of both layers, one that is in both once."""
        doc, encoding = document.parse, document.encoding
        assert doc is not None
        assert encoding is not None
        wanted = {"name": True, "nominal": self.settings.nominals, "pronoun": self.settings.pronouns}
        return of_kinds(doc, encoding, [chunk for layer in layers for chunk in layer if wanted[chunk.label]])

    def _flat(self, document: Document, layers: Sequence[Sequence[Chunk]]) -> list[Candidate]:
        doc, encoding = document.parse, document.encoding
        assert doc is not None
        assert encoding is not None
        chunks = in_news_types(*layers) if self.settings.scheme == "news" else layers[0]
        found = free_of_overlap(candidates(doc, encoding, chunks))
        if self.settings.pronouns:
            found = free_of_overlap([*found, *pronouns(doc)])
        if self.settings.nominals:
            taken = {index for candidate in found for index in candidate.tokens}
            found = free_of_overlap([*found, *nominals(doc, taken, [one for one in found if one.kind == "name"])])
        return found


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
