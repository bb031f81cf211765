"""GAP: which of two names a pronoun refers to, in passages of Wikipedia.

Webster, Recasens, Axelrod and Baldridge (2018), "Mind the GAP: A Balanced Corpus of Gendered Ambiguous Pronouns",
https://aclanthology.org/Q18-1042
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from onrecord.corpora.assemble import Draft, assemble
from onrecord.corpora.corpus import Gold, GoldDocument, Losses, Pair, Repairs
from onrecord.corpora.files import files_of
from onrecord.corpora.format import Format
from onrecord.corpora.sample import Sample
from onrecord.corpora.tsv import fits, rows
from onrecord.errors import SourceError
from onrecord.records import Mention, Record, Span

_COLUMNS = (
    "ID", "Text", "Pronoun", "Pronoun-offset", "A", "A-offset", "A-coref", "B", "B-offset", "B-coref", "URL",
)  # fmt: skip
_TRUTH = {"TRUE": True, "FALSE": False}


class Gap(Format):
    """GAP. A pronoun that is neither of the names is an entity of its own."""

    name = "gap"
    title = "GAP, a table of pronouns with two names each"

    def recognises(self, sample: Sample) -> bool:
        """A table with GAP's columns."""
        return bool(sample.lines) and set(_COLUMNS[:-1]) <= set(sample.lines[0].split("\t"))

    def gold(self, path: Path) -> Gold:
        """Pairs of pronoun and name."""
        del path
        return Gold(frozenset({"pairs"}), "gap")

    def read(self, path: Path, repairs: Repairs) -> Iterator[GoldDocument]:
        """A row a document; the first pair is pronoun and A, the second pronoun and B."""
        for file in files_of(path):
            for where, row in rows(file, _COLUMNS[:-1]):
                yield _document(row, where, repairs)

    def write(self, documents: Iterable[GoldDocument], path: Path) -> Losses:
        """A row a document with one pronoun and two names as its pairs; other documents are lost."""
        losses = Losses()
        with path.open("w", encoding="utf-8", newline="\n") as out:
            out.write("\t".join(_COLUMNS) + "\n")
            for document in documents:
                row = _row(document, losses)
                if row:
                    out.write("\t".join(row) + "\n")
        return losses


def _document(row: Mapping[str, str], where: str, repairs: Repairs) -> GoldDocument:
    text = row["Text"]
    spans = {name: _span(row, name, where) for name in ("Pronoun", "A", "B")}
    truths = {name: _TRUTH.get(row[f"{name}-coref"].upper()) for name in ("A", "B")}
    if None in truths.values():
        raise SourceError(f"{where}: A-coref and B-coref must be TRUE or FALSE")
    if all(truths.values()):
        repairs.repair("pronoun that is both names (its entity is the first)")
    cluster = next((name for name, truth in truths.items() if truth), "Pronoun")
    names = list(spans)
    built = assemble(
        text,
        [
            Draft(spans["Pronoun"], "pronoun", "", cluster),
            Draft(spans["A"], "name", "", "A"),
            Draft(spans["B"], "name", "", "B"),
        ],
    )
    mentions = {names[index]: mention for index, mention in zip(built.order, built.mentions, strict=True)}
    pairs = tuple(Pair(mentions["Pronoun"], mentions[name], row[f"{name}-coref"].upper()) for name in ("A", "B"))
    meta = {"url": row["URL"]} if "URL" in row else {}
    record = Record(id=row["ID"], text=text, meta={**meta}, mentions=built.mentions, entities=built.entities)
    return GoldDocument(record, pairs=pairs)


def _span(row: Mapping[str, str], name: str, where: str) -> Span:
    offset, surface = row[f"{name}-offset"], row[name]
    if not (offset.isdecimal() and surface):
        raise SourceError(f"{where}, column {name}: needs a surface and a whole number as its offset, not {offset!r}")
    start = int(offset)
    if row["Text"][start : start + len(surface)] != surface:
        raise SourceError(f"{where}, column {name}-offset: the text has no {surface!r} at {start}; mend the offset")
    return Span(start, start + len(surface))


def _row(document: GoldDocument, losses: Losses) -> list[str]:
    record = document.record
    asked = _asked(document)
    url = record.meta.get("url")
    row = [record.id, record.text]
    if asked is not None:
        pronoun, *names = asked
        row += [pronoun.text, str(pronoun.start)]
        for name in names:
            row += [name.text, str(name.start), str(name.entity == pronoun.entity and name.entity is not None).upper()]
        row.append(url if isinstance(url, str) else "")
    if asked is None or not fits(row):
        losses.lose("documents that are not one pronoun and two names, or hold a tab or a line end")
        return []
    losses.documents += 1
    losses.keep("mentions", 3)
    losses.lose("mentions", len(record.mentions) - 3)
    losses.lose("types of mentions", sum(bool(mention.type) for mention in record.mentions))
    losses.lose("quotes", len(record.quotes))
    losses.lose("relations", len(record.relations))
    losses.lose("meta", len(record.meta.keys() - {"url"}))
    return row


def _asked(document: GoldDocument) -> tuple[Mention, Mention, Mention] | None:
    """Pronoun, A and B: of the pairs, or else the only pronoun and the only two names of the record."""
    if len(document.pairs) == 2 and document.pairs[0].first == document.pairs[1].first:
        first, second = document.pairs
        return first.first, first.second, second.second
    mentions = document.record.mentions
    pronouns = [mention for mention in mentions if mention.kind == "pronoun"]
    names = [mention for mention in mentions if mention.kind == "name"]
    if len(pronouns) == 1 and len(names) == 2 == len(mentions) - 1:
        return pronouns[0], names[0], names[1]
    return None
