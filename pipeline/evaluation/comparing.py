"""Two reports on the same documents: which differences are real, by paired bootstrap."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from onrecord.errors import SourceError
from onrecord.evaluation.bootstrap import Difference, Samples, differences
from onrecord.evaluation.counts import Key, Tally
from onrecord.evaluation.figures import Figure
from onrecord.evaluation.report import Report
from onrecord.evaluation.scoring import by_article


@dataclass(frozen=True, slots=True)
class Compared:
    """One figure in both reports."""

    key: Key
    first: float
    """In the first report; nan where undefined."""
    second: float
    """In the second report."""
    difference: Difference
    """Second minus first."""


def compare(first: Report, second: Report, samples: int, seed: int) -> list[Compared]:
    """Every figure of two reports on the same documents, with how it differs.

    Args:
        first: The report to start from.
        second: The report that is compared with it.
        samples: Bootstrap samples, drawn of the same articles for both.
        seed: Of the bootstrap.

    Raises:
        SourceError: The reports are on different documents, or there is but one article.
    """
    _check(first, second)
    figures = _figures([first, second])
    places = {document.id: place for place, document in enumerate(first.documents)}
    ordered = sorted(second.documents, key=lambda document: places[document.id])
    articles, others = by_article(first.documents), by_article(ordered)
    if len(articles) < 2:
        raise SourceError("one article says nothing of how articles differ; compare on two or more")
    drawn = Samples(len(articles), samples, seed)
    values, other_values = drawn.values(articles, figures), drawn.values(others, figures)
    sums, other_sums = _sum(articles), _sum(others)
    observed = [(figure.value(sums), figure.value(other_sums)) for figure in figures]
    spread = differences(values, other_values, [after - before for before, after in observed])
    return [
        Compared(figure.key, before, after, difference)
        for figure, (before, after), difference in zip(figures, observed, spread, strict=True)
        if not (math.isnan(before) and math.isnan(after))
    ]


def _figures(reports: Iterable[Report]) -> list[Figure]:
    """The figures of both; a mean over labels is over the labels of both."""
    found: dict[Key, Figure] = {}
    for report in reports:
        for entry in report.figures:
            figure = entry.figure()
            known = found.get(figure.key)
            parts = (
                (*known.parts, *(part for part in figure.parts if part not in known.parts)) if known else figure.parts
            )
            found[figure.key] = Figure(figure.key, figure.kind, parts)
    return list(found.values())


def _check(first: Report, second: Report) -> None:
    if first.scheme != second.scheme:
        raise SourceError(f"the reports are on different corpora: {first.scheme} and {second.scheme}")
    ids, others = ({document.id for document in report.documents} for report in (first, second))
    if ids != others:
        raise SourceError(
            f"the reports are on different documents: {len(ids - others)} are in the first alone, "
            f"{len(others - ids)} in the second alone; evaluate both on the same corpus with the same --limit"
        )


def _sum(tallies: Sequence[Tally]) -> Tally:
    sums = Tally()
    for tally in tallies:
        sums.update(tally)
    return sums
