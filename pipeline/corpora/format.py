"""The base of every corpus format: how it is recognised, read and written."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import ClassVar

from onrecord.corpora.corpus import Gold, GoldDocument, Losses, Repairs
from onrecord.corpora.sample import Sample
from onrecord.errors import SourceError


class Format(ABC):
    """One format, both ways. A format that is only read keeps `write` as it stands here."""

    name: ClassVar[str]
    """As `--format`, `--from` and `--to` take it."""
    title: ClassVar[str]
    """What it is, in a few words, for help texts."""

    @abstractmethod
    def recognises(self, sample: Sample) -> bool:
        """Whether the beginning of a file is in this format; looks at content, never at the file's name."""

    @abstractmethod
    def gold(self, path: Path) -> Gold:
        """What the corpus at `path`, which is in this format, has gold for, and in which scheme."""

    @abstractmethod
    def read(self, path: Path, repairs: Repairs) -> Iterator[GoldDocument]:
        """The documents of the file or folder at `path`, lazily.

        Args:
            path: A file, or a folder all of whose files of this format are read, in the order of their names.
            repairs: What is changed or left out is counted here.

        Raises:
            SourceError: The input breaks the format.
        """

    def write(self, documents: Iterable[GoldDocument], path: Path) -> Losses:
        """Write the documents to `path`, which does not exist, and count what the format cannot hold.

        Raises:
            SourceError: The format is only read.
        """
        del documents, path
        raise SourceError(f"format {self.name!r} can be read but not written; choose another target with --to")
