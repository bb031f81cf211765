"""brat's standoff files: a text, and annotations that point into it by offsets.

https://brat.nlplab.org/standoff.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from onrecord.corpora.corpus import Repairs
from onrecord.corpora.files import files_of, text_of
from onrecord.errors import SourceError
from onrecord.records import Span

#: What a line that begins an annotation looks like; any other line goes on with the one before it.
RECORD = re.compile(r"([TEARMN]\d+|#\d*|\*)\t")

_TEXT_BOUND = re.compile(r"(\S+) (\d+ \d+(?:;\d+ \d+)*)")


@dataclass(frozen=True, slots=True)
class TextBound:
    """A `T` line: one or more stretches of the text under a label."""

    id: str
    """Its id, `T1`."""
    label: str
    """Its type."""
    spans: tuple[Span, ...]
    """In text order; several where it is discontinuous."""


@dataclass(frozen=True, slots=True)
class Argument:
    """A role and the id of what fills it."""

    role: str
    """The role as it stands, with its number (`Content2`)."""
    target: str
    """Id of a text-bound annotation or an event."""


@dataclass(frozen=True, slots=True)
class Linked:
    """An `E` or an `R` line: a label and its arguments; for an event the first argument is its trigger."""

    id: str
    """Its id, `E1` or `R1`."""
    label: str
    """Its type."""
    arguments: tuple[Argument, ...]
    """In the order of the line."""


@dataclass(frozen=True, slots=True)
class Note:
    """A `#` line: text about another annotation."""

    label: str
    """What kind of note it is (`AnnotatorNotes`)."""
    target: str
    """Id of the annotation it is about."""
    text: str
    """The note."""


@dataclass(frozen=True, slots=True)
class Standoff:
    """A text and all that is annotated in it."""

    path: Path
    """The .ann file."""
    text: str
    """The text as it stands."""
    bounds: dict[str, TextBound]
    """Text-bound annotations by id, in the order of the file."""
    events: tuple[Linked, ...]
    """Events in the order of the file."""
    relations: tuple[Linked, ...]
    """Relations in the order of the file."""
    notes: tuple[Note, ...]
    """Notes in the order of the file."""
    equivalents: tuple[tuple[str, ...], ...]
    """Ids that a `*` line puts together."""

    def bound(self, owner: str, argument: Argument) -> TextBound:
        """The text-bound annotation that fills an argument.

        Raises:
            SourceError: There is none.
        """
        if argument.target not in self.bounds:
            raise SourceError(
                f"{self.path}, {owner}: its {argument.role} is {argument.target}, and there is no such T line; "
                "add the line, or take the argument out"
            )
        return self.bounds[argument.target]


def annotation_files(path: Path) -> list[Path]:
    """The .ann files of a folder; of a file, the one of its pair.

    Raises:
        SourceError: The path does not exist.
    """
    files = files_of(path)
    if path.is_file():
        return [path.with_suffix(".ann")]
    return [file for file in files if file.suffix == ".ann"]


def read_standoff(path: Path, repairs: Repairs) -> Standoff:
    """The annotation file at `path` with the text beside it.

    Args:
        path: The .ann file; the text is in the file of the same name that ends in .txt.
        repairs: Annotations of kinds that are not read, and surfaces that differ, are counted here.

    Raises:
        SourceError: One of the files is missing, a line is malformed, or a span lies outside of the text.
    """
    source = path.with_suffix(".txt")
    if not source.is_file():
        raise SourceError(f"{path}: there is no {source.name} beside it; brat keeps the text in that file")
    # brat counts a byte order mark as a character, as it does every line end.
    text = text_of(source, "utf-8")
    bounds: dict[str, TextBound] = {}
    events: list[Linked] = []
    relations: list[Linked] = []
    notes: list[Note] = []
    equivalents: list[tuple[str, ...]] = []
    for number, record in _records(path):
        key, _, rest = record.partition("\t")
        body, _, tail = rest.partition("\t")
        where = f"{path}, line {number}"
        match key[0]:
            case "T":
                bounds[key] = _text_bound(where, key, body, tail, text, repairs)
            case "E":
                events.append(_event(where, key, body))
            case "R":
                relations.append(_relation(where, key, body))
            case "#":
                label, _, target = body.partition(" ")
                notes.append(Note(label, target, tail))
            case "*":
                equivalents.append(tuple(body.split()[1:]))
            case _:
                repairs.skip(f"brat line of kind {key[0]}")
    return Standoff(path, text, bounds, tuple(events), tuple(relations), tuple(notes), tuple(equivalents))


def _records(path: Path) -> Iterator[tuple[int, str]]:
    """Annotations with the number of their first line; one whose text holds line ends comes in one piece."""
    first, pending = 0, ""
    for number, line in enumerate(text_of(path).split("\n"), 1):
        if RECORD.match(line):
            if pending:
                yield first, pending
            first, pending = number, line
        elif pending:
            pending += f"\n{line}"
        elif line.strip():
            raise SourceError(f"{path}, line {number}: no brat annotation: {line[:60]!r}; expected T1, E1, R1, … first")
    if pending:
        yield first, pending.rstrip("\r\n")


def _text_bound(where: str, id: str, body: str, surface: str, text: str, repairs: Repairs) -> TextBound:
    match = _TEXT_BOUND.fullmatch(body)
    if match is None:
        raise SourceError(f"{where}: {body!r} is no type with offsets; expected for example 'Source 10 16;20 25'")
    spans: list[Span] = []
    for piece in match[2].split(";"):
        start, end = map(int, piece.split())
        if not start < end <= len(text):
            raise SourceError(
                f"{where}: offsets {start} {end} are empty or outside of the text, which has {len(text)} characters"
            )
        spans.append(Span(start, end))
    if " ".join(surface.split()) != " ".join(" ".join(text[span.start : span.end] for span in spans).split()):
        repairs.repair("surface in the .ann file differs from the text at its offsets (offsets kept)")
    return TextBound(id, match[1], _merged(spans, repairs))


def _merged(spans: Sequence[Span], repairs: Repairs) -> tuple[Span, ...]:
    """In text order, those that touch or overlap as one."""
    if list(spans) != sorted(spans):
        repairs.repair("fragments put into text order")
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(merged)


def _arguments(where: str, parts: Sequence[str]) -> tuple[Argument, ...]:
    arguments = [Argument(*part.partition(":")[::2]) for part in parts]
    if not arguments or any(not argument.role or not argument.target for argument in arguments):
        raise SourceError(f"{where}: {' '.join(parts)!r} are no arguments; expected Role:T1 Role:T2")
    return tuple(arguments)


def _event(where: str, id: str, body: str) -> Linked:
    arguments = _arguments(where, body.split())
    return Linked(id, arguments[0].role, arguments)


def _relation(where: str, id: str, body: str) -> Linked:
    label, *parts = body.split() or [""]
    return Linked(id, label, _arguments(where, parts))
