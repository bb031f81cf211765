"""The scorers of each task."""

from __future__ import annotations

import importlib
import math
from collections.abc import Sequence, Set
from dataclasses import replace

from onrecord.corpora.corpus import QuoteRole
from onrecord.evaluation import coreference, gap, names, pairs, quotes, relations
from onrecord.evaluation.answers import pair_answer
from onrecord.evaluation.case import Case
from onrecord.evaluation.counts import ALL, Key, Tally
from onrecord.evaluation.figures import Figure
from onrecord.evaluation.overlap import match_entities, mention_sets
from onrecord.evaluation.relation_labels import (
    affirmed,
    counterparts,
    in_our_labels,
    in_their_labels,
)
from onrecord.evaluation.scorer import Reference, Scorer, is_installed, missing
from onrecord.evaluation.tokens import over_tokens

#: The group of coreference that keeps entities of one mention.
WITH_SINGLETONS = "with singletons"
#: Ends the name of a metric of relations that compares in our labels where the corpus has others.
IN_OUR_LABELS = ", our labels"


class NameScorer(Scorer):
    """Names by exact span and type; where nominals and pronouns are marked too, mentions by kind."""

    task = "names"

    def __init__(self, *, has_kinds: bool) -> None:
        self._has_kinds = has_kinds
        self._tagged: list[names.Tagged] = []

    def count(self, case: Case) -> Tally:
        """Counts by type."""
        gold, predicted = names.names(case.gold), names.names(case.predicted)
        tally = names.count(gold, predicted)
        if self._has_kinds:
            tally.update(names.count_kinds(case.gold.mentions, case.predicted.mentions))
        if case.has_tokens:
            self._tagged.append(names.tags(gold, predicted, case.tokens))
            tally.update(names.count_by_tokens(gold, names.names(over_tokens(case.predicted, case.tokens))))
        return tally

    def load(self) -> None:
        """Import seqeval where it will be asked."""
        if self._tagged and is_installed("seqeval"):
            importlib.import_module("seqeval.metrics")

    def references(self) -> list[Reference]:
        """Strict F1 of seqeval, on corpora with tokens."""
        if not self._tagged or not is_installed("seqeval"):
            return []
        value = names.seqeval_f1(self._tagged)
        return [] if math.isnan(value) else [Reference(Key(names.TASK, names.EXACT), "seqeval, strict", value)]

    def notes(self) -> list[str]:
        """That the check needs seqeval."""
        if not self._tagged or is_installed("seqeval"):
            return []
        return [missing("seqeval", "the F1 was not checked with it")]


class QuoteScorer(Scorer):
    """Parts, pairs and attribution; where entities are marked too, who speaks."""

    task = "quotes"

    def __init__(self, *, has_speakers: bool) -> None:
        self._has_speakers = has_speakers

    def count(self, case: Case) -> Tally:
        """Counts by direct, indirect, mixed."""
        tally = quotes.count(case.gold.quotes, case.predicted.quotes, case.tokens)
        if self._has_speakers:
            entities = match_entities(case.gold, case.predicted)
            tally.update(quotes.count_speakers(case.gold.quotes, case.predicted.quotes, entities))
        return tally


class QuotePartScorer(Scorer):
    """Parts alone, each unbroken span by itself, as tagged sentences have them."""

    task = "quotes"

    def count(self, case: Case) -> Tally:
        """Counts by role."""
        gold: dict[QuoteRole, set[quotes.Part]] = {role: set() for role in quotes.ROLES}
        for part in case.parts:
            gold[part.role].update((span,) for span in part.spans)
        predicted: dict[QuoteRole, set[quotes.Part]] = {
            role: {(span,) for quote in case.predicted.quotes for span in quotes.part(quote, role)}
            for role in quotes.ROLES
        }
        return quotes.count_parts(gold, predicted, case.tokens)


class CoreferenceScorer(Scorer):
    """Clusters without singletons; where singletons are marked, with them too."""

    task = "coreference"

    def __init__(self, *, has_singletons: bool) -> None:
        self._has_scipy = is_installed("scipy")
        if self._has_scipy:
            importlib.import_module("scipy.optimize")
        self._groups = {ALL: False, **({WITH_SINGLETONS: True} if has_singletons else {})}

    def count(self, case: Case) -> Tally:
        """Counts of all metrics."""
        gold, predicted = list(mention_sets(case.gold).values()), list(mention_sets(case.predicted).values())
        tally = Tally()
        for group, singletons in self._groups.items():
            clusters = coreference.partition(gold, singletons=singletons)
            others = coreference.partition(predicted, singletons=singletons)
            tally.update(coreference.count(clusters, others, group))
            if self._has_scipy:
                tally.update(coreference.count_ceaf(clusters, others, group))
        return tally

    def notes(self) -> list[str]:
        """That CEAF needs scipy."""
        return [] if self._has_scipy else [missing("scipy", f"{coreference.CEAF} and the CoNLL F1 are left out")]

    def figures(self, keys: Sequence[Key]) -> list[Figure]:
        """The CoNLL F1."""
        return coreference.figures(keys)


class GapScorer(Scorer):
    """Pronouns and the two names that each could refer to."""

    task = "coreference"

    def count(self, case: Case) -> Tally:
        """Counts by gender."""
        return gap.count(case.pairs, case.predicted)

    def figures(self, keys: Sequence[Key]) -> list[Figure]:
        """The bias."""
        return gap.figures(keys)


class RelationScorer(Scorer):
    """Document-level relations, hard and soft: in the corpus's labels and, where those differ, in ours too."""

    task = "relations"

    def __init__(self, scheme: str, known: Set[relations.Fact]) -> None:
        """Prepare.

        Args:
            scheme: Of the gold.
            known: Facts of the training set, in the corpus's labels; for Ign-F1.
        """
        self._scheme = scheme
        self._known = known
        self._has_own_labels = bool(counterparts(scheme))

    def count(self, case: Case) -> Tally:
        """Counts by label."""
        if not self._has_own_labels:
            return relations.count(case.gold, case.predicted, self._known)
        stated = affirmed(case.raw)
        theirs = replace(case.predicted, relations=in_their_labels(stated, self._scheme).relations)
        tally = relations.count(case.gold, theirs, self._known)
        ours = replace(case.predicted, relations=in_our_labels(stated, self._scheme).relations)
        again = relations.count(in_our_labels(case.gold, self._scheme), ours, frozenset())
        for key, count in again.items():
            tally.add(key._replace(metric=f"{key.metric}{IN_OUR_LABELS}"), count)
        return tally


class StrictRelationScorer(Scorer):
    """Relations between names of a sentence, by boundaries, types and label."""

    task = "relations"

    def __init__(self, scheme: str) -> None:
        self._scheme = scheme

    def count(self, case: Case) -> Tally:
        """Counts by label."""
        theirs = in_their_labels(affirmed(case.raw), self._scheme)
        predicted = replace(case.predicted, relations=theirs.relations)
        tally = relations.count_strict(case.gold, predicted)
        if case.has_tokens:
            tally.update(relations.count_strict_by_tokens(case.gold, over_tokens(predicted, case.tokens)))
        return tally


class PairScorer(Scorer):
    """One label for each given pair."""

    task = "pairs"

    def __init__(self, scheme: str) -> None:
        self._scheme = scheme
        self._gold: list[str] = []
        self._predicted: list[str | None] = []

    def count(self, case: Case) -> Tally:
        """Counts by label."""
        gold = [pair.label for pair in case.pairs]
        predicted = [pair_answer(pair, case.raw, self._scheme) for pair in case.pairs]
        self._gold += gold
        self._predicted += predicted
        return pairs.count(gold, predicted)

    def figures(self, keys: Sequence[Key]) -> list[Figure]:
        """Macro F1."""
        return pairs.figures(keys)

    def load(self) -> None:
        """Import scikit-learn."""
        if is_installed("sklearn"):
            importlib.import_module("sklearn.metrics")

    def references(self) -> list[Reference]:
        """Micro and macro F1 of scikit-learn."""
        if not self._gold or not is_installed("sklearn"):
            return []
        return [
            Reference(Key(pairs.TASK, name), "scikit-learn", pairs.sklearn_f1(self._gold, self._predicted, name))
            for name in (pairs.MICRO, pairs.MACRO)
        ]

    def notes(self) -> list[str]:
        """That the check needs scikit-learn."""
        return [] if is_installed("sklearn") else [missing("scikit-learn", "the figures were not checked with it")]
