"""From the counts of documents to scores with intervals, of all documents and of groups of them."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Sequence

from onrecord.evaluation.bootstrap import Interval, Samples, intervals
from onrecord.evaluation.counts import ALL, Tally
from onrecord.evaluation.figures import Figure
from onrecord.evaluation.report import DocumentCounts, Score

#: Upper bounds, in words, of the length groups of articles; the last has none.
LENGTHS = (300, 600, 1200)


def scores_of(documents: Sequence[DocumentCounts], figures: Sequence[Figure], samples: int, seed: int) -> list[Score]:
    """Every figure over all documents, and those of no type or label by outlet and by length.

    Args:
        documents: Counts of each document; at least one.
        figures: What to compute.
        samples: Bootstrap samples.
        seed: Of the bootstrap.
    """
    scores = _scores(ALL, documents, figures, samples, seed)
    whole = [figure for figure in figures if figure.key.group == ALL]
    for name, members in groups(documents):
        scores += _scores(name, members, whole, samples, seed)
    return scores


def by_article(documents: Iterable[DocumentCounts]) -> list[Tally]:
    """The counts of each article, which is what the bootstrap draws."""
    articles: dict[str, Tally] = {}
    for document in documents:
        articles.setdefault(document.article, Tally()).update(document.tally())
    return list(articles.values())


def groups(documents: Sequence[DocumentCounts]) -> list[tuple[str, list[DocumentCounts]]]:
    """Documents by outlet and by length, each where there are at least two groups."""
    found: list[tuple[str, list[DocumentCounts]]] = []
    outlets = sorted({document.outlet for document in documents if document.outlet is not None})
    if len(outlets) > 1:
        found += [(f"outlet: {name}", [own for own in documents if own.outlet == name]) for name in outlets]
    bounds = [0, *LENGTHS, math.inf]
    lengths = []
    for low, high in itertools.pairwise(bounds):
        members = [own for own in documents if low <= own.words < high]
        if members:
            lengths.append((_length_name(low, high), members))
    return found + (lengths if len(lengths) > 1 else [])


def _length_name(low: float, high: float) -> str:
    if math.isinf(high):
        return f"length: {low:.0f} words or more"
    return f"length: {low:.0f} to {high - 1:.0f} words"


def _scores(
    name: str, documents: Sequence[DocumentCounts], figures: Sequence[Figure], samples: int, seed: int
) -> list[Score]:
    articles = by_article(documents)
    sums = Tally()
    for tally in articles:
        sums.update(tally)
    if len(articles) > 1 and figures:
        spread = intervals(Samples(len(articles), samples, seed).values(articles, figures))
    else:
        # One article says nothing of how articles differ.
        spread = [Interval(math.nan, math.nan)] * len(figures)
    return [_score(name, figure, sums, interval) for figure, interval in zip(figures, spread, strict=True)]


def _score(name: str, figure: Figure, sums: Tally, interval: Interval) -> Score:
    count = sums[figure.parts[0]] if figure.kind == "f1" else None
    return Score(
        task=figure.key.task,
        metric=figure.key.metric,
        group=figure.key.group,
        documents=name,
        value=_known(figure.value(sums)),
        low=_known(interval.low),
        high=_known(interval.high),
        precision=_known(count.precision) if count else None,
        recall=_known(count.recall) if count else None,
        gold=count.gold if count else None,
        predicted=count.predicted if count else None,
    )


def _known(value: float) -> float | None:
    return None if math.isnan(value) else value
