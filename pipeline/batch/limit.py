"""How many articles may be rejected before a run gives up."""

from __future__ import annotations

import re
from dataclasses import dataclass

from onrecord.batch.output import OutputError

_COUNT = re.compile(r"\d+")
_SHARE = re.compile(r"\d+(?:\.\d+)?%")


@dataclass(frozen=True, slots=True)
class RejectLimit:
    """Most articles that may be rejected, as a count or as a share of those that came in."""

    given: str
    """As it was written: ``100`` or ``5%``."""
    count: int
    """Rejected articles that are always allowed."""
    share: float
    """Share of the articles that came in that may be rejected, 0 to 1."""

    def exceeded(self, rejected: int, articles: int) -> bool:
        """Whether more were rejected than may be."""
        return rejected > max(self.count, self.share * articles)


def reject_limit(given: str) -> RejectLimit:
    """Read a limit.

    Raises:
        OutputError: It is neither a count nor a percentage.
    """
    if _COUNT.fullmatch(given):
        return RejectLimit(given, int(given), 0.0)
    if _SHARE.fullmatch(given) and float(given[:-1]) <= 100:
        return RejectLimit(given, 0, float(given[:-1]) / 100)
    raise OutputError(f"--max-rejects {given}: give a count, as 100, or a share, as 5%")
