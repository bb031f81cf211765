"""JSON values one by one: a value a line, or one document (an object, or a list of objects) read whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from pydantic.types import JsonValue

from onrecord.input_files import LONGEST, STREAM_ERRORS, NotTextError, Peeked, decode, explain_stream, refuse_foreign
from onrecord.json_input import JsonError, parse_json

#: JSON objects open like this; so does no article.
_OBJECT = re.compile(rb"\s*\{\s*(?:[\"}]|$)")
_LIST = re.compile(rb"\s*\[\s*(?:[{\]]|$)")
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A place in a file that holds no JSON value."""

    reason: str
    """What is wrong and the way out, as one sentence."""
    head: str = ""
    """The first 200 characters."""


Placed: TypeAlias = tuple[int, JsonValue | Unreadable]


def looks_like_json(line: bytes) -> bool:
    """Whether a file with this first line is JSON rather than the text of an article."""
    line = line.removeprefix(_BOM)
    return bool(_OBJECT.match(line) or _LIST.match(line))


def is_object(line: bytes) -> bool:
    """Whether this line is a whole JSON object."""
    try:
        return isinstance(parse_json(decode(line)), dict)
    except (NotTextError, JsonError):
        return False


def json_values(stream: Peeked) -> Iterator[Placed]:
    """The values of a stream with their position: line, or place in the list, counted from 1.

    A value that cannot be read comes out as `Unreadable` in its place, and the ones behind it follow.
    """
    position = 0
    try:
        first, second, *_ = [*stream.first_lines(2), b"", b""]
        refuse_foreign(first)
        values = _document(stream) if _is_document(first.removeprefix(_BOM), second) else _lines(stream)
        for position, value in values:
            yield position, value
    except NotTextError as error:
        yield 1, Unreadable(str(error), _head(first))
    except STREAM_ERRORS as error:
        yield position + 1, Unreadable(f"{explain_stream(error)}; what follows is not read")


def _is_document(first: bytes, second: bytes) -> bool:
    """Whether an object or a list begins in the first line and goes on in the second."""
    if _LIST.match(first):
        return True
    goes_on = first.rstrip()[-1:] in (b"{", b"[", b",") and not is_object(first)
    return bool(_OBJECT.match(first)) and goes_on and not is_object(second)


def _lines(stream: Peeked) -> Iterator[Placed]:
    number = 0
    while line := stream.line():
        number += 1
        if len(line) > LONGEST:
            _skip_line(stream, line)
            yield (
                number,
                Unreadable(f"the line is longer than {LONGEST >> 20} MiB: is a line break missing?", _head(line)),
            )
        elif line.strip():
            yield number, _value(line)


def _skip_line(stream: Peeked, line: bytes) -> None:
    while line and not line.endswith(b"\n"):
        line = stream.line(2**20)


def _document(stream: Peeked) -> Iterator[Placed]:
    data = stream.rest()
    if len(data) > LONGEST:
        reason = f"JSON that is not in lines is read up to {LONGEST >> 20} MiB: give one object a line (jq -c '.[]')"
        yield 1, Unreadable(reason, _head(data))
        return
    value = _value(data)
    if isinstance(value, list):
        yield from enumerate(value, start=1)
    else:
        yield 1, value


def _value(data: bytes) -> JsonValue | Unreadable:
    try:
        return parse_json(decode(data))
    except (NotTextError, JsonError) as problem:
        return Unreadable(str(problem), _head(data))


def _head(data: bytes) -> str:
    return data[:800].decode("utf-8", "backslashreplace")[:200]
