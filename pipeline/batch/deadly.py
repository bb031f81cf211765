"""Parts that kill their workers: how often each is tried, and what is said in the end."""

from __future__ import annotations

from onrecord.batch.intake import Incoming
from onrecord.batch.parts import Part
from onrecord.batch.stopped import StoppedError

#: How often a part is tried before it is taken to be what kills the worker, or its machine.
ATTEMPTS = 3


def deadly(part: Part) -> StoppedError:
    """The error that names a part that has been tried often enough, and the articles in it."""
    names = [item.article.id if isinstance(item, Incoming) else item.id for item in part.items]
    shown = names if len(names) <= 6 else [*names[:3], "…", *names[-3:]]
    return StoppedError(
        f"part {part.number} killed its worker {ATTEMPTS} times (out of memory?); "
        f"it holds {len(names):,} articles: {', '.join(shown)}"
    )
