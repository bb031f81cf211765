"""From many candidates to the quotes of an article: contents made whole, the best kept, none overlapping."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from onrecord.records import Span
from onrecord.stages.rules.quotes.candidates import Candidate
from onrecord.stages.rules.quotes.marks import Quotation
from onrecord.stages.rules.quotes.scores import Precision


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate with the estimate that it is right."""

    candidate: Candidate
    score: float


class Claims:
    """Stretches of the text that are taken; look-up and insertion by bisection."""

    def __init__(self) -> None:
        self._spans: list[Span] = []

    def taken(self, span: Span) -> bool:
        """Whether any of the span is taken."""
        place = bisect_right(self._spans, span)
        near = self._spans[max(0, place - 1) : place + 1]
        return any(other.overlaps(span) for other in near)

    def take(self, spans: Iterable[Span]) -> None:
        """Take spans that are free."""
        for span in spans:
            self._spans.insert(bisect_left(self._spans, span), span)


def parts(candidate: Candidate) -> list[Span]:
    """Every span of a candidate."""
    return [*candidate.content, *(span for span in (candidate.cue, candidate.source) if span is not None)]


def whole(candidate: Candidate, quotations: Sequence[Quotation]) -> Candidate:
    """The candidate with contents that do not cut a quotation: one that begins inside is taken to its end."""
    content: list[Span] = []
    starts = [quotation.start for quotation in quotations]
    for span in candidate.content:
        content += _whole(span, quotations, starts)
    return replace(candidate, content=tuple(content))


def _whole(span: Span, quotations: Sequence[Quotation], starts: Sequence[int]) -> list[Span]:
    first = bisect_right(starts, span.start) - 1
    if first >= 0 and quotations[first].start < span.start <= quotations[first].start + 2 < quotations[first].end:
        span = Span(quotations[first].start, span.end)
    last = bisect_left(starts, span.end) - 1
    if last >= 0 and span.start <= quotations[last].start < span.end < quotations[last].end:
        inner = quotations[last].spans
        return [Span(span.start, inner[0].end), *inner[1:]]
    return [span]


def chosen(direct: Iterable[Scored], indirect: Iterable[Scored], min_score: float) -> list[Scored]:
    """The quotes of an article, in text order.

    Direct quotes come first; of the others, the one with the longer content takes what overlaps, so that an
    attribution inside another's content gives way to the outer one.
    """
    claims = Claims()
    kept: list[Scored] = []
    for item in direct:
        if item.score >= min_score and not any(claims.taken(span) for span in parts(item.candidate)):
            claims.take(_merged(parts(item.candidate)))
            kept.append(item)
    best: dict[int, Scored] = {}
    for item in indirect:
        cue = item.candidate.cue
        assert cue is not None
        if item.score >= min_score and (cue.end not in best or best[cue.end].score < item.score):
            best[cue.end] = item
    for item in sorted(best.values(), key=lambda item: -_length(item.candidate)):
        if not any(claims.taken(span) for span in parts(item.candidate)):
            claims.take(_merged(parts(item.candidate)))
            kept.append(item)
    return sorted(kept, key=lambda item: item.candidate.content[0])


def _length(candidate: Candidate) -> int:
    return sum(span.end - span.start for span in candidate.content)


def _merged(spans: list[Span]) -> list[Span]:
    """The spans in order, those that overlap joined."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start < joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined


def scored(candidates: Iterable[Candidate], precision: Precision) -> list[Scored]:
    """Candidates with their scores."""
    return [Scored(candidate, precision.score(candidate.pattern, candidate.lemma)) for candidate in candidates]
