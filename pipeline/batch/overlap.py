"""Inputs and a run folder lie apart: what is read is never removed, what is written never read."""

from __future__ import annotations

import os
from collections.abc import Sequence
from fnmatch import fnmatchcase
from pathlib import Path

from onrecord.batch.layout import Layout
from onrecord.batch.output import OutputError
from onrecord.batch.sources import expanded, is_pattern
from onrecord.checking import printable


def check_apart(inputs: Sequence[str], folder: Path) -> None:
    """Check that no input lies in a run folder, nor the folder in an input, now or once the run has begun.

    Args:
        inputs: Files, folders, patterns of file names, or ``-``.
        folder: The run folder; it need not be there yet.

    Raises:
        OutputError: Names the two, and the way out.
    """
    place = Path(os.path.realpath(folder))
    written = {path for own in (os.path.abspath(folder), place) for path in _written(Layout(Path(own)))}
    for given in inputs:
        if given == "-":
            continue
        if is_pattern(given) and any(_fits(path.parts, Path(os.path.abspath(given)).parts) for path in written):
            raise OutputError(
                f"output {folder}: what is written there would fit the input {printable(given)}: choose a folder that "
                "the pattern does not reach"
            )
        for name in expanded([given]):
            _check_path(name, place, folder)


def _check_path(name: str, place: Path, folder: Path) -> None:
    path = Path(os.path.realpath(name))
    if path.is_relative_to(place) and path != place:
        raise OutputError(f"input {printable(name)} lies in the output {folder}: choose another output")
    if place.is_relative_to(path):
        raise OutputError(f"output {folder} lies in the input {printable(name)}: choose a folder beside it")


def _written(layout: Layout) -> tuple[Path, ...]:
    """The folder, and what a run has in it, a file of each name standing for its like."""
    parts = (layout.records(0), layout.rejected(0))
    accounts = (layout.manifest, layout.journal, layout.summary, layout.rejections, layout.lock)
    return (layout.folder, *accounts, *parts, *(path.parent for path in parts))


def _fits(names: Sequence[str], pattern: Sequence[str]) -> bool:
    """Whether a path fits a pattern, as for `glob`: ``**`` stands for any number of folders."""
    if not names or not pattern:
        return not names and all(word == "**" for word in pattern)
    if pattern[0] == "**":
        return _fits(names, pattern[1:]) or (not names[0].startswith(".") and _fits(names[1:], pattern))
    return _fits_word(names[0], pattern[0]) and _fits(names[1:], pattern[1:])


def _fits_word(name: str, word: str) -> bool:
    """Whether a name fits; a wildcard stands for no dot at the beginning."""
    return fnmatchcase(name, word) and (word.startswith(".") or not name.startswith("."))
