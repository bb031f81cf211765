"""Who a given source refers to, by name.

- *end to end*: the first predicted quote whose source overlaps the given source has a speaker that bears one of the
  gold's names (`bearing`).
- *given the source*: that, or the mention that overlaps the given source most belongs to an entity that bears one.

A source without a speaker counts as named `author` or `generic`. Groups are the kinds of source, and
*person by pronoun*: persons whose source is a pronoun.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.corpora.corpus import NamedSource
from onrecord.evaluation.bearing import Forms, bears_speaker, forms
from onrecord.evaluation.case import Case
from onrecord.evaluation.counts import ALL, Count, Key, Tally
from onrecord.records import Mention, Quote, Record, Span

TASK = "speakers"
END_TO_END = "end to end"
GIVEN_SOURCE = "given the source"
#: Metrics that are one share.
SHARES = frozenset({END_TO_END, GIVEN_SOURCE})
#: The group of persons whose source is a pronoun.
BY_PRONOUN = "person by pronoun"

_PRONOUN = re.compile(
    r"(he|she|it|they|i|we|who|you|which|that|him|her|his|them|one|some|others|this|those|these)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class SourceAnswer:
    """What a prediction says of one given source."""

    source: NamedSource
    quote: Quote | None
    """The first predicted quote whose source overlaps it."""
    end_to_end: bool
    given_source: bool


def answers(case: Case) -> Iterator[SourceAnswer]:
    """What the prediction says of each given source of a document."""
    called = forms(case.prediction)
    for source in case.document.sources:
        quote = next((own for own in case.prediction.quotes if own.source and _shared(own.source, source) > 0), None)
        ended = quote is not None and _is_right(quote.speaker, source, called)
        mention = _mention_at(source, case.prediction)
        given = ended or (mention is not None and _is_right(mention.entity, source, called))
        yield SourceAnswer(source, quote, ended, given)


def wanted(source: NamedSource) -> tuple[str, ...]:
    """The names any of which is right."""
    return tuple(speaker.name for speaker in source.speakers) or ((source.special,) if source.special else ())


def count(case: Case) -> Tally:
    """Counts of one document, for all and by group."""
    tally = Tally()
    for answer in answers(case):
        for group in (ALL, *_groups(answer.source, case.document.record.text)):
            tally.add(Key(TASK, END_TO_END, group), Count.of_share(answer.end_to_end, 1))
            tally.add(Key(TASK, GIVEN_SOURCE, group), Count.of_share(answer.given_source, 1))
    return tally


def _groups(source: NamedSource, text: str) -> tuple[str, ...]:
    if source.kind == "person" and _PRONOUN.fullmatch(source.span.of(text).strip()):
        return source.kind, BY_PRONOUN
    return (source.kind,)


def _is_right(entity: str | None, source: NamedSource, called: dict[str, Forms]) -> bool:
    found = called.get(entity or "")
    return found is not None and any(bears_speaker(found, name, source.kind) for name in wanted(source))


def _mention_at(source: NamedSource, predicted: Record) -> Mention | None:
    """The mention that overlaps the source most; of equal ones the first."""
    overlapping = (mention for mention in predicted.mentions if _shared(mention.span, source) > 0)
    return min(overlapping, key=lambda mention: (-_shared(mention.span, source), mention.start), default=None)


def _shared(span: Span, source: NamedSource) -> int:
    """How many characters are shared; less than one where the two lie apart."""
    return min(span.end, source.end) - max(span.start, source.start)
