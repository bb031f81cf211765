"""CofeNet JSON lines: sentences with their tokens and one BIO tag each for source, cue and content, not linked.

Wang, Li, Li, Zhang, Li, Zhang and Wang (2022), "CofeNet: Context and Former-Label Enhanced Net for Complicated
Quotation Extraction", https://aclanthology.org/2022.coling-1.215
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from pydantic import BaseModel

from onrecord.corpora.corpus import Gold, GoldDocument, Losses, QuotePart, QuoteRole, Repairs, Tokens
from onrecord.corpora.detokenise import rebuild
from onrecord.corpora.files import files_of
from onrecord.corpora.format import Format
from onrecord.corpora.quote_marks import quote_type, quoted_spans
from onrecord.corpora.sample import Sample
from onrecord.corpora.tagging import Chunk, decode, encode
from onrecord.corpora.tokenised import cut_into_tokens
from onrecord.corpora.validate import parsed_lines
from onrecord.errors import SourceError
from onrecord.records import Quote, Record, Span

_ROLES: tuple[QuoteRole, ...] = ("source", "cue", "content")


class CofeNetInstance(BaseModel):
    """One sentence."""

    id: str = ""
    tokens: list[str]
    labels: list[str]


class CofeNet(Format):
    """CofeNet. The gold are the parts; the record's quotes link each content to the nearest source and cue."""

    name = "cofenet"
    title = "CofeNet JSON lines (tokens, labels)"

    def recognises(self, sample: Sample) -> bool:
        """An object a line with tokens and labels of the three roles."""
        item = sample.json
        if not (isinstance(item, dict) and isinstance(item.get("tokens"), list)):
            return False
        labels = item.get("labels")
        return isinstance(labels, list) and all(str(label).partition("-")[2] in ("", *_ROLES) for label in labels)

    def gold(self, path: Path) -> Gold:
        """Sources, cues and contents; which belong together is not annotated."""
        del path
        return Gold(frozenset({"quote_parts"}), "polnear")

    def read(self, path: Path, repairs: Repairs) -> Iterator[GoldDocument]:
        """An instance a document; instances with the same id are numbered."""
        seen: Counter[str] = Counter()
        for file in files_of(path):
            for where, instance in parsed_lines(CofeNetInstance, file):
                if not instance.tokens or len(instance.tokens) != len(instance.labels):
                    raise SourceError(
                        f"{where}: {len(instance.tokens)} tokens and {len(instance.labels)} labels; "
                        "there must be one label for each token, and at least one"
                    )
                article = instance.id or file.stem
                seen[article] += 1
                yield _document(f"{article}-{seen[article]}", article, instance, where, repairs)

    def write(self, documents: Iterable[GoldDocument], path: Path) -> Losses:
        """A line a sentence; the document is lost but for its id; a part that crosses sentences is tagged in each."""
        losses = Losses()
        with path.open("w", encoding="utf-8", newline="\n") as out:
            for document in documents:
                for instance in _instances(document, losses):
                    out.write(json.dumps(instance.model_dump(), ensure_ascii=False) + "\n")
        return losses


def _document(id: str, article: str, instance: CofeNetInstance, where: str, repairs: Repairs) -> GoldDocument:
    text, tokens = rebuild([instance.tokens], " ")
    parts: list[QuotePart] = []
    for chunk in _chunks(instance.labels, where):
        role = next((role for role in _ROLES if role == chunk.label), None)
        if role is None:
            raise SourceError(f"{where}: label {chunk.label!r} is none of {', '.join(_ROLES)}")
        parts.append(QuotePart(role, (tokens.span(chunk.first, chunk.end),)))
    quotes = _quotes(text, parts)
    held = sum(1 + (quote.cue is not None) + (quote.source is not None) for quote in quotes)
    repairs.repair("part that no quote of the record holds (in the parts)", len(parts) - held)
    return GoldDocument(Record(id=id, text=text, meta={"article": article}, quotes=quotes), tokens, parts=tuple(parts))


def _chunks(labels: Sequence[str], where: str) -> list[Chunk]:
    try:
        return decode(labels)
    except ValueError as error:
        raise SourceError(f"{where}: {error}") from None


def _quotes(text: str, parts: Sequence[QuotePart]) -> tuple[Quote, ...]:
    """A quote for each content; each source and cue goes to the nearest content that has none yet."""
    quoted = quoted_spans(text)
    by_role = {role: [part.spans[0] for part in parts if part.role == role] for role in _ROLES}
    contents = by_role["content"]
    sources, cues = _nearest(contents, by_role["source"]), _nearest(contents, by_role["cue"])
    return tuple(
        Quote(
            f"q{number}",
            quote_type(text, (content,), quoted),
            (content,),
            cues.get(content),
            sources.get(content),
            unattributed=None if content in sources else "no_source",
        )
        for number, content in enumerate(contents, 1)
    )


def _nearest(contents: Sequence[Span], others: Sequence[Span]) -> dict[Span, Span]:
    """One of the others for each content, the nearest pairs first."""
    pairs = sorted(
        (max(content.start - other.end, other.start - content.end), content, other)
        for content in contents
        for other in others
    )
    linked: dict[Span, Span] = {}
    for _, content, other in pairs:
        if content not in linked and other not in linked.values():
            linked[content] = other
    return linked


def _instances(document: GoldDocument, losses: Losses) -> Iterator[CofeNetInstance]:
    record = document.record
    parts = document.parts or tuple(_parts_of(record))
    edges = [span for part in parts for span in part.spans]
    tokens = document.tokens or cut_into_tokens(record, edges, ())
    chunks = _placed(parts, tokens, losses)
    article = record.meta.get("article")
    for first, end in tokens.sentences:
        inside = [
            Chunk(max(chunk.first, first) - first, min(chunk.end, end) - first, chunk.label)
            for chunk in chunks
            if chunk.first < end and first < chunk.end
        ]
        labels = encode(inside, end - first)
        name = article if isinstance(article, str) else record.id
        yield CofeNetInstance(id=name, tokens=list(tokens.forms[first:end]), labels=labels)
    losses.documents += 1
    losses.lose("documents cut into a sentence a line", len(tokens.sentences) > 1)
    losses.lose("links between source, cue and content, in quotes", len(record.quotes))
    rebuilt = rebuild([tokens.forms[first:end] for first, end in tokens.sentences], " ")[0]
    losses.lose("white space between tokens, in documents", rebuilt != record.text)
    losses.lose("mentions", len(record.mentions))
    losses.lose("entities", len(record.entities))
    losses.lose("relations", len(record.relations))
    losses.lose("meta", len(record.meta.keys() - {"article"}))


def _parts_of(record: Record) -> Iterator[QuotePart]:
    for quote in record.quotes:
        yield QuotePart("content", quote.content)
        if quote.cue:
            yield QuotePart("cue", (quote.cue,))
        if quote.source:
            yield QuotePart("source", (quote.source,))


def _placed(parts: Sequence[QuotePart], tokens: Tokens, losses: Losses) -> list[Chunk]:
    chunks: list[Chunk] = []
    taken: set[int] = set()
    for part in parts:
        for span in part.spans:
            place = tokens.aligned(span)
            if place is None:
                losses.lose("parts that cut through a token")
            elif taken & set(range(*place)):
                losses.lose("parts that overlap another")
            else:
                taken.update(range(*place))
                chunks.append(Chunk(*place, part.role))
                losses.keep(part.role)
    return chunks
