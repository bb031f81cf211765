"""What a reader yields: gold documents in our record, what the corpus annotates, and what was repaired on the way."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias

from onrecord.records import Mention, Record, SourceType, Span

#: What a corpus can have gold for. `names`: proper names (and dates, values) with types; `mentions`: nominals and
#: pronouns too; `quotes`: content, cue and source linked; `quote_parts`: the three roles as unlinked spans;
#: `speakers`: who speaks, by name, of each quote where `quotes` are annotated too, else of given sources;
#: `pairs`: a label for each of the pairs that are given.
GoldLayer: TypeAlias = Literal[
    "names", "mentions", "coreference", "quotes", "quote_parts", "speakers", "relations", "pairs"
]

QuoteRole: TypeAlias = Literal["source", "cue", "content"]

#: Sources without a speaker: the writer, and nobody in particular ("you", "people").
SpecialSource: TypeAlias = Literal["author", "generic"]


@dataclass(frozen=True, slots=True)
class Gold:
    """What stands in the gold of a corpus, and in whose labels."""

    annotates: frozenset[GoldLayer]
    """The layers that the annotators looked for; an empty layer of a record outside of these says nothing."""
    scheme: str
    """Whose types and labels these are: conll2003, worldwide, dwie, conll04, redocred, plover, directed_sentiment,
    ontogum, gum, gap, polnear, news; `other` where the labels are of no scheme that we know."""
    by_name: bool = False
    """Whether speakers and ends of relations are known by their names alone, and not by all of their mentions."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """The corpus's own tokens over the text that was rebuilt from them (or, for CoNLL-U, that it carries)."""

    spans: tuple[Span, ...]
    """Token i stands at `spans[i]`; in text order, without overlap."""
    forms: tuple[str, ...]
    """Token i as the corpus writes it; differs from the text only where that undoes an escape (`-LRB-`)."""
    sentences: tuple[tuple[int, int], ...]
    """The corpus's own sentences as half-open ranges of tokens, in order, leaving no token out."""

    def span(self, first: int, end: int) -> Span:
        """The span of the tokens `first` up to, not including, `end`."""
        return Span(self.spans[first].start, self.spans[end - 1].end)

    def covering(self, span: Span) -> tuple[int, int]:
        """The half-open range of the tokens that share a code point with `span`; empty where there is none."""
        first = bisect_right(self.spans, span.start, key=lambda token: token.end)
        end = bisect_left(self.spans, span.end, key=lambda token: token.start)
        return first, max(first, end)

    def aligned(self, span: Span) -> tuple[int, int] | None:
        """The half-open range of the tokens that make up exactly `span`; None where it cuts through a token."""
        first, end = self.covering(span)
        return (first, end) if first < end and self.span(first, end) == span else None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two mentions whose relation the corpus asks for, and the answer in the corpus's own labels.

    PLOVER: source, target, root code. Directed sentiment: p, q, `0` to `4`. GAP: pronoun, name, `TRUE` or `FALSE`.
    """

    first: Mention
    """A mention of the document's record."""
    second: Mention
    """A mention of the document's record."""
    label: str
    """The gold label."""


@dataclass(frozen=True, slots=True)
class QuotePart:
    """A source, cue or content as the corpus marks it, also where a quote of the record cannot hold it."""

    role: QuoteRole
    """Which of the three it is."""
    spans: tuple[Span, ...]
    """Where it stands; several spans where it is discontinuous."""


@dataclass(frozen=True, slots=True)
class NamedSpeaker:
    """Who speaks, by name."""

    name: str
    """The fullest name in the article, without title."""
    spans: tuple[Span, ...]
    """Where the words of the name stand, a namesake's too."""
    entity: str
    """Id of the entity of the record that has this name."""


@dataclass(frozen=True, slots=True)
class NamedSource:
    """A source that is given, and who it refers to."""

    start: int
    """First code point."""
    end: int
    """One past the last code point."""
    kind: SourceType
    """What kind of source it is."""
    speakers: tuple[NamedSpeaker, ...]
    """Usually one; several for "Ann and Bob"; none where it is special."""
    special: SpecialSource | None = None
    """Why there is no speaker."""
    unsure: bool = False
    """Whether the annotator was unsure."""

    @property
    def span(self) -> Span:
        """Where the source stands."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """One document of a corpus."""

    record: Record
    """The gold as a record, with the corpus's own types and labels. An entity can be without a mention (DWIE)."""
    tokens: Tokens | None = None
    """The corpus's tokens, where it is tokenised."""
    pairs: tuple[Pair, ...] = ()
    """The pairs that are given, where the corpus annotates `pairs`."""
    parts: tuple[QuotePart, ...] = ()
    """All sources, cues and contents, where the corpus annotates quotes, in text order."""
    sources: tuple[NamedSource, ...] = ()
    """The sources that are given, where the corpus annotates `speakers` of given sources."""
    annotates: frozenset[GoldLayer] | None = None
    """What was annotated in this document, where the documents of a corpus differ in it; None: all of `Gold.annotates`.
    A layer that was not annotated says nothing, neither that there is something nor that there is not."""

    def has(self, layer: GoldLayer, gold: Gold) -> bool:
        """Whether the annotators of this document looked for a layer.

        Args:
            layer: The layer.
            gold: What stands in the gold of its corpus.
        """
        return layer in (gold.annotates if self.annotates is None else self.annotates)


@dataclass(slots=True)
class Repairs:
    """What a reader changed or left out, counted by what and why, for the documents read so far."""

    documents: int = 0
    """Documents yielded."""
    repaired: Counter[str] = field(default_factory=Counter)
    """Kept, but not as it stood."""
    skipped: Counter[str] = field(default_factory=Counter)
    """Left out."""

    def repair(self, what: str, count: int = 1) -> None:
        """Count `count` things kept, but not as they stood."""
        if count:
            self.repaired[what] += count

    def skip(self, what: str, count: int = 1) -> None:
        """Count `count` things left out."""
        if count:
            self.skipped[what] += count


@dataclass(slots=True)
class Losses:
    """What was written, and what the target format cannot hold, counted by kind."""

    documents: int = 0
    """Documents written."""
    kept: Counter[str] = field(default_factory=Counter)
    """Things written, by kind (mentions, entities, quotes, relations)."""
    lost: Counter[str] = field(default_factory=Counter)
    """Things that the target cannot hold, by what and why."""

    def keep(self, what: str, count: int = 1) -> None:
        """Count `count` things written."""
        if count:
            self.kept[what] += count

    def lose(self, what: str, count: int = 1) -> None:
        """Count `count` things that the target cannot hold."""
        if count:
            self.lost[what] += count


Reader: TypeAlias = Callable[[Repairs], Iterator[GoldDocument]]


@dataclass(slots=True)
class Corpus:
    """A corpus opened for reading; nothing but a sample is read before `documents` is iterated or `gold` asked for."""

    path: Path
    """The file or folder it is read from."""
    format: str
    """Name of its format, as `--format` takes it."""
    reader: Reader
    """Yields the documents and counts into the repairs that it is given."""
    describe: Callable[[], Gold]
    """Finds out what stands in its gold; formats that do not say it themselves are read once for it."""
    repairs: Repairs = field(default_factory=Repairs)
    """Of the latest iteration of `documents`; complete when that has ended."""
    _gold: Gold | None = field(default=None, init=False, repr=False)

    @property
    def gold(self) -> Gold:
        """What stands in its gold.

        Raises:
            SourceError: The input breaks its format.
        """
        if self._gold is None:
            self._gold = self.describe()
        return self._gold

    def documents(self) -> Iterator[GoldDocument]:
        """The documents one by one, in the order of the files and within them; can be iterated again.

        Raises:
            SourceError: The input breaks its format; the message names file, line or field, and the way out.
        """
        self.repairs = Repairs()
        for document in self.reader(self.repairs):
            self.repairs.documents += 1
            yield document
