"""The run: articles through the pipeline into a sink, what cannot be processed into quarantine, in constant memory."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from onrecord.batch.intake import Incoming
from onrecord.batch.quarantine import Quarantine
from onrecord.batch.sinks import Sink
from onrecord.batch.tally import Tally
from onrecord.errors import ArticleError
from onrecord.extractor import Extractor
from onrecord.records import Article, Record
from onrecord.stages.stage import Rejection


class Run:
    """One pass over the input. Every article that comes in is written or rejected, and counted either way."""

    def __init__(self, extractor: Extractor, sink: Sink, quarantine: Quarantine) -> None:
        self.tally = Tally()
        self._extractor = extractor
        self._sink = sink
        self._quarantine = quarantine
        self._under_way: deque[Incoming] = deque()

    def __call__(self, items: Iterable[Incoming | Rejection], after_each: Callable[[Tally], None]) -> None:
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
                self._reject(replace(result, source=origin.source, position=origin.position))
            else:
                self._write(result, origin)
            after_each(self.tally)
        self._sink.finish()

    def break_off(self) -> None:
        """Make what has been written readable, after a call that did not come to its end.

        Raises:
            OSError: The output cannot be written.
        """
        self._sink.break_off()

    def _articles(self, items: Iterable[Incoming | Rejection]) -> Iterator[Article]:
        for item in items:
            self.tally.articles += 1
            if isinstance(item, Rejection):
                self._reject(item)
            else:
                self._under_way.append(item)
                yield item.article

    def _write(self, record: Record, origin: Incoming) -> None:
        try:
            self._sink.write(record)
        except ArticleError as error:
            head = record.text[:200]
            self._reject(Rejection(record.id, "write", error.detail, origin.source, origin.position, head))
        else:
            self.tally.wrote(record)

    def _reject(self, rejection: Rejection) -> None:
        self.tally.reject(rejection)
        self._quarantine.add(rejection)
