"""JSON values one by one: a value a line, the objects of a list, or one object that is the whole file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from pydantic.types import JsonValue

from onrecord.input_files import LONGEST, NotTextError, Peeked, decode, refuse_foreign
from onrecord.json_input import JsonError, parse_json
from onrecord.json_list import Item, list_items
from onrecord.unpacking import explain_stream

#: JSON objects open like this; so does no article.
_OBJECT = re.compile(rb"\s*\{\s*(?:[\"}]|$)")
_LIST = re.compile(rb"\s*\[\s*(?:[{\]]|$)")
_SAMPLE = 2**16
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A place in a file that holds no JSON value."""

    reason: str
    """What is wrong and the way out, as one sentence."""
    head: str = ""
    """The first 200 characters."""


Placed: TypeAlias = tuple[int, JsonValue | Unreadable]


def looks_like_json(start: bytes) -> bool:
    """Whether a file that begins like this is JSON rather than the text of an article."""
    line = _first_line(start)
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
        start = stream.sample(_SAMPLE)
        refuse_foreign(start)
        for position, value in _list(stream) if _LIST.match(_first_line(start)) else _no_list(stream):
            yield position, value
    except NotTextError as error:
        yield 1, Unreadable(str(error), _head(start))
    except OSError as error:
        yield position + 1, Unreadable(f"{explain_stream(error)}; what follows is not read")


def _first_line(start: bytes) -> bytes:
    return start.removeprefix(_BOM).lstrip().partition(b"\n")[0]


def _no_list(stream: Peeked) -> Iterator[Placed]:
    first, second, *_ = [*stream.first_lines(2), b"", b""]
    first = first.removeprefix(_BOM)
    goes_on = first.rstrip()[-1:] in (b"{", b"[", b",") and not is_object(first)
    if _OBJECT.match(first) and goes_on and not is_object(second):
        return _document(stream)
    return _lines(stream)


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


def _list(stream: Peeked) -> Iterator[Placed]:
    position = 0
    for item in list_items(stream):
        if item.data.strip() or not item.cut:
            position += 1
            value = _item(item)
            yield position, value
            if item.cut and isinstance(value, Unreadable):
                return  # it says that it was cut
        if item.cut:
            yield position + 1, Unreadable("the list is not closed: it ends early; was it cut off?")
    while left := stream.read():  # to the end, for it may be damaged there
        if left.strip():
            reason = "there is more behind the end of the list: give each list a file"
            yield position + 1, Unreadable(reason, _head(left.lstrip()))
            return


def _item(item: Item) -> JsonValue | Unreadable:
    if item.too_long:
        return Unreadable(
            f"the value is longer than {LONGEST >> 20} MiB, so it is no article: divide it", _head(item.data)
        )
    if not item.data.strip():
        return Unreadable("there is a comma too many in the list: take it out")
    return _value(item.data)


def _document(stream: Peeked) -> Iterator[Placed]:
    data = stream.rest()
    if len(data) > LONGEST:
        reason = f"an object over many lines is read up to {LONGEST >> 20} MiB: give one object a line (jq -c .)"
        yield 1, Unreadable(reason, _head(data))
    else:
        yield 1, _value(data)


def _value(data: bytes) -> JsonValue | Unreadable:
    try:
        return parse_json(decode(data))
    except (NotTextError, JsonError) as problem:
        return Unreadable(str(problem), _head(data))


def _head(data: bytes) -> str:
    return data[:800].decode("utf-8", "backslashreplace")[:200]
