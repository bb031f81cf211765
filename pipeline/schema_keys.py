"""Where in a JSON Schema a problem that pydantic reports stands: its path as written, and the keys known there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


def written_path(schema: dict[str, Any], location: Iterable[int | str]) -> tuple[int | str, ...]:
    """`location` of a pydantic error without what the user did not write: the tags of tagged unions."""
    return tuple(part for part, place in _walk(schema, location) if not _is_tag(part, place))


def known_keys(schema: dict[str, Any], location: Iterable[int | str]) -> list[str]:
    """The keys that may stand where the last part of `location` stands; none where any may."""
    *_, (_, place) = _walk(schema, location)
    return list(place.get("properties", {}))


def _walk(schema: dict[str, Any], location: Iterable[int | str]) -> Iterable[tuple[int | str, dict[str, Any]]]:
    """Each part of the location, and the schema of what it is a part of."""
    place = schema
    for part in location:
        place = _object(schema, place)
        yield part, place
        place = _below(place, part)


def _below(place: dict[str, Any], part: int | str) -> dict[str, Any]:
    if isinstance(part, int):
        below = place.get("items", {})
    elif _is_tag(part, place):
        below = {"$ref": place["discriminator"]["mapping"][part]}
    else:
        below = place.get("properties", {}).get(part, place.get("additionalProperties"))
    return below if isinstance(below, dict) else {}


def _is_tag(part: int | str, place: dict[str, Any]) -> bool:
    return part in place.get("discriminator", {}).get("mapping", {})


def _object(schema: dict[str, Any], place: dict[str, Any]) -> dict[str, Any]:
    """`place` itself, or what it refers to; of an optional value, the value."""
    for choice in [place, *place.get("anyOf", []), *place.get("allOf", [])]:
        if "$ref" in choice:
            found: dict[str, Any] = schema["$defs"][choice["$ref"].rsplit("/", 1)[1]]
            return found
    return place
