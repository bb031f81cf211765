"""An object or a row as an article: text and id from the named fields, all the rest into meta."""

from __future__ import annotations

import hashlib

from pydantic.types import JsonValue

from onrecord.batch.intake import ReadSettings
from onrecord.errors import ArticleError
from onrecord.json_input import JsonError, kind_of, parse_json
from onrecord.records import Article, Record

#: What an earlier run found; an object with all of these is a record, and only its article is taken.
_FOUND = frozenset({"mentions", "entities", "quotes", "relations"})
_OF_RECORDS = frozenset(Record.__slots__) - {"id", "text", "meta"}


def article_of(value: JsonValue, settings: ReadSettings, fallback: str) -> Article:
    """The article that a JSON value holds.

    Args:
        value: An object with a text and, if it likes, an id and a nested ``meta``.
        settings: Which fields hold text and id.
        fallback: Id of an article that has none.

    Raises:
        ArticleError: The value is no object, or a field is missing or of the wrong kind.
    """
    if not isinstance(value, dict):
        wanted = f"an object with the key {settings.text_field!r}"
        raise ArticleError(fallback, "article", f"must be {wanted}, not {kind_of(value)}")
    given = _id(value.get(settings.id_field), settings.id_field, fallback)
    name = given or fallback
    text = _text(value, settings, name)
    return Article(given or unnamed(text, settings, fallback), text, _meta(value, settings, name))


def unnamed(text: str, settings: ReadSettings, position: str) -> str:
    """Id of an article that has none.

    Args:
        text: Its text.
        settings: Whether the id is the first 16 digits of the text's SHA-256, in hexadecimal.
        position: The id where it is not.
    """
    if not settings.hash_ids:
        return position
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _id(value: JsonValue, field: str, fallback: str) -> str:
    """The id as it is given; empty where there is none."""
    if value is None or value == "":
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise ArticleError(fallback, field, f"must be a string or a whole number, not {kind_of(value)}")


def _text(value: dict[str, JsonValue], settings: ReadSettings, name: str) -> str:
    if settings.text_field not in value:
        strings = [repr(key) for key, item in value.items() if isinstance(item, str) and key != settings.id_field]
        found = f"the strings here are {', '.join(strings[:8])}" if strings else "there is no other string"
        raise ArticleError(name, settings.text_field, f"is missing; {found}: name the text with --text-field")
    text = value[settings.text_field]
    if not isinstance(text, str):
        raise ArticleError(name, settings.text_field, f"must be a string, not {kind_of(text)}")
    return text


def _meta(value: dict[str, JsonValue], settings: ReadSettings, name: str) -> dict[str, JsonValue]:
    rest = {key: item for key, item in value.items() if key not in (settings.text_field, settings.id_field)}
    if rest.keys() >= _FOUND:
        rest = {key: item for key, item in rest.items() if key not in _OF_RECORDS}
        rest = {**rest, "meta": _unpacked(rest.get("meta"), name)}
    nested = rest.get("meta")
    if not isinstance(nested, dict):
        return rest
    del rest["meta"]
    for key in rest.keys() & nested.keys():
        if rest[key] != nested[key]:
            raise ArticleError(name, key, f"has another value in meta.{key}: leave one of the two out")
    return {**rest, **nested}


def _unpacked(meta: JsonValue, name: str) -> JsonValue:
    """The meta of a record; in Parquet it is a column of JSON."""
    if not isinstance(meta, str):
        return {} if meta is None else meta
    try:
        return parse_json(meta)
    except JsonError as problem:
        raise ArticleError(name, "meta", str(problem)) from None
