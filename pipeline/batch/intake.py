"""What a source yields: an article or a page with the place it came from, or the reason why there is none."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from onrecord.checking import printable
from onrecord.records import Article, Meta
from onrecord.stages.stage import Rejection


@dataclass(frozen=True, slots=True)
class Incoming:
    """An article and where it came from."""

    article: Article
    source: str
    """The input as the user named it, or the file within a folder."""
    position: int | None = None
    """Line, row or record, or place in a list, counted from 1; None where the file is the article."""


@dataclass(frozen=True, slots=True)
class Page:
    """A web page whose article has still to be taken out of it, which is slow: `onrecord.batch.arriving` does it."""

    id: str
    """Id of the article."""
    html: bytes
    """The page, in the encoding that it was fetched in."""
    source: str
    """The input as the user named it, or the file within a folder."""
    position: int | None = None
    """Record of an archive, counted from 1; None where the file is the page."""
    meta: Meta = field(default_factory=dict)
    """What the source says of the page (url, fetched); what the page says of itself is added to it."""
    charset: str | None = None
    """Encoding of the page as the server named it; None where it did not."""


Item: TypeAlias = Incoming | Page | Rejection


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file, or standard input, and how what is in it is named."""

    path: str
    """The path, or ``-`` for standard input."""
    shown: str
    """The path as it is told."""
    id: str
    """Id of the article where the file is one."""
    name: str
    """Begins the id of an article that has none of its own: NAME:LINE."""


@dataclass(frozen=True, slots=True)
class ReadSettings:
    """How files are read."""

    text_field: str = "text"
    """Key or column of the text in JSON, CSV, Parquet and datasets."""
    id_field: str = "id"
    """Key or column of the id in JSON, CSV, Parquet and datasets."""
    encoding: str = "utf-8"
    """Encoding of text and CSV files; JSON is always UTF-8, pages and XML name their own."""
    hash_ids: bool = False
    """Whether an article that has neither id nor file name gets a hash of its text as id, and not its position."""


def unread(id: str, reason: str, source: str, position: int | None = None, head: str = "") -> Rejection:
    """The rejection of something that could not be read as an article."""
    return Rejection(printable(id), "read", printable(reason), source, position, printable(head)[:200])
