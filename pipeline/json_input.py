"""JSON from outside, read strictly: what Python's reader would let pass or change silently is refused in a sentence."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterable
from typing import NoReturn, cast

from pydantic.types import JsonValue

#: How deep objects and lists may nest: deeper is no article of anybody's, and other readers would fail on it.
DEEPEST = 64


class JsonError(ValueError):
    """What is wrong with a piece of JSON, as one sentence."""


def parse_json(text: str) -> JsonValue:
    """The value that `text` holds.

    Args:
        text: One JSON value; white space around it is allowed.

    Raises:
        JsonError: It is no valid JSON, has a key twice, or holds a number that Python could not keep.
    """
    text = text.rstrip()  # so that what ends early ends in its own line
    try:
        value = json.loads(text, object_pairs_hook=_unique, parse_constant=_no_number, parse_float=_finite)
    except json.JSONDecodeError as error:
        raise JsonError(f"no valid JSON{_place(text, error)}: {_meaning(text, error)}") from None
    except RecursionError:
        raise JsonError(f"nested too deep: at most {DEEPEST} levels are read") from None
    except JsonError:
        raise
    except ValueError:  # Python reads no integer that long
        raise JsonError(
            f"a whole number has more than {sys.get_int_max_str_digits()} digits: write it as a string"
        ) from None
    return cast("JsonValue", value)


def kind_of(value: object) -> str:
    """What a JSON value is, in the words of JSON: ``a string``, ``null``."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    names = {str: "a string", int: "a number", float: "a number", list: "a list", dict: "an object"}
    return names.get(type(value), f"a Python {type(value).__name__}")


def _unique(pairs: list[tuple[str, JsonValue]]) -> dict[str, JsonValue]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise JsonError(f"key {_twice(key for key, _ in pairs)!r} is given twice in one object: remove one")
    return found


def _twice(keys: Iterable[str]) -> str:
    seen: set[str] = set()
    return next(key for key in keys if key in seen or seen.add(key))  # type: ignore[func-returns-value]


def _no_number(name: str) -> NoReturn:
    raise JsonError(f"{name} is no JSON number: write null, or leave the key out")


def _finite(digits: str) -> float:
    number = float(digits)
    if math.isinf(number):
        raise JsonError(f"number {digits[:40]} is too large: write it as a string")
    return number


def _place(text: str, error: json.JSONDecodeError) -> str:
    line = f" in line {error.lineno}" if "\n" in text else ""
    return f"{line} at character {error.colno}"


def _meaning(text: str, error: json.JSONDecodeError) -> str:
    if error.msg.startswith("Unterminated string"):
        return "a string is not closed; was it cut off?"
    if error.pos >= len(text):
        return "it ends early; was it cut off?"
    return error.msg[0].lower() + error.msg[1:]
