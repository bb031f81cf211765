"""Files that survive a power cut: flushed to the disk before they get their name, and the name flushed after it."""

from __future__ import annotations

import os
from pathlib import Path


def flush(path: Path) -> None:
    """Have the system put a file, or the names in a folder, on the disk.

    Raises:
        OSError: It cannot be written.
    """
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def give_name(temporary: Path, path: Path) -> None:
    """Rename a file that has been flushed, and flush the name.

    Raises:
        OSError: It cannot be renamed.
    """
    temporary.replace(path)
    flush(path.parent)


def write_whole(path: Path, data: bytes) -> None:
    """Write a file that is either all there or, whatever happens, as it was before.

    Raises:
        OSError: It cannot be written; nothing is left behind.
    """
    temporary = path.with_name(f".{path.name}.tmp")
    try:
        temporary.write_bytes(data)
        flush(temporary)
        give_name(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
