"""The records of a run folder, read back: of the parts that the journal calls finished, in their order."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

from onrecord.batch.journal import read_journal
from onrecord.batch.layout import Layout
from onrecord.batch.part_files import PartFormat
from onrecord.batch.parts import FinishedPart
from onrecord.counting import counted
from onrecord.errors import SourceError
from onrecord.reading import read_records
from onrecord.records import Record

log = logging.getLogger(__name__)


def run_records(folder: Path) -> Iterator[Record]:
    """The records of the parts that are finished when it is called; what comes later is not read.

    Args:
        folder: A run folder; the run may be under way, or have been stopped.

    Raises:
        ArticleError: The first record that is not what it should be.
        SourceError: It is no run folder, or the file of a finished part is missing or is not what was written.
    """
    layout = Layout(folder)
    if not layout.journal.is_file():
        raise SourceError(f"{folder} is no run folder: it has no {layout.journal.name}; name a file of records")
    try:
        parts = sorted(read_journal(layout.journal).parts, key=lambda part: part.number)
    except OSError as error:
        raise SourceError(f"{layout.journal} cannot be read: {error.strerror}") from None
    if not layout.summary.exists():
        log.warning("%s: the run has not come to its end; %s finished so far", folder, counted(len(parts), "part"))
    for part in parts:
        yield from _part_records(folder, part)


def _part_records(folder: Path, part: FinishedPart) -> Iterator[Record]:
    path = _file(folder, part)
    count = 0
    for record in read_records(path):
        count += 1
        yield record
    if count != part.records:
        reason = f"{path} holds {counted(count, 'record')}, but the run wrote {part.records:,}"
        raise SourceError(f"{reason}: run it again with --resume")


def _file(folder: Path, part: FinishedPart) -> Path:
    for written in PartFormat:
        path = Layout(folder, written).records(part.number)
        if path.is_file():
            if path.stat().st_size != part.bytes:
                raise SourceError(f"{path} is not what the run wrote: run it again with --resume")
            return path
    raise SourceError(f"{folder}: part {part.number} is finished, but its records are missing; run it with --resume")
