"""Whether a candidate of the relations stage is right by the gold of a corpus, for `count_relation_scores.py`.

A judge is made for each gold document. It says None where the corpus does not annotate what the candidate says:

- DWIE: facts but for `lives_in`, which it has not; right where the gold, in our labels, has them;
- CoNLL04: what has a label there; who leads, works for or is a citizen of a place is not annotated, so not judged;
- PLOVER: acts of the source on the target; right where the root code is that of the label. It files the imposing of
  sanctions under COERCE and the signing of deals under SUPPORT, and these are right for `sanction` and `agree`. The
  loosest patterns are not judged, for all of its pairs are related;
- directed sentiment: acts in `STANCES`; right where the pair has a stance of the direction and sign of the act.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from onrecord.corpora.corpus import GoldDocument
from onrecord.evaluation.answers import plover_code, sentiment
from onrecord.evaluation.labels import news_type
from onrecord.evaluation.relation_labels import gold_in_our_labels, their_labels
from onrecord.records import FACT_LABELS, Relation
from onrecord.stages.rules.relations.candidate import Candidate

#: Acts that say a stance by themselves; to agree, consult or yield says little of it.
STANCES = frozenset({"accuse", "criticise", "support", "reject", "sanction", "threaten", "assault", "coerce", "aid"})

#: Whether a candidate is right; None where the corpus does not say.
Judge: TypeAlias = Callable[[Candidate], bool | None]


def dwie(gold: GoldDocument) -> Judge:
    """Facts of an article, each under its most special label."""
    ours = gold_in_our_labels(gold.record, "dwie")
    facts = {(own.head, own.label, own.tail) for own in ours.relations}

    def judge(found: Candidate) -> bool | None:
        if found.label not in FACT_LABELS or found.label == "lives_in":
            return None
        return (found.head.entity, found.label, found.tail.entity) in facts

    return judge


def conll04(gold: GoldDocument) -> Judge:
    """Relations of a sentence."""
    stated = {(own.head, own.label, own.tail) for own in gold.record.relations}
    types = {entity.id: news_type(entity.type, "conll04") for entity in gold.record.entities}

    def judge(found: Candidate) -> bool | None:
        said = relation(found)
        theirs = their_labels(said, types[said.head], types[said.tail], "conll04")
        if not theirs or theirs == (said,):
            return None
        return any((own.head, own.label, own.tail) in stated for own in theirs)

    return judge


def plover(gold: GoldDocument) -> Judge:
    """The act of a pair."""
    [pair] = gold.pairs

    def judge(found: Candidate) -> bool | None:
        code = plover_code(relation(found))
        ends = (found.head.entity, found.tail.entity)
        if code is None or ends != (pair.first.entity, pair.second.entity):
            return None
        if "reach" in found.pattern or "clause" in found.pattern:
            return None
        deal = found.label == "agree" and found.pattern.startswith("light") and pair.label == "SUPPORT"
        return code == pair.label or deal or (found.label == "sanction" and pair.label == "COERCE")

    return judge


def directed_sentiment(gold: GoldDocument) -> Judge:
    """The stance of a pair; 0 is none."""
    [pair] = gold.pairs
    stances = {"1": (pair.first, 1), "2": (pair.second, 1), "3": (pair.first, -1), "4": (pair.second, -1)}
    holder, sign = stances.get(pair.label, (None, 0))

    def judge(found: Candidate) -> bool | None:
        if found.label not in STANCES:
            return None
        return holder is not None and (found.head.entity, sentiment(relation(found))) == (holder.entity, sign)

    return judge


def relation(found: Candidate) -> Relation:
    """What a candidate says, as a relation."""
    return Relation(found.head.entity, found.label, found.tail.entity, negated=found.negated)
