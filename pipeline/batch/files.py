"""One input file, or standard input, read by the format that it is in."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.batch.formats import plain
from onrecord.batch.intake import Item, ReadSettings, SourceFile, unread
from onrecord.batch.kinds import Reader, reader_of
from onrecord.batch.stopped import StoppedError
from onrecord.errors import MachineError, SourceError
from onrecord.extras import MissingExtraError
from onrecord.input_files import opened
from onrecord.unpacking import explain_stream


def read_file(file: SourceFile, settings: ReadSettings) -> Iterator[Item]:
    """The articles of a file of any kind; what cannot be opened or read on comes out as a rejection.

    Raises:
        MissingExtraError: A library that the file needs is not installed.
        StoppedError: It cannot be read on for trouble of this machine; that must not cost its articles.
    """
    return _read(file, settings, None)


def read_text(file: SourceFile, settings: ReadSettings) -> Iterator[Item]:
    """The one article of a text file, whatever its content looks like.

    Raises:
        StoppedError: It cannot be read for trouble of this machine.
    """
    return _read(file, settings, plain.read)


def _read(file: SourceFile, settings: ReadSettings, reader: Reader | None) -> Iterator[Item]:
    try:
        yield from _read_on(file, settings, reader)
    except MachineError as error:
        raise StoppedError(f"{file.shown}: {error}") from None


def _read_on(file: SourceFile, settings: ReadSettings, reader: Reader | None) -> Iterator[Item]:
    try:
        with opened(file.path) as stream:
            yield from (reader or reader_of(file.path, stream, settings))(file, stream, settings)
    except MissingExtraError:
        raise
    except SourceError as error:
        yield unread(file.id, str(error), file.shown)
    except OSError as error:
        yield unread(file.id, explain_stream(error), file.shown)
