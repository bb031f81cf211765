"""Which scorers a corpus has gold for."""

from __future__ import annotations

from collections.abc import Iterable, Set

from onrecord.corpora.corpus import Gold
from onrecord.errors import SourceError
from onrecord.evaluation import relations
from onrecord.evaluation.given import MEASURES, Given
from onrecord.evaluation.named_scorers import NamedQuoteScorer, NamedRelationScorer, NamedSpeakerScorer
from onrecord.evaluation.scorer import TASKS, Scorer, Task
from onrecord.evaluation.scorers import (
    CoreferenceScorer,
    GapScorer,
    NameScorer,
    PairScorer,
    QuotePartScorer,
    QuoteScorer,
    RelationScorer,
    StrictRelationScorer,
)

#: Schemes whose annotators left entities of one mention unmarked.
WITHOUT_SINGLETONS = frozenset({"ontogum"})
#: Schemes whose relations hold between two names of a sentence, each an entity of its own.
BETWEEN_NAMES = frozenset({"conll04"})


def scorers_for(
    gold: Gold, tasks: Iterable[Task] = (), known: Set[relations.Fact] = frozenset(), given: Given | None = None
) -> list[Scorer]:
    """The scorers of the tasks that a corpus has gold for.

    Args:
        gold: What the corpus annotates.
        tasks: The tasks wanted; none means all that there is gold for and that what is given leaves open.
        known: Facts of the training set, for Ign-F1.
        given: What of the gold the pipeline is given.

    Raises:
        SourceError: A task is wanted that the corpus has no gold for, or nothing is left to score.
    """
    found = _scorers(gold, known)
    wanted: Set[str] = set(tasks)
    missing = wanted - {scorer.task for scorer in found}
    if missing or not found:
        have = ", ".join(dict.fromkeys(scorer.task for scorer in found)) or "none"
        raise SourceError(f"the corpus has no gold for {', '.join(sorted(missing)) or 'any task'}; it has {have}")
    wanted = wanted or (set(MEASURES[given]) if given else set(TASKS))
    chosen = [scorer for scorer in found if scorer.task in wanted]
    if not chosen:
        raise SourceError(f"with {given} given, nothing that the corpus has gold for is left to score")
    return chosen


def _scorers(gold: Gold, known: Set[relations.Fact]) -> list[Scorer]:
    layers = gold.annotates
    if gold.by_name:
        return _named_scorers(gold)
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


def _named_scorers(gold: Gold) -> list[Scorer]:
    found: list[Scorer] = []
    if "quotes" in gold.annotates:
        found.append(NamedQuoteScorer())
    if "speakers" in gold.annotates:
        found.append(NamedSpeakerScorer())
    if "relations" in gold.annotates:
        found.append(NamedRelationScorer())
    return found
