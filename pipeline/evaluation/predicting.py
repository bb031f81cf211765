"""Where predictions come from: a pipeline that runs now, or a file of records that any system wrote."""

from __future__ import annotations

import itertools
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, TypeAlias

from onrecord.corpora.corpus import GoldDocument
from onrecord.counting import counted
from onrecord.errors import SourceError
from onrecord.evaluation.given import Given, GivenPipeline
from onrecord.extractor import Extractor
from onrecord.reading import read_records
from onrecord.records import Article, Record
from onrecord.stages.stage import Rejection

#: How the texts are put to the pipeline.
Casing: TypeAlias = Literal["as is", "lower", "upper"]

_ENDING = re.compile(r"\.(txt|json)$")


@dataclass(frozen=True, slots=True)
class Prediction:
    """What a system says of one gold document."""

    gold: GoldDocument
    record: Record
    """Empty where the system failed on the document."""
    failure: str | None = None
    """Why the system has nothing."""


class Predictor(ABC):
    """A system, asked document by document."""

    @property
    @abstractmethod
    def name(self) -> str:
        """What the report calls it."""

    @abstractmethod
    def predict(self, documents: Iterable[GoldDocument]) -> Iterator[Prediction]:
        """One prediction a document, in order."""

    def notes(self) -> list[str]:
        """What should be known of the predictions, after they are all read."""
        return []


class PipelinePredictor(Predictor):
    """An extractor, with or without part of the gold given to it."""

    def __init__(self, extractor: Extractor, scheme: str, given: Given | None = None, casing: Casing = "as is") -> None:
        """Prepare.

        Args:
            extractor: The pipeline.
            scheme: Of the gold's types.
            given: What of the gold the stages are given.
            casing: How the texts are put to the pipeline.

        Raises:
            ConfigError: The configuration cannot use what is given.
        """
        self._extractor = extractor
        self._given = GivenPipeline(extractor, given, scheme) if given else None
        self._casing = casing

    @property
    def name(self) -> str:
        """Name and hash of the configuration."""
        return f"{self._extractor.config.name}@{self._extractor.provenance.config}"

    def predict(self, documents: Iterable[GoldDocument]) -> Iterator[Prediction]:
        """Run the stages over batches of the configuration's size."""
        remaining = iter(documents)
        while batch := list(itertools.islice(remaining, self._extractor.config.batch_size)):
            yield from self._batch(batch)

    def _batch(self, batch: Sequence[GoldDocument]) -> Iterator[Prediction]:
        put = [replace(gold, record=_cased(gold.record, self._casing)) for gold in batch]
        if self._given is not None:
            results: Iterable[Record | Rejection] = self._given(put)
        else:
            articles = [Article(gold.record.id, gold.record.text) for gold in put]
            results = self._extractor.process(articles)
        for gold, result in zip(batch, results, strict=True):
            if isinstance(result, Rejection):
                yield Prediction(gold, _nothing(gold), f"rejected by stage {result.stage}: {result.reason}")
            else:
                yield Prediction(gold, _over(gold.record.text, result))


class FilePredictor(Predictor):
    """Records of any system, read from a file and found by the id of the document.

    Where no record has it, folders before it and an ending `.txt` or `.json` make no difference.
    """

    def __init__(self, path: Path) -> None:
        """Read the file.

        Raises:
            ArticleError: A record is not what it should be.
            SourceError: The file cannot be read, or an id stands twice.
        """
        self._path = path
        self._records: dict[str, Record] = {}
        self._named: dict[str, list[Record]] = {}
        for record in read_records(path):
            if record.id in self._records:
                raise SourceError(f"{path}: two records have the id {record.id!r}; leave one")
            self._records[record.id] = record
            self._named.setdefault(_short(record.id), []).append(record)
        self._used: set[str] = set()

    @property
    def name(self) -> str:
        """Name of the file."""
        return self._path.name

    def predict(self, documents: Iterable[GoldDocument]) -> Iterator[Prediction]:
        """The record with the id of each document; none counts as nothing found."""
        for gold in documents:
            found = self._found(gold.record.id)
            if found is None:
                yield Prediction(gold, _nothing(gold), f"no record in {self._path.name}")
            else:
                self._used.add(found.id)
                yield Prediction(gold, found)

    def _found(self, id: str) -> Record | None:
        if id in self._records:
            return self._records[id]
        alike = self._named.get(_short(id), [])
        return alike[0] if len(alike) == 1 else None

    def notes(self) -> list[str]:
        """How many records met no document."""
        spare = len(self._records.keys() - self._used)
        return [f"{self._path.name}: {counted(spare, 'record')} of no document that was scored"] if spare else []


def _short(id: str) -> str:
    """The id without folders and the ending of a file."""
    return _ENDING.sub("", id).rsplit("/", 1)[-1]


def _nothing(gold: GoldDocument) -> Record:
    return Record(id=gold.record.id, text=gold.record.text)


def _over(text: str, record: Record) -> Record:
    """The record over the text as it was before its case was changed."""
    if record.text == text:
        return record
    mentions = tuple(replace(mention, text=mention.span.of(text)) for mention in record.mentions)
    return replace(record, text=text, mentions=mentions)


def _cased(record: Record, casing: Casing) -> Record:
    """The record over the lower-cased or upper-cased text; every character keeps its place."""
    if casing == "as is":
        return record
    change: Callable[[str], str] = str.lower if casing == "lower" else str.upper
    return _over("".join(new if len(new := change(old)) == 1 else old for old in record.text), record)
