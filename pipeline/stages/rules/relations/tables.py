"""The lexicons: tab-separated tables beside this module, read once."""

from __future__ import annotations

import csv
from importlib import resources

_HERE = "onrecord.stages.rules.relations"


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a table, by column; empty cells are empty strings.

    Args:
        name: File name within this package.
    """
    text = resources.files(_HERE).joinpath(name).read_text(encoding="utf-8")
    return [
        {column: cell or "" for column, cell in row.items()}
        for row in csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    ]


def words(text: str) -> frozenset[str]:
    """The words of a text, as a set."""
    return frozenset(text.split())
