"""Records as one self-contained HTML page.

displaCy's entity view draws one layer of spans and its span view needs tokens; quotes, cues, sources and mentions
overlap at the level of characters, so the text is cut and drawn here.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from onrecord.records import Record
from onrecord.version import __version__
from onrecord.views.article import Block, blocks, speaker_class
from onrecord.views.graph import Graph, draw
from onrecord.views.layers import paragraphs
from onrecord.views.palette import type_colours
from onrecord.views.rows import (
    EntityRow,
    NameRow,
    QuoteRow,
    RelationRow,
    TypeRow,
    by_speaker,
    entity_rows,
    name_rows,
    quote_rows,
    relation_rows,
    type_rows,
)
from onrecord.views.visible import abridged, hidden, on_one_line

_TITLE_LENGTH = 100
_META_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Sheet:
    """One record, ready to be put on the page."""

    prefix: str
    title: str
    titled: bool
    """Whether the title is the article's own first line, which the text shows anyway."""
    facts: tuple[tuple[str, str], ...]
    """Id, meta and provenance of the article, by name."""
    warnings: tuple[str, ...]
    hidden: int
    blocks: list[Block]
    tail: Markup
    types: list[TypeRow]
    colours: dict[str, int]
    kinds: tuple[tuple[str, int], ...]
    """How many mentions there are of each kind."""
    entities: list[EntityRow]
    names: list[NameRow]
    """The names of no entity; listed where there are no entities."""
    quotes: list[QuoteRow]
    relations: list[RelationRow]
    graph: Graph | None


def page(records: Sequence[Record]) -> str:
    """One HTML page that shows the records; it needs no network and runs no script but its own.

    Args:
        records: What to show, in this order. Their text is shown in full.

    Returns:
        The page; it can be written as UTF-8 whatever the records hold.
    """
    style, script = Markup(_file("page.css")), Markup(_file("page.js"))  # noqa: S704 - our own files
    sheets = [_sheet(record, f"r{number}") for number, record in enumerate(records)]
    return (
        _environment()
        .get_template("page.html")
        .render(
            sheets=sheets,
            style=style,
            script=script,
            policy=f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
            "base-uri 'none'; form-action 'none'",
            version=__version__,
        )
    )


def _sheet(record: Record, prefix: str) -> Sheet:
    made, tail = blocks(record, prefix)
    entities, relations, types = entity_rows(record), relation_rows(record), type_rows(record)
    first = next((abridged(span.of(record.text), _TITLE_LENGTH) for span in paragraphs(record.text[:2000])), "")
    given = record.meta.get("title")
    title = abridged(given, _TITLE_LENGTH) if isinstance(given, str) else first
    return Sheet(
        prefix=prefix,
        title=title or abridged(record.id, _TITLE_LENGTH),
        titled=title == first != "",
        facts=tuple(_facts(record)),
        warnings=tuple(on_one_line(warning) for warning in record.warnings),
        hidden=hidden(record.text),
        blocks=made,
        tail=tail,
        types=types,
        colours=type_colours(row.type for row in types),
        kinds=tuple(
            (kind, sum(mention.kind == kind for mention in record.mentions)) for kind in ("name", "nominal", "pronoun")
        ),
        entities=entities,
        names=name_rows(record),
        quotes=by_speaker(quote_rows(record)),
        relations=relations,
        graph=draw(entities, relations),
    )


def _facts(record: Record) -> list[tuple[str, str]]:
    facts = [("id", abridged(record.id, _META_LENGTH))]
    for key, value in record.meta.items():
        plain = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        facts.append((abridged(key, _TITLE_LENGTH), abridged(plain, _META_LENGTH)))
    if record.provenance:
        made = record.provenance
        facts.append(("made by", on_one_line(f"onrecord {made.onrecord}, configuration {made.config}, {made.model}")))
    return facts


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FunctionLoader(_file), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {"abridged": abridged, "speaker_class": speaker_class}
    return environment


@cache
def _file(name: str) -> str:
    return resources.files("onrecord.views").joinpath(name).read_text(encoding="utf-8")


def _hash(source: str) -> str:
    """What a Content-Security-Policy calls an inline element by."""
    return "sha256-" + base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()
