"""A record in the terminal: the text with names and quotes marked, then quotes, entities and relations as tables."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from onrecord.records import Record, Span
from onrecord.views.layers import Layer, by_paragraph, layers, pieces
from onrecord.views.palette import SPEAKER_COLOURS, speaker_colour, type_colours
from onrecord.views.rows import (
    QuoteRow,
    by_speaker,
    entity_rows,
    name_rows,
    quote_rows,
    relation_rows,
    type_rows,
)
from onrecord.views.visible import abridged, hidden, on_one_line, visible

# The types in the order of the documentation: PERSON ORG GPE LOC NORP FAC EVENT PRODUCT WORK DATE MONEY MISC.
_TYPE_STYLES = (
    "blue", "red", "green", "cyan", "yellow", "dark_goldenrod", "bright_magenta", "bright_cyan", "magenta",
    "bright_black", "bright_green", "default",
)  # fmt: skip
_SPEAKER_STYLES = (
    "yellow", "cyan", "magenta", "green", "red", "blue", "bright_yellow", "bright_cyan", "bright_magenta",
    "bright_green",
)  # fmt: skip
_CONTENT_LENGTH = 160
_CELL_LENGTH = 60


def print_record(record: Record, console: Console) -> None:
    """Print a record for a person to read.

    Every quote stands between ``⟦n`` and ``n⟧``, also where there is no colour. Nothing in the text is taken for markup
    or for a command to the terminal: control characters are shown as pictures of themselves.

    Args:
        record: What to print.
        console: Where to; its width and colours are used as they are.
    """
    rows = quote_rows(record)
    console.print(Rule(Text(abridged(record.id, _CELL_LENGTH), "bold"), style="dim"))
    for line in _article(record, rows):
        console.print(line)
    console.print()
    for line in _remarks(record):
        console.print(line)
    named = _entities(record) if record.entities or not name_rows(record) else _names(record)
    for table in (_quotes(rows), named, _relations(record)):
        console.print(table)
        console.print()


def _article(record: Record, rows: list[QuoteRow]) -> Iterator[Text]:
    """The lines of the text, coloured, with the number of each quote around its spans."""
    text = visible(record.text)
    lines = list(_lines(text))
    colours = type_colours(on_one_line(mention.type) for mention in record.mentions)
    for line, touching in zip(lines, by_paragraph(layers(record), lines), strict=True):
        shown = Text(overflow="fold")
        for piece in pieces(line.start, line.end, touching):
            contents = [layer for layer in piece.layers if layer.part == "content"]
            for layer in contents:
                if layer.start == piece.start:
                    shown.append(f"⟦{rows[layer.index].number} ", _mark_style(rows[layer.index]))
            style = " ".join(_style(record, layer, rows, colours) for layer in piece.layers)
            shown.append(text[piece.start : piece.end], style)
            for layer in reversed(contents):
                if layer.end == piece.end:
                    shown.append(f" {rows[layer.index].number}⟧", _mark_style(rows[layer.index]))
        yield shown


def _lines(text: str) -> Iterator[Span]:
    place = 0
    for line in text.split("\n"):
        yield Span(place, place + len(line))
        place += len(line) + 1


def _style(record: Record, layer: Layer, rows: list[QuoteRow], colours: dict[str, int]) -> str:
    match layer.part:
        case "mention":
            mention = record.mentions[layer.index]
            colour = _TYPE_STYLES[colours[on_one_line(mention.type)]]
            return f"bold {colour}" if mention.kind == "name" else f"underline {colour}"
        case "content":
            return "italic"
        case "source":
            return f"underline {_speaker_style(rows[layer.index])}"
        case "cue":
            return f"underline2 {_speaker_style(rows[layer.index])}"
        case "evidence":
            return ""


def _remarks(record: Record) -> list[Text]:
    remarks = [Text(f"! {on_one_line(warning)}", "bold red") for warning in record.warnings]
    if count := hidden(record.text):
        remarks.append(Text(f"! {count} control character{'s' * (count > 1)} of the text shown as ␀ or �", "red"))
    return remarks


def _quotes(rows: list[QuoteRow]) -> Table:
    table = _table(f"Quotes by speaker ({len(rows)})")
    table.add_column("Speaker", ratio=3, overflow="fold")
    table.add_column("#", justify="right", no_wrap=True)
    table.add_column("Type", no_wrap=True)
    table.add_column("Cue", ratio=2, overflow="fold")
    table.add_column("Content", ratio=6, overflow="fold")
    table.add_column("Via", ratio=2, overflow="fold")
    for row in by_speaker(rows):
        speaker = Text(abridged(row.speaker, _CELL_LENGTH), _speaker_style(row))
        if row.reason:
            speaker.append(f" ({row.reason})", "dim")
        table.add_row(
            speaker, Text(str(row.number)), Text(row.type), Text(abridged(row.cue, _CELL_LENGTH)),
            Text(abridged(row.content, _CONTENT_LENGTH)), Text(row.via),
        )  # fmt: skip
    return table


def _entities(record: Record) -> Table:
    rows = entity_rows(record)
    colours = type_colours(row.type for row in type_rows(record))
    table = _table(f"Entities ({len(rows)})")
    table.add_column("Name", ratio=4, overflow="fold")
    table.add_column("Type", no_wrap=True)
    table.add_column("Mentions", justify="right", no_wrap=True)
    table.add_column("Mentioned as", ratio=6, overflow="fold")
    for row in rows:
        style = _TYPE_STYLES[colours[row.type]]
        table.add_row(
            Text(row.name, f"bold {style}"), Text(row.type, style), Text(str(row.mentions)), Text(row.surfaces)
        )
    return table


def _names(record: Record) -> Table:
    """The names alone, for a record of a configuration without coreference."""
    rows = name_rows(record)
    colours = type_colours(row.type for row in type_rows(record))
    table = _table(f"Names ({len(rows)})")
    table.add_column("Name", ratio=10, overflow="fold")
    table.add_column("Type", no_wrap=True)
    table.add_column("Mentions", justify="right", no_wrap=True)
    for row in rows:
        style = _TYPE_STYLES[colours[row.type]]
        table.add_row(Text(row.surface, f"bold {style}"), Text(row.type, style), Text(str(row.mentions)))
    return table


def _relations(record: Record) -> Table:
    rows = relation_rows(record)
    table = _table(f"Relations ({len(rows)})")
    table.add_column("Head", ratio=3, overflow="fold")
    table.add_column("Relation", ratio=2, overflow="fold")
    table.add_column("Tail", ratio=3, overflow="fold")
    table.add_column("Evidence", ratio=4, overflow="fold")
    for row in rows:
        style = {"fact": "blue", "act": "red", "other": "default"}[row.family]
        evidence = Text(abridged(row.evidence, _CONTENT_LENGTH))
        table.add_row(Text(row.head), Text(row.label, style), Text(row.tail), evidence)
    return table


def _table(title: str) -> Table:
    return Table(
        title=Text(title, "bold"), title_justify="left", expand=True, box=None, pad_edge=False, header_style="dim"
    )


def _speaker_style(row: QuoteRow) -> str:
    colour = speaker_colour(row.group)
    return "bright_black" if colour is None else _SPEAKER_STYLES[colour % SPEAKER_COLOURS]


def _mark_style(row: QuoteRow) -> str:
    return f"bold {_speaker_style(row)}"
