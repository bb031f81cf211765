"""Scorers: what is counted for each task, and which tasks a corpus has gold for."""

from __future__ import annotations

import importlib.util
import math
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, replace
from typing import ClassVar, Literal, TypeAlias, get_args

from onrecord.corpora.corpus import Gold, QuoteRole
from onrecord.errors import SourceError
from onrecord.evaluation import coreference, gap, names, pairs, quotes, relations
from onrecord.evaluation.answers import pair_answer
from onrecord.evaluation.case import Case
from onrecord.evaluation.counts import ALL, Key, Tally
from onrecord.evaluation.figures import Figure
from onrecord.evaluation.labels import affirmed, counterparts, in_our_labels, in_their_labels
from onrecord.evaluation.overlap import match_entities, mention_sets

#: What `--task` takes.
Task: TypeAlias = Literal["names", "quotes", "coreference", "relations", "pairs"]
TASKS: tuple[Task, ...] = get_args(Task)

#: The group of coreference that keeps entities of one mention.
WITH_SINGLETONS = "with singletons"
#: Schemes whose annotators left entities of one mention unmarked.
WITHOUT_SINGLETONS = frozenset({"ontogum"})
#: Schemes whose relations hold between two names of a sentence, each an entity of its own.
BETWEEN_NAMES = frozenset({"conll04"})
#: Ends the name of a metric of relations that compares in our labels where the corpus has others.
IN_OUR_LABELS = ", our labels"


@dataclass(frozen=True, slots=True)
class Reference:
    """The same figure by the field's own scorer."""

    key: Key
    """The figure that it must equal."""
    scorer: str
    """Name of the package."""
    value: float
    """What it says."""


class Scorer(ABC):
    """Counts one task, document by document."""

    task: ClassVar[Task]

    @abstractmethod
    def count(self, case: Case) -> Tally:
        """The counts of one document."""

    def figures(self, keys: Sequence[Key]) -> list[Figure]:
        """Figures that are made of several keys, beside the F1 of each."""
        del keys
        return []

    def references(self) -> list[Reference]:
        """Figures of the field's own scorers over all documents counted, where their packages are installed."""
        return []

    def notes(self) -> list[str]:
        """What is left out, and why."""
        return []


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
        return tally

    def references(self) -> list[Reference]:
        """Strict F1 of seqeval, on corpora with tokens."""
        if not self._tagged or not _is_installed("seqeval"):
            return []
        value = names.seqeval_f1(self._tagged)
        return [] if math.isnan(value) else [Reference(Key(names.TASK, names.EXACT), "seqeval, strict", value)]

    def notes(self) -> list[str]:
        """That the check needs seqeval."""
        if not self._tagged or _is_installed("seqeval"):
            return []
        return [_missing("seqeval", "the F1 was not checked with it")]


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
        self._has_scipy = _is_installed("scipy")
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
        return [] if self._has_scipy else [_missing("scipy", f"{coreference.CEAF} and the CoNLL F1 are left out")]

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
        return relations.count_strict(case.gold, replace(case.predicted, relations=theirs.relations))


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
        predicted = [pair_answer(pair, affirmed(case.raw), self._scheme) for pair in case.pairs]
        self._gold += gold
        self._predicted += predicted
        return pairs.count(gold, predicted)

    def figures(self, keys: Sequence[Key]) -> list[Figure]:
        """Macro F1."""
        return pairs.figures(keys)

    def references(self) -> list[Reference]:
        """Micro and macro F1 of scikit-learn."""
        if not self._gold or not _is_installed("sklearn"):
            return []
        return [
            Reference(Key(pairs.TASK, name), "scikit-learn", pairs.sklearn_f1(self._gold, self._predicted, name))
            for name in (pairs.MICRO, pairs.MACRO)
        ]

    def notes(self) -> list[str]:
        """That the check needs scikit-learn."""
        return [] if _is_installed("sklearn") else [_missing("scikit-learn", "the figures were not checked with it")]


def _is_installed(package: str) -> bool:
    return importlib.util.find_spec(package) is not None


def _missing(package: str, consequence: str) -> str:
    return f'{package} is not installed, so {consequence}: pip install "onrecord[eval]"'


def scorers_for(gold: Gold, tasks: Iterable[Task], known: Set[relations.Fact] = frozenset()) -> list[Scorer]:
    """The scorers of the tasks that a corpus has gold for.

    Args:
        gold: What the corpus annotates.
        tasks: The tasks wanted; none means all that there is gold for.
        known: Facts of the training set, for Ign-F1.

    Raises:
        SourceError: A task is wanted that the corpus has no gold for.
    """
    found = _scorers(gold, known)
    wanted = set(tasks)
    missing = wanted - {scorer.task for scorer in found}
    if missing or not found:
        have = ", ".join(dict.fromkeys(scorer.task for scorer in found)) or "none"
        raise SourceError(f"the corpus has no gold for {', '.join(sorted(missing)) or 'any task'}; it has {have}")
    return [scorer for scorer in found if not wanted or scorer.task in wanted]


def _scorers(gold: Gold, known: Set[relations.Fact]) -> list[Scorer]:
    layers = gold.annotates
    found: list[Scorer] = []
    if "names" in layers:
        found.append(NameScorer(has_kinds="mentions" in layers))
    if "coreference" in layers:
        found.append(CoreferenceScorer(has_singletons=gold.scheme not in WITHOUT_SINGLETONS))
    if "quotes" in layers:
        found.append(QuoteScorer(has_speakers="coreference" in layers))
    elif "quote_parts" in layers:
        found.append(QuotePartScorer())
    if "pairs" in layers:
        found.append(GapScorer() if gold.scheme == "gap" else PairScorer(gold.scheme))
    elif "relations" in layers:
        is_strict = gold.scheme in BETWEEN_NAMES
        found.append(StrictRelationScorer(gold.scheme) if is_strict else RelationScorer(gold.scheme, known))
    return found
