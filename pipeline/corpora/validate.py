"""JSON of a corpus against the shape that its format has."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from onrecord.corpora.files import lines_of, text_of
from onrecord.errors import SourceError

M = TypeVar("M", bound=BaseModel)


def parsed(model: type[M], text: str, where: str) -> M:
    """The value that `text` holds.

    Args:
        model: Its shape.
        text: JSON.
        where: Named in errors.

    Raises:
        SourceError: It is no JSON, or of another shape; the first field that is wrong is named.
    """
    try:
        return model.model_validate_json(text)
    except ValidationError as error:
        raise _problem(where, error) from None


def parsed_array(model: type[M], file: Path) -> Iterator[tuple[str, M]]:
    """The items of a file that is one JSON array, each with its place for errors (`FILE, item 3`).

    The array is read whole; the items are checked one by one.

    Raises:
        SourceError: The file is no JSON array, or an item is of another shape.
    """
    try:
        items = json.loads(text_of(file))
    except (ValueError, RecursionError) as error:
        raise SourceError(f"{file}: no valid JSON ({error}); is it cut off?") from None
    if not isinstance(items, list):
        raise SourceError(f"{file}: expected a JSON array of documents")
    for number, item in enumerate(items, 1):
        where = f"{file}, item {number}"
        try:
            yield where, model.model_validate(item)
        except ValidationError as error:
            raise _problem(where, error) from None


def parsed_lines(model: type[M], file: Path) -> Iterator[tuple[str, M]]:
    """The items of a file with one JSON object a line, lazily, each with its place (`FILE, line 3`).

    Raises:
        SourceError: A line is no JSON, or of another shape.
    """
    for number, line in lines_of(file):
        if line.strip():
            where = f"{file}, line {number}"
            yield where, parsed(model, line, where)


def _problem(where: str, error: ValidationError) -> SourceError:
    first = error.errors(include_url=False, include_input=False)[0]
    field = ".".join(map(str, first["loc"])) or "the whole"
    return SourceError(f"{where}, field {field}: {first['msg']}; mend the file, or name its format with --format")
