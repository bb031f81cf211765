"""Tables within a package: tab-separated, read once."""

from __future__ import annotations

import csv
from importlib import resources


def rows(name: str, package: str = __package__ or "") -> list[dict[str, str]]:
    """The rows of a table, by column; empty cells are empty strings.

    Args:
        name: File name within the package.
        package: The package; by default this one.
    """
    text = resources.files(package).joinpath(name).read_text(encoding="utf-8")
    return [
        {column: cell or "" for column, cell in row.items()}
        for row in csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    ]


def lines(name: str) -> list[tuple[str, ...]]:
    """The lines of a table without a header, as their cells."""
    text = resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
    return [tuple(line.split("\t")) for line in text.splitlines() if line]
