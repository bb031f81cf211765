"""Given contents: which candidate's cue and source belongs to each."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from onrecord.records import Span
from onrecord.stages.rules.quotes.candidates import Candidate
from onrecord.stages.rules.quotes.choice import Claims, Scored
from onrecord.stages.rules.quotes.sources import phrase, subject
from onrecord.stages.rules.quotes.tree import Tree

#: Least agreement at which a candidate can be about a content; also what agreement weighs beside the score.
_LEAST = 0.05
#: What a candidate without a source weighs, beside one with a source.
_BARE = 0.3


def best(tree: Tree, candidates: Sequence[Scored], contents: Sequence[tuple[Span, ...]]) -> list[Scored]:
    """For each content the candidate that agrees best with it, or the nearest verb where none does.

    Args:
        tree: The parse.
        candidates: All candidates of the article, scored.
        contents: The spans of each content.

    Returns:
        One for each content, with the content as it was given.
    """
    ordered = sorted(candidates, key=lambda item: item.candidate.content[0])
    starts = [item.candidate.content[0].start for item in ordered]
    longest = max((item.candidate.content[-1].end - item.candidate.content[0].start for item in ordered), default=0)
    given = Claims()
    given.take(span for content in contents for span in content)
    found = []
    for content in contents:
        low = bisect_left(starts, content[0].start - longest)
        high = bisect_left(starts, content[-1].end)
        fitting = [item for item in ordered[low:high] if _fits(item.candidate, content, given)]
        if fitting:
            top = max(fitting, key=lambda item: _weight(item, content))
            found.append(Scored(replace(top.candidate, content=content), top.score))
        else:
            found.append(Scored(_nearest(tree, content), 0.2))
    return found


def _fits(candidate: Candidate, content: tuple[Span, ...], given: Claims) -> bool:
    """Whether the candidate is about this content, and has its cue and source outside of all that are given."""
    outside = [span for span in (candidate.cue, candidate.source) if span is not None]
    return not given.taken(outside) and _agreement(candidate.content, content) > _LEAST


def _weight(item: Scored, content: tuple[Span, ...]) -> float:
    """How well a candidate that fits attributes the content; few annotated contents have no source."""
    weight = _agreement(item.candidate.content, content) * (_LEAST + item.score)
    return weight if item.candidate.source is not None else _BARE * weight


def _agreement(one: Sequence[Span], other: Sequence[Span]) -> float:
    """Shared characters over all characters of the two."""
    shared = sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in one for b in other)
    total = sum(span.end - span.start for span in (*one, *other))
    return shared / (total - shared) if total > shared else 1.0


def _nearest(tree: Tree, content: tuple[Span, ...]) -> Candidate:
    """The verb nearest to a content in its sentence, with its subject; empty where there is none."""
    first, last = bisect_left(tree.starts, content[0].start), bisect_left(tree.starts, content[-1].end) - 1
    if first >= len(tree):
        return Candidate("given", "", content)
    begin, _ = tree.sentences[first]
    _, end = tree.sentences[min(max(last, first), len(tree) - 1)]
    for token in (*range(first - 1, begin - 1, -1), *range(last + 1, end)):
        if tree.pos[token] == "VERB":
            head = subject(tree, token)
            source = phrase(tree, head, barred=(token, token)) if head is not None else None
            if source is not None and any(source.overlaps(part) for part in content):
                head = source = None
            return Candidate("given", tree.lemmas[token], content, tree.span(token, token), source, head)
    return Candidate("given", "", content)
