"""CoNLL-U: sentences with their text, words with the places where they stand in it.

https://universaldependencies.org/format.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from onrecord.corpora.corpus import Repairs
from onrecord.corpora.files import lines_of
from onrecord.errors import SourceError

#: The first column: a word, a range of words that are written as one, or an empty node.
_ID = re.compile(r"[0-9]+(?:[-.][0-9]+)?")


@dataclass(frozen=True, slots=True)
class Word:
    """A syntactic word."""

    id: int
    """Its number in the sentence, from 1."""
    form: str
    """As it is written."""
    upos: str
    """Universal part of speech, `_` where there is none."""
    head: int
    """Number of the word that it depends on, 0 for the root, -1 where there is none."""
    misc: dict[str, str]
    """The last column, `Entity=…` among it."""
    start: int
    """Where it begins in the text of the sentence, in code points."""
    end: int
    """One past its end."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence."""

    text: str
    """Its `# text`, or its forms put together."""
    words: tuple[Word, ...]
    """In order; not empty."""
    opens_paragraph: bool
    """Whether a paragraph or a document begins with it."""
    space_after: bool
    """Whether white space follows it."""


@dataclass(frozen=True, slots=True)
class ConlluDocument:
    """A document."""

    id: str
    """From `# newdoc id`, else the name of the file."""
    path: Path
    """The file."""
    meta: dict[str, str]
    """From `# meta::key = value`."""
    entity_fields: tuple[str, ...]
    """From `# global.Entity`: what the parts of an `Entity=` bracket are."""
    sentences: tuple[Sentence, ...]
    """In order."""


@dataclass(slots=True)
class _Block:
    """The lines of one sentence."""

    number: int = 0
    comments: dict[str, str] = field(default_factory=dict)
    rows: list[list[str]] = field(default_factory=list)


def documents_of(path: Path, repairs: Repairs) -> Iterator[ConlluDocument]:
    """The documents of a file.

    Raises:
        SourceError: A line has not ten columns or no number, a sentence has no word, or a word is not in its text.
    """
    number = 0
    head: dict[str, str] = {}
    sentences: list[Sentence] = []
    for block in _blocks(path):
        if sentences and any(key in block.comments for key in ("newdoc", "newdoc id")):
            number += 1
            yield _document(path, number, head, sentences)
            head, sentences = {}, []
        if not sentences:
            head = block.comments
        sentences.append(_sentence(path, block, not sentences, repairs))
    if sentences:
        yield _document(path, number + 1, head, sentences)


def _document(path: Path, number: int, head: dict[str, str], sentences: list[Sentence]) -> ConlluDocument:
    meta = {key.removeprefix("meta::"): value for key, value in head.items() if key.startswith("meta::")}
    fields = tuple(head["global.Entity"].split("-")) if "global.Entity" in head else ("GRP",)
    name = head.get("newdoc id") or (path.stem if number == 1 else f"{path.stem}-{number}")
    return ConlluDocument(name, path, meta, fields, tuple(sentences))


def _blocks(path: Path) -> Iterator[_Block]:
    block = _Block()
    for number, line in lines_of(path):
        if not line.strip():
            if block.rows:
                yield block
                block = _Block()
        elif line.startswith("#"):
            key, _, value = line[1:].partition("=")
            block.comments[key.strip()] = value.strip()
        else:
            row = line.split("\t")
            if len(row) != 10:
                raise SourceError(f"{path}, line {number}: CoNLL-U has ten columns divided by tabs, not {len(row)}")
            if not _ID.fullmatch(row[0]):
                raise SourceError(f"{path}, line {number}: {row[0]!r} is no number of a word, as 3, 3-4 or 3.1")
            block.number = block.number or number
            block.rows.append(row)
    if block.rows:
        yield block


def _sentence(path: Path, block: _Block, first: bool, repairs: Repairs) -> Sentence:
    rows = [row for row in block.rows if "." not in row[0]]
    repairs.skip("empty node", len(block.rows) - len(rows))
    if not rows:
        raise SourceError(f"{path}, sentence at line {block.number}: it has no word; take the sentence out")
    text = block.comments["text"] if "text" in block.comments else _joined(rows)
    words: list[Word] = []
    at = 0
    index = 0
    while index < len(rows):
        surface, inner = _surface(rows, index)
        start = at
        while not text.startswith(surface[1], start) and text[start : start + 1].isspace():
            start += 1
        if not text.startswith(surface[1], start) or not inner:
            raise SourceError(
                f"{path}, sentence at line {block.number}: {surface[1]!r} is not at {start} of its text; "
                "mend # text or the forms"
            )
        at = start + len(surface[1])
        words += _words(inner, surface[1], start, repairs)
        index += len(inner) + (surface is not inner[0])
    misc = _misc(_surface(rows, _last_surface(rows))[0][9])
    opens = first or any(key.partition(" ")[0] in ("newpar", "newdoc") for key in block.comments)
    return Sentence(text, tuple(words), opens, misc.get("SpaceAfter") != "No")


def _surface(rows: Sequence[list[str]], index: int) -> tuple[list[str], list[list[str]]]:
    """The row that is written in the text, and the words that it consists of: itself, or those of a range `3-4`."""
    row = rows[index]
    if "-" not in row[0]:
        return row, [row]
    first, _, last = row[0].partition("-")
    count = int(last) - int(first) + 1 if first.isdecimal() and last.isdecimal() else 0
    return row, list(rows[index + 1 : index + 1 + count])


def _last_surface(rows: Sequence[list[str]]) -> int:
    for index, row in enumerate(rows):
        if "-" in row[0] and row[0].partition("-")[2] == rows[-1][0]:
            return index
    return len(rows) - 1


def _words(rows: Sequence[list[str]], surface: str, start: int, repairs: Repairs) -> Iterator[Word]:
    """The words of a surface; where they do not add up to it (a contraction written out) it is divided among them."""
    forms = [row[1] for row in rows]
    cuts = [0]
    if "".join(forms) == surface:
        for form in forms:
            cuts.append(cuts[-1] + len(form))
    else:
        repairs.repair("contraction whose words are not written in it (its letters divided among them)")
        cuts = [len(surface) * place // len(forms) for place in range(len(forms) + 1)]
    for row, (left, right) in zip(rows, pairwise(cuts), strict=True):
        head = int(row[6]) if row[6].isdecimal() else -1
        yield Word(int(row[0]), row[1], row[3], head, _misc(row[9]), start + left, start + right)


def _misc(column: str) -> dict[str, str]:
    return dict(item.split("=", 1) for item in column.split("|") if "=" in item)


def _joined(rows: Sequence[list[str]]) -> str:
    pieces: list[str] = []
    index = 0
    while index < len(rows):
        surface, inner = _surface(rows, index)
        pieces += (surface[1], "" if _misc(surface[9]).get("SpaceAfter") == "No" else " ")
        index += max(1, len(inner) + ("-" in surface[0]))
    return "".join(pieces).rstrip()
