"""The formats by name; `detect`, `read` and `write` over all of them."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

from onrecord.corpora.annotations import Annotations
from onrecord.corpora.brat import Brat
from onrecord.corpora.cofenet import CofeNet
from onrecord.corpora.conll import Conll
from onrecord.corpora.conll04 import Conll04
from onrecord.corpora.corpus import Corpus, Gold, GoldDocument, Losses, Repairs
from onrecord.corpora.directed_sentiment import DirectedSentiment
from onrecord.corpora.docbin import SpacyDocBin
from onrecord.corpora.docred import DocRed
from onrecord.corpora.dwie import Dwie
from onrecord.corpora.files import files_of
from onrecord.corpora.format import Format
from onrecord.corpora.gap import Gap
from onrecord.corpora.gum import Gum, OntoGum
from onrecord.corpora.hf import HuggingFace
from onrecord.corpora.plover import Plover
from onrecord.corpora.polnear import PolNear
from onrecord.corpora.record import Records
from onrecord.corpora.sample import Sample
from onrecord.corpora.worldwide import Worldwide
from onrecord.errors import SourceError

#: By name, in the order in which they are tried on a file: the narrower before the wider.
FORMATS: dict[str, Format] = {
    known.name: known
    for known in (
        Records(),
        Annotations(),
        SpacyDocBin(),
        HuggingFace(),
        PolNear(),
        Dwie(),
        Conll04(),
        DocRed(),
        CofeNet(),
        Gap(),
        Plover(),
        DirectedSentiment(),
        Gum(),
        OntoGum(),
        Worldwide(),
        Conll(),
        Brat(),
    )
}


def format_named(name: str) -> Format:
    """The format of this name.

    Raises:
        SourceError: There is none; the message names the nearest.
    """
    if name not in FORMATS:
        near = difflib.get_close_matches(name, FORMATS, 1)
        hint = f"did you mean {near[0]!r}? " if near else ""
        raise SourceError(f"unknown format {name!r}; {hint}known are {', '.join(FORMATS)}")
    return FORMATS[name]


def detect(path: Path) -> str:
    """The name of the format of a file or folder, by its content.

    In a folder the first file that any format recognises decides.

    Raises:
        SourceError: The path does not exist, or no format recognises it.
    """
    for file in files_of(path):
        sample = Sample.of(file)
        for name, candidate in FORMATS.items():
            if candidate.recognises(sample):
                return name
    raise SourceError(
        f"{path}: in no format that is known; name it (convert --from, evaluate --format), one of {', '.join(FORMATS)}"
    )


def read(path: Path, format: str | None = None, data: Path | None = None) -> Corpus:
    """Open a corpus.

    Args:
        path: A file, or a folder whose files make up one corpus (folders within it are left alone).
        format: Name of its format; recognised by content where it is None.
        data: Folder of corpora in which annotations that are stored without their texts find them.

    Raises:
        SourceError: The path does not exist, or the format is unknown.
    """
    name = format if format is not None else detect(path)
    chosen = format_named(name)
    if data is not None and isinstance(chosen, Annotations):
        chosen = Annotations(data)
    files_of(path)
    return Corpus(path, name, partial(chosen.read, path), partial(chosen.gold, path))


def read_together(paths: Sequence[Path], format: str | None = None, data: Path | None = None) -> Corpus:
    """Open several corpora as one, document after document in the order of the paths.

    Args:
        paths: Files and folders; at least one.
        format: Name of their format; recognised by content where it is None.
        data: As for `read`.

    Raises:
        SourceError: A path does not exist, or they do not go together: their labels or what they annotate differ.
    """
    opened = [read(path, format, data) for path in paths]
    if len(opened) == 1:
        return opened[0]
    if len({(corpus.gold.scheme, corpus.gold.by_name) for corpus in opened}) > 1:
        schemes = ", ".join(f"{corpus.path} ({corpus.format}, {corpus.gold.scheme})" for corpus in opened)
        raise SourceError(
            f"corpora with other labels or forms cannot be read together: {schemes}; read them one by one"
        )
    formats = {corpus.format for corpus in opened}
    if formats != {Annotations.name} and len({corpus.gold.annotates for corpus in opened}) > 1:
        layers = "; ".join(f"{corpus.path}: {', '.join(sorted(corpus.gold.annotates))}" for corpus in opened)
        raise SourceError(f"corpora that annotate other things cannot be read together: {layers}")

    def documents(repairs: Repairs) -> Iterator[GoldDocument]:
        for corpus in opened:
            yield from corpus.reader(repairs)

    def gold() -> Gold:
        layers = frozenset(layer for corpus in opened for layer in corpus.gold.annotates)
        return Gold(layers, opened[0].gold.scheme, opened[0].gold.by_name)

    return Corpus(Path(" + ".join(map(str, paths))), " + ".join(sorted(formats)), documents, gold)


def write(documents: Iterable[GoldDocument], path: Path, format: str) -> Losses:
    """Write documents in a format.

    Args:
        documents: What a reader yields; a record alone is `GoldDocument(record)`.
        path: Where to write; must not exist. A folder for formats with a file (or two) a document.
        format: Name of the target format.

    Returns:
        How many were written and what the format cannot hold.

    Raises:
        SourceError: The path exists, the format is unknown, or it is only read.
    """
    chosen = format_named(format)
    if path.exists():
        raise SourceError(f"{path}: exists already; choose another path or remove it")
    return chosen.write(documents, path)
