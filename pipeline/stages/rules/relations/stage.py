"""The stage: every pattern over every sentence, then one relation for all that say the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from pydantic import Field

from onrecord.document import Document, Findings, Layer
from onrecord.records import Relation
from onrecord.stages.rules.relations.acts import act_relations
from onrecord.stages.rules.relations.candidate import Candidate
from onrecord.stages.rules.relations.clauses import LONGEST_LIST, cut_lists
from onrecord.stages.rules.relations.countries import Countries
from onrecord.stages.rules.relations.fact_verbs import fact_verb_relations
from onrecord.stages.rules.relations.inference import implied
from onrecord.stages.rules.relations.merging import merged
from onrecord.stages.rules.relations.nationality import nationality_relations
from onrecord.stages.rules.relations.offices import office_relations
from onrecord.stages.rules.relations.places import place_relations
from onrecord.stages.rules.relations.reading import Reading, Sentence
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
        return [Findings(relations=self._relations(document), warnings=_warnings(document)) for document in documents]

    def _relations(self, document: Document) -> tuple[Relation, ...]:
        return merged(document, list(candidates(document)), self.settings.min_score)


def _warnings(document: Document) -> tuple[str, ...]:
    assert document.parse is not None
    return tuple(
        f"relations: the list at offset {token.idx} has more than {LONGEST_LIST} members; the rest was not read"
        for token in cut_lists(document.parse)
    )


def candidates(document: Document) -> Iterator[Candidate]:
    """All that the patterns find in a document, unscored and with repetitions.

    Args:
        document: A document with parse, mentions and entities.
    """
    reading = Reading(document)
    countries = Countries(reading)
    placed: set[str] = set()
    for sentence in reading.sentences():
        for candidate in filter(fits, _facts(reading, sentence, countries)):
            if candidate.label in ("leads", "works_for"):
                placed.add(candidate.head.entity)
            yield candidate
            yield from implied(candidate, countries)
        for candidate in filter(fits, act_relations(reading, sentence)):
            if not countries.are_one(candidate.head.entity, candidate.tail.entity):
                yield candidate
    for sentence in reading.sentences():
        for candidate in filter(fits, office_relations(reading, sentence, countries, placed)):
            yield candidate
            yield from implied(candidate, countries)


def _facts(reading: Reading, sentence: Sentence, countries: Countries) -> Iterator[Candidate]:
    yield from role_relations(reading, sentence)
    yield from nationality_relations(reading, sentence, countries)
    yield from place_relations(reading, sentence)
    yield from work_relations(reading, sentence)
    yield from fact_verb_relations(reading, sentence)
    yield from opponent_relations(reading, sentence)
