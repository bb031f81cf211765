"""Names from a tagging head, in the types of the scheme that is asked for."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence

from spacy.tokens import Doc, Token

from onrecord.models.outputs import Chunk
from onrecord.stages.encoding import Encoding
from onrecord.stages.rules.mentions.candidate import Candidate

#: For each type of the Worldwide corpus the `news` types that it covers, the usual one first.
_NEWS: Mapping[str, tuple[str, ...]] = {
    "Person": ("PERSON",),
    "Organization": ("ORG",),
    "Location": ("GPE", "LOC"),
    "NORP": ("NORP",),
    "Date": ("DATE",),
    "Facility": ("FAC",),
    "Money": ("MONEY",),
    "Product": ("PRODUCT",),
    "Misc": ("MISC", "EVENT", "WORK"),
}


def candidates(doc: Doc, encoding: Encoding, chunks: Sequence[Chunk]) -> list[Candidate]:
    """The chunks of a head as names over the tokens of the parse, with the head's own types.

    A chunk whose edges are no edges of tokens takes in the tokens that it cuts.
    """
    places = [tokens_of_chunk(doc, encoding, chunk) for chunk in chunks]
    return [
        Candidate(first, last, "name", chunk.label, chunk.score)
        for chunk, (first, last) in zip(chunks, places, strict=True)
    ]


def tokens_of_chunk(doc: Doc, encoding: Encoding, chunk: Chunk) -> tuple[int, int]:
    """The half-open range of the tokens of the parse that a chunk of words touches."""
    span = encoding.words.tokens.span(chunk.first, chunk.end)
    first = bisect_left(doc, span.start + 1, key=_start) - 1
    last = bisect_left(doc, span.end, key=_start)
    while last - 1 > first and doc[last - 1].is_space:
        last -= 1
    return max(first, 0), last


def in_news_types(names: Sequence[Candidate], others: Sequence[Candidate]) -> list[Candidate]:
    """Names in the types of Worldwide with `news` types instead.

    Where a type covers several, a name found otherwise (by rules) in the same place decides between them.

    Args:
        names: With types of Worldwide.
        others: Names with `news` types, in text order.
    """
    types = {token: other.type for other in others for token in other.tokens}
    return [Candidate(name.first, name.last, name.kind, _news(name, types), name.score) for name in names]


def _news(name: Candidate, types: Mapping[int, str]) -> str:
    covered = _NEWS[name.type]
    return next((types[token] for token in name.tokens if types.get(token) in covered), covered[0])


def _start(token: Token) -> int:
    return token.idx
