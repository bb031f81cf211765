"""Mentions of all kinds from two tagging heads: one for those within no other, one for those that no other is within.

Two layers hold nearly all nesting of noun phrases: "[[its] leader]", "[the president of [France]]".
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from onrecord.models.outputs import Chunk
from onrecord.records import MentionKind
from onrecord.stages.candidate import Candidate

#: The heads of the layers, the outer one first.
LAYERS = ("mentions-outer", "mentions-inner")


def of_kinds(chunks: Iterable[Chunk]) -> list[Candidate]:
    """The chunks of both layers as mentions of their kinds, in text order; of several in one place the likeliest.

    Args:
        chunks: Of both layers, labelled by kind.
    """
    best: dict[tuple[int, int], Candidate] = {}
    for chunk in chunks:
        place = (chunk.first, chunk.end)
        found = Candidate(*place, cast(MentionKind, chunk.label), "", chunk.score)
        known = best.get(place)
        if known is None or known.score < found.score:
            best[place] = found
    return [best[place] for place in sorted(best, key=lambda place: (place[0], -place[1]))]
