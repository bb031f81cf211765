"""The beginning of a file, as formats look at it to recognise their own."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from onrecord.errors import SourceError

#: Bytes that are looked at; a JSON value that is longer is read whole.
SAMPLE_BYTES = 1 << 16


@dataclass(frozen=True)
class Sample:
    """The first bytes of a file and views of them."""

    path: Path
    """The file, for formats that stand in two files side by side (brat)."""
    head: bytes
    """Its first bytes."""

    @classmethod
    def of(cls, path: Path) -> Sample:
        """The sample of a file.

        Raises:
            SourceError: It cannot be opened.
        """
        try:
            with path.open("rb") as file:
                return cls(path, file.read(SAMPLE_BYTES))
        except OSError as error:
            raise SourceError(f"{path}: cannot be read ({error.strerror}); check the path and its rights") from error

    @cached_property
    def text(self) -> str:
        """The head as UTF-8; what is not is replaced, and named when the file is read."""
        return self.head.decode("utf-8-sig", errors="replace")

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The complete lines of the head, without line ends."""
        lines = self.text.split("\n")
        if len(self.head) == SAMPLE_BYTES and len(lines) > 1:
            lines = lines[:-1]
        return tuple(line.removesuffix("\r") for line in lines)

    @cached_property
    def json(self) -> Any:
        """The first JSON value: of the first line, or of the file, or the first of the array that it is.

        None where there is no JSON.
        """
        start = self.text.lstrip()
        if start[:1] not in ("{", "["):
            return None
        whole = start
        if len(self.head) == SAMPLE_BYTES and (found := _first(start)) is None:
            whole = self.path.read_text("utf-8-sig", errors="replace").lstrip()
        else:
            found = _first(start)
        return found if found is not None else _first(whole)


def _first(text: str) -> Any:
    if text.startswith("["):
        text = text[1:].lstrip()
    try:
        return json.JSONDecoder().raw_decode(text)[0]
    except (ValueError, RecursionError):
        return None
