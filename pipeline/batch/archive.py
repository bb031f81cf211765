"""The run into a folder: parts cut, worked and kept one after the other, until the input or the patience ends."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager

from onrecord.batch.engines import Engine
from onrecord.batch.in_hand import InHand
from onrecord.batch.intake import Item
from onrecord.batch.limit import RejectLimit
from onrecord.batch.parts import cut
from onrecord.batch.run_folder import RunFolder
from onrecord.batch.stopped import StoppedError
from onrecord.batch.summary import Summary
from onrecord.batch.tally import Tally
from onrecord.batch.ticker import ticking

#: Seconds between two looks at the parts under way.
TICK = 1.0


class ArchiveRun:
    """A run into a run folder. What is finished counts as done, also where an earlier run finished it."""

    def __init__(
        self, folder: RunFolder, engine: Engine, limit: RejectLimit | None, in_hand: InHand | None = None
    ) -> None:
        """A run that has not begun, or that goes on.

        Args:
            folder: Where it writes.
            engine: Who does the work.
            limit: How many articles may be rejected; None for all of them.
            in_hand: What the engine tells of parts under way; None where it tells nothing.
        """
        self.tally = Tally()
        self.parts_before = len(folder.finished)
        self._folder = folder
        self._engine = engine
        self._limit = limit
        self._in_hand = in_hand or InHand(1)
        for part in folder.finished.values():
            self.tally.add(part)
        self.tally.earlier_words = self.tally.words

    @property
    def is_complete(self) -> bool:
        """Whether an earlier run came to its end."""
        return self._folder.is_complete

    @property
    def parts(self) -> int:
        """Parts that are finished."""
        return len(self._folder.finished)

    def __call__(self, items: Iterable[Item], part_size: int, after_each: Callable[[Tally], None]) -> None:
        """Process what is not finished yet, then join the rejections and write the summary.

        Args:
            items: What the sources yield, from the beginning.
            part_size: Items of a part.
            after_each: Called with the counts when a part is finished, and every second with those of the parts under
                way among them.

        Raises:
            StoppedError: The disk is full, too many articles were rejected, or a worker keeps dying.
            SourceError: The input is not what it was when the run began.
        """
        finished_before = dict(self._folder.finished)
        with (
            _stopping_where_the_disk_is_full(self._folder),
            ticking(TICK, lambda: after_each(self._in_hand.added_to(self.tally))) as ticks,
            closing(self._engine),
        ):
            self._check_limit()
            for part in self._engine(cut(items, part_size, finished_before)):
                self._folder.keep(part)
                with ticks:
                    self._in_hand.clear(part.number)
                    self.tally.add(part)
                    after_each(self.tally)
                self._check_limit()
            self._folder.join_rejections()
            self._folder.conclude(self._summary())

    def _check_limit(self) -> None:
        tally, limit = self.tally, self._limit
        if limit is not None and limit.exceeded(tally.rejected, tally.articles):
            raise StoppedError(
                f"{tally.rejected:,} of {tally.articles:,} articles were rejected, and --max-rejects is {limit.given}: "
                f"look into {self._folder.layout.rejected(0).parent}, and go on with a higher one"
            )

    def _summary(self) -> Summary:
        tally = self.tally
        return Summary(
            **tally.counts(),
            parts=self.parts,
            bytes=sum(part.bytes for part in self._folder.finished.values()),
            reasons=dict(tally.reasons.most_common()),
            seconds={name: round(seconds, 1) for name, seconds in tally.spent.items()},
        )


@contextmanager
def _stopping_where_the_disk_is_full(folder: RunFolder) -> Iterator[None]:
    """Turn what the disk refuses into the way out, and remove what was under way, however the run ends."""
    try:
        yield
    except OSError as error:
        raise StoppedError(f"{folder.layout.folder} cannot be written: {error.strerror or error}") from None
    except sqlite3.OperationalError as error:  # ids that have been seen lie in the folder of temporary files
        raise StoppedError(f"the folder of temporary files cannot be written: {error}; TMPDIR names another") from None
    finally:
        folder.drop_temporary()
        folder.close()
