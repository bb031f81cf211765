"""What a run has done so far, and how it is told."""

from __future__ import annotations

import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from onrecord.batch.parts import FinishedPart
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
    windows: int = 0
    """Windows that an encoder read, in finished parts."""
    rejected: int = 0
    """Articles rejected."""
    reasons: Counter[str] = field(default_factory=Counter)
    """Rejected articles by stage and reason, without the names and numbers in it."""
    earlier_words: int = 0
    """Words among them that an earlier run had written, before it was resumed."""
    spent: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    """Seconds by what they were spent on; of several workers together, so they can be more than the wall time."""
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
        count_reason(self.reasons, f"{rejection.stage}: {_VARIABLE.sub('…', rejection.reason)}")

    def add(self, part: FinishedPart) -> None:
        """Count a finished part."""
        self.articles += part.articles
        self.records += part.records
        self.partial += part.partial
        self.words += part.words
        self.windows += part.windows
        self.rejected += part.rejected
        for reason, count in part.reasons.items():
            count_reason(self.reasons, reason, count)
        for name, seconds in part.seconds.items():
            self.spent[name] += seconds

    def with_more(self, articles: int, records: int, rejected: int, words: int) -> Tally:
        """The same counts and some more."""
        return replace(
            self,
            articles=self.articles + articles,
            records=self.records + records,
            rejected=self.rejected + rejected,
            words=self.words + words,
        )

    @property
    def seconds(self) -> float:
        """Wall time since the first article was asked for."""
        return time.perf_counter() - self.started

    @property
    def rate(self) -> float:
        """Words a second, without those of an earlier run."""
        return (self.words - self.earlier_words) / max(self.seconds, 1e-9)

    def progress(self) -> str:
        """The counts so far, in one line."""
        rate = self.rate
        rejected = f", {self.rejected:,} rejected" if self.rejected else ""
        return f"{counted(self.records, 'article')}{rejected}, {counted(self.words, 'word')}, {rate:,.0f} words/s"

    def counts(self) -> dict[str, int]:
        """The counts so far, by name."""
        return {
            "articles": self.articles,
            "records": self.records,
            "partial": self.partial,
            "rejected": self.rejected,
            "words": self.words,
            "windows": self.windows,
        }

    def summary(self, spent: Mapping[str, float]) -> Iterator[str]:
        """The whole run, in lines.

        Args:
            spent: Seconds by what they were spent on.
        """
        partial = f" ({self.partial:,} with a warning)" if self.partial else ""
        came, went = counted(self.articles, "article"), counted(self.records, "record")
        yield f"{came} in, {went} out{partial}, {self.rejected:,} rejected"
        for reason, count in self.reasons.most_common():
            yield f"  {count:,} × {reason}"
        windows = f", {counted(self.windows, 'window')}" if self.windows else ""
        earlier = f" ({self.earlier_words:,} of them earlier)" if self.earlier_words else ""
        yield f"{counted(self.words, 'word')}{windows}{earlier} in {self.seconds:.1f} s: {self.rate:,.0f} words/s"
        yield "time: " + ", ".join(f"{name} {seconds:.1f} s" for name, seconds in spent.items())

    def unstaged(self, stages: Mapping[str, float]) -> dict[str, float]:
        """Seconds by stage, with all the rest of the wall time as reading and writing."""
        return {**stages, "reading and writing": max(0.0, self.seconds - sum(stages.values()))}


def count_reason(reasons: Counter[str], reason: str, count: int = 1) -> None:
    """Add to the count of a reason; where there are too many kinds already, to that of the other ones."""
    known = reason in reasons or len(reasons) < _MOST_REASONS
    reasons[reason if known else "other reasons"] += count
