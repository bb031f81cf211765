"""Hugging Face datasets: a saved folder or a local Parquet, Arrow or JSON file, streamed; records out as a folder.

Needs the extra `onrecord[hf]`. Rows are records (the columns of our Parquet), tokens with `ner_tags`, or plain articles
with `text`. Nothing is fetched and no code of a dataset is run. https://huggingface.co/docs/datasets
"""

from __future__ import annotations

import importlib
import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from types import ModuleType
from typing import Any

from onrecord.corpora.corpus import Gold, GoldDocument, GoldLayer, Losses, Repairs
from onrecord.corpora.files import files_of
from onrecord.corpora.format import Format
from onrecord.corpora.layers import layers_of, parts_of
from onrecord.corpora.record import count_beyond_record
from onrecord.corpora.sample import Sample
from onrecord.corpora.schemes import scheme_of
from onrecord.corpora.tagged import Sentence, document_of
from onrecord.corpora.tagging import split_tag
from onrecord.errors import SourceError
from onrecord.reading import parse_record
from onrecord.records import Meta, Record

_COLUMNS = frozenset(item.name for item in fields(Record))
_LAYERS = frozenset({"mentions", "entities", "quotes", "relations"})
#: How a file of each kind begins, and the builder that reads it.
_BUILDERS = {b"PAR1": "parquet", b"ARROW1": "arrow", b"\xff\xff\xff\xff": "arrow"}


class HuggingFace(Format):
    """Hugging Face datasets."""

    name = "hf"
    title = "Hugging Face dataset: a saved folder, or a local Parquet, Arrow or JSON file"

    def recognises(self, sample: Sample) -> bool:
        """Parquet or Arrow, or JSON objects with tokens and ner_tags."""
        item = sample.json
        return sample.head.startswith(tuple(_BUILDERS)) or (
            isinstance(item, dict) and {"tokens", "ner_tags"} <= item.keys()
        )

    def gold(self, path: Path) -> Gold:
        """Names for rows with tags; whatever any of the rows has for records; nothing for plain articles."""
        layers: set[GoldLayer] = set()
        types: set[str] = set()
        for document in self.read(path, Repairs()):
            layers |= layers_of(document.record)
            types |= {mention.type for mention in document.record.mentions}
        return Gold(frozenset(layers), scheme_of(types))

    def read(self, path: Path, repairs: Repairs) -> Iterator[GoldDocument]:
        """A row a document."""
        opened = _opened(path)
        rows = _Rows(path, opened, repairs)
        for number, row in enumerate(opened.rows, 1):
            document = rows.document(number, row)
            if document is not None:
                yield document

    def write(self, documents: Iterable[GoldDocument], path: Path) -> Losses:
        """A folder as `Dataset.save_to_disk` writes it, with the columns of our Parquet; `meta` is JSON."""
        datasets = _datasets()
        arrow_writer = importlib.import_module("datasets.arrow_writer")
        from onrecord.arrow import arrow_schema

        losses = Losses()
        features = datasets.Features.from_arrow_schema(arrow_schema())
        with tempfile.TemporaryDirectory() as scratch, _quiet(datasets):
            file = str(Path(scratch, "records.arrow"))
            writer = arrow_writer.ArrowWriter(path=file, features=features)
            for document in documents:
                record = document.record
                writer.write({**asdict(record), "meta": json.dumps(record.meta, ensure_ascii=False)})
                count_beyond_record(document, losses)
            writer.finalize()
            writer.close()
            datasets.Dataset.from_file(file).save_to_disk(str(path))
        return losses


@dataclass(frozen=True, slots=True)
class _Opened:
    """A dataset opened for reading."""

    rows: Iterable[Mapping[str, Any]]
    """Its rows, lazily; can be iterated again."""
    columns: frozenset[str]
    """Names of its columns."""
    tags: tuple[str, ...] | None
    """Names of the numbers in `ner_tags`, where it has them."""


def _datasets() -> ModuleType:
    try:
        return importlib.import_module("datasets")
    except ImportError:
        raise SourceError(
            "Hugging Face datasets need the package datasets: install it with pip install 'onrecord[hf]'"
        ) from None


@contextmanager
def _quiet(datasets: ModuleType) -> Iterator[None]:
    """No progress bars on standard error while this lasts."""
    shown = not datasets.are_progress_bars_disabled()
    datasets.disable_progress_bars()
    try:
        yield
    finally:
        if shown:
            datasets.enable_progress_bars()


def _opened(path: Path) -> _Opened:
    """Open a saved folder, memory-mapped, or files, streamed.

    Raises:
        SourceError: It is no dataset, has several splits, or its columns are not those that are read.
    """
    datasets = _datasets()
    files = files_of(path)
    if path.is_dir() and (path / "dataset_dict.json").is_file():
        splits = ", ".join(sorted(item.name for item in path.iterdir() if item.is_dir()))
        raise SourceError(f"{path}: holds several splits; name one of its folders: {splits}")
    try:
        if path.is_dir() and (path / "state.json").is_file():
            rows = datasets.load_from_disk(str(path))
        else:
            head = Sample.of(files[0]).head
            builder = next((name for mark, name in _BUILDERS.items() if head.startswith(mark)), "json")
            with _quiet(datasets):
                names = [str(file) for file in files]
                rows = datasets.load_dataset(builder, data_files=names, split="train", streaming=True)
        # A stream of JSON knows its columns from its first row only.
        columns = frozenset(rows.features or next(iter(rows), {}))
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise SourceError(f"{path}: no dataset that can be read ({error})") from error
    if not ({"tokens", "ner_tags"} <= columns or "text" in columns):
        raise SourceError(
            f"{path}: has columns {', '.join(sorted(columns))}; needed is text (with id), or tokens with ner_tags; "
            "rename the columns"
        )
    label = getattr((rows.features or {}).get("ner_tags"), "feature", None)
    tags = getattr(label, "names", None)
    return _Opened(rows, columns, tuple(tags) if tags else None)


class _Rows:
    """Rows of one dataset on their way to documents."""

    def __init__(self, path: Path, opened: _Opened, repairs: Repairs) -> None:
        self.path = path
        self.columns = opened.columns
        self.tags = opened.tags
        self.repairs = repairs

    def document(self, number: int, row: Mapping[str, Any]) -> GoldDocument | None:
        """The document of a row, counted from 1; None where the row is empty."""
        where = f"{self.path}, row {number}"
        name = str(row["id"]) if row.get("id") is not None else f"{self.path.stem}-{number}"
        if {"tokens", "ner_tags"} <= self.columns:
            return self._tagged(name, where, row)
        if self.columns & _LAYERS and self.columns <= _COLUMNS:
            record = parse_record(json.dumps({**row, "id": name, "meta": _meta(row.get("meta"), where)}), where)
            return GoldDocument(record, parts=parts_of(record))
        text = row["text"]
        if not isinstance(text, str):
            raise SourceError(f"{where}, column text: must be a string")
        return GoldDocument(Record(id=name, text=text, meta=self._rest(row)))

    def _rest(self, row: Mapping[str, Any]) -> Meta:
        """Other columns than id and text, as far as JSON can hold them."""
        rest: Meta = {}
        for name, value in row.items():
            if name not in ("id", "text"):
                try:
                    rest[name] = json.loads(json.dumps(value, allow_nan=False))
                except (TypeError, ValueError):
                    self.repairs.skip(f"column {name} (no JSON)")
        return rest

    def _tagged(self, id: str, where: str, row: Mapping[str, Any]) -> GoldDocument | None:
        tokens = tuple(map(str, row["tokens"]))
        tags = tuple(self._tag(value, where) for value in row["ner_tags"])
        if not tokens and not tags:
            self.repairs.skip("row without tokens")
            return None
        if len(tokens) != len(tags):
            raise SourceError(f"{where}: {len(tokens)} tokens and {len(tags)} ner_tags; there must be one for each")
        return document_of(id, [Sentence(tokens, tags)], where, self.repairs)

    def _tag(self, value: object, where: str) -> str:
        if isinstance(value, int) and self.tags is not None and 0 <= value < len(self.tags):
            value = self.tags[value]
        try:
            split_tag(str(value))
        except ValueError as error:
            raise SourceError(
                f"{where}, column ner_tags: {error}; numbers need a ClassLabel with their names"
            ) from None
        return str(value)


def _meta(value: object, where: str) -> object:
    if not isinstance(value, str):
        return value or {}
    try:
        return json.loads(value)
    except ValueError as error:
        raise SourceError(f"{where}, column meta: no valid JSON ({error})") from None
