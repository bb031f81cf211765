"""Mistakes of names and of coreference."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from onrecord.evaluation.case import Case
from onrecord.evaluation.mistake import NOTHING, Kind, Mark, Mistake
from onrecord.evaluation.names import names
from onrecord.evaluation.overlap import Match, match_entities, match_mentions, one_to_one, overlap
from onrecord.records import Mention, Record


def name_mistakes(case: Case) -> Iterator[Mistake]:
    """Names that are missed, spurious, of other bounds or of another type."""
    gold, predicted = names(case.gold), names(case.predicted)
    matches = _overlapping(gold, predicted)
    for match in matches:
        one, other = gold[match.gold], predicted[match.predicted]
        if one.span != other.span:
            yield _mention_mistake(case, "names", "bounds", one, other, (one.type, other.type))
        elif one.type != other.type:
            yield _mention_mistake(case, "names", "type", one, other, (one.type, other.type))
    yield from _unmatched(case, "names", gold, predicted, matches)


def entity_mistakes(case: Case, *, has_names: bool) -> Iterator[Mistake]:
    """Mentions that are missed, spurious, or put into another entity than the gold's; entities of one mention aside.

    Names that are missed or spurious are told as mistakes of names, where names are scored.
    """
    entities = match_entities(case.gold, case.predicted)
    gold_names = {entity.id: entity.name for entity in case.gold.entities}
    predicted_names = {entity.id: entity.name for entity in case.predicted.entities}
    golds, predictions = _linked(case.gold), _linked(case.predicted)
    matches = match_mentions(golds, predictions)
    yield from (
        mistake
        for mistake in _unmatched(case, "coreference", golds, predictions, matches)
        if not (has_names and "name" in (mistake.gold, mistake.predicted))
    )
    for match in matches:
        one, other = golds[match.gold], predictions[match.predicted]
        if entities.get(other.entity or "") != one.entity:
            says = gold_names.get(one.entity or "", ""), predicted_names.get(other.entity or "", "")
            yield _mention_mistake(case, "coreference", "attribution", one, other, says)


def _linked(record: Record) -> list[Mention]:
    """The mentions of entities that have several."""
    sizes = Counter(mention.entity for mention in record.mentions)
    return [mention for mention in record.mentions if mention.entity is not None and sizes[mention.entity] > 1]


def _mention_mistake(
    case: Case, task: str, kind: Kind, gold: Mention | None, predicted: Mention | None, says: tuple[str, str]
) -> Mistake:
    role = "name" if task == "names" else "mention"
    return Mistake(
        task=task,
        kind=kind,
        document=case.gold.id,
        text=case.gold.text,
        gold=says[0],
        predicted=says[1],
        gold_marks=(Mark(gold.span, role),) if gold else (),
        predicted_marks=(Mark(predicted.span, role),) if predicted else (),
        cost=(gold is not None) + (predicted is not None),
        score=predicted.score if predicted else None,
    )


def _unmatched(
    case: Case, task: str, gold: Sequence[Mention], predicted: Sequence[Mention], matches: Sequence[Match]
) -> Iterator[Mistake]:
    found, used = {match.gold for match in matches}, {match.predicted for match in matches}
    for place, mention in enumerate(gold):
        if place not in found:
            yield _mention_mistake(case, task, "missed", mention, None, (_says(task, mention), NOTHING))
    for place, mention in enumerate(predicted):
        if place not in used:
            yield _mention_mistake(case, task, "spurious", None, mention, (NOTHING, _says(task, mention)))


def _says(task: str, mention: Mention) -> str:
    return mention.type if task == "names" else mention.kind


def _overlapping(gold: Sequence[Mention], predicted: Sequence[Mention]) -> list[Match]:
    """Names that share any character, one to one."""
    order = sorted(range(len(predicted)), key=lambda place: predicted[place].start)
    candidates: list[Match] = []
    for place, one in enumerate(gold):
        for other in order:
            if predicted[other].start >= one.end:
                break
            if predicted[other].span.overlaps(one.span):
                candidates.append(Match(place, other, overlap([one.span], [predicted[other].span])))
    return one_to_one(candidates)
