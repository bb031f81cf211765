"""Parts: a run cut into numbered pieces of consecutive items, each of which is finished whole or not at all."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count, islice

from onrecord.batch.intake import Incoming, Item, Page
from onrecord.errors import SourceError

#: Characters of texts and of strings in meta, and bytes of pages, after which a part ends, however few items it has:
#: what bounds the memory.
MOST_CONTENT = 64 * 2**20


@dataclass(frozen=True, slots=True)
class Part:
    """Consecutive items of the input. Parts depend on the input and its reading alone, never on how a run goes."""

    number: int
    """Place among the parts, counted from 0."""
    items: tuple[Item, ...]
    """Articles, pages and what could not be read, in input order."""
    reading: float = 0.0
    """Seconds that reading them took."""


@dataclass(frozen=True, slots=True)
class FinishedPart:
    """What became of a part; the line of the journal."""

    number: int
    """Place among the parts, counted from 0."""
    articles: int
    """Items that came in, readable or not."""
    records: int
    """Records written."""
    rejected: int
    """Articles rejected."""
    partial: int
    """Records among those written that carry a warning."""
    words: int
    """Runs of characters between white space, in the records."""
    windows: int
    """Windows that an encoder read; 0 where there is no encoder."""
    reasons: dict[str, int]
    """Rejected articles by stage and reason."""
    seconds: dict[str, float]
    """Where the time went: reading, pages, each stage by its name, writing, other."""
    bytes: int
    """Size of the file of records."""
    sha256: str
    """Hash of the file of records."""
    rejected_bytes: int
    """Size of the file of rejections; 0 where there is none."""
    attempt: str
    """Names the temporary files that held the part before the run folder took them over."""


def cut(items: Iterable[Item], size: int, finished: Mapping[int, FinishedPart]) -> Iterator[Part]:
    """Cut the input into parts, lazily, and leave out those that are finished.

    Args:
        items: What the sources yield.
        size: Items of a part, at most: it also ends with the item that brings its content to `MOST_CONTENT`.
        finished: Parts of an earlier run, by number; they are read, for their ids count, and then left out.

    Raises:
        SourceError: A finished part does not have as many items as it had.
    """
    stream = iter(items)
    for number in count():
        started = time.perf_counter()
        piece = tuple(_piece(stream, size))
        earlier = finished.get(number)
        if earlier is not None and earlier.articles != len(piece):
            raise SourceError(
                f"part {number} had {earlier.articles} articles and now has {len(piece)}: the input has changed since "
                "the run began; start anew in another folder"
            )
        if not piece:
            return
        if earlier is None:
            yield Part(number, piece, time.perf_counter() - started)


def _piece(stream: Iterator[Item], size: int) -> Iterator[Item]:
    content = 0
    for item in islice(stream, size):
        yield item
        content += _content(item)
        if content >= MOST_CONTENT:
            return


def _content(item: Item) -> int:
    if isinstance(item, Incoming):
        article = item.article
        return len(article.text) + sum(len(value) for value in article.meta.values() if isinstance(value, str))
    return len(item.html) if isinstance(item, Page) else 0
