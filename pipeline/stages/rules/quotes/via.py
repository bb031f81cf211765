"""Chains: "…, it stated according to the BBC" has a speaker, and one who passed it on."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from onrecord.records import Span
from onrecord.stages.rules.quotes.candidates import Candidate
from onrecord.stages.rules.quotes.choice import Scored
from onrecord.stages.rules.quotes.tree import Tree

_INNER = frozenset({"trailing", "middle"})
_SECOND_HAND = frozenset({"according last", "according first"})
#: Most characters between the cue of the inner attribution and the "according to" that follows it.
_REACH = 60


def chained(
    tree: Tree, direct: Sequence[Scored], indirect: Sequence[Scored]
) -> tuple[list[Scored], dict[Span | None, Candidate]]:
    """The indirect candidates without those that only pass on, and by cue of the inner one who passes it on.

    Args:
        tree: The parse.
        direct: Candidates for direct quotes.
        indirect: All other candidates.
    """
    second = [item.candidate for item in indirect if item.candidate.pattern in _SECOND_HAND]
    if not second:
        return list(indirect), {}
    ends: dict[int, Candidate] = {}
    for item in (*indirect, *direct):
        if item.candidate.pattern.startswith("direct") or item.candidate.pattern in _INNER:
            ends.update(dict.fromkeys(_last_ends(item.candidate), item.candidate))
    passed_on: dict[Span | None, Candidate] = {}
    dropped: set[Span | None] = set()
    places = sorted(ends)
    for outer in second:
        assert outer.cue is not None
        inner = _ending_before(outer, places, ends, tree)
        if inner is not None:
            passed_on[inner.cue] = outer
            dropped.add(outer.cue)
    return [item for item in indirect if item.candidate.cue not in dropped], passed_on


def _last_ends(candidate: Candidate) -> list[int]:
    """Where the attribution of a candidate ends: behind cue or source, whichever is later."""
    ends = [span.end for span in (candidate.cue, candidate.source) if span is not None]
    return [max(ends)] if ends else []


def _ending_before(outer: Candidate, places: list[int], ends: dict[int, Candidate], tree: Tree) -> Candidate | None:
    """The inner attribution that ends shortly before the "according to", in the same sentence."""
    assert outer.cue is not None
    index = bisect_right(places, outer.cue.start) - 1
    if index < 0 or outer.cue.start - places[index] > _REACH:
        return None
    between = tree.text[places[index] : outer.cue.start]
    return None if any(mark in between for mark in ".;?!\n") else ends[places[index]]
