"""The files of finished parts: records written to a path, so that the bytes are a function of the records alone.

No time, name or place gets into a file, so that a run that was resumed gives what an undisturbed one gives.
"""

from __future__ import annotations

import gzip
from abc import ABC, abstractmethod
from contextlib import closing
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO, Self, cast

from onrecord.errors import OnrecordError
from onrecord.records import Record
from onrecord.writing import to_json


class PartFormat(StrEnum):
    """The formats of parts; each is also the suffix of its files."""

    JSONL = "jsonl"
    JSONL_GZ = "jsonl.gz"
    JSONL_ZST = "jsonl.zst"
    PARQUET = "parquet"


class PartSink(ABC):
    """Writes the records of one part; closed at the end of a ``with`` block, also where that fails."""

    @abstractmethod
    def write(self, record: Record) -> None:
        """Write one record.

        Raises:
            ArticleError: The record cannot be written; nothing of it has been, and the sink takes the next one.
            OSError: The file cannot be written; it is of no use any more.
        """

    @abstractmethod
    def close(self) -> None:
        """Write what has to stand at the end and close the file; once is enough, twice does no harm.

        Raises:
            OSError: The file cannot be written; it is closed nevertheless.
        """

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class JsonLinesPart(PartSink):
    """One record a line."""

    def __init__(self, path: Path) -> None:
        self._file = open(path, "wb")  # noqa: SIM115 - closed by close
        try:
            self._stream = self._packed(self._file)
        except BaseException:
            self._file.close()
            raise

    def write(self, record: Record) -> None:
        """Write one line."""
        self._stream.write(f"{to_json(record)}\n".encode())

    def close(self) -> None:
        """Close the stream, which may write a last block, then the file under it."""
        with closing(self._file):
            self._stream.close()

    def _packed(self, file: BinaryIO) -> BinaryIO:
        return file


class GzipPart(JsonLinesPart):
    """One record a line, compressed with gzip."""

    def _packed(self, file: BinaryIO) -> BinaryIO:
        # Neither time nor name in the header: both would differ from run to run.
        return cast("BinaryIO", gzip.GzipFile(filename="", mode="wb", compresslevel=6, fileobj=file, mtime=0))


class ZstdPart(JsonLinesPart):
    """One record a line, compressed with zstd."""

    def _packed(self, file: BinaryIO) -> BinaryIO:
        try:
            import zstandard
        except ImportError:
            raise OnrecordError("jsonl.zst needs zstandard: install it with pip install 'onrecord[zstd]'") from None
        return cast("BinaryIO", zstandard.ZstdCompressor(level=3, write_checksum=True).stream_writer(file))


def part_sink(format: PartFormat, path: Path) -> PartSink:
    """The sink that writes `format` to a new file at `path`.

    Raises:
        OnrecordError: The format needs a package that is not installed.
        OSError: The file cannot be opened.
    """
    if format is PartFormat.PARQUET:
        try:
            from onrecord.batch.parquet_part import ParquetPart
        except ImportError:
            raise OnrecordError("parquet needs pyarrow: install it with pip install 'onrecord[arrow]'") from None
        return ParquetPart(path)
    return _JSON_LINES[format](path)


_JSON_LINES: dict[PartFormat, type[JsonLinesPart]] = {
    PartFormat.JSONL: JsonLinesPart,
    PartFormat.JSONL_GZ: GzipPart,
    PartFormat.JSONL_ZST: ZstdPart,
}
