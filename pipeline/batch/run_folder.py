"""A run folder: parts get their names here, and what an earlier run left is put in order."""

from __future__ import annotations

import hashlib
import logging
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Self

from onrecord.batch.durable import flush, give_name, write_whole
from onrecord.batch.journal import Journal, JournalContent, read_journal
from onrecord.batch.layout import Layout
from onrecord.batch.manifest import Manifest
from onrecord.batch.parts import FinishedPart
from onrecord.batch.summary import Summary

log = logging.getLogger(__name__)


class RunFolder:
    """The folder of a run whose lock is held. Only here do files of parts get their names."""

    def __init__(self, layout: Layout, finished: Mapping[int, FinishedPart]) -> None:
        """Take over what is there; see `begun` and `resumed`."""
        self.layout = layout
        self.finished: dict[int, FinishedPart] = dict(sorted(finished.items()))
        self._journal = Journal(layout.journal, self.finished.values())

    @classmethod
    def begun(cls, layout: Layout, manifest: Manifest) -> Self:
        """A folder with nothing finished in it; files of an earlier run are removed.

        Raises:
            OSError: It cannot be written.
        """
        clear(layout)
        for path in (layout.records(0), layout.rejected(0)):
            path.parent.mkdir(exist_ok=True)
        folder = cls(layout, {})
        write_whole(layout.manifest, manifest.to_json())
        return folder

    @classmethod
    def resumed(cls, layout: Layout) -> Self:
        """A folder as an earlier run left it: what the journal does not name, or names otherwise, is removed.

        Raises:
            OSError: It cannot be read or written.
        """
        content = read_journal(layout.journal)
        if content.torn:
            log.warning("%s: left out %d that cannot be read", layout.journal, content.torn)
        finished = _finished(layout, content)
        if not _is_concluded(layout, content, finished):
            layout.summary.unlink(missing_ok=True)  # before anything else is removed: it speaks of what is there
            flush(layout.folder)
        for part in content.parts:
            if part.number not in finished:
                log.warning("part %d: its files are not what the journal says, so it is done again", part.number)
        for path in (layout.records(0), layout.rejected(0)):
            path.parent.mkdir(exist_ok=True)
        keep = {path for part in finished.values() for path in _files(layout, part)}
        for path in layout.part_files():
            if path not in keep:
                path.unlink()
        return cls(layout, finished)

    @property
    def is_complete(self) -> bool:
        """Whether all parts are finished, and the rejections joined."""
        return self.layout.summary.exists()

    def keep(self, part: FinishedPart) -> None:
        """Give the files of a part their names, then write it into the journal.

        Raises:
            OSError: It cannot be written; the part does not count.
        """
        for path in _files(self.layout, part):
            give_name(self.layout.temporary(path, part.attempt), path)
        self._journal.append(part)
        self.finished[part.number] = part

    def drop_temporary(self) -> None:
        """Remove the files of parts that were under way; those who wrote them must have ended."""
        for path in self.layout.part_files():
            if path.name.startswith("."):
                path.unlink(missing_ok=True)

    def join_rejections(self) -> None:
        """Make one file of the rejections of all parts; none where nothing was rejected.

        Raises:
            OSError: It cannot be written; nothing is left behind.
        """
        target = self.layout.rejections
        rejected = [part.number for part in self.finished.values() if part.rejected]
        if not rejected:
            return
        temporary = self.layout.temporary(target, "joined")
        try:
            with temporary.open("wb") as stream:
                for number in sorted(rejected):
                    with self.layout.rejected(number).open("rb") as piece:
                        shutil.copyfileobj(piece, stream)
            flush(temporary)
            give_name(temporary, target)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise

    def conclude(self, summary: Summary) -> None:
        """Write the summary, which says that the run has come to its end.

        Raises:
            OSError: It cannot be written.
        """
        write_whole(self.layout.summary, summary.to_json())

    def close(self) -> None:
        """Close the journal."""
        self._journal.close()


def clear(layout: Layout) -> None:
    """Remove what a run wrote, the manifest first: without it, nothing that is left counts.

    Raises:
        OSError: It cannot be removed.
    """
    for path in (layout.manifest, layout.summary, layout.journal, layout.rejections):
        path.unlink(missing_ok=True)
    for path in layout.part_files():
        path.unlink()


def is_foreign(layout: Layout) -> bool:
    """Whether a folder holds no run, but other things.

    A run that died while it began is no other thing; but it had a lock or a journal, and files that are only called
    like parts are somebody else's.
    """
    if layout.manifest.exists():
        return False
    own = (layout.lock, layout.journal, layout.records(0).parent, layout.rejected(0).parent)
    names = {path.name for path in own} if layout.lock.exists() or layout.journal.exists() else set()
    return any(path.name not in names and not path.name.startswith(".") for path in layout.folder.iterdir())


def is_complete(layout: Layout) -> bool:
    """Whether the run in a folder has come to its end, and all that it wrote is there.

    Raises:
        OSError: The folder cannot be read.
    """
    content = read_journal(layout.journal)
    return _is_concluded(layout, content, _finished(layout, content))


def _is_concluded(layout: Layout, content: JournalContent, finished: Mapping[int, FinishedPart]) -> bool:
    summary = Summary.read(layout.summary)
    joined = layout.rejections.exists() or not any(part.rejected for part in finished.values())
    return summary is not None and not content.torn and summary.parts == len(finished) and joined


def _finished(layout: Layout, content: JournalContent) -> dict[int, FinishedPart]:
    """The parts of a journal whose files are there; of the last one, where writing ended, the hash counts too."""
    last = content.parts[-1:]
    return {
        part.number: part
        for part in content.parts
        if _is_whole(layout, part) and (part not in last or _is_unchanged(layout, part))
    }


def _files(layout: Layout, part: FinishedPart) -> Iterator[Path]:
    yield layout.records(part.number)
    if part.rejected:
        yield layout.rejected(part.number)


def _is_whole(layout: Layout, part: FinishedPart) -> bool:
    sizes = {layout.records(part.number): part.bytes, layout.rejected(part.number): part.rejected_bytes}
    return all(path.is_file() and path.stat().st_size == sizes[path] for path in _files(layout, part))


def _is_unchanged(layout: Layout, part: FinishedPart) -> bool:
    with layout.records(part.number).open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest() == part.sha256
