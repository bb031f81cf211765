"""Confusion: how often each gold type was taken for each other one, or for nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from onrecord.evaluation.answers import pair_answer
from onrecord.evaluation.case import Case
from onrecord.evaluation.mistake import NOTHING
from onrecord.evaluation.names import names
from onrecord.evaluation.overlap import match_quotes


@dataclass(frozen=True, slots=True)
class Confusion:
    """A table of gold types (rows) by predicted types (columns)."""

    task: str
    types: tuple[str, ...]
    """Rows and columns, `nothing` last."""
    counts: tuple[tuple[int, ...], ...]


def confusions(cases: Iterable[Case], tasks: frozenset[str], scheme: str) -> list[Confusion]:
    """One table each for the types of names (of equal span), the types of quotes (overlap ≥ 0.3) and pairs."""
    counts: dict[str, Counter[tuple[str, str]]] = {}
    for case in cases:
        for task, gold, predicted in _decisions(case, tasks, scheme):
            counts.setdefault(task, Counter())[gold, predicted] += 1
    return [_table(task, found) for task, found in counts.items()]


def _decisions(case: Case, tasks: frozenset[str], scheme: str) -> Iterator[tuple[str, str, str]]:
    if "names" in tasks:
        gold = {mention.span: mention.type for mention in names(case.gold)}
        predicted = {mention.span: mention.type for mention in names(case.predicted)}
        for span in gold.keys() | predicted.keys():
            yield "names", gold.get(span, NOTHING), predicted.get(span, NOTHING)
    if "quotes" in tasks and (not case.by_name or "quotes" in case.annotates):
        matches = [match for match in match_quotes(case.gold.quotes, case.predicted.quotes) if match.overlap >= 0.3]
        for match in matches:
            yield "quotes", case.gold.quotes[match.gold].type, case.predicted.quotes[match.predicted].type
        found, used = {match.gold for match in matches}, {match.predicted for match in matches}
        yield from (("quotes", own.type, NOTHING) for at, own in enumerate(case.gold.quotes) if at not in found)
        yield from (("quotes", NOTHING, own.type) for at, own in enumerate(case.predicted.quotes) if at not in used)
    if "pairs" in tasks:
        for pair in case.pairs:
            yield "pairs", pair.label, pair_answer(pair, case.raw, scheme) or NOTHING


def _table(task: str, counts: Counter[tuple[str, str]]) -> Confusion:
    sizes: Counter[str] = Counter()
    for (gold, predicted), count in counts.items():
        sizes[gold] += count
        sizes[predicted] += 0
    types = [name for name, _ in sizes.most_common() if name != NOTHING]
    types.append(NOTHING)
    return Confusion(task, tuple(types), tuple(tuple(counts[row, column] for column in types) for row in types))
