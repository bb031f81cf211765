"""Mistakes of relations and of pairs, GAP's among them."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.evaluation import gap, relations
from onrecord.evaluation.answers import pair_answer
from onrecord.evaluation.case import Case, stated_relations
from onrecord.evaluation.mistake import NOTHING, Kind, Mark, Mistake
from onrecord.evaluation.overlap import match_entities
from onrecord.records import Record, Relation


def relation_mistakes(case: Case, scheme: str) -> Iterator[Mistake]:
    """Relations by softly matched entities: missed, spurious, or with another label between the same two."""
    gold, predicted = stated_relations(case, scheme)
    entities = match_entities(gold, predicted)
    missed = {(one.head, relations.label(one), one.tail): one for one in gold.relations}
    spurious: dict[tuple[str, str, str], Relation] = {}
    for one in predicted.relations:
        head, tail = (entities.get(end, f"predicted {end}") for end in (one.head, one.tail))
        spurious[head, relations.label(one), tail] = one
    for right in missed.keys() & spurious.keys():
        del missed[right], spurious[right]
    for key, other in spurious.items():
        same = next((known for known in missed if (known[0], known[2]) == (key[0], key[2])), None)
        yield _relation_mistake(case, missed.pop(same) if same else None, other)
    for one in missed.values():
        yield _relation_mistake(case, one, None)


def _relation_mistake(case: Case, gold: Relation | None, predicted: Relation | None) -> Mistake:
    kind: Kind = "type" if gold and predicted else "missed" if gold else "spurious"
    return Mistake(
        task="relations",
        kind=kind,
        document=case.gold.id,
        text=case.gold.text,
        gold=relations.label(gold) if gold else NOTHING,
        predicted=relations.label(predicted) if predicted else NOTHING,
        gold_marks=relation_marks(case.gold, gold),
        predicted_marks=relation_marks(case.predicted, predicted),
        cost=(gold is not None) + (predicted is not None),
        score=predicted.score if predicted else None,
    )


def relation_marks(record: Record, relation: Relation | None) -> tuple[Mark, ...]:
    """Head and tail where they stand nearest to each other."""
    if relation is None:
        return ()
    heads = [mention.span for mention in record.mentions if mention.entity == relation.head]
    tails = [mention.span for mention in record.mentions if mention.entity == relation.tail]
    pairs = ((head, tail) for head in heads for tail in tails)
    nearest = min(pairs, key=lambda pair: abs(pair[0].start - pair[1].start), default=None)
    if nearest is None:
        return tuple(Mark(span, "head") for span in heads[:1]) + tuple(Mark(span, "tail") for span in tails[:1])
    return Mark(nearest[0], "head"), Mark(nearest[1], "tail")


def gap_mistakes(case: Case) -> Iterator[Mistake]:
    """Pronouns that are not linked to their name, or to the other one."""
    for pair in case.pairs:
        linked = gap.is_coreferent(pair, case.predicted)
        if linked == (pair.label == gap.TRUE):
            continue
        marks = (Mark(pair.first.span, "mention"), Mark(pair.second.span, "name"))
        says = (pair.second.text, NOTHING)
        yield Mistake(
            task=gap.TASK,
            kind="spurious" if linked else "missed",
            document=case.gold.id,
            text=case.gold.text,
            gold=says[linked],
            predicted=says[not linked],
            gold_marks=() if linked else marks,
            predicted_marks=marks if linked else (),
            cost=1,
            score=None,
        )


def pair_mistakes(case: Case, scheme: str) -> Iterator[Mistake]:
    """Pairs with another answer than the gold's, or none."""
    for pair in case.pairs:
        answer = pair_answer(pair, case.raw, scheme)
        if answer != pair.label:
            marks = (Mark(pair.first.span, "head"), Mark(pair.second.span, "tail"))
            yield Mistake(
                task="pairs",
                kind="type" if answer else "missed",
                document=case.gold.id,
                text=case.gold.text,
                gold=pair.label,
                predicted=answer or NOTHING,
                gold_marks=marks,
                predicted_marks=marks,
                cost=1 + (answer is not None),
                score=None,
            )
