"""From many candidates to the quotes of an article: contents made whole, the best kept, none overlapping."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from onrecord.records import Span
from onrecord.stages.marks import Quotation
from onrecord.stages.rules.quotes.candidates import Candidate
from onrecord.stages.rules.quotes.scores import STRUCTURAL, Precision
from onrecord.stages.rules.quotes.traits import traits
from onrecord.stages.rules.quotes.tree import Tree


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate with the estimate that it is right."""

    candidate: Candidate
    score: float


class Claims:
    """Stretches of the text that are taken; look-up and insertion by bisection."""

    def __init__(self) -> None:
        self._spans: list[Span] = []

    def taken(self, spans: Iterable[Span]) -> bool:
        """Whether any of the spans is taken, in part or whole."""
        for span in spans:
            place = bisect_right(self._spans, span)
            if any(other.overlaps(span) for other in self._spans[max(0, place - 1) : place + 1]):
                return True
        return False

    def take(self, spans: Iterable[Span]) -> None:
        """Take spans; what overlaps with a taken one is left as it is."""
        for span in spans:
            if not self.taken((span,)):
                self._spans.insert(bisect_left(self._spans, span), span)


@dataclass(frozen=True, slots=True)
class _Shares:
    """What the quotes kept so far cover. Contents and cues belong to one quote; a source can speak in several."""

    said: Claims
    named: Claims

    def admit(self, candidate: Candidate) -> bool:
        """Take the candidate's parts if they are free; return whether they were."""
        said = [*candidate.content, *((candidate.cue,) if candidate.cue else ())]
        named = (candidate.source,) if candidate.source else ()
        if self.said.taken(said) or self.named.taken(said) or self.said.taken(named):
            return False
        self.said.take(said)
        self.named.take(named)
        return True


def whole(candidate: Candidate, quotations: Sequence[Quotation]) -> Candidate | None:
    """The candidate with contents that do not cut a quotation: one that begins inside is taken to its end.

    Args:
        candidate: The candidate.
        quotations: All quotations of the article, in text order.

    Returns:
        None where cue or source would then stand inside the content.
    """
    content = tuple(piece for span in candidate.content for piece in _whole(span, quotations))
    outside = [span for span in (candidate.cue, candidate.source) if span is not None]
    if any(span.overlaps(piece) for span in outside for piece in content):
        return None
    return replace(candidate, content=content)


def _whole(span: Span, quotations: Sequence[Quotation]) -> list[Span]:
    first = bisect_right(quotations, span.start, key=_start) - 1
    if first >= 0 and quotations[first].start < span.start <= quotations[first].start + 2 < quotations[first].end:
        span = Span(quotations[first].start, span.end)
    last = bisect_left(quotations, span.end, key=_start) - 1
    if last >= 0 and span.start <= quotations[last].start < span.end < quotations[last].end:
        inner = quotations[last].spans
        return [Span(span.start, inner[0].end), *inner[1:]]
    return [span]


def _start(quotation: Quotation) -> int:
    return quotation.start


def is_spoken(candidate: Candidate, quotations: Sequence[Quotation]) -> bool:
    """Whether the cue stands inside a quotation: what the person quoted says of others is no quote of its own."""
    assert candidate.cue is not None
    index = bisect_right(quotations, candidate.cue.start, key=_start) - 1
    return index >= 0 and any(span.contains(candidate.cue) for span in quotations[index].spans)


def chosen(direct: Iterable[Scored], indirect: Iterable[Scored], min_score: float) -> list[Scored]:
    """The quotes of an article, in text order.

    Direct quotes come first; of the others, the one with the longer content takes what overlaps, so that an
    attribution inside another's content gives way to the outer one.
    """
    shares = _Shares(Claims(), Claims())
    kept = [item for item in direct if item.score >= min_score and shares.admit(item.candidate)]
    best: dict[int, Scored] = {}
    for item in indirect:
        cue = item.candidate.cue
        assert cue is not None
        if item.score >= min_score and (cue.end not in best or best[cue.end].score < item.score):
            best[cue.end] = item
    ordered = sorted(best.values(), key=lambda item: -_length(item.candidate))
    kept += [item for item in ordered if shares.admit(item.candidate)]
    return sorted(kept, key=lambda item: item.candidate.content[0])


def _length(candidate: Candidate) -> int:
    return sum(span.end - span.start for span in candidate.content)


def scored(tree: Tree, candidates: Iterable[Candidate], precision: Precision) -> list[Scored]:
    """Candidates with their scores; direct quotes and turns of a transcript go by pattern and cue alone."""
    found = []
    for candidate in candidates:
        structural = candidate.pattern.startswith(STRUCTURAL)
        own = () if structural else traits(tree, candidate)
        found.append(Scored(candidate, precision.score(candidate.pattern, candidate.lemma, own)))
    return found
