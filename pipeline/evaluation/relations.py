"""Relations: micro F1 over (head, label, tail), Ign-F1, and the strict measure of CoNLL04.

- *hard*: an entity is right when its set of mentions is exactly a gold entity's; a relation is right when head, label
  and tail are. With the gold entities given this is the micro F1 of document-level relation extraction, as for DWIE
  (Zaporojets et al. 2021, https://doi.org/10.1016/j.ipm.2021.102563) and DocRED (Yao et al. 2019,
  https://aclanthology.org/P19-1074/).
- *soft*: likewise, with entities that are matched one to one by the mentions that they share (`match_entities`). Not
  the soft measure of the DWIE paper, which weighs a relation by the share of mentions that agree.
- *Ign*: DocRED's F1 that leaves out of precision the right predictions whose fact (a name of the head, label, a name
  of the tail) stands in the training set.
- *strict*: for relations between names in sentences (CoNLL04; Bekoulis et al. 2018,
  https://doi.org/10.1016/j.eswa.2018.07.032): both boundaries, both types and the label. *strict, by tokens*: likewise,
  with names as wide as the corpus's tokens that they touch, as published systems, which tag tokens, have them.

A negated relation is another relation than the same one affirmed, where a scheme has negation.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Set
from typing import TypeAlias

from onrecord.evaluation.counts import Count, Key, Tally
from onrecord.evaluation.overlap import match_entities, same_entities
from onrecord.records import Mention, Record, Relation

TASK = "relations"
HARD = "hard"
SOFT = "soft"
STRICT = "strict"
STRICT_BY_TOKENS = "strict, by tokens"
IGN = "hard, Ign"
IGN_SOFT = "soft, Ign"

#: Name of the head, label, name of the tail.
Fact: TypeAlias = tuple[str, str, str]
Triple: TypeAlias = tuple[str, str, str]


def label(relation: Relation) -> str:
    """The label as it is compared: a negated relation has another one."""
    return f"not {relation.label}" if relation.negated else relation.label


def facts(records: Iterable[Record]) -> frozenset[Fact]:
    """Every (name, label, name) that the relations of the records state, by the surfaces of the entities' mentions."""
    found: set[Fact] = set()
    for record in records:
        surfaces = _surfaces(record)
        for relation in record.relations:
            found.update(_facts((relation.head, label(relation), relation.tail), surfaces))
    return frozenset(found)


def count(gold: Record, predicted: Record, known: Set[Fact]) -> Tally:
    """Counts of one document, hard and soft; for all and by label.

    Args:
        gold: The gold, with entities.
        predicted: The prediction, with its own entities or the gold's.
        known: Facts of the training set; where there are none, there are no Ign counts.
    """
    tally = Tally()
    surfaces = _surfaces(gold)
    golds = {(relation.head, label(relation), relation.tail) for relation in gold.relations}
    seen = {triple for triple in golds if any(fact in known for fact in _facts(triple, surfaces))}
    for metric, ign, entities in (
        (HARD, IGN, same_entities(gold, predicted)),
        (SOFT, IGN_SOFT, match_entities(gold, predicted)),
    ):
        predictions = {_triple(relation, entities) for relation in predicted.relations}
        _add(tally, metric, golds, predictions)
        if known:
            hits, left_out = len(golds & predictions), len(predictions & seen)
            tally.add(Key(TASK, ign), Count(hits - left_out, len(predictions) - left_out, hits, len(golds)))
    return tally


def count_strict(gold: Record, predicted: Record) -> Tally:
    """Counts of one document by boundaries and types of the names related; for all and by label."""
    tally = Tally()
    _add(tally, STRICT, _named(gold), _named(predicted))
    return tally


def count_strict_by_tokens(gold: Record, predicted: Record) -> Tally:
    """Likewise, of a prediction with names `over_tokens`; for all."""
    tally = Tally()
    tally.add(Key(TASK, STRICT_BY_TOKENS), Count.of_sets(_named(gold), _named(predicted)))
    return tally


def _add(
    tally: Tally,
    metric: str,
    golds: Set[tuple[object, str, object]],
    predictions: Set[tuple[object, str, object]],
) -> None:
    tally.add(Key(TASK, metric), Count.of_sets(golds, predictions))
    for name in sorted({triple[1] for triple in golds | predictions}):
        own = {triple for triple in golds if triple[1] == name}
        tally.add(Key(TASK, metric, name), Count.of_sets(own, {triple for triple in predictions if triple[1] == name}))


def _triple(relation: Relation, entities: Mapping[str, str]) -> Triple:
    """Head, label and tail in the gold's ids; an entity without a counterpart stays one of the prediction's own."""
    head = entities.get(relation.head, f"predicted {relation.head}")
    tail = entities.get(relation.tail, f"predicted {relation.tail}")
    return head, label(relation), tail


def _named(record: Record) -> set[tuple[object, str, object]]:
    """Relations between typed spans: where an entity has several mentions, the two that stand nearest to each other."""
    mentions: dict[str, list[Mention]] = {}
    for mention in record.mentions:
        if mention.entity is not None and mention.kind == "name":
            mentions.setdefault(mention.entity, []).append(mention)
    found: set[tuple[object, str, object]] = set()
    for relation in record.relations:
        pairs = itertools.product(mentions.get(relation.head, ()), mentions.get(relation.tail, ()))
        nearest = min(pairs, key=_distance, default=None)
        # A relation without two names is still one that was predicted.
        ends = tuple(map(_typed, nearest)) if nearest else (relation.head, relation.tail)
        found.add((ends[0], label(relation), ends[1]))
    return found


def _distance(pair: tuple[Mention, Mention]) -> tuple[int, int]:
    first, second = pair
    return max(first.start, second.start) - min(first.end, second.end), first.start


def _typed(mention: Mention) -> tuple[int, int, str]:
    return mention.start, mention.end, mention.type


def _surfaces(record: Record) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for mention in record.mentions:
        if mention.entity is not None:
            found.setdefault(mention.entity, set()).add(mention.text)
    return found


def _facts(triple: Triple, surfaces: Mapping[str, Set[str]]) -> Iterator[Fact]:
    for head, tail in itertools.product(surfaces.get(triple[0], ()), surfaces.get(triple[2], ())):
        yield head, triple[1], tail
