"""Our own record, a JSON object a line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields
from pathlib import Path

from onrecord.corpora.corpus import Gold, GoldDocument, GoldLayer, Losses, Repairs
from onrecord.corpora.files import files_of
from onrecord.corpora.format import Format
from onrecord.corpora.layers import layers_of, parts_of
from onrecord.corpora.sample import Sample
from onrecord.corpora.schemes import scheme_of
from onrecord.reading import read_records
from onrecord.records import NEWS_TYPES, Record
from onrecord.writing import to_json

_KEYS = frozenset(item.name for item in fields(Record))
_LAYERS = frozenset({"mentions", "entities", "quotes", "relations"})


class Records(Format):
    """Records as `onrecord run` writes them and the gold of `seeds` is."""

    name = "record"
    title = "onrecord's own records, a JSON object a line"

    def recognises(self, sample: Sample) -> bool:
        """An object with id, text, at least one layer, and no key that a record has not."""
        item = sample.json
        return isinstance(item, dict) and {"id", "text"} <= item.keys() <= _KEYS and bool(item.keys() & _LAYERS)

    def gold(self, path: Path) -> Gold:
        """Whatever any of the records has something in; the records are read once for it."""
        layers: set[GoldLayer] = set()
        types: set[str] = set()
        for file in files_of(path):
            for record in read_records(file):
                layers |= layers_of(record)
                types |= {mention.type for mention in record.mentions}
        return Gold(frozenset(layers), "news" if types <= set(NEWS_TYPES) else scheme_of(types))

    def read(self, path: Path, repairs: Repairs) -> Iterator[GoldDocument]:
        """The records in the order of the file, checked.

        Raises:
            ArticleError: A record is not what it should be; article, field and offset are named.
        """
        del repairs
        for file in files_of(path):
            for record in read_records(file):
                yield GoldDocument(record, parts=parts_of(record))

    def write(self, documents: Iterable[GoldDocument], path: Path) -> Losses:
        """One file of JSON lines."""
        losses = Losses()
        with path.open("w", encoding="utf-8", newline="\n") as out:
            for document in documents:
                out.write(to_json(document.record) + "\n")
                count_beyond_record(document, losses)
        return losses


def count_beyond_record(document: GoldDocument, losses: Losses) -> None:
    """Count what is written of a document as its record, and what a record has no place for."""
    record = document.record
    losses.documents += 1
    losses.keep("mentions", len(record.mentions))
    losses.keep("entities", len(record.entities))
    losses.keep("quotes", len(record.quotes))
    losses.keep("relations", len(record.relations))
    losses.lose("the corpus's own tokens, in documents", document.tokens is not None)
    losses.lose("parts of quotes that no quote holds", len(set(document.parts) - set(parts_of(record))))
    related = {frozenset((relation.head, relation.tail)) for relation in record.relations}
    together = [frozenset(str(mention.entity) for mention in (pair.first, pair.second)) for pair in document.pairs]
    losses.lose("pairs without a relation", sum(len(ends) > 1 and ends not in related for ends in together))
