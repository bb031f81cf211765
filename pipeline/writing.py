"""Records as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict

from onrecord.errors import ArticleError
from onrecord.records import Record


def to_json(record: Record, *, indent: int | None = None) -> str:
    """One record as JSON, its keys in the order of the record's definition.

    Args:
        record: The record.
        indent: Spaces a level; None writes it on one line.

    Returns:
        JSON that UTF-8 can hold, without a line break at its end.

    Raises:
        ArticleError: The record holds what JSON cannot: a lone surrogate, NaN, a Python object in `meta`.
    """
    separators = (",", ":") if indent is None else None
    try:
        line = json.dumps(asdict(record), ensure_ascii=False, allow_nan=False, indent=indent, separators=separators)
        line.encode()
    except (TypeError, ValueError) as error:
        raise ArticleError(ascii(record.id)[1:-1], "record", f"JSON cannot hold it: {error}") from None
    return line
