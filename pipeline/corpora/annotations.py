"""Articles annotated with the task itself: quotes with speakers, speakers of given sources, relations, all by name.

One JSON object an article. Its keys say what was annotated: `quotes` (with `speaker` and `via`), `sources` (the sources
that another corpus marks, with who speaks) and `relations`. Who speaks and what is related has its fullest `name` in
the article and the `spans` where these words stand; its other mentions are not annotated. An article without `text`
is one of the corpus that it names, Worldwide, PolNeAR or DWIE, and its text is taken from there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from onrecord.corpora.annotation_rows import LAYERS, ArticleRow, NamedRow, QuoteRow, RelationRow, SourceRow
from onrecord.corpora.assemble import Assembled, ClusterFacts, Draft, assemble
from onrecord.corpora.corpus import Gold, GoldDocument, GoldLayer, NamedSource, NamedSpeaker, Repairs
from onrecord.corpora.dwie import Dwie
from onrecord.corpora.files import files_of
from onrecord.corpora.format import Format
from onrecord.corpora.layers import parts_of
from onrecord.corpora.polnear import PolNear
from onrecord.corpora.quote_marks import quote_type, quoted_spans
from onrecord.corpora.sample import Sample
from onrecord.corpora.validate import parsed_lines
from onrecord.corpora.worldwide import Worldwide
from onrecord.errors import SourceError
from onrecord.records import MentionKind, Quote, Record, Relation, Span

_KEYS = frozenset(ArticleRow.model_fields)
#: The corpora that have the texts of articles stored without one, and how the names of their files end.
_STORED: Mapping[str, tuple[type[Format], str]] = {
    "worldwide": (Worldwide, ".txt.tsv"),
    "polnear": (PolNear, ".ann"),
    "dwie": (Dwie, ".json"),
}


class Annotations(Format):
    """Quotes, speakers of sources and relations by name. Each document says what was annotated in it."""

    name = "annotations"
    title = "articles annotated with quotes, speakers and relations by name, a JSON object a line"

    def __init__(self, data: Path | None = None) -> None:
        """Prepare.

        Args:
            data: Folder of corpora, in which articles without a text find it, as `CORPUS/ID` with the corpus's ending.
        """
        self._data = data

    def recognises(self, sample: Sample) -> bool:
        """An object with at least one of the layers and no other keys than these; a record has no `corpus`."""
        item = sample.json
        if not isinstance(item, dict) or not item.keys() <= _KEYS or "id" not in item:
            return False
        return bool(item.keys() & {"corpus", "sources"}) and bool(item.keys() & LAYERS.keys())

    def gold(self, path: Path) -> Gold:
        """Whatever was annotated in any of the articles; they are read once for it."""
        layers: set[GoldLayer] = set()
        for file in files_of(path):
            for _, row in parsed_lines(ArticleRow, file):
                layers |= row.annotates
        return Gold(frozenset(layers), "news", by_name=True)

    def read(self, path: Path, repairs: Repairs) -> Iterator[GoldDocument]:
        """An article a line."""
        for file in files_of(path):
            for where, row in parsed_lines(ArticleRow, file):
                text = row.text if row.text is not None else self._text(row, where, repairs)
                for named in _named(row):
                    named.name = named.name or text[slice(*named.spans[0])]
                yield _Reading(row, text, where).document()

    def _text(self, row: ArticleRow, where: str, repairs: Repairs) -> str:
        """The text of an article that is stored without one."""
        if self._data is None:
            raise SourceError(f"{where}: article {row.id!r} has no text; name the folder of corpora that has it (data)")
        corpus = row.corpus.partition("/")[0]
        if corpus not in _STORED:
            raise SourceError(
                f"{where}: article {row.id!r} has no text, and its corpus {row.corpus!r} is none of "
                f"{', '.join(_STORED)}; give its text"
            )
        kind, ending = _STORED[corpus]
        place = Path(row.corpus) / f"{row.id}{ending}"
        # A corpus may be a link to elsewhere; a name in the file may not lead out.
        if place.is_absolute() or ".." in place.parts:
            raise SourceError(f"{where}: the text of article {row.id!r} would be outside of the folder of corpora")
        file = self._data / place
        documents = list(kind().read(file, repairs))
        if not documents:
            raise SourceError(f"{where}: the text of article {row.id!r}, {file}, is empty")
        return documents[0].record.text


@dataclass(frozen=True, slots=True)
class _Reading:
    """One article on its way to a document."""

    row: ArticleRow
    text: str
    where: str

    def document(self) -> GoldDocument:
        built = self._built()
        ids = built.entity_ids
        quoted = quoted_spans(self.text) if self.row.quotes else []
        record = Record(
            id=self.row.id,
            text=self.text,
            meta={"corpus": self.row.corpus} if self.row.corpus else {},
            mentions=built.mentions,
            entities=built.entities,
            # Both as they stand in the file: which of two equal matches is taken depends on it.
            quotes=tuple(self._quote(at, quote, ids, quoted) for at, quote in enumerate(self.row.quotes or (), 1)),
            relations=tuple(self._relation(relation, ids) for relation in self.row.relations or ()),
        )
        return GoldDocument(
            record,
            parts=parts_of(record),
            sources=tuple(self._source(source, ids) for source in self.row.sources or ()),
            annotates=self.row.annotates,
        )

    def _built(self) -> Assembled:
        """One entity for each name, called exactly so, with a mention wherever its words stand."""
        places: dict[str, set[Span]] = {}
        for named in _named(self.row):
            places.setdefault(named.name, set()).update(self._span(span, named.name) for span in named.spans)
        drafts = [
            Draft(span, _kind(span.of(self.text)), "", name) for name, spans in places.items() for span in sorted(spans)
        ]
        return assemble(self.text, drafts, {name: ClusterFacts(name, "") for name in places})

    def _quote(self, number: int, row: QuoteRow, ids: Mapping[str, str], quoted: Sequence[Span]) -> Quote:
        content = tuple(self._span(span, f"quote {number}") for span in row.content)
        return Quote(
            id=f"q{number}",
            type=quote_type(self.text, content, quoted),
            content=content,
            cue=self._span(row.cue, f"quote {number}") if row.cue else None,
            source=self._span(row.source, f"quote {number}") if row.source else None,
            speaker=ids[row.speaker.name] if row.speaker else None,
            source_type=row.kind,
            via=ids[row.via.name] if row.via else None,
        )

    def _relation(self, row: RelationRow, ids: Mapping[str, str]) -> Relation:
        evidence = (self._span(row.evidence, f"evidence of {row.label}"),) if row.evidence else ()
        head, tail = ids[row.head.name], ids[row.tail.name]
        return Relation(head, row.label, tail, evidence, negated=row.negated, past=row.past)

    def _source(self, row: SourceRow, ids: Mapping[str, str]) -> NamedSource:
        speakers = tuple(
            NamedSpeaker(own.name, tuple(self._span(span, own.name) for span in own.spans), ids[own.name])
            for own in row.speakers
        )
        span = self._span((row.start, row.end), "source")
        return NamedSource(span.start, span.end, row.kind, speakers, row.special, row.unsure)

    def _span(self, ends: tuple[int, int], of: str) -> Span:
        start, end = ends
        if not 0 <= start < end <= len(self.text):
            raise SourceError(
                f"{self.where}, {of}: the span {start} to {end} is none of the text, which has {len(self.text)} "
                "characters; mend it"
            )
        return Span(start, end)


def _named(row: ArticleRow) -> Iterator[NamedRow]:
    for quote in row.quotes or ():
        yield from (named for named in (quote.speaker, quote.via) if named)
    for source in row.sources or ():
        yield from source.speakers
    for relation in row.relations or ():
        yield from (relation.head, relation.tail)


def _kind(surface: str) -> MentionKind:
    """The annotators do not say it: a name where the first and the last word have a capital letter or a digit."""
    words = surface.split()
    ends = words[:1] + words[-1:]
    return "name" if all(any(char.isupper() or char.isdigit() for char in word) for word in ends) else "nominal"
