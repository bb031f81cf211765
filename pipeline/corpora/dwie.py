"""DWIE: Deutsche Welle articles with names, their coreference, entity types, relations and links, a JSON file each.

Zaporojets, Deleu, Develder and Demeester (2021), "DWIE: An entity-centric dataset for multi-task document-level
information extraction", https://doi.org/10.1016/j.ipm.2021.102563
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field
from pydantic.types import JsonValue

from onrecord.corpora.assemble import Assembled, ClusterFacts, Draft, assemble
from onrecord.corpora.corpus import Gold, GoldDocument, Losses, Repairs
from onrecord.corpora.files import file_name, files_of, text_of
from onrecord.corpora.format import Format
from onrecord.corpora.sample import Sample
from onrecord.corpora.schemes import DWIE_TYPES
from onrecord.corpora.validate import parsed
from onrecord.errors import SourceError
from onrecord.records import Entity, MentionKind, Meta, Record, Relation, Span

_FIELDS = frozenset({"id", "content", "mentions", "concepts", "relations"})


class DwieMention(BaseModel):
    """A mention of a concept."""

    begin: int
    end: int
    text: str
    concept: int


class DwieConcept(BaseModel):
    """An entity, with or without a mention."""

    model_config = ConfigDict(extra="allow")

    concept: int
    text: str | None = None
    tags: list[str] = Field(default_factory=list)


class DwieRelation(BaseModel):
    """A relation between two concepts."""

    s: int
    p: str
    o: int


class DwieDocument(BaseModel):
    """One article."""

    model_config = ConfigDict(extra="allow")

    id: str
    content: str
    mentions: list[DwieMention]
    concepts: list[DwieConcept]
    relations: list[DwieRelation]


class Dwie(Format):
    """DWIE. Tags and links of concepts, for which the record has no place, are kept in `meta`."""

    name = "dwie"
    title = "DWIE, a JSON file an article"

    def recognises(self, sample: Sample) -> bool:
        """A JSON object with content, mentions and concepts."""
        return isinstance(sample.json, dict) and {"content", "mentions", "concepts"} <= sample.json.keys()

    def gold(self, path: Path) -> Gold:
        """Names (and roles, which are nominals), their coreference, relations."""
        del path
        return Gold(frozenset({"names", "coreference", "relations"}), "dwie")

    def read(self, path: Path, repairs: Repairs) -> Iterator[GoldDocument]:
        """An article a file."""
        for file in files_of(path):
            yield GoldDocument(_record(parsed(DwieDocument, text_of(file), str(file)), file, repairs))

    def write(self, documents: Iterable[GoldDocument], path: Path) -> Losses:
        """A file an article in the folder `path`; mentions without an entity become a concept each."""
        losses = Losses()
        path.mkdir(parents=True)
        taken: set[str] = set()
        for document in documents:
            name = file_name(document.record.id, taken)
            written = _written(document.record, losses)
            (path / f"{name}.json").write_text(json.dumps(written, ensure_ascii=False), encoding="utf-8", newline="\n")
            losses.documents += 1
        return losses


def coarse_type(tags: Sequence[str]) -> str:
    """The coarse type of a concept: the first of `DWIE_TYPES` among its tags `type::…`; `other` where there is none."""
    types = {tag.removeprefix("type::") for tag in tags if tag.startswith("type::")}
    return next((kind for kind in DWIE_TYPES if kind in types), "other")


def _record(document: DwieDocument, file: Path, repairs: Repairs) -> Record:
    concepts = {concept.concept: concept for concept in document.concepts}
    types = {key: coarse_type(concept.tags) for key, concept in concepts.items()}
    drafts: list[Draft] = []
    for mention in document.mentions:
        surface = document.content[mention.begin : mention.end]
        if surface != mention.text or mention.concept not in concepts or not surface:
            raise SourceError(
                f"{file}, mention {mention.begin}:{mention.end}: says {mention.text!r} of concept {mention.concept}, "
                f"but the text has {surface!r} there or the concept is missing; mend the file"
            )
        kind: MentionKind = "nominal" if types[mention.concept] == "role" else "name"
        drafts.append(Draft(Span(mention.begin, mention.end), kind, types[mention.concept], str(mention.concept)))
    facts = {str(key): ClusterFacts(concept.text or "", types[key]) for key, concept in concepts.items()}
    built = assemble(document.content, drafts, facts)
    return Record(
        id=document.id,
        text=document.content,
        meta=_meta(document, built),
        mentions=built.mentions,
        entities=built.entities,
        relations=_relations(document, built, repairs, file),
    )


def _relations(document: DwieDocument, built: Assembled, repairs: Repairs, file: Path) -> tuple[Relation, ...]:
    found: dict[tuple[int, str, int], Relation] = {}
    for relation in document.relations:
        key = (relation.s, relation.p, relation.o)
        ends = [built.entity_ids.get(str(concept)) for concept in (relation.s, relation.o)]
        if ends[0] is None or ends[1] is None:
            raise SourceError(f"{file}, relation {key}: there is no such concept; mend the file")
        if key in found:
            repairs.skip("relation that stands twice")
        found[key] = Relation(ends[0], relation.p, ends[1])
    return tuple(found.values())


def _meta(document: DwieDocument, built: Assembled) -> Meta:
    """What the record has no place for: tags and further fields of the article and of each concept, by entity id."""
    concepts: dict[str, JsonValue] = {
        built.entity_ids[str(concept.concept)]: {
            "concept": concept.concept,
            "tags": list(concept.tags),
            **_extra(concept),
        }
        for concept in document.concepts
    }
    return {**_extra(document), "concepts": concepts}


def _extra(model: BaseModel) -> dict[str, JsonValue]:
    return dict(model.model_extra or {})


def _written(record: Record, losses: Losses) -> dict[str, JsonValue]:
    known = record.meta.get("concepts")
    facts = known if isinstance(known, dict) else {}
    numbers = _numbers(record.entities, facts)
    concepts: list[JsonValue] = [_concept(entity, numbers, facts) for entity in record.entities]
    mentions: list[JsonValue] = []
    free = max(numbers.values(), default=-1)
    for mention in record.mentions:
        if mention.entity is None:
            free += 1
            concepts.append({"concept": free, "text": mention.text, "tags": [f"type::{mention.type}"]})
        number = free if mention.entity is None else numbers[mention.entity]
        mentions.append({"begin": mention.start, "end": mention.end, "text": mention.text, "concept": number})
    relations: list[JsonValue] = [
        {"s": numbers[relation.head], "p": relation.label, "o": numbers[relation.tail]} for relation in record.relations
    ]
    _count(record, losses)
    rest = {key: value for key, value in record.meta.items() if key not in _FIELDS}
    losses.lose("meta", len(record.meta) - len(rest) - (facts is known))
    return {
        **rest, "id": record.id, "content": record.text, "mentions": mentions, "concepts": concepts,
        "relations": relations,
    }  # fmt: skip


def _numbers(entities: Sequence[Entity], facts: Mapping[str, JsonValue]) -> dict[str, int]:
    """A concept number for each entity: the one that it was read with, or a free one."""
    numbers: dict[str, int] = {}
    for entity in entities:
        fact = facts.get(entity.id)
        number = fact.get("concept") if isinstance(fact, dict) else None
        if isinstance(number, int) and number not in numbers.values():
            numbers[entity.id] = number
    free = max(numbers.values(), default=-1)
    for entity in entities:
        if entity.id not in numbers:
            free += 1
            numbers[entity.id] = free
    return numbers


def _concept(entity: Entity, numbers: Mapping[str, int], facts: Mapping[str, JsonValue]) -> JsonValue:
    fact = facts.get(entity.id)
    extra = {key: value for key, value in fact.items() if key != "concept"} if isinstance(fact, dict) else {}
    extra.setdefault("tags", [f"type::{entity.type}"])
    return {"concept": numbers[entity.id], "text": entity.name, **extra}


def _count(record: Record, losses: Losses) -> None:
    losses.keep("mentions", len(record.mentions))
    losses.keep("entities", len(record.entities))
    losses.keep("relations", len(record.relations))
    losses.lose("types that are none of the corpus's", sum(kind not in DWIE_TYPES for kind in _types(record)))
    losses.lose("quotes", len(record.quotes))
    losses.lose("pronouns (kind)", sum(mention.kind == "pronoun" for mention in record.mentions))
    losses.lose(
        "nominals that are no roles (kind)",
        sum(mention.kind == "nominal" and mention.type != "role" for mention in record.mentions),
    )
    scores = [mention.score for mention in record.mentions] + [relation.score for relation in record.relations]
    losses.lose("scores", sum(score != 1 for score in scores))
    losses.lose("evidence spans", sum(len(relation.evidence) for relation in record.relations))
    losses.lose("negated or past", sum(relation.negated or relation.past for relation in record.relations))


def _types(record: Record) -> list[str]:
    """The types of concepts as they are written: of entities, and of mentions without one."""
    return [e.type for e in record.entities] + [m.type for m in record.mentions if m.entity is None]
