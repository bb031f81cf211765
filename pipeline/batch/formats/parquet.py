"""Parquet: an article a row, read in small batches, so that no row group is ever held whole."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from onrecord.batch.intake import Item, ReadSettings, SourceFile, unread
from onrecord.batch.rows import items_of, missing_column
from onrecord.errors import MachineError
from onrecord.input_files import Peeked
from onrecord.unpacking import DamagedError, stop_at_trouble

if TYPE_CHECKING:
    import pyarrow as pa

#: What such a file begins with, and ends with.
MAGIC = b"PAR1"
#: Rows that are read at a time.
_ROWS = 64


def read(file: SourceFile, stream: Peeked, settings: ReadSettings) -> Iterator[Item]:
    """The articles of the rows; every column but text and id goes to meta.

    Raises:
        MachineError: This machine cannot read it, or cannot keep the copy that a packed file needs.
    """
    import pyarrow as pa

    before = 0
    try:
        with _seekable(file, stream) as seekable:
            for batch in _batches(seekable):
                if problem := missing_column(batch.schema.names, settings):
                    yield unread(f"{file.name}:1", problem, file.shown, 1)
                    return
                yield from items_of(batch, before, file.name, file, settings)
                before += batch.num_rows
    except DamagedError:
        raise
    except MemoryError:  # Arrow has one of its own, which is an ArrowException too
        raise
    except (pa.ArrowException, UnicodeDecodeError, OSError) as error:
        stop_at_trouble(error)
        yield unread(f"{file.name}:{before + 1}", _explained(error), file.shown, before + 1)


def _batches(seekable: BinaryIO) -> Iterator[pa.RecordBatch]:
    from pyarrow import parquet

    with parquet.ParquetFile(seekable) as table:
        yield from table.iter_batches(batch_size=_ROWS, use_threads=False)


def _seekable(file: SourceFile, stream: Peeked) -> BinaryIO:
    """The file itself; a copy on disk where it is packed or a pipe, for Parquet is read from its end."""
    if Path(file.path).is_file() and not stream.packed:
        return open(file.path, "rb")
    return _copy(stream)


def _copy(stream: Peeked) -> BinaryIO:
    with _writing():
        copy = tempfile.TemporaryFile()  # noqa: SIM115 - closed by the caller
    try:
        for chunk in iter(stream.read, b""):
            with _writing():
                copy.write(chunk)
        with _writing():
            copy.seek(0)
    except BaseException:
        with suppress(OSError):
            copy.close()
        raise
    return copy


@contextmanager
def _writing() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise MachineError(
            "a Parquet file that is packed or comes from a pipe needs a copy in the folder of temporary files, which "
            f"cannot be written: {error.strerror or error}; TMPDIR names another"
        ) from None


def _explained(error: Exception) -> str:
    detail = str(error).partition("\n")[0].rstrip(". ")
    return f"the Parquet file cannot be read on ({detail}): fetch or write it again; what follows is not read"
