"""Chains: "…, it stated according to the BBC" has a speaker, and one who passed it on."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from onrecord.records import Span
from onrecord.stages.rules.quotes.candidates import Candidate
from onrecord.stages.rules.quotes.choice import Scored
from onrecord.stages.rules.quotes.tree import Tree

_INNER = frozenset({"trailing", "middle"})
_SECOND_HAND = frozenset({"according last", "according first"})
#: Most characters between the cue of the inner attribution and the "according to" that follows it.
_REACH = 60


@dataclass(frozen=True, slots=True)
class Chains:
    """The candidates of an article once those that only pass on are taken out."""

    direct: list[Scored]
    indirect: list[Scored]
    passed_on: dict[Span | None, Candidate]
    """By cue of a quote, the candidate that names who passed it on."""


def chained(tree: Tree, direct: Sequence[Scored], indirect: Sequence[Scored]) -> Chains:
    """Tell speakers from those who pass on what they said.

    A candidate that is passed on has at least the score of the one that passes it on: the chain speaks for both.

    Args:
        tree: The parse.
        direct: Candidates for direct quotes.
        indirect: All other candidates.
    """
    outers = [item for item in indirect if item.candidate.pattern in _SECOND_HAND]
    inners = {_end(item.candidate): item.candidate for item in (*indirect, *direct) if _is_inner(item.candidate)}
    places = sorted(inners)
    passed_on: dict[Span | None, Candidate] = {}
    raised: dict[Candidate, float] = {}
    dropped: set[Span | None] = set()
    for outer in outers:
        inner = _ending_before(outer.candidate, places, inners, tree)
        if inner is not None:
            passed_on[inner.cue] = outer.candidate
            raised[inner] = outer.score
            dropped.add(outer.candidate.cue)
    return Chains(
        [_raised(item, raised) for item in direct],
        [_raised(item, raised) for item in indirect if item.candidate.cue not in dropped],
        passed_on,
    )


def _is_inner(candidate: Candidate) -> bool:
    return candidate.pattern in _INNER or candidate.pattern.startswith("direct")


def _raised(item: Scored, scores: Mapping[Candidate, float]) -> Scored:
    return Scored(item.candidate, max(item.score, scores.get(item.candidate, 0.0)))


def _end(candidate: Candidate) -> int:
    """Where the attribution of a candidate ends: behind cue or source, whichever is later."""
    return max((span.end for span in (candidate.cue, candidate.source) if span is not None), default=0)


def _ending_before(outer: Candidate, places: list[int], ends: dict[int, Candidate], tree: Tree) -> Candidate | None:
    """The inner attribution that ends shortly before the "according to", in the same sentence."""
    assert outer.cue is not None
    index = bisect_right(places, outer.cue.start) - 1
    if index < 0 or outer.cue.start - places[index] > _REACH:
        return None
    between = tree.text[places[index] : outer.cue.start]
    return None if any(mark in between for mark in ".;?!\n") else ends[places[index]]
