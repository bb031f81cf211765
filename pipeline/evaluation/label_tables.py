"""The tables of labels: tab-separated, beside this module, read once."""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources


@cache
def rows(name: str, scheme: str) -> tuple[dict[str, str], ...]:
    """The rows of a table that are for a scheme, by column.

    Args:
        name: File name within this package.
        scheme: Of a corpus.
    """
    text = resources.files("onrecord.evaluation").joinpath(name).read_text(encoding="utf-8")
    return tuple(row for row in csv.DictReader(text.splitlines(), delimiter="\t") if row["scheme"] == scheme)
