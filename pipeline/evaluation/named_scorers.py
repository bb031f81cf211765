"""The scorers of gold that knows speakers and ends of relations by name."""

from __future__ import annotations

from onrecord.evaluation import named_quotes, named_relations, named_speakers
from onrecord.evaluation.case import Case
from onrecord.evaluation.counts import Tally
from onrecord.evaluation.scorer import Scorer


class NamedQuoteScorer(Scorer):
    """Contents, and speakers by name."""

    task = "quotes"

    def count(self, case: Case) -> Tally:
        """Counts of the quotes."""
        return named_quotes.count(case)


class NamedSpeakerScorer(Scorer):
    """Who given sources refer to, by name."""

    task = "speakers"

    def count(self, case: Case) -> Tally:
        """Counts by kind of source."""
        return named_speakers.count(case)


class NamedRelationScorer(Scorer):
    """Relations by the names of their ends."""

    task = "relations"

    def count(self, case: Case) -> Tally:
        """Counts by label."""
        return named_relations.count(case)
