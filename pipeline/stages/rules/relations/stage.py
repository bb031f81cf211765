"""The stage: every pattern over every sentence, then one relation for all that say the same."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import ClassVar

from pydantic import Field

from onrecord.document import Document, Findings, Layer
from onrecord.records import Relation
from onrecord.stages.rules.relations.acts import act_relations
from onrecord.stages.rules.relations.candidate import Candidate
from onrecord.stages.rules.relations.countries import Countries
from onrecord.stages.rules.relations.fact_verbs import fact_verb_relations
from onrecord.stages.rules.relations.inference import implied
from onrecord.stages.rules.relations.merging import merged
from onrecord.stages.rules.relations.nationality import nationality_relations
from onrecord.stages.rules.relations.places import place_relations
from onrecord.stages.rules.relations.reading import Reading
from onrecord.stages.rules.relations.roles import role_relations
from onrecord.stages.rules.relations.signatures import fits
from onrecord.stages.rules.relations.sport import opponent_relations
from onrecord.stages.rules.relations.works import work_relations
from onrecord.stages.stage import Stage, StageSettings


class RelationsSettings(StageSettings):
    """Settings of `Relations`."""

    min_score: float = Field(default=0.5, ge=0, le=1)
    """Least score, a probability, of a relation that is kept; 0 keeps all, as fits where the pairs are given."""


class Relations(Stage[RelationsSettings]):
    """Facts, acts and stances by pattern and lexicon, over the entities that stand in the document."""

    Settings = RelationsSettings
    reads: ClassVar[frozenset[Layer]] = frozenset({"segments", "parse", "mentions", "entities"})
    writes: ClassVar[frozenset[Layer]] = frozenset({"relations"})

    def predict(self, documents: Sequence[Document]) -> list[Findings]:
        """Relations of each document, in order of their first evidence."""
        return [Findings(relations=self._relations(document)) for document in documents]

    def _relations(self, document: Document) -> tuple[Relation, ...]:
        return merged(document, list(candidates(document)), self.settings.min_score)


def candidates(document: Document) -> Iterator[Candidate]:
    """All that the patterns find in a document, unscored and with repetitions.

    Args:
        document: A document with parse, mentions and entities.
    """
    reading = Reading(document)
    countries = Countries(reading)
    for sentence in reading.sentences():
        facts = (
            role_relations(reading, sentence),
            nationality_relations(reading, sentence, countries),
            place_relations(reading, sentence),
            work_relations(reading, sentence),
            fact_verb_relations(reading, sentence),
            opponent_relations(reading, sentence),
        )
        for candidate in filter(fits, itertools.chain.from_iterable(facts)):
            yield candidate
            yield from implied(candidate, countries)
        yield from filter(fits, act_relations(reading, sentence))
