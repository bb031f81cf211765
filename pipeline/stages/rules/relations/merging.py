"""From candidates to relations: scored, merged with their like, and given the smallest span that says them."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.document import Document
from onrecord.records import Relation, Span
from onrecord.stages.rules.relations.candidate import Candidate
from onrecord.stages.rules.relations.scores import score


def merged(document: Document, candidates: Sequence[Candidate], min_score: float) -> tuple[Relation, ...]:
    """One relation for all candidates that say the same; the best of them gives the score.

    Args:
        document: The document that they were found in, with its parse.
        candidates: Candidates, in any order.
        min_score: Least score of a relation that is kept.

    Returns:
        Relations in order of their first evidence span.
    """
    groups: dict[tuple[str, str, str, bool, bool], list[Candidate]] = {}
    for candidate in candidates:
        if candidate.head.entity != candidate.tail.entity:
            key = (candidate.head.entity, candidate.label, candidate.tail.entity, candidate.negated, candidate.past)
            groups.setdefault(key, []).append(candidate)
    found = [
        Relation(head, label, tail, _evidence(document, group), best, negated, past)
        for (head, label, tail, negated, past), group in groups.items()
        if (best := max(score(candidate) for candidate in group)) >= min_score
    ]
    return tuple(sorted(found, key=lambda relation: (relation.evidence[0], relation.head, relation.label)))


def _evidence(document: Document, group: Sequence[Candidate]) -> tuple[Span, ...]:
    return tuple(sorted({span for candidate in group for span in evidence(document, candidate)}))


def evidence(document: Document, candidate: Candidate) -> tuple[Span, ...]:
    """The smallest span that covers head mention, trigger and tail mention; two where they share no sentence."""
    parse = document.parse
    assert parse is not None
    head, tail = candidate.head, candidate.tail
    trigger = [Span(parse[index].idx, parse[index].idx + len(parse[index])) for index in candidate.trigger]
    if parse[head.first].sent.start != parse[tail.first].sent.start:
        return _cover([head.mention.span, *trigger]), tail.mention.span
    return (_cover([head.mention.span, tail.mention.span, *trigger]),)


def _cover(spans: Sequence[Span]) -> Span:
    return Span(min(span.start for span in spans), max(span.end for span in spans))
