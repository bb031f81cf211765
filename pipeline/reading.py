"""Records read back: the shape against the definition, then what the shape cannot say (spans, ids, references)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError
from pydantic.types import JsonValue

from onrecord.config import nearest
from onrecord.errors import ArticleError
from onrecord.input_files import opened
from onrecord.json_input import JsonError, kind_of, parse_json
from onrecord.json_lines import Unreadable, json_values
from onrecord.record_checks import problems
from onrecord.records import Record, adapter
from onrecord.schema_keys import known_keys


def read_records(path: str | Path) -> Iterator[Record]:
    """The records of a file or a run folder, checked, one by one.

    Args:
        path: JSON lines, one JSON object, or a list of objects, also compressed; Parquet with the columns of
            `onrecord.arrow`; the folder of a run, of which the parts finished so far are read; ``-`` for standard
            input.

    Raises:
        ArticleError: The first record that is not what it should be: article, field and offset are named.
        SourceError: The file cannot be opened, is damaged, or has other columns; the folder is not that of a run.
    """
    place = Path(path)
    if place.is_dir():
        from onrecord.batch.run_records import run_records

        yield from run_records(place)
    elif is_parquet(place):
        from onrecord.parquet_reading import parquet_records

        yield from parquet_records(place)
    else:
        yield from _json_records(path)


def is_parquet(path: Path) -> bool:
    """Whether a file begins as Parquet does; not where there is no such file, or it is standard input."""
    try:
        with path.open("rb") as stream:
            return stream.read(4) == b"PAR1"
    except OSError:
        return False


def parse_record(text: str, where: str = "record") -> Record:
    """One record, checked.

    Args:
        text: One JSON object.
        where: Names the record where it has no id that could be read.

    Raises:
        ArticleError: Names article, field and offset of what is wrong.
    """
    try:
        raw = parse_json(text)
    except JsonError as problem:
        raise ArticleError(where, "record", str(problem)) from None
    return _record(raw, where)


def check_record(record: Record) -> None:
    """Check that spans lie in the text, surfaces agree, ids are unique and references resolve.

    Raises:
        ArticleError: The first problem.
    """
    for problem in problems(record):
        raise problem


def _json_records(path: str | Path) -> Iterator[Record]:
    with opened(path) as stream:
        for position, value in json_values(stream):
            where = f"{Path(path).name}:{position}"
            if isinstance(value, Unreadable):
                raise ArticleError(where, "record", value.reason)
            yield _record(value, where)


def _record(raw: JsonValue, where: str) -> Record:
    if not isinstance(raw, dict):
        raise ArticleError(where, "record", f"must be an object, not {kind_of(raw)}")
    name = raw["id"] if isinstance(raw.get("id"), str) else where
    try:
        # As JSON, where strict still takes a list for a tuple and coerces nothing else.
        record = adapter().validate_json(json.dumps(raw), strict=True)
    except ValidationError as error:
        raise _shape_error(str(name), error) from None
    check_record(record)
    return record


def _shape_error(name: str, error: ValidationError) -> ArticleError:
    problem = error.errors(include_url=False)[0]
    field = _path(problem["loc"])
    kind = problem["type"]
    if kind == "json_invalid":
        return ArticleError(name, "record", f"{problem['ctx']['error']}")
    if kind in ("unexpected_keyword_argument", "extra_forbidden"):
        return ArticleError(
            name,
            field,
            f"unknown key; {nearest(str(problem['loc'][-1]), known_keys(adapter().json_schema(), problem['loc']))}",
        )
    if kind in ("missing", "missing_argument"):
        return ArticleError(name, field, "is missing; the record needs it")
    return ArticleError(name, field, f"{problem['msg'][0].lower()}{problem['msg'][1:]}, not {_short(problem['input'])}")


def _short(value: object) -> str:
    shown = repr(value)
    return shown if len(shown) <= 40 else f"{shown[:40]}…"


def _path(parts: tuple[int | str, ...]) -> str:
    path = ""
    for part in parts:
        path += f"[{part}]" if isinstance(part, int) else f".{part}"
    return path.lstrip(".") or "record"
