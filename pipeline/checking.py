"""What an article must be so that every stage can take it and every sink can write it unchanged."""

from __future__ import annotations

import math

from onrecord.errors import ArticleError
from onrecord.json_input import DEEPEST, kind_of
from onrecord.records import Article


def check_article(article: Article) -> None:
    """Check that the parts of an article have their types, and that UTF-8 JSON can hold them.

    Args:
        article: As it was given, from a file or from Python.

    Raises:
        ArticleError: Names the field, and the offset within it where there is one.
    """
    name = printable(article.id)
    for field, value in (("id", article.id), ("text", article.text)):
        if not isinstance(value, str):
            raise ArticleError(name, field, f"must be a string, not {kind_of(value)}")
        _check_characters(name, field, value)
    if not isinstance(article.meta, dict):
        raise ArticleError(name, "meta", f"must be an object, not {kind_of(article.meta)}")
    _check_meta(name, "meta", article.meta, 1)


def _check_meta(name: str, field: str, value: object, depth: int) -> None:
    if isinstance(value, str):
        _check_characters(name, field, value)
    elif isinstance(value, float):
        if not math.isfinite(value):
            raise ArticleError(name, field, f"{value} is no JSON number: give null, or leave it out")
    elif isinstance(value, dict | list):
        if depth > DEEPEST:
            raise ArticleError(name, "meta", f"nested too deep: at most {DEEPEST} levels are passed through")
        _check_children(name, field, value, depth)
    elif value is not None and not isinstance(value, int):
        raise ArticleError(name, field, f"{kind_of(value)} is no JSON value: give a string, number, list or object")


def _check_children(name: str, field: str, value: dict[object, object] | list[object], depth: int) -> None:
    if isinstance(value, list):
        for index, item in enumerate(value):
            _check_meta(name, f"{field}[{index}]", item, depth + 1)
        return
    for key, item in value.items():
        if not isinstance(key, str):
            raise ArticleError(name, field, f"key {key!r} must be a string, not {kind_of(key)}")
        _check_characters(name, field, key)
        _check_meta(name, f"{field}.{key}", item, depth + 1)


def _check_characters(name: str, field: str, value: str) -> None:
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise ArticleError(
            name,
            printable(field),
            f"lone surrogate {value[error.start]!r} is no character; mend the decoding upstream, "
            "or replace it with U+FFFD to keep all offsets",
            error.start,
        ) from None


def printable(value: object) -> str:
    """`value` as a string that UTF-8 can hold: lone surrogates are written as escapes."""
    return str(value).encode("utf-8", "backslashreplace").decode()
