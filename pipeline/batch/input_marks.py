"""What the inputs of a run were when it began, so that a resumed run notices when they are others."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from stat import S_ISREG

from pydantic import BaseModel, ConfigDict

from onrecord.batch.sources import expanded
from onrecord.checking import printable
from onrecord.counting import counted
from onrecord.errors import SourceError


class InputMark(BaseModel):
    """An input: its name, and a fingerprint of the names, sizes and times of its files; their content is not read."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, use_attribute_docstrings=True)

    name: str
    """As the user gave it."""
    files: int
    """Files in it; 0 for a stream, which can be read only once."""
    bytes: int
    """Size of all files together."""
    modified: str
    """When the newest of them was changed, in UTC; empty where there is none."""
    fingerprint: str
    """Hash over path, size and time of change of every file."""

    @property
    def size(self) -> str:
        """What it is, in words."""
        return f"{counted(self.files, 'file')}, {counted(self.bytes, 'byte')}, {self.modified or 'no time'}"

    @property
    def is_stream(self) -> bool:
        """Whether it is standard input or a pipe."""
        return not self.files


def mark_of(given: str) -> InputMark:
    """The mark of an input as it is now.

    Args:
        given: A file, a folder, a pattern of file names, or ``-``.

    Raises:
        SourceError: It cannot be looked at, or its name cannot be written down.
    """
    if printable(given) != given:
        raise SourceError(
            f"input {printable(given)!r}: a name that is not UTF-8 cannot be kept in a run folder, and so not be read "
            "again: rename it, or give its folder, or a pattern that it fits"
        )
    digest = hashlib.sha256()
    files = size = newest = 0
    try:
        for path in () if given == "-" else _files(given):
            status = path.stat()
            if not S_ISREG(status.st_mode):
                continue
            files, size, newest = files + 1, size + status.st_size, max(newest, status.st_mtime_ns)
            digest.update(
                f"{path.as_posix()}\0{status.st_size}\0{status.st_mtime_ns}\n".encode("utf-8", "backslashreplace")
            )
    except OSError as error:
        raise SourceError(f"input {printable(given)!r}: {error.strerror}") from None
    modified = datetime.fromtimestamp(newest / 1e9, UTC).isoformat(timespec="seconds") if files else ""
    return InputMark(name=given, files=files, bytes=size, modified=modified, fingerprint=digest.hexdigest()[:16])


def _files(given: str) -> Iterator[Path]:
    for path in map(Path, expanded([given])):
        if not path.is_dir():
            yield path
            continue
        for parent, folders, names in os.walk(path, onerror=_unlisted):
            folders.sort()
            yield from (entry for name in sorted(names) if (entry := Path(parent, name)).exists())


def _unlisted(error: OSError) -> None:
    """Raise, but for a folder that may not be entered: that is skipped when it is read, and said."""
    if not isinstance(error, PermissionError):
        raise error
