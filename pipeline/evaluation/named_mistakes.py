"""Mistakes where the gold knows speakers and ends of relations by name."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.evaluation import named_quotes, named_relations, named_speakers
from onrecord.evaluation.bearing import forms
from onrecord.evaluation.case import Case
from onrecord.evaluation.mistake import NOTHING, Kind, Mark, Mistake
from onrecord.evaluation.quote_mistakes import name_of, quote_mistake, sources_of
from onrecord.evaluation.relation_mistakes import relation_marks
from onrecord.records import Record, Relation


def named_mistakes(case: Case, tasks: frozenset[str]) -> Iterator[Mistake]:
    """The errors of one document, as far as it is annotated."""
    if "quotes" in tasks and "quotes" in case.annotates:
        yield from _quotes(case)
    if "speakers" in tasks:
        yield from _speakers(case)
    if "relations" in tasks and "relations" in case.annotates:
        yield from _relations(case)


def _quotes(case: Case) -> Iterator[Mistake]:
    """Quotes that are missed or spurious (overlap < 0.5), wrongly attributed, of other bounds or of another kind."""
    gold, predicted = case.document.record.quotes, case.prediction.quotes
    pairs = named_quotes.paired(case)
    for pair in sorted(pairs, key=lambda pair: pair.gold):
        one, other = gold[pair.gold], predicted[pair.predicted]
        if pair.named is not None and not pair.speaker_right:
            yield quote_mistake(
                case, "attribution", one, other, 2, (pair.named, name_of(case.prediction, other.speaker))
            )
        elif not pair.source_right:
            yield quote_mistake(case, "attribution", one, other, 2, sources_of(case, one, other))
        elif pair.overlap < named_quotes.HARD:
            yield quote_mistake(case, "bounds", one, other, 2, (one.type, other.type))
        elif not pair.kind_right:
            kinds = one.source_type or NOTHING, other.source_type or NOTHING
            yield quote_mistake(case, "type", one, other, 2, kinds)
    found, used = {pair.gold for pair in pairs}, {pair.predicted for pair in pairs}
    for place, quote in enumerate(gold):
        if place not in found:
            says = name_of(case.document.record, quote.speaker), NOTHING
            yield quote_mistake(case, "missed", quote, None, 1, says)
    for place, quote in enumerate(predicted):
        if place not in used:
            says = NOTHING, name_of(case.prediction, quote.speaker)
            yield quote_mistake(case, "spurious", None, quote, 1, says)


def _speakers(case: Case) -> Iterator[Mistake]:
    """Given sources without a quote, or whose quote has another speaker."""
    for answer in named_speakers.answers(case):
        if answer.end_to_end:
            continue
        quote = answer.quote
        yield Mistake(
            task=named_speakers.TASK,
            kind="attribution" if quote else "missed",
            document=case.gold.id,
            text=case.gold.text,
            gold=" & ".join(named_speakers.wanted(answer.source)),
            predicted=name_of(case.prediction, quote.speaker) if quote else NOTHING,
            gold_marks=(Mark(answer.source.span, "source"),),
            predicted_marks=(Mark(quote.source, "source"),) if quote and quote.source else (),
            cost=2 if quote else 1,
            score=quote.score if quote else None,
        )


def _relations(case: Case) -> Iterator[Mistake]:
    """Relations that are missed, spurious, or with another label between the same two."""
    golds, matches = case.document.record.relations, named_relations.matched(case)
    right = {match.gold for match in matches if match.gold is not None}
    missed = {place: triple for place, triple in enumerate(named_relations.triples(case)) if place not in right}
    called = forms(case.prediction)
    for match in matches:
        if match.gold is not None:
            continue
        one = match.predicted
        head, tail = called[one.head], called[one.tail]
        same = next((place for place, gold in missed.items() if gold.is_stated(head, gold.label, tail)), None)
        if same is not None:
            del missed[same]
        yield _relation(case, golds[same] if same is not None else None, one)
    for place in missed:
        yield _relation(case, golds[place], None)


def _relation(case: Case, gold: Relation | None, predicted: Relation | None) -> Mistake:
    kind: Kind = "type" if gold and predicted else "missed" if gold else "spurious"
    return Mistake(
        task=named_relations.TASK,
        kind=kind,
        document=case.gold.id,
        text=case.gold.text,
        gold=_said(case.document.record, gold),
        predicted=_said(case.prediction, predicted),
        gold_marks=relation_marks(case.document.record, gold),
        predicted_marks=relation_marks(case.prediction, predicted),
        cost=(gold is not None) + (predicted is not None),
        score=predicted.score if predicted else None,
    )


def _said(record: Record, relation: Relation | None) -> str:
    if relation is None:
        return NOTHING
    return f"{name_of(record, relation.head)} {relation.label} {name_of(record, relation.tail)}"
