"""The files of a folder that hold articles, and what is skipped in it."""

from __future__ import annotations

import logging
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from onrecord.batch.formats.dataset import is_dataset
from onrecord.batch.kinds import KNOWN, plain_suffix
from onrecord.unpacking import stop_at_trouble

log = logging.getLogger(__name__)


def article_files(folder: Path) -> Iterator[Path]:
    """Every file of a known kind below `folder`, in the order of the names; a saved dataset is one, whole.

    Folders that are links are not entered. At the end a warning says what was skipped.

    Raises:
        MachineError: A folder cannot be listed for trouble of this machine.
    """
    skipped: Counter[str] = Counter()
    for parent, folders, names in os.walk(folder, onerror=lambda error: _unlisted(error, skipped)):
        if is_dataset(Path(parent)):
            folders.clear()
            yield Path(parent)
            continue
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
        log.warning("%s: skipped %d that are of no known kind (%s)", folder, sum(skipped.values()), kinds)


def has_articles(folder: Path) -> bool:
    """Whether there is a file of a known kind below `folder`."""
    return any(
        is_dataset(Path(parent)) or any(not _why_not(Path(parent) / name) for name in names)
        for parent, _, names in os.walk(folder)
    )


def _why_not(path: Path) -> str:
    """What a path is if it is not read; empty if it is. A broken link with a known name counts: opening it says so."""
    if plain_suffix(path.name) not in KNOWN:
        return path.suffix or "without suffix"
    return "" if path.is_file() or path.is_symlink() else "special file"


def _unlisted(error: OSError, skipped: Counter[str]) -> None:
    stop_at_trouble(error)
    skipped["unreadable folder"] += 1
    log.warning("%s cannot be listed: %s", error.filename, error.strerror)
