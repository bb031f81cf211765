"""The corpora of a run: read, and turned into examples."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from onrecord.batch.intake import Incoming, ReadSettings
from onrecord.batch.sources import check_inputs, read_articles
from onrecord.corpora import GoldDocument, detect, read
from onrecord.errors import SourceError
from onrecord.records import Record
from onrecord.training.config import CoreferenceTask, CorpusSettings, Task, TrainingConfig
from onrecord.training.examples import Example, check_teaches, example_of
from onrecord.training.singletons import WITHOUT_SINGLETONS, with_singletons


def heads_of(config: TrainingConfig, corpus: str) -> dict[str, Task]:
    """The heads that a corpus teaches, by name."""
    return {name: config.heads[name] for name in config.corpora[corpus].teaches}


def corpus_examples(
    name: str,
    path: Path,
    corpus: CorpusSettings,
    heads: Mapping[str, Task],
    lost: Counter[str],
    silver: Mapping[str, Record] | None = None,
    data: Path | None = None,
) -> list[Example]:
    """The examples of a corpus.

    Args:
        name: Name of the corpus.
        path: Its file or folder.
        corpus: How it is read.
        heads: The heads that learn from it.
        lost: Gold that a head cannot learn is counted here, by head and why.
        silver: Records that a pipeline made of its articles, by id.
        data: Folder of corpora, where annotations that are stored without their texts find them.

    Raises:
        ConfigError: The corpus lacks the gold for a head, or has a label that is none of the head's.
        SourceError: It cannot be read.
    """
    opened = read(path, corpus.format, data)
    check_teaches(name, opened, heads)
    documents = opened.documents()
    if opened.gold.scheme in WITHOUT_SINGLETONS and any(isinstance(task, CoreferenceTask) for task in heads.values()):
        documents = with_singletons(documents)
    records = silver or {}
    found = (example_of(document, heads, lost, records.get(document.record.id)) for document in documents)
    return [example for example in found if example is not None]


def silver_records(path: Path) -> dict[str, Record]:
    """The records of a file, by id.

    Raises:
        SourceError: It cannot be read.
    """
    return {document.record.id: document.record for document in read(path, "record").documents()}


def text_examples(path: Path, lost: Counter[str]) -> list[Example]:
    """Texts that no gold is taken from: a corpus, or anything else that `onrecord run` reads, but web pages.

    Args:
        path: File or folder.
        lost: What is no text is counted here.

    Raises:
        SourceError: It cannot be read.
    """
    found = (example_of(document, {}, lost) for document in _texts(path, lost))
    return [example for example in found if example is not None]


def _texts(path: Path, lost: Counter[str]) -> Iterator[GoldDocument]:
    try:
        known = detect(path)
    except SourceError:
        settings = ReadSettings()
        check_inputs([str(path)], settings)
        for item in read_articles([str(path)], settings):
            if isinstance(item, Incoming):
                yield GoldDocument(Record(item.article.id, item.article.text))
            else:
                lost[f"{path}: no text that can be read"] += 1
    else:
        yield from read(path, known).documents()
