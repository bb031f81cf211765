"""What a run has done so far, and how it is told."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from onrecord.counting import counted
from onrecord.records import Record
from onrecord.stages.stage import Rejection

_VARIABLE = re.compile(r"'[^']*'|\"[^\"]*\"|\d[\d.,]*")
#: Kinds of reasons that are counted apart; a guard for memory, not a limit on what is rejected.
_MOST_REASONS = 200


@dataclass(slots=True)
class Tally:
    """Counts of one run."""

    articles: int = 0
    """Articles that came in, readable or not."""
    records: int = 0
    """Records written."""
    partial: int = 0
    """Records among them with a warning."""
    words: int = 0
    """Runs of characters between white space, in the records."""
    rejected: int = 0
    """Articles rejected."""
    reasons: Counter[str] = field(default_factory=Counter)
    """Rejected articles by stage and reason, without the names and numbers in it."""
    started: float = field(default_factory=time.perf_counter)
    """When the first article was asked for."""

    def wrote(self, record: Record) -> None:
        """Count a record."""
        self.records += 1
        self.partial += record.status == "partial"
        self.words += len(record.text.split())

    def reject(self, rejection: Rejection) -> None:
        """Count a rejection."""
        self.rejected += 1
        reason = f"{rejection.stage}: {_VARIABLE.sub('…', rejection.reason)}"
        known = reason in self.reasons or len(self.reasons) < _MOST_REASONS
        self.reasons[reason if known else "other reasons"] += 1

    @property
    def seconds(self) -> float:
        """Wall time since the first article was asked for."""
        return time.perf_counter() - self.started

    def progress(self) -> str:
        """The counts so far, in one line."""
        rate = self.words / max(self.seconds, 1e-9)
        rejected = f", {self.rejected:,} rejected" if self.rejected else ""
        return f"{counted(self.records, 'article')}{rejected}, {counted(self.words, 'word')}, {rate:,.0f} words/s"

    def summary(self, stages: Mapping[str, float]) -> Iterator[str]:
        """The whole run, in lines.

        Args:
            stages: Seconds by stage.
        """
        total = self.seconds
        partial = f" ({self.partial:,} with a warning)" if self.partial else ""
        came, went = counted(self.articles, "article"), counted(self.records, "record")
        yield f"{came} in, {went} out{partial}, {self.rejected:,} rejected"
        for reason, count in self.reasons.most_common():
            yield f"  {count:,} × {reason}"
        yield f"{counted(self.words, 'word')} in {total:.1f} s: {self.words / max(total, 1e-9):,.0f} words/s"
        spent = {**stages, "reading and writing": max(0.0, total - sum(stages.values()))}
        yield "time: " + ", ".join(f"{name} {seconds:.1f} s" for name, seconds in spent.items())
