"""Several part workers, each in a process of its own on this machine."""

from __future__ import annotations

import logging
import os
import signal
import threading
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import TypeAlias

from onrecord.batch.deadly import ATTEMPTS, deadly
from onrecord.batch.in_hand import InHand
from onrecord.batch.part_worker import PartPlan, PartWorker
from onrecord.batch.parts import FinishedPart, Part
from onrecord.batch.stopped import StoppedError
from onrecord.records import Provenance

log = logging.getLogger(__name__)

#: Parts beyond one a worker that are read ahead, so that no worker waits for reading.
AHEAD = 2

_UnderWay: TypeAlias = "deque[tuple[Part, Future[FinishedPart]]]"


class Processes:
    """Workers in processes. A worker that dies is replaced, and the parts that were under way are done again."""

    def __init__(
        self, plan: PartPlan, workers: int, formatter: logging.Formatter, in_hand: InHand | None = None
    ) -> None:
        """Plan the workers; they start when they are needed.

        Args:
            plan: What each of them has to know.
            workers: How many.
            formatter: How they write what they have to say to standard error.
            in_hand: Is told how far parts are; None where nobody watches.
        """
        self._plan = plan
        self._in_hand = in_hand
        self._formatter = formatter
        self._workers = workers
        self._start()

    def provenance(self) -> Provenance:
        """What makes the records, as a worker has loaded it."""
        for _ in range(ATTEMPTS):
            try:
                with _uninterrupted():
                    asked = self._pool.submit(_provenance)
                return asked.result()
            except BrokenProcessPool:
                self._restart()
        raise StoppedError(f"workers died {ATTEMPTS} times while they loaded the pipeline: is there enough memory?")

    def __call__(self, parts: Iterator[Part]) -> Iterator[FinishedPart]:
        """Work up to `workers` parts at a time."""
        under_way: _UnderWay = deque()
        for part in parts:
            under_way.append((part, self._submit(part)))
            if len(under_way) >= self._workers + AHEAD:
                yield from self._first(under_way)
        while under_way:
            yield from self._first(under_way)

    def close(self) -> None:
        """End the processes."""
        self._lifeline.close()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _start(self) -> None:
        context = get_context("spawn")
        # Nothing is ever sent. Its other end closes when it is told to, or when this process dies, even by kill -9.
        self._end, self._lifeline = context.Pipe(duplex=False)
        self._pool = ProcessPoolExecutor(
            self._workers,
            mp_context=context,
            initializer=_begin,
            initargs=(self._plan, self._in_hand, self._formatter, self._end),
        )

    def _submit(self, part: Part) -> Future[FinishedPart]:
        try:
            with _uninterrupted():
                return self._pool.submit(_work, part)
        except BrokenProcessPool as error:  # a worker has died since the last result was taken
            failed: Future[FinishedPart] = Future()
            failed.set_exception(error)
            return failed

    def _first(self, under_way: _UnderWay) -> Iterator[FinishedPart]:
        """The result of the first part under way, or of all of them where a worker has died."""
        _, future = under_way[0]
        try:
            finished = future.result()
        except BrokenProcessPool:
            yield from self._again(under_way)
        else:
            under_way.popleft()
            yield finished

    def _again(self, under_way: _UnderWay) -> Iterator[FinishedPart]:
        """Do the parts again that a dead worker took with it, one at a time: so it shows which one is deadly."""
        log.warning("a worker died; %d parts under way are done again, one at a time", len(under_way))
        self._restart()
        while under_way:
            part, future = under_way.popleft()
            yield future.result() if future.done() and future.exception() is None else self._alone(part)

    def _alone(self, part: Part) -> FinishedPart:
        for _ in range(ATTEMPTS - 1):
            try:
                return self._submit(part).result()
            except BrokenProcessPool:
                self._restart()
        raise deadly(part)

    def _restart(self) -> None:
        self.close()
        self._start()


_plan: PartPlan | None = None
_in_hand: InHand | None = None
_worker: PartWorker | None = None


def _begin(plan: PartPlan, in_hand: InHand | None, formatter: logging.Formatter, end: Connection) -> None:
    """What a worker process does first."""
    global _plan, _in_hand
    _plan, _in_hand = plan, in_hand
    handler = logging.StreamHandler()
    handler.setFormatter(formatter)
    logging.getLogger("onrecord").addHandler(handler)
    threading.Thread(target=_end_with, args=(end,), daemon=True).start()


def _end_with(end: Connection) -> None:
    with suppress(EOFError, OSError):
        end.recv_bytes()
    os._exit(1)


def _loaded() -> PartWorker:
    global _worker
    if _worker is None:
        assert _plan is not None
        _worker = PartWorker(_plan, _in_hand)
    return _worker


def _provenance() -> Provenance:
    return _loaded().provenance


def _work(part: Part) -> FinishedPart:
    return _loaded()(part)


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Keep Ctrl-C from processes that are started meanwhile, for good: this process tells them when to end."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
