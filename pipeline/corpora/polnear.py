"""PolNeAR: quote attribution in US political news, in brat standoff.

Newell, Margolin and Ruths (2018), "An Attribution Relations Corpus for Political News",
https://aclanthology.org/L18-1524
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from onrecord.corpora.corpus import Gold, GoldDocument, Losses, QuotePart, QuoteRole, Repairs
from onrecord.corpora.format import Format
from onrecord.corpora.quote_marks import quote_type, quoted_spans
from onrecord.corpora.sample import Sample
from onrecord.corpora.standoff import RECORD, Linked, Standoff, annotation_files, read_standoff
from onrecord.corpora.standoff_writing import StandoffFolder, StandoffLines
from onrecord.records import Meta, Quote, Record, Span

_ROLES: dict[str, QuoteRole] = {"Source": "source", "Cue": "cue", "Content": "content"}
_EVENTS = ("Attribution", "Attribution-no-source")
_LABELS = frozenset(_ROLES) | set(_EVENTS) | {"Discuss", "Discard"}
_WHITE = re.compile(r"\s*")
#: Our record has one content span a paragraph, so a line break parts it.
_SAME_PARAGRAPH = re.compile(r"[^\S\n\r]*")
_NAME = re.compile(r"(?P<outlet>.+?)_(?P<date>\d{4}-\d\d-\d\d)_.*")


class PolNear(Format):
    """PolNeAR. Quotes with content, cue and source; no speakers, for the corpus has no coreference."""

    name = "polnear"
    title = "PolNeAR, brat standoff with Attribution events"

    def recognises(self, sample: Sample) -> bool:
        """Standoff of nothing but PolNeAR's labels."""
        records = [line.split("\t") for line in sample.lines if RECORD.match(line)]
        bounds = {fields[1].split(" ")[0] for fields in records if fields[0][0] == "T"}
        events = {fields[1].split(":")[0] for fields in records if fields[0][0] == "E"}
        return bool(bounds) and bounds <= _LABELS and events <= set(_EVENTS)

    def gold(self, path: Path) -> Gold:
        """Quotes."""
        del path
        return Gold(frozenset({"quotes", "quote_parts"}), "polnear")

    def read(self, path: Path, repairs: Repairs) -> Iterator[GoldDocument]:
        """An article a pair of files; `meta` has outlet and date where the file's name carries them."""
        for file in annotation_files(path):
            yield _document(read_standoff(file, repairs), repairs)

    def write(self, documents: Iterable[GoldDocument], path: Path) -> Losses:
        """A pair of files an article in the folder `path`; of a record the quotes only."""
        losses = Losses()
        folder = StandoffFolder(path, losses)
        for document in documents:
            record = document.record
            lines = StandoffLines(record.text)
            for quote in record.quotes:
                _write_quote(quote, lines)
            _count(record, losses)
            folder.add(record.id, record.text, lines)
        return losses


def _document(standoff: Standoff, repairs: Repairs) -> GoldDocument:
    quoted = quoted_spans(standoff.text)
    attributions = [_attribution(standoff, event, repairs) for event in standoff.events]
    used = {argument.target for event in standoff.events for argument in event.arguments}
    for bound in standoff.bounds.values():
        if bound.label not in _ROLES:
            repairs.skip(f"{bound.label} span")
        elif bound.id not in used:
            repairs.skip(f"{bound.label} that is in no attribution")
    repairs.skip("annotator's note", len(standoff.notes))
    quotes = [quote for parts in attributions if (quote := _quote(standoff.text, parts, quoted, repairs)) is not None]
    quotes.sort(key=lambda quote: quote.content)
    numbered = tuple(replace(quote, id=f"q{number}") for number, quote in enumerate(quotes, 1))
    name = standoff.path.stem
    record = Record(id=name, text=standoff.text, meta=_meta(name), quotes=numbered)
    parts = sorted((part for found in attributions for part in found), key=lambda part: part.spans)
    return GoldDocument(record, parts=tuple(parts))


def _meta(name: str) -> Meta:
    match = _NAME.fullmatch(name)
    return dict(match.groupdict()) if match else {}


def _attribution(standoff: Standoff, event: Linked, repairs: Repairs) -> list[QuotePart]:
    """The parts of an attribution; contents with a number (`Content2`) belong to the same one."""
    spans: dict[QuoteRole, list[Span]] = {}
    for argument in event.arguments[1:]:
        role = _ROLES.get(argument.role.rstrip("0123456789"))
        if role is None:
            repairs.skip(f"argument {argument.role} of an attribution")
            continue
        bound = standoff.bound(event.id, argument)
        if _ROLES.get(bound.label) != role:
            repairs.repair(f"span marked {bound.label} that an attribution uses as its {role} (used as {role})")
        spans.setdefault(role, []).extend(_trimmed(standoff.text, span, repairs) for span in bound.spans)
    return [QuotePart(role, tuple(sorted(found))) for role, found in spans.items()]


def _trimmed(text: str, span: Span, repairs: Repairs) -> Span:
    surface = text[span.start : span.end]
    left = len(surface) - len(surface.lstrip())
    right = len(surface) - len(surface.rstrip())
    if not (left or right) or left == len(surface):
        return span
    repairs.repair("white space at the edge of a span cut off")
    return Span(span.start + left, span.end - right)


def _quote(text: str, parts: Sequence[QuotePart], quoted: Sequence[Span], repairs: Repairs) -> Quote | None:
    by_role = {part.role: part.spans for part in parts}
    if "content" not in by_role:
        repairs.skip("attribution without content")
        return None
    content = _joined(text, by_role["content"], _SAME_PARAGRAPH)
    repairs.repair("content fragments with nothing but blanks between (joined)", len(by_role["content"]) - len(content))
    source = _one(text, "source", by_role.get("source", ()), repairs)
    return Quote(
        id="",
        type=quote_type(text, content, quoted),
        content=content,
        cue=_one(text, "cue", by_role.get("cue", ()), repairs),
        source=source,
        unattributed=None if source else "no_source",
    )


def _one(text: str, role: QuoteRole, spans: Sequence[Span], repairs: Repairs) -> Span | None:
    """The record holds one span: fragments with nothing but white space between are joined, then the longest taken."""
    if not spans:
        return None
    joined = _joined(text, spans, _WHITE)
    if len(joined) > 1:
        repairs.repair(f"discontinuous {role} (longest fragment in the quote, all in the parts)")
    return max(joined, key=lambda span: span.end - span.start)


def _joined(text: str, spans: Sequence[Span], between: re.Pattern[str]) -> tuple[Span, ...]:
    """The spans, those made one that have only what `between` matches between them."""
    joined = [spans[0]]
    for span in spans[1:]:
        if between.fullmatch(text, joined[-1].end, span.start):
            joined[-1] = Span(joined[-1].start, span.end)
        else:
            joined.append(span)
    return tuple(joined)


def _write_quote(quote: Quote, lines: StandoffLines) -> None:
    label = "Attribution" if quote.source else "Attribution-no-source"
    arguments = [("Content", lines.bound("Content", quote.content))]
    if quote.cue:
        arguments.append(("Cue", lines.bound("Cue", (quote.cue,))))
    if quote.source:
        arguments.append(("Source", lines.bound("Source", (quote.source,))))
    lines.event(label, lines.bound(label, (quote.cue,) if quote.cue else quote.content[:1]), arguments)


def _count(record: Record, losses: Losses) -> None:
    losses.keep("quotes", len(record.quotes))
    touching = sum(a.end == b.start for quote in record.quotes for a, b in pairwise(quote.content))
    losses.lose("borders between content spans that touch", touching)
    losses.lose("speakers of quotes", sum(quote.speaker is not None for quote in record.quotes))
    losses.lose("vias of quotes", sum(quote.via is not None for quote in record.quotes))
    losses.lose("source types of quotes", sum(quote.source_type is not None for quote in record.quotes))
    losses.lose("scores of quotes", sum(quote.score != 1 for quote in record.quotes))
    losses.lose("mentions", len(record.mentions))
    losses.lose("entities", len(record.entities))
    losses.lose("relations", len(record.relations))
    losses.lose("meta", len(set(record.meta) - set(_meta(record.id))))
