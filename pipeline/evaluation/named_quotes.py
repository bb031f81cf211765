"""Quotes whose speakers the gold knows by name.

Contents are sets of characters that are no white space. Pairs of gold and predicted quotes are taken by Jaccard, the
highest first, one to one.

- *content 0.8*, *content 0.5*: F1 of the pairs at or above.
- *source*, *speaker*, *kind*: of the pairs at 0.5, those whose source overlaps (or both have none), whose speaker bears
  the gold's name (`bearing`; of those with a speaker in the gold), whose kind of source is the same.
- *quote with speaker*: F1 of the pairs at 0.5 whose speaker is right. A gold quote without a speaker is never found.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from onrecord.evaluation.bearing import bears_speaker, forms
from onrecord.evaluation.case import Case
from onrecord.evaluation.counts import Count, Key, Tally
from onrecord.records import Quote, Span

TASK = "quotes"
CONTENT_HARD = "content 0.8"
CONTENT_EASY = "content 0.5"
SOURCE = "source"
SPEAKER = "speaker"
KIND = "kind"
WITH_SPEAKER = "quote with speaker"
#: Metrics that are one share.
SHARES = frozenset({SOURCE, SPEAKER, KIND})

HARD = 0.8
EASY = 0.5


@dataclass(frozen=True, slots=True)
class QuotePair:
    """A gold quote and the predicted quote that goes with it."""

    gold: int
    """Its place in the gold."""
    predicted: int
    """Its place in the prediction."""
    overlap: float
    """Characters that stand in both, as a share of those in either; at least 0.5."""
    source_right: bool
    kind_right: bool
    named: str | None
    """The speaker in the gold."""
    speaker_right: bool
    """False where the gold has no speaker."""


def paired(case: Case) -> list[QuotePair]:
    """The pairs of one document, the greatest overlap first."""
    gold, predicted = case.document.record.quotes, case.prediction.quotes
    names = {entity.id: entity.name for entity in case.document.record.entities}
    called = forms(case.prediction)
    pairs = []
    for overlap, first, second in _one_to_one(case, gold, predicted):
        one, other = gold[first], predicted[second]
        name = names[one.speaker] if one.speaker else None
        pairs.append(
            QuotePair(
                gold=first,
                predicted=second,
                overlap=overlap,
                source_right=same_place(one.source, other.source),
                kind_right=one.source_type == other.source_type,
                named=name,
                speaker_right=name is not None
                and bears_speaker(called.get(other.speaker or "", ()), name, one.source_type),
            )
        )
    return pairs


def same_place(gold: Span | None, predicted: Span | None) -> bool:
    """Whether two sources overlap, or there is neither."""
    if gold is None or predicted is None:
        return gold is predicted
    return gold.overlaps(predicted)


def count(case: Case) -> Tally:
    """Counts of one document; nothing where its quotes were not annotated."""
    tally = Tally()
    if "quotes" not in case.annotates:
        return tally
    pairs = paired(case)
    sizes = len(case.prediction.quotes), len(case.document.record.quotes)
    hard = sum(pair.overlap >= HARD for pair in pairs)
    right = sum(pair.speaker_right for pair in pairs)
    for metric, hits in ((CONTENT_HARD, hard), (CONTENT_EASY, len(pairs)), (WITH_SPEAKER, right)):
        tally.add(Key(TASK, metric), Count(hits, sizes[0], hits, sizes[1]))
    for metric, found, total in (
        (SOURCE, sum(pair.source_right for pair in pairs), len(pairs)),
        (SPEAKER, right, sum(pair.named is not None for pair in pairs)),
        (KIND, sum(pair.kind_right for pair in pairs), len(pairs)),
    ):
        tally.add(Key(TASK, metric), Count.of_share(found, total))
    return tally


def judged(case: Case) -> Iterator[tuple[str, str, float, bool]]:
    """For calibration: task, when a prediction is right, score, whether it is."""
    if "quotes" not in case.annotates:
        return
    pairs = {pair.predicted: pair for pair in paired(case)}
    for place, quote in enumerate(case.prediction.quotes):
        pair = pairs.get(place)
        yield TASK, "content is right, overlap ≥ 0.5", quote.score, pair is not None
        yield TASK, "content and speaker are right", quote.score, pair is not None and pair.speaker_right
        if pair is not None and pair.named is not None:
            yield "speakers", "speaker of a quote whose content is right", quote.score, pair.speaker_right


def _one_to_one(case: Case, gold: Sequence[Quote], predicted: Sequence[Quote]) -> Iterator[tuple[float, int, int]]:
    """Overlap and places. Of equal overlaps the later in the gold, then in the prediction, is taken first."""
    text = case.prediction.text
    golds, predictions = ([_characters(own.content, text) for own in quotes] for quotes in (gold, predicted))
    candidates = sorted(
        (
            (len(shared) / len(one | other), first, second)
            for first, one in enumerate(golds)
            for second, other in enumerate(predictions)
            if (shared := one & other)
        ),
        reverse=True,
    )
    used_golds: set[int] = set()
    used_predictions: set[int] = set()
    for overlap, first, second in candidates:
        if overlap >= EASY and first not in used_golds and second not in used_predictions:
            used_golds.add(first)
            used_predictions.add(second)
            yield overlap, first, second


def _characters(spans: Sequence[Span], text: str) -> set[int]:
    return {place for span in spans for place in range(span.start, span.end) if not text[place].isspace()}
