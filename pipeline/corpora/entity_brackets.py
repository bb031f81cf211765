"""Mentions in the `Entity=` brackets of CoNLL-U, as GUM, OntoGUM and CorefUD write them.

Nedoluzhko et al. (2022), "CorefUD 1.0", https://aclanthology.org/2022.lrec-1.520 (format: appendix), and
https://wiki.gucorpling.org/gum/annotation
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.corpora.conllu import ConlluDocument
from onrecord.corpora.corpus import Repairs
from onrecord.errors import SourceError

_BRACKET = re.compile(r"\((?P<open>[^()]+)\)?|(?P<close>[^()]+)\)")
_PART = re.compile(r"(?P<group>.+)\[(?P<part>\d+)/(?P<parts>\d+)\]")


@dataclass(frozen=True, slots=True)
class Bracket:
    """A mention: words of a document, counted over all of its sentences."""

    group: str
    """Key of its entity."""
    first: int
    """Its first word."""
    end: int
    """One past its last word."""
    fields: dict[str, str]
    """What its bracket says, by the names of `# global.Entity` (etype, infstat, …)."""


@dataclass(slots=True)
class _Open:
    key: str
    first: int
    fields: dict[str, str]


def brackets_of(document: ConlluDocument, repairs: Repairs) -> list[Bracket]:
    """The mentions of a document, inner before outer where they end together.

    A discontinuous mention (`e1[1/2]`) becomes one from its first word to its last.

    Raises:
        SourceError: A bracket closes that was not opened, or stays open.
    """
    found: list[Bracket] = []
    pieces: dict[tuple[str, int], Bracket] = {}
    opened: list[_Open] = []
    index = 0
    for sentence in document.sentences:
        for word in sentence.words:
            for key in ("SplitAnte", "Bridge"):
                repairs.skip(f"{key} link", key in word.misc)
            for match in _matches(document, word.misc.get("Entity", "")):
                bracket = _bracket(document, match, index, opened)
                if bracket is not None:
                    _add(bracket, found, pieces, repairs)
            index += 1
    if opened:
        raise SourceError(f"{document.path}, document {document.id!r}: entity bracket {opened[0].key!r} never closes")
    return found


def _matches(document: ConlluDocument, column: str) -> Iterator[re.Match[str]]:
    place = 0
    for match in _BRACKET.finditer(column):
        if match.start() != place:
            break
        place = match.end()
        yield match
    if place != len(column):
        raise SourceError(f"{document.path}, document {document.id!r}: Entity={column} are no brackets")


def _bracket(document: ConlluDocument, match: re.Match[str], index: int, opened: list[_Open]) -> Bracket | None:
    """The mention that ends here, if one does; one that begins is put on `opened`."""
    if match["open"]:
        names = document.entity_fields
        values = match["open"].split("-", len(names) - 1)
        item = _Open(values[0], index, dict(zip(names, values, strict=False)))
        if not match[0].endswith(")"):
            opened.append(item)
            return None
    else:
        place = next((i for i in reversed(range(len(opened))) if opened[i].key == match["close"]), None)
        if place is None:
            raise SourceError(
                f"{document.path}, document {document.id!r}: entity bracket {match['close']!r} closes unopened"
            )
        item = opened.pop(place)
    return Bracket(item.key, item.first, index + 1, item.fields)


def _add(bracket: Bracket, found: list[Bracket], pieces: dict[tuple[str, int], Bracket], repairs: Repairs) -> None:
    part = _PART.fullmatch(bracket.group)
    if part is None:
        found.append(bracket)
        return
    key = (part["group"], int(part["parts"]))
    begun = pieces.pop(key, None)
    whole = Bracket(part["group"], begun.first if begun else bracket.first, bracket.end, bracket.fields)
    if part["part"] == part["parts"]:
        repairs.repair("discontinuous mention (from its first word to its last)")
        found.append(whole)
    else:
        pieces[key] = whole
