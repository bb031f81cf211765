"""The text of one article as HTML: its paragraphs, every layer drawn in, and the notes that go beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from onrecord.records import Record
from onrecord.views.layers import Layer, by_paragraph, layers, paragraphs, pieces
from onrecord.views.palette import speaker_colour, type_colours
from onrecord.views.rows import QuoteRow, entity_places, mention_title, quote_rows
from onrecord.views.visible import HIDDEN, on_one_line, visible


@dataclass(frozen=True, slots=True)
class Note:
    """What stands in the margin about a quote."""

    row: QuoteRow
    continues: bool
    """Whether the quote began in an earlier paragraph."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, ready to be put on the page."""

    before: Markup
    """White space between the paragraph before and this one."""
    html: Markup
    """The paragraph, escaped; its text is `visible` of the raw text, apart from the numbers of quotes."""
    notes: tuple[Note, ...]


def blocks(record: Record, prefix: str) -> tuple[list[Block], Markup]:
    """The paragraphs of a record.

    Args:
        record: The record to draw.
        prefix: Goes before every id, so that several records can stand on one page.

    Returns:
        The paragraphs, and the white space after the last.
    """
    writer = _Writer(record, prefix)
    spans = paragraphs(record.text)
    made: list[Block] = []
    place = 0
    for span, touching in zip(spans, by_paragraph(layers(record), spans), strict=True):
        before = Markup(shown(record.text[place : span.start]))  # noqa: S704 - `shown` escapes
        html = Markup("".join(writer.paragraph(span.start, span.end, touching)))  # noqa: S704 - the writer escapes
        made.append(Block(before, html, tuple(writer.notes(span.start, touching))))
        place = span.end
    return made, Markup(shown(record.text[place:]))  # noqa: S704 - `shown` escapes


def shown(text: str) -> str:
    """The text as HTML: `visible`, escaped, with every picture of a control character marked as one."""
    if not HIDDEN.search(text):
        return str(escape(visible(text)))
    parts: list[str] = []
    place = 0
    for match in HIDDEN.finditer(text):
        parts.append(str(escape(visible(text[place : match.start()]))))
        parts.append(f'<span class="ctl" title="U+{ord(match.group()):04X}">{visible(match.group())}</span>')
        place = match.end()
    return "".join(parts) + str(escape(visible(text[place:])))


class _Writer:
    """Writes the pieces of a paragraph as nested elements."""

    def __init__(self, record: Record, prefix: str) -> None:
        self.record = record
        self.prefix = prefix
        self.places = entity_places(record)
        self.rows = quote_rows(record)
        self.colours = type_colours(on_one_line(mention.type) for mention in record.mentions)
        self.anchored: set[str] = set()

    def paragraph(self, start: int, end: int, touching: list[Layer]) -> Iterator[str]:
        """The elements of one paragraph; those that cross are closed and opened again, so that they nest."""
        opened: list[Layer] = []
        for piece in pieces(start, end, touching):
            kept = _common(opened, piece.layers)
            yield "</span>" * (len(opened) - kept)
            for layer in piece.layers[kept:]:
                yield self._opening(layer, piece.start)
            opened = list(piece.layers)
            yield shown(self.record.text[piece.start : piece.end])
        yield "</span>" * len(opened)

    def notes(self, start: int, touching: list[Layer]) -> Iterator[Note]:
        """The notes of one paragraph: quotes whose content begins here, and those that go on here."""
        seen: set[int] = set()
        for layer in touching:
            if layer.part == "content" and layer.index not in seen:
                seen.add(layer.index)
                first = min(span.start for span in self.record.quotes[layer.index].content)
                yield Note(self.rows[layer.index], continues=first < start)

    def _opening(self, layer: Layer, at: int) -> str:
        match layer.part:
            case "mention":
                return self._mention(layer, at)
            case "evidence":
                return f'<span class="ev" data-r="{layer.index}">'
            case "content":
                return self._content(layer, at)
            case part:
                row = self.rows[layer.index]
                return (
                    f'<span class="{part} {speaker_class(row)}" data-q="{row.index}" data-n="{row.number}" '
                    f'title="{part} of quote {row.number}">'
                )

    def _mention(self, layer: Layer, at: int) -> str:
        mention = self.record.mentions[layer.index]
        label = on_one_line(mention.type)
        place = self.places.get(mention.entity or "")
        entity = f' data-e="{place}"' if place is not None else ""
        anchor = self._anchor(f"e{place}") if place is not None and at == layer.start else ""
        return (
            f'<span class="m {mention.kind} t{self.colours[label]}" data-t="{escape(label)}"{entity}{anchor} '
            f'tabindex="-1" title="{escape(mention_title(mention, self.record, self.places))}">'
        )

    def _content(self, layer: Layer, at: int) -> str:
        row = self.rows[layer.index]
        title = f"quote {row.number} · {row.type} · {row.speaker}"
        opening = (
            f'<span class="content {escape(row.type)} {speaker_class(row)}" data-q="{row.index}" '
            f'title="{escape(title)}">'
        )
        if at != layer.start:
            return opening
        return opening + (
            f'<a class="chip {speaker_class(row)}" href="#{self.prefix}-row{row.index}"{self._anchor(f"q{row.index}")} '
            f'aria-label="{escape(title)}">{row.number}</a>'
        )

    def _anchor(self, name: str) -> str:
        """An id for the first element of its name; nothing for the later ones."""
        if name in self.anchored:
            return ""
        self.anchored.add(name)
        return f' id="{self.prefix}-{name}"'


def speaker_class(row: QuoteRow) -> str:
    """The class that gives an element the colour of a quote's speaker."""
    colour = speaker_colour(row.group)
    return "gx" if colour is None else f"g{colour}"


def _common(opened: Sequence[Layer], wanted: Sequence[Layer]) -> int:
    """How many layers can stay open."""
    kept = 0
    while kept < min(len(opened), len(wanted)) and opened[kept] == wanted[kept]:
        kept += 1
    return kept
