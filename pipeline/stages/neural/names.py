"""Names from a tagging head, in the types of the scheme that is asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from onrecord.models.outputs import Chunk
from onrecord.stages.candidate import Candidate

#: The heads that the `news` types come from: the names, and what tells apart the types that the first has as one.
NEWS_HEADS = ("names-worldwide", "names-dwie")
#: For each type of Worldwide the usual one of the `news` types that it covers.
_USUAL: Mapping[str, str] = {
    "Person": "PERSON",
    "Organization": "ORG",
    "Location": "GPE",
    "NORP": "NORP",
    "Date": "DATE",
    "Facility": "FAC",
    "Money": "MONEY",
    "Product": "PRODUCT",
    "Misc": "MISC",
}
#: The `news` types that it has instead where DWIE has this type.
_INSTEAD: Mapping[tuple[str, str], str] = {
    ("Location", "location"): "LOC",
    ("Misc", "event"): "EVENT",
    ("Misc", "work_of_art"): "WORK",
}


def candidates(chunks: Sequence[Chunk]) -> list[Candidate]:
    """The chunks of a head as names, with the head's own types."""
    return [Candidate(chunk.first, chunk.end, "name", chunk.label, chunk.score) for chunk in chunks]


def in_news_types(names: Sequence[Chunk], others: Sequence[Chunk]) -> list[Chunk]:
    """Names in the types of Worldwide with `news` types instead.

    Args:
        names: With types of Worldwide.
        others: Names of the same words with types of DWIE; the first that shares a word with a name says which of the
            `news` types it has, where that of Worldwide covers several.
    """
    types = {word: other.label for other in reversed(others) for word in range(other.first, other.end)}
    return [replace(name, label=_news(name, types)) for name in names]


def _news(name: Chunk, types: Mapping[int, str]) -> str:
    other = next((types[word] for word in range(name.first, name.end) if word in types), "")
    return _INSTEAD.get((name.label, other), _USUAL[name.label])
