"""What a source yields: an article with the place it came from, or the reason why there is none."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.checking import printable
from onrecord.records import Article
from onrecord.stages.stage import Rejection


@dataclass(frozen=True, slots=True)
class Incoming:
    """An article and where it came from."""

    article: Article
    source: str
    """The input as the user named it, or the file within a folder."""
    position: int | None = None
    """Line, or place in a list, counted from 1; None where the file is the article."""


@dataclass(frozen=True, slots=True)
class ReadSettings:
    """How files are read."""

    text_field: str = "text"
    """Key of the text in a JSON object."""
    id_field: str = "id"
    """Key of the id in a JSON object."""
    encoding: str = "utf-8"
    """Encoding of text files; JSON is always UTF-8."""


def unread(id: str, reason: str, source: str, position: int | None = None, head: str = "") -> Rejection:
    """The rejection of something that could not be read as an article."""
    return Rejection(printable(id), "read", printable(reason), source, position, printable(head)[:200])
