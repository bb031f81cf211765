"""Counts in words."""

from __future__ import annotations


def counted(count: int, what: str) -> str:
    """A count and what is counted, in the plural unless it is one: ``1 article``, ``2,000 articles``.

    Args:
        count: How many.
        what: The singular of a noun whose plural ends in s.
    """
    return f"{count:,} {what}{'' if count == 1 else 's'}"
