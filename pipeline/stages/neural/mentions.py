"""Mentions: names, and the nominals and pronouns around them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar, Literal

from onrecord.document import Document, Findings, Layer
from onrecord.models.outputs import Chunk
from onrecord.records import Mention
from onrecord.stages.candidate import Candidate, free_of_overlap
from onrecord.stages.encoding import tagged
from onrecord.stages.knowledge.pronouns import form_of
from onrecord.stages.neural.layers import LAYERS, of_kinds
from onrecord.stages.neural.names import NEWS_HEADS, candidates, in_news_types
from onrecord.stages.stage import Stage, StageSettings

#: The heads for nominals and pronouns, and for the sources of quotes.
REFERENCES, SOURCES = "references", "quotes"
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
    reads: ClassVar[frozenset[Layer]] = frozenset({"encoding"})
    writes: ClassVar[frozenset[Layer]] = frozenset({"mentions"})

    @property
    def heads(self) -> frozenset[str]:
        """The head for names of the scheme, or the two of `news` and of `ontogum`, and those of references."""
        return frozenset({*self._heads, *self._references})

    def predict(self, documents: Sequence[Document]) -> list[Findings]:
        """Mentions of each document, in text order, without entities."""
        leaning = _LEANING if self.settings.scheme == "ontogum" else 0.0
        heads = (*self._heads, *self._references)
        layers = [tagged(documents, head, leaning) for head in heads]
        return [
            Findings(mentions=self._mentions(document, [layer[place] for layer in layers]))
            for place, document in enumerate(documents)
        ]

    @property
    def _references(self) -> tuple[str, ...]:
        is_wanted = self.settings.scheme != "ontogum" and (self.settings.nominals or self.settings.pronouns)
        if not is_wanted:
            return ()
        return (REFERENCES, SOURCES) if self.settings.scheme == "news" and self.settings.nominals else (REFERENCES,)

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
            for head, layer in zip((*self._heads, *self._references), layers, strict=True)
        ]
        found = self._nested(own) if self.settings.scheme == "ontogum" else self._flat(own)
        return tuple(_mention(document, number, one) for number, one in enumerate(found, start=1))

    def _nested(self, layers: Sequence[Sequence[Chunk]]) -> list[Candidate]:
        """The mentions of both layers, one that is in both once."""
        wanted = {"name": True, "nominal": self.settings.nominals, "pronoun": self.settings.pronouns}
        return of_kinds([chunk for layer in layers for chunk in layer if wanted[chunk.label]])

    def _flat(self, layers: Sequence[Sequence[Chunk]]) -> list[Candidate]:
        """Names, and the nominals and pronouns that share no word with one."""
        names = layers[: len(self._heads)]
        chunks = in_news_types(*names) if self.settings.scheme == "news" else names[0]
        found = free_of_overlap(candidates(chunks))
        taken = {word for name in found for word in name.tokens}
        references, *sources = layers[len(self._heads) :] or ((),)
        others = [self._reference(chunk) for chunk in references]
        free = [one for one in others if one is not None and taken.isdisjoint(one.tokens)]
        found = free_of_overlap([*found, *free])
        taken = {word for one in found for word in one.tokens}
        # The words of a source refer to somebody, also where no head for mentions has found whom.
        spoken = [
            Candidate(one.first, one.end, "nominal", "MISC", one.score)
            for layer in sources
            for one in layer
            if one.label == "source" and taken.isdisjoint(range(one.first, one.end))
        ]
        return free_of_overlap([*found, *spoken])

    def _reference(self, chunk: Chunk) -> Candidate | None:
        if chunk.label == "pronoun":
            if not self.settings.pronouns:
                return None
            return Candidate(chunk.first, chunk.end, "pronoun", "", chunk.score)
        if not self.settings.nominals:
            return None
        return Candidate(chunk.first, chunk.end, "nominal", chunk.label, chunk.score)


def _mention(document: Document, number: int, candidate: Candidate) -> Mention:
    assert document.encoding is not None
    span = document.encoding.words.tokens.span(candidate.first, candidate.last)
    text = span.of(document.text)
    kind = candidate.type
    if candidate.kind == "pronoun":
        form = form_of(text)
        kind = "PERSON" if form is not None and (form.gender in {"m", "f"} or form.person != 3) else "MISC"
    return Mention(
        id=f"m{number}",
        start=span.start,
        end=span.end,
        text=text,
        kind=candidate.kind,
        type=kind,
        score=round(candidate.score, 4),
    )
