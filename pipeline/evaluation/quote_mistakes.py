"""Mistakes of quotes."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.evaluation import quotes
from onrecord.evaluation.case import Case
from onrecord.evaluation.mistake import NOTHING, Kind, Mark, Mistake
from onrecord.evaluation.overlap import match_entities, match_quotes
from onrecord.records import Quote, Record, Span
from onrecord.views.visible import abridged


def quote_mistakes(case: Case) -> Iterator[Mistake]:
    """Quotes that are missed (overlap < 0.3), spurious, of other bounds, wrongly attributed or of another type."""
    gold, predicted = case.gold.quotes, case.predicted.quotes
    matches = [match for match in match_quotes(gold, predicted) if match.overlap >= quotes.EASY]
    entities = match_entities(case.gold, case.predicted) if case.gold.entities else None
    for match in sorted(matches, key=lambda match: match.gold):
        one, other = gold[match.gold], predicted[match.predicted]
        wrong = [role for role in quotes.ROLES if quotes.part(one, role) != quotes.part(other, role)]
        speaker_wrong = entities is not None and not quotes.is_speaker(one, other, entities)
        cost = sum(len(quotes.part(one, role)) > 0 for role in wrong)
        cost += sum(len(quotes.part(other, role)) > 0 for role in wrong)
        if speaker_wrong or _is_elsewhere(one.source, other.source):
            says = _speakers(case, one, other) if speaker_wrong else sources_of(case, one, other)
            yield quote_mistake(case, "attribution", one, other, cost + 2 * speaker_wrong, says)
        elif wrong:
            yield quote_mistake(case, "bounds", one, other, cost, (one.type, other.type))
        elif one.type != other.type:
            yield quote_mistake(case, "type", one, other, 2, (one.type, other.type))
    found, used = {match.gold for match in matches}, {match.predicted for match in matches}
    for place, quote in enumerate(gold):
        if place not in found:
            yield quote_mistake(case, "missed", quote, None, _parts(quote), (quote.type, NOTHING))
    for place, quote in enumerate(predicted):
        if place not in used:
            yield quote_mistake(case, "spurious", None, quote, _parts(quote), (NOTHING, quote.type))


def _is_elsewhere(gold: Span | None, predicted: Span | None) -> bool:
    """Whether two sources have nothing in common."""
    if gold is None or predicted is None:
        return gold is not predicted
    return not gold.overlaps(predicted)


def _speakers(case: Case, gold: Quote, predicted: Quote) -> tuple[str, str]:
    return name_of(case.gold, gold.speaker), name_of(case.predicted, predicted.speaker)


def sources_of(case: Case, gold: Quote, predicted: Quote) -> tuple[str, str]:
    """The words of both sources."""
    one, other = (
        abridged(own.source.of(case.gold.text), 60) if own.source else "no source" for own in (gold, predicted)
    )
    return one, other


def name_of(record: Record, id: str | None) -> str:
    """What an entity is called."""
    return next((entity.name for entity in record.entities if entity.id == id), "no speaker")


def _parts(quote: Quote) -> int:
    return 1 + (quote.source is not None) + (quote.cue is not None)


def quote_mistake(
    case: Case, kind: Kind, gold: Quote | None, predicted: Quote | None, cost: int, says: tuple[str, str]
) -> Mistake:
    """A mistake over what the gold has, what the prediction has, or both.

    Args:
        case: The document.
        kind: What is wrong.
        gold: The gold quote.
        predicted: The predicted quote.
        cost: Missed and spurious units that it adds.
        says: What gold and prediction say.
    """
    return Mistake(
        task="quotes",
        kind=kind,
        document=case.gold.id,
        text=case.gold.text,
        gold=says[0],
        predicted=says[1],
        gold_marks=_quote_marks(gold),
        predicted_marks=_quote_marks(predicted),
        cost=cost,
        score=predicted.score if predicted else None,
    )


def _quote_marks(quote: Quote | None) -> tuple[Mark, ...]:
    if quote is None:
        return ()
    return tuple(Mark(span, role) for role in quotes.ROLES for span in quotes.part(quote, role))
