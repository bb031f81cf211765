"""Coreference: every mention into one entity, by names first, then nominals and pronouns from left to right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import ClassVar

from pydantic import Field
from spacy.tokens import Doc

from onrecord.document import Document, Findings, Layer
from onrecord.records import Entity, Mention
from onrecord.stages.canonical import canonical_name
from onrecord.stages.knowledge.people import first_names, titles
from onrecord.stages.rules.coreference.apposition import appositions, roles
from onrecord.stages.rules.coreference.chains import MAY_BE_PERSON, Chain, Chains
from onrecord.stages.rules.coreference.direct_speech import speeches
from onrecord.stages.rules.coreference.name_linking import MOST_BEARERS, linked_names
from onrecord.stages.rules.coreference.nominal_linking import NominalLinker, NominalReach
from onrecord.stages.rules.coreference.pronoun_linking import PronounLinker, Reach
from onrecord.stages.rules.coreference.referring import Referring, referring
from onrecord.stages.rules.mentions.lexicon import aliases, head_nouns
from onrecord.stages.stage import Stage, StageSettings


class CoreferenceSettings(StageSettings):
    """Settings of `Coreference`."""

    pronoun_sentences: int = Field(default=3, ge=0)
    """How far back a pronoun can refer, in sentences; 0 is its own sentence."""
    nominal_sentences: int = Field(default=40, ge=0)
    """How far back a nominal can refer to something called by the same noun, in sentences."""
    hypernym_sentences: int = Field(default=3, ge=0)
    """How far back a nominal can refer to something called otherwise ("the company"), in sentences."""
    pronoun_candidates: int = Field(default=60, ge=1)
    """Most entities tried for one pronoun, counted from the most recent; a warning says where the limit bites."""
    nominal_candidates: int = Field(default=400, ge=1)
    """Most entities tried for one nominal, counted from the most recent; a warning says where the limit bites."""


class Coreference(Stage[CoreferenceSettings]):
    """Entities from mentions; each mention is in exactly one."""

    Settings = CoreferenceSettings
    reads: ClassVar[frozenset[Layer]] = frozenset({"segments", "parse", "mentions"})
    writes: ClassVar[frozenset[Layer]] = frozenset({"mentions", "entities"})

    def load(self) -> None:
        """Read the word lists."""
        for words in (aliases, first_names, head_nouns, titles):
            words()

    def predict(self, documents: Sequence[Document]) -> list[Findings]:
        """Mentions with their entities filled in, and the entities in order of their first mention."""
        return [self._findings(document) for document in documents]

    def _findings(self, document: Document) -> Findings:
        assert document.parse is not None
        assert document.segments is not None
        assert document.mentions is not None
        read = referring(document.parse, document.segments, document.mentions)
        resolution = _Resolution(document, read, self.settings)
        chains = resolution.run()
        mentions, entities = _written(document.mentions, chains)
        return Findings(mentions=mentions, entities=entities, warnings=resolution.warnings())


class _Resolution:
    """The resolution of one article."""

    def __init__(self, document: Document, read: Sequence[Referring], settings: CoreferenceSettings) -> None:
        assert document.parse is not None
        assert document.segments is not None
        self._doc: Doc = document.parse
        self._read = read
        self._chains = Chains()
        self._settings = settings
        self._names_capped = 0
        self._at_head = {one.head: one for one in read}
        self._nominals = NominalLinker(
            self._chains,
            NominalReach(settings.nominal_sentences, settings.hypernym_sentences, settings.nominal_candidates),
        )
        self._pronouns = PronounLinker(
            self._doc,
            self._chains,
            speeches(self._doc, document.segments, read),
            Reach(settings.pronoun_sentences, settings.pronoun_candidates),
        )

    def run(self) -> list[Chain]:
        """The chains, in order of their first mention."""
        named = self._named_chains()
        self._pronouns.at_head = self._at_head
        self._pronouns.speakers = named
        self._pronouns.named = {one.head: named[one.index] for one in self._read if one.index in named}
        beside: dict[int, int] = {}
        names_after: dict[int, Chain] = {}
        for pair in appositions(self._doc, self._at_head):
            one, other = sorted(pair, key=lambda each: each.index)
            beside[other.index] = one.index
            if other.is_name:
                names_after.setdefault(one.index, named[other.index])
        for one in self._read:
            chain = named.get(one.index) or self._resolved(one, beside, names_after)
            if one.mention.kind != "name":
                chain.learn(one)
            self._chains.put(one, chain)
            self._pronouns.read(one)
        found: dict[int, Chain] = {}
        for one in self._read:
            chain = self._chains.of(one.index)
            found.setdefault(id(chain), chain)
        return list(found.values())

    def _named_chains(self) -> dict[int, Chain]:
        found: dict[int, Chain] = {}
        linked = linked_names(self._doc, [one for one in self._read if one.mention.kind == "name"])
        self._names_capped = linked.capped
        for group in linked.groups:
            chain = Chain()
            for one in group:
                chain.learn(one)
                for lemma, modifiers in roles(self._doc, one):
                    chain.call(lemma, modifiers)
                found[one.index] = chain
        return found

    def _resolved(self, one: Referring, beside: dict[int, int], names_after: dict[int, Chain]) -> Chain:
        if one.mention.kind == "pronoun":
            return self._pronouns.resolve(one) or Chain() if one.form else Chain()
        if one.index in beside:
            return self._chains.of(beside[one.index])
        possessor = self._possessor(one)
        # A name that follows says who it is; without it "the mayor" would be the last mayor that the article named.
        chain = names_after.get(one.index) or self._nominals.resolve(one, possessor) or Chain()
        if possessor is not None:
            chain.possessors[id(possessor)] = possessor
        return chain

    def _possessor(self, one: Referring) -> Chain | None:
        for child in self._doc[one.head].children:
            if child.dep_ == "poss" and child.i in self._at_head:
                return self._chains.find(self._at_head[child.i].index)
        return None

    def warnings(self) -> tuple[str, ...]:
        """What the limits on candidates may have changed."""
        counted = (
            ("pronouns", self._pronouns.capped, "pronoun_candidates", self._settings.pronoun_candidates),
            ("nominals", self._nominals.capped, "nominal_candidates", self._settings.nominal_candidates),
        )
        said = [
            f"coreference: for {capped} {what} only the {limit} most recent entities were tried; raise {setting}"
            for what, capped, setting, limit in counted
            if capped
        ]
        if self._names_capped:
            said.append(
                f"coreference: {self._names_capped} names may be those of more than {MOST_BEARERS} people; "
                f"the first {MOST_BEARERS} were tried"
            )
        return tuple(said)


def _written(mentions: Sequence[Mention], chains: Iterable[Chain]) -> tuple[tuple[Mention, ...], tuple[Entity, ...]]:
    entities: list[Entity] = []
    entity_of: dict[str, Entity] = {}
    for number, chain in enumerate(chains, start=1):
        own = [one.mention for one in chain.members]
        entity = Entity(f"e{number}", canonical_name(own), chain.type, tuple(mention.id for mention in own))
        entities.append(entity)
        entity_of.update((mention.id, entity) for mention in own)
    filled = tuple(
        replace(
            mention,
            entity=entity_of[mention.id].id,
            type=_type_of(mention, entity_of[mention.id]),
        )
        for mention in mentions
    )
    return filled, tuple(entities)


def _type_of(mention: Mention, entity: Entity) -> str:
    """A nominal or pronoun has the type of its entity; a name too, where a "he" has shown that it is a surname."""
    if mention.kind == "name" and not (entity.type == "PERSON" and mention.type in MAY_BE_PERSON):
        return mention.type
    return entity.type
