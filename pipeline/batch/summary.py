"""`summary.json`: what a run into a folder has done; it is there only when the run has come to its end."""

from __future__ import annotations

import builtins
import json
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter, ValidationError


@dataclass(frozen=True, slots=True)
class Summary:
    """The counts of all parts together."""

    articles: int
    """Items that came in, readable or not."""
    records: int
    """Records written."""
    partial: int
    """Records among them that carry a warning."""
    rejected: int
    """Articles rejected."""
    words: int
    """Runs of characters between white space, in the records."""
    windows: int
    """Windows that an encoder read; 0 where there is no encoder."""
    parts: int
    """Parts, all of them finished."""
    bytes: int
    """Size of all files of records."""
    reasons: dict[str, int]
    """Rejected articles by stage and reason, the most frequent first."""
    seconds: dict[str, float]
    """Where the time of the workers went: reading, pages, each stage by its name, writing, other."""

    @staticmethod
    def read(path: Path) -> Summary | None:
        """The summary of a run; None where there is none, or none that is whole.

        Raises:
            OSError: It cannot be read.
        """
        try:
            return _adapter().validate_json(path.read_bytes())
        except (FileNotFoundError, ValidationError):
            return None

    def to_json(self) -> builtins.bytes:  # bytes is a field here
        """What `read` reads."""
        return f"{json.dumps(asdict(self), ensure_ascii=False, indent=2)}\n".encode()


@cache
def _adapter() -> TypeAdapter[Summary]:
    return TypeAdapter(Summary)
