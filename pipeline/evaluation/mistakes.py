"""All mistakes of a prediction, task by task."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.evaluation import gap
from onrecord.evaluation.case import Case
from onrecord.evaluation.mention_mistakes import entity_mistakes, name_mistakes
from onrecord.evaluation.mistake import Mistake
from onrecord.evaluation.named_mistakes import named_mistakes
from onrecord.evaluation.quote_mistakes import quote_mistakes
from onrecord.evaluation.relation_mistakes import gap_mistakes, pair_mistakes, relation_mistakes


def mistakes(case: Case, tasks: frozenset[str], scheme: str) -> Iterator[Mistake]:
    """The errors of one document.

    Args:
        case: Gold and prediction.
        tasks: Tasks to look at.
        scheme: Of the gold.
    """
    if case.by_name:
        yield from named_mistakes(case, tasks)
        return
    if "names" in tasks:
        yield from name_mistakes(case)
    if "coreference" in tasks and case.gold.entities:
        yield from entity_mistakes(case, has_names="names" in tasks)
    if "quotes" in tasks:
        yield from quote_mistakes(case)
    if "relations" in tasks:
        yield from relation_mistakes(case, scheme)
    if gap.TASK in tasks:
        yield from gap_mistakes(case)
    if "pairs" in tasks:
        yield from pair_mistakes(case, scheme)
