"""The shape of annotations by name: what stands in a line of their files."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field, model_validator

from onrecord.corpora.corpus import GoldLayer, SpecialSource
from onrecord.records import SourceType

#: What the annotators of each key looked for.
LAYERS: dict[str, frozenset[GoldLayer]] = {
    "quotes": frozenset({"quotes", "quote_parts", "speakers"}),
    "sources": frozenset({"speakers"}),
    "relations": frozenset({"relations"}),
}


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class NamedRow(_Strict):
    """Somebody or something by name."""

    name: str = ""
    """Where it is left out, the words of the first span."""
    spans: list[tuple[int, int]]

    @model_validator(mode="after")
    def _is_named(self) -> NamedRow:
        if not self.name and not self.spans:
            raise ValueError("give a name, or the spans where it stands")
        return self


class QuoteRow(_Strict):
    """A quote; all but its content can be missing."""

    content: list[tuple[int, int]] = Field(min_length=1)
    cue: tuple[int, int] | None = None
    source: tuple[int, int] | None = None
    speaker: NamedRow | None = None
    kind: SourceType | None = None
    via: NamedRow | None = None


class RelationRow(_Strict):
    """A relation."""

    head: NamedRow
    label: str = Field(min_length=1)
    tail: NamedRow
    negated: bool = False
    past: bool = False
    evidence: tuple[int, int] | None = None


class SourceRow(_Strict):
    """A given source and who speaks."""

    start: int
    end: int
    kind: SourceType
    speakers: list[NamedRow]
    special: SpecialSource | None = None
    unsure: bool = False


class ArticleRow(_Strict):
    """One article."""

    id: str
    corpus: str = ""
    text: str | None = None
    quotes: list[QuoteRow] | None = None
    relations: list[RelationRow] | None = None
    sources: list[SourceRow] | None = None

    @property
    def annotates(self) -> frozenset[GoldLayer]:
        """What was annotated."""
        found: frozenset[GoldLayer] = frozenset()
        return found.union(*(layers for key, layers in LAYERS.items() if getattr(self, key) is not None))
