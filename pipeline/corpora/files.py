"""Finding, reading and naming the files of a corpus."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from onrecord.errors import SourceError


def files_of(path: Path) -> list[Path]:
    """The file itself, or the files directly in the folder by name, leaving out hidden ones.

    Raises:
        SourceError: The path does not exist, or the folder has no files.
    """
    if path.is_file():
        return [path]
    if not path.is_dir():
        raise SourceError(f"{path}: does not exist; check the path")
    files = sorted(item for item in path.iterdir() if item.is_file() and not item.name.startswith("."))
    if not files:
        inner = sorted(item.name for item in path.iterdir() if item.is_dir())
        hint = f"name one of its folders: {', '.join(inner)}" if inner else "it is empty"
        raise SourceError(f"{path}: has no files; {hint}")
    return files


def text_of(path: Path, encoding: Literal["utf-8-sig", "utf-8"] = "utf-8-sig") -> str:
    """The file with its line ends as they stand.

    Args:
        path: The file.
        encoding: `utf-8-sig` leaves a byte order mark out, `utf-8` counts it as a character of the text.

    Raises:
        SourceError: It cannot be read or is not UTF-8.
    """
    try:
        return path.read_bytes().decode(encoding)
    except UnicodeDecodeError as error:
        raise SourceError(f"{path}: not UTF-8 at byte {error.start}; convert it to UTF-8 first") from error
    except OSError as error:
        raise SourceError(f"{path}: cannot be read ({error.strerror}); check the path and its rights") from error


def lines_of(path: Path) -> Iterator[tuple[int, str]]:
    r"""The lines of a UTF-8 file with their numbers from 1, lazily, without their line ends (\n or \r\n).

    Raises:
        SourceError: It cannot be read or a line is not UTF-8.
    """
    try:
        with path.open("rb") as file:
            for number, raw in enumerate(file, 1):
                try:
                    line = raw.decode("utf-8-sig" if number == 1 else "utf-8")
                except UnicodeDecodeError as error:
                    raise SourceError(f"{path}, line {number}: not UTF-8; convert the file to UTF-8 first") from error
                yield number, line.removesuffix("\n").removesuffix("\r")
    except OSError as error:
        raise SourceError(f"{path}: cannot be read ({error.strerror}); check the path and its rights") from error


def file_name(id: str, taken: set[str]) -> str:
    """A file name for a document: its id where that is one, else with every other character as `_`.

    Never leaves the folder that it is used in. Numbered where the name is taken; added to `taken`.
    """
    name = re.sub(r"[^\w.-]", "_", id).lstrip(".")[:200] or "document"
    unique, number = name, 1
    while unique.casefold() in taken:
        number += 1
        unique = f"{name}_{number}"
    taken.add(unique.casefold())
    return unique
