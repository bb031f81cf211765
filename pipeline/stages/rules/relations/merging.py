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
    return tuple(sorted({evidence(document, candidate) for candidate in group}))


def evidence(document: Document, candidate: Candidate) -> Span:
    """The smallest span that covers head mention, trigger and tail mention."""
    assert document.parse is not None
    tokens = [document.parse[index] for index in candidate.trigger]
    mentions = (candidate.head.mention, candidate.tail.mention)
    start = min([mention.start for mention in mentions] + [token.idx for token in tokens])
    end = max([mention.end for mention in mentions] + [token.idx + len(token) for token in tokens])
    return Span(start, end)
