"""JSON: an object a line, a list of objects, or one object; plain ones, records of an earlier run, or ninjs."""

from __future__ import annotations

import json
from collections.abc import Iterator

from pydantic.types import JsonValue

from onrecord.batch.formats import ninjs
from onrecord.batch.intake import Incoming, Item, ReadSettings, SourceFile, unread
from onrecord.batch.objects import article_of
from onrecord.errors import ArticleError
from onrecord.input_files import Peeked
from onrecord.json_lines import Unreadable, json_values
from onrecord.records import Article


def read(file: SourceFile, stream: Peeked, settings: ReadSettings) -> Iterator[Item]:
    """The articles of the objects, with their line, or their place in the list."""
    for position, value in json_values(stream):
        fallback = f"{file.name}:{position}"
        if isinstance(value, Unreadable):
            yield unread(fallback, value.reason, file.shown, position, value.head)
            continue
        try:
            yield Incoming(_article(value, settings, fallback), file.shown, position)
        except ArticleError as error:
            yield unread(error.article, error.detail, file.shown, position, json.dumps(value, ensure_ascii=False))


def _article(value: JsonValue, settings: ReadSettings, fallback: str) -> Article:
    if isinstance(value, dict) and settings.text_field not in value and ninjs.is_item(value):
        return ninjs.article_of(value, settings, fallback)
    return article_of(value, settings, fallback)
