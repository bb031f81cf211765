"""The lexicons: tab-separated tables beside this module, read once."""

from __future__ import annotations

from onrecord.stages.knowledge import tables as knowledge

_HERE = "onrecord.stages.rules.relations"


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a table, by column; empty cells are empty strings.

    Args:
        name: File name within this package.
    """
    return knowledge.rows(name, _HERE)


def words(text: str) -> frozenset[str]:
    """The words of a text, as a set."""
    return frozenset(text.split())
