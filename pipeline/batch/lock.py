"""One run at a time on a folder."""

from __future__ import annotations

import fcntl
import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from onrecord.batch.output import OutputError


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold a lock file; the system lets go of it when the process ends, however it ends.

    Raises:
        OutputError: Another run holds it, or the file system has no locks.
    """
    try:
        stream = path.open("a+", encoding="utf-8")
    except OSError as error:
        raise OutputError(f"output {path.parent} cannot be written: {error.strerror}") from None
    with stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            stream.seek(0)
            holder = stream.read(200).strip() or "unknown"
            raise OutputError(
                f"output {path.parent}: another run is at work there ({holder}): wait for it, or end it first"
            ) from None
        except OSError as error:
            raise OutputError(f"output {path.parent}: its file system has no locks ({error.strerror})") from None
        stream.truncate(0)
        stream.write(f"process {os.getpid()} on {platform.node()}\n")
        stream.flush()
        yield
