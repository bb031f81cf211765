"""The run: articles through the pipeline and out, what cannot be processed put aside, in constant memory."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from onrecord.batch.arriving import arrived
from onrecord.batch.intake import Incoming, Item
from onrecord.batch.tally import Tally
from onrecord.errors import ArticleError
from onrecord.extractor import Extractor
from onrecord.records import Article, Record
from onrecord.stages.stage import Rejection


class Run:
    """One pass over the input. Every article that comes in is written or rejected, and counted either way."""

    def __init__(
        self, extractor: Extractor, write: Callable[[Record], None], reject: Callable[[Rejection], None]
    ) -> None:
        """A run that has not begun.

        Args:
            extractor: The pipeline.
            write: Takes each record; an `ArticleError` that it raises rejects the article.
            reject: Takes each rejection.
        """
        self.tally = Tally()
        self._extractor = extractor
        self._write = write
        self._reject = reject
        self._under_way: deque[Incoming] = deque()

    def __call__(self, items: Iterable[Item], after_each: Callable[[Tally], None] | None = None) -> None:
        """Process all of `items`.

        Args:
            items: What the sources yield.
            after_each: Called with the counts whenever an article is done.

        Raises:
            OutputError: The quarantine cannot be written.
            OSError: The output cannot be written.
        """
        for result in self._extractor.process(self._articles(items)):
            origin = self._under_way.popleft()
            if isinstance(result, Rejection):
                self._rejected(replace(result, source=origin.source, position=origin.position))
            else:
                self._written(result, origin)
            if after_each is not None:
                after_each(self.tally)

    def _articles(self, items: Iterable[Item]) -> Iterator[Article]:
        for item in items:
            self.tally.articles += 1
            came = self._arrived(item)
            if isinstance(came, Rejection):
                self._rejected(came)
            else:
                self._under_way.append(came)
                yield came.article

    def _arrived(self, item: Item) -> Incoming | Rejection:
        started = time.perf_counter()
        came = arrived(item)
        self.tally.spent["pages"] += time.perf_counter() - started
        return came

    def _written(self, record: Record, origin: Incoming) -> None:
        started = time.perf_counter()
        try:
            self._write(record)
        except ArticleError as error:
            head = record.text[:200]
            self._rejected(Rejection(record.id, "write", error.detail, origin.source, origin.position, head))
        else:
            self.tally.wrote(record)
        self.tally.spent["writing"] += time.perf_counter() - started

    def _rejected(self, rejection: Rejection) -> None:
        self.tally.reject(rejection)
        self._reject(rejection)
