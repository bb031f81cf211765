"""How records are written: one class a format."""

from __future__ import annotations

from abc import ABC, abstractmethod
from enum import StrEnum
from pathlib import Path
from typing import TextIO

from onrecord.batch.output import OutputError
from onrecord.records import Record
from onrecord.writing import to_json


class Format(StrEnum):
    """The formats that `onrecord run` writes."""

    JSONL = "jsonl"
    JSON = "json"
    PRETTY = "pretty"
    HTML = "html"
    JSONL_GZ = "jsonl.gz"
    JSONL_ZST = "jsonl.zst"
    PARQUET = "parquet"

    @property
    def needs_folder(self) -> bool:
        """Whether it is written into a run folder only."""
        return self not in _SINKS


_SUFFIXES = {
    "": Format.JSONL,
    ".jsonl": Format.JSONL,
    ".ndjson": Format.JSONL,
    ".json": Format.JSON,
    ".txt": Format.PRETTY,
    ".html": Format.HTML,
    ".htm": Format.HTML,
}


class Sink(ABC):
    """Writes records to a stream, one by one."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    @abstractmethod
    def write(self, record: Record) -> None:
        """Write one record.

        Raises:
            ArticleError: The format cannot hold it; nothing of it has been written.
        """

    def finish(self) -> None:  # noqa: B027 - most formats need no end
        """Write what has to stand at the end."""

    def break_off(self) -> None:  # noqa: B027 - most formats can be read wherever they end
        """Write what a part that is kept needs to be read; nothing where no record was written."""


class JsonLines(Sink):
    """One record a line."""

    def write(self, record: Record) -> None:
        """Write one line."""
        self.stream.write(f"{to_json(record)}\n")
        self.stream.flush()


class JsonList(Sink):
    """One list of records, indented."""

    def __init__(self, stream: TextIO) -> None:
        super().__init__(stream)
        self._between = "[\n"

    def write(self, record: Record) -> None:
        """Write one element."""
        text = to_json(record, indent=2)
        self.stream.write(f"{self._between}{text}")
        self._between = ",\n"

    def finish(self) -> None:
        """Close the list."""
        self.stream.write("[]\n" if self._between == "[\n" else "\n]\n")
        self._between = "[\n"

    def break_off(self) -> None:
        """Close the list, if one is open."""
        if self._between != "[\n":
            self.finish()


class Pretty(Sink):
    """For the eye, in the terminal or as plain text."""

    def __init__(self, stream: TextIO) -> None:
        from rich.console import Console

        super().__init__(stream)
        self._console = Console(file=stream, soft_wrap=False)

    def write(self, record: Record) -> None:
        """Print one record."""
        from onrecord.views.pretty import print_record

        print_record(record, self._console)


class Page(Sink):
    """One HTML page with all records; it holds them until the end, so it is for tens of articles, not for a dump."""

    def __init__(self, stream: TextIO) -> None:
        super().__init__(stream)
        self._records: list[Record] = []

    def write(self, record: Record) -> None:
        """Keep the record for the page."""
        self._records.append(record)

    def finish(self) -> None:
        """Write the page."""
        from onrecord.views.html import page

        self.stream.write(page(self._records))


_SINKS: dict[Format, type[Sink]] = {
    Format.JSONL: JsonLines,
    Format.JSON: JsonList,
    Format.PRETTY: Pretty,
    Format.HTML: Page,
}


def sink_for(format: Format, stream: TextIO) -> Sink:
    """The sink that writes `format` to `stream`."""
    return _SINKS[format](stream)


def format_of(path: Path) -> Format:
    """The format that a file's name implies.

    Raises:
        OutputError: The name implies none that is written.
    """
    suffix = path.suffix.lower()
    if suffix not in _SUFFIXES:
        raise OutputError(
            f"output {path}: {suffix} implies no format; give --format jsonl, json, pretty or html, "
            "or name a run folder, as out/, for jsonl.gz, jsonl.zst and parquet"
        )
    return _SUFFIXES[suffix]
