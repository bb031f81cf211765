"""PLOVER pairs: what one political actor does to another, as a root code of the PLOVER ontology.

The table of https://github.com/snowood1/Zero-Shot-PLOVER: Hu et al. (2024), "Leveraging Codebook Knowledge with NLI and
ChatGPT for Zero-Shot Political Relation Classification", https://aclanthology.org/2024.acl-long.35
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from onrecord.corpora.assemble import Draft, assemble
from onrecord.corpora.corpus import Gold, GoldDocument, Losses, Pair, Repairs
from onrecord.corpora.files import files_of
from onrecord.corpora.format import Format
from onrecord.corpora.sample import Sample
from onrecord.corpora.tsv import fits, rows
from onrecord.records import Mention, Record, Relation, Span

_COLUMNS = ("sentence_id", "sentence", "marked_sentence", "source", "target", "gold_root")
_MARK = re.compile(r"<(/?)([st])>")
End: TypeAlias = Literal["s", "t"]


@dataclass(frozen=True, slots=True)
class Marked:
    """A sentence without its marks, and what stood between them."""

    text: str
    """The sentence."""
    spans: dict[End, list[Span]]
    """The spans of the source (`s`) and of the target (`t`), each in text order."""


class Plover(Format):
    """PLOVER. Rows without a marked source or target are skipped: there is no pair to ask about."""

    name = "plover"
    title = "PLOVER pairs, a table with <s>source</s> and <t>target</t>"

    def recognises(self, sample: Sample) -> bool:
        """A table with a marked sentence and a gold root."""
        return bool(sample.lines) and {"marked_sentence", "gold_root"} <= set(sample.lines[0].split("\t"))

    def gold(self, path: Path) -> Gold:
        """Pairs, and the relations that they are."""
        del path
        return Gold(frozenset({"pairs", "relations"}), "plover")

    def read(self, path: Path, repairs: Repairs) -> Iterator[GoldDocument]:
        """A row a document, sentences with the same id numbered."""
        seen: Counter[str] = Counter()
        for file in files_of(path):
            for _, row in rows(file, ("marked_sentence", "gold_root")):
                name = row.get("sentence_id") or file.stem
                seen[name] += 1
                document = _document(name if seen[name] == 1 else f"{name}-{seen[name]}", row, repairs)
                if document is not None:
                    yield document

    def write(self, documents: Iterable[GoldDocument], path: Path) -> Losses:
        """A row a relation; other columns than the text, the marks and the root are left out."""
        losses = Losses()
        with path.open("w", encoding="utf-8", newline="\n") as out:
            out.write("\t".join(_COLUMNS) + "\n")
            for document in documents:
                for row in _rows(document.record, losses):
                    out.write("\t".join(row) + "\n")
        return losses


def unmarked(marked: str) -> Marked | None:
    """The sentence and the spans between its marks; None where the marks do not close as they open."""
    pieces: list[str] = []
    opened: dict[str, int] = {}
    spans: dict[End, list[Span]] = {"s": [], "t": []}
    at = place = 0
    for match in _MARK.finditer(marked):
        pieces.append(marked[place : match.start()])
        at += match.start() - place
        place = match.end()
        end: End = "s" if match[2] == "s" else "t"
        if not match[1]:
            if end in opened:
                return None
            opened[end] = at
        elif end not in opened:
            return None
        else:
            spans[end].append(Span(opened.pop(end), at))
    pieces.append(marked[place:])
    return None if opened else Marked("".join(pieces), spans)


def _document(id: str, row: Mapping[str, str], repairs: Repairs) -> GoldDocument | None:
    marked = unmarked(row["marked_sentence"])
    if marked is None:
        repairs.skip("row whose marks do not close as they open")
        return None
    spans = {end: [_trimmed(marked.text, span, repairs) for span in found] for end, found in marked.spans.items()}
    missing = [name for end, name in (("s", "source"), ("t", "target")) if not spans[end]]  # type: ignore[index]
    if missing:
        repairs.skip(f"row without a marked {' and '.join(missing)}")
        return None
    if max(map(len, spans.values())) > 1:
        repairs.repair("source or target marked twice (two mentions of one entity)")
    drafts = [Draft(span, "nominal", "", end) for end, found in spans.items() for span in found]
    built = assemble(marked.text, drafts)
    first = {end: _first(built.mentions, built.entity_ids[end]) for end in spans}
    record = Record(
        id=id,
        text=marked.text,
        mentions=built.mentions,
        entities=built.entities,
        relations=(Relation(built.entity_ids["s"], row["gold_root"], built.entity_ids["t"]),),
    )
    return GoldDocument(record, pairs=(Pair(first["s"], first["t"], row["gold_root"]),))


def _first(mentions: Sequence[Mention], entity: str) -> Mention:
    return next(mention for mention in mentions if mention.entity == entity)


def _trimmed(text: str, span: Span, repairs: Repairs) -> Span:
    surface = span.of(text)
    if not surface.strip() or surface == surface.strip():
        return span
    repairs.repair("white space at the edge of a marked span cut off")
    start = span.start + len(surface) - len(surface.lstrip())
    return Span(start, start + len(surface.strip()))


def _rows(record: Record, losses: Losses) -> Iterator[list[str]]:
    losses.documents += 1
    if not record.relations:
        losses.lose("documents without a relation")
    for relation in record.relations:
        ends = {"s": _spans(record, relation.head), "t": _spans(record, relation.tail)}
        marked = _marked(record.text, ends)
        surfaces = [spans[0].of(record.text) if spans else "" for spans in ends.values()]
        row = [record.id, record.text, marked, *surfaces, relation.label]
        if all(ends.values()) and fits(row):
            losses.keep("relations")
            yield row
        else:
            losses.lose("relations whose ends have no mention, or whose text holds a tab or a line end")
    ends_used = {entity for relation in record.relations for entity in (relation.head, relation.tail)}
    losses.lose("mentions of entities in no relation", sum(m.entity not in ends_used for m in record.mentions))
    losses.lose("types of mentions", sum(bool(mention.type) for mention in record.mentions))
    losses.lose("quotes", len(record.quotes))
    losses.lose("meta", len(record.meta))


def _spans(record: Record, entity: str) -> list[Span]:
    return [mention.span for mention in record.mentions if mention.entity == entity]


def _marked(text: str, ends: Mapping[str, Sequence[Span]]) -> str:
    """The text with its marks; where two stand at one place the closing come first, and the inner closes before."""
    marks: list[tuple[int, int, int, str]] = []
    for end, spans in ends.items():
        for span in spans:
            marks.append((span.start, 1, -span.end, f"<{end}>"))
            marks.append((span.end, 0, -span.start, f"</{end}>"))
    pieces: list[str] = []
    place = 0
    for at, _, _, mark in sorted(marks):
        pieces += (text[place:at], mark)
        place = at
    return "".join([*pieces, text[place:]])
