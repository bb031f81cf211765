"""The text files of a folder, and what is skipped in it."""

from __future__ import annotations

import logging
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

log = logging.getLogger(__name__)


def text_files(folder: Path) -> Iterator[Path]:
    """Every `.txt` file below `folder`, in the order of the names; folders that are links are not entered.

    At the end one log line says what was skipped.
    """
    skipped: Counter[str] = Counter()
    for parent, folders, names in os.walk(folder, onerror=lambda error: _unlisted(error, skipped)):
        folders.sort()
        for name in folders:
            if (Path(parent) / name).is_symlink():
                skipped["linked folder"] += 1
        for name in sorted(names):
            path = Path(parent) / name
            if what := _why_not(path):
                skipped[what] += 1
            else:
                yield path
    if skipped:
        kinds = ", ".join(f"{count} {what}" for what, count in sorted(skipped.items()))
        log.info("%s: skipped %d that are no .txt files (%s)", folder, sum(skipped.values()), kinds)


def has_texts(folder: Path) -> bool:
    """Whether there is a `.txt` file below `folder`."""
    walk = os.walk(folder)
    return any(not _why_not(Path(parent) / name) for parent, _, names in walk for name in names)


def _why_not(path: Path) -> str:
    """What a path is if it is no text file; empty if it is one. A broken link named .txt counts: opening it says so."""
    if path.suffix.lower() != ".txt":
        return path.suffix or "without suffix"
    return "" if path.is_file() or path.is_symlink() else "special file"


def _unlisted(error: OSError, skipped: Counter[str]) -> None:
    skipped["unreadable folder"] += 1
    log.warning("%s cannot be listed: %s", error.filename, error.strerror)
