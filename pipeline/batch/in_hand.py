"""What has been done of the parts under way, for those who watch: a part can take minutes."""

from __future__ import annotations

from multiprocessing import get_context
from typing import TYPE_CHECKING

from onrecord.batch.tally import Tally

if TYPE_CHECKING:
    from ctypes import Array, c_long

#: Numbers that are kept of a part: articles, records, rejected, words.
_WIDTH = 4


class InHand:
    """Counts of parts under way, in memory that worker processes share.

    There is no lock, so that a worker that dies holds up nobody: a count that is read while it is written is a little
    old. Nothing but the display depends on it.
    """

    def __init__(self, most: int) -> None:
        """Nothing is under way.

        Args:
            most: Parts that can be under way together.
        """
        self._most = most
        self._counts: Array[c_long] = get_context("spawn").RawArray("l", most * _WIDTH)

    def note(self, part: int, tally: Tally) -> None:
        """Say how far a part is."""
        at = self._place(part)
        self._counts[at : at + _WIDTH] = [tally.articles, tally.records, tally.rejected, tally.words]

    def clear(self, part: int) -> None:
        """A part is finished, and counted elsewhere."""
        at = self._place(part)
        self._counts[at : at + _WIDTH] = [0] * _WIDTH

    def added_to(self, tally: Tally) -> Tally:
        """The counts of finished parts together with those of the parts under way."""
        articles, records, rejected, words = (sum(self._counts[kind::_WIDTH]) for kind in range(_WIDTH))
        return tally.with_more(articles, records, rejected, words)

    def _place(self, part: int) -> int:
        return part % self._most * _WIDTH
