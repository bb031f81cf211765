"""DocRED and Re-DocRED: entities and relations over whole documents, with the sentences that say so.

Yao et al. (2019), "DocRED: A Large-Scale Document-Level Relation Extraction Dataset", https://aclanthology.org/P19-1074
Tan et al. (2022), "Revisiting DocRED", https://aclanthology.org/2022.emnlp-main.580
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from pydantic import BaseModel, Field
from pydantic.types import JsonValue

from onrecord.corpora.assemble import Draft, assemble
from onrecord.corpora.corpus import Gold, GoldDocument, Losses, Repairs, Tokens
from onrecord.corpora.detokenise import rebuild
from onrecord.corpora.files import files_of
from onrecord.corpora.format import Format
from onrecord.corpora.sample import Sample
from onrecord.corpora.tokenised import cut_into_tokens
from onrecord.corpora.validate import parsed_array
from onrecord.errors import SourceError
from onrecord.records import Mention, Record, Relation, Span


class DocRedMention(BaseModel):
    """A mention: a half-open range of the tokens of a sentence."""

    sent_id: int
    pos: tuple[int, int]
    type: str
    name: str = ""


class DocRedLabel(BaseModel):
    """A relation between two entities, and the sentences that say so."""

    h: int
    t: int
    r: str
    evidence: list[int] = Field(default_factory=list)


class DocRedDocument(BaseModel):
    """One document."""

    title: str
    sents: list[list[str]]
    vertex_set: list[list[DocRedMention]] = Field(alias="vertexSet")
    labels: list[DocRedLabel] = Field(default_factory=list)


class DocRed(Format):
    """DocRED. Evidence is the whole sentences."""

    name = "docred"
    title = "DocRED and Re-DocRED JSON (sents, vertexSet, labels)"

    def recognises(self, sample: Sample) -> bool:
        """An array of objects with sents and vertexSet."""
        return isinstance(sample.json, dict) and {"sents", "vertexSet"} <= sample.json.keys()

    def gold(self, path: Path) -> Gold:
        """Names, their coreference, relations."""
        del path
        return Gold(frozenset({"names", "coreference", "relations"}), "redocred")

    def read(self, path: Path, repairs: Repairs) -> Iterator[GoldDocument]:
        """The documents by title, those with the same title numbered; sentences follow each other in one paragraph."""
        seen: Counter[str] = Counter()
        for file in files_of(path):
            for where, document in parsed_array(DocRedDocument, file):
                seen[document.title] += 1
                number = seen[document.title]
                title = document.title if number == 1 else f"{document.title} ({number})"
                yield _document(title, document, where, repairs)

    def write(self, documents: Iterable[GoldDocument], path: Path) -> Losses:
        """One file with all documents."""
        losses = Losses()
        items = [_item(document, losses) for document in documents]
        path.write_text(json.dumps(items, ensure_ascii=False), encoding="utf-8", newline="\n")
        return losses


def _document(id: str, document: DocRedDocument, where: str, repairs: Repairs) -> GoldDocument:
    sentences = [sentence for sentence in document.sents if sentence]
    if len(sentences) < len(document.sents) or not sentences:
        raise SourceError(f"{where}, field sents: a sentence is empty, or there is none")
    text, tokens = rebuild(sentences, " ")
    drafts: dict[tuple[Span, int], Draft] = {}
    for vertex, mentions in enumerate(document.vertex_set):
        for mention in mentions:
            span = _span(tokens, mention, where)
            if (span, vertex) in drafts:
                repairs.skip("mention that stands twice in its entity")
            else:
                drafts[span, vertex] = Draft(span, "name", mention.type, str(vertex))
    built = assemble(text, list(drafts.values()))
    relations: list[Relation] = []
    for label in document.labels:
        head, tail = built.entity_ids.get(str(label.h)), built.entity_ids.get(str(label.t))
        if head is None or tail is None or not all(0 <= number < len(sentences) for number in label.evidence):
            raise SourceError(f"{where}, field labels: {label.h} {label.r} {label.t} names no entity, or no sentence")
        evidence = tuple(tokens.span(*tokens.sentences[number]) for number in sorted(label.evidence))
        relations.append(Relation(head, label.r, tail, evidence))
    record = Record(id=id, text=text, mentions=built.mentions, entities=built.entities, relations=tuple(relations))
    return GoldDocument(record, tokens)


def _span(tokens: Tokens, mention: DocRedMention, where: str) -> Span:
    if 0 <= mention.sent_id < len(tokens.sentences):
        first, end = tokens.sentences[mention.sent_id]
        start, stop = first + mention.pos[0], first + mention.pos[1]
        if first <= start < stop <= end:
            return tokens.span(start, stop)
    place = f"{list(mention.pos)} of sentence {mention.sent_id}"
    raise SourceError(f"{where}, field vertexSet: mention {mention.name!r} is at {place}, which is not there")


def _item(document: GoldDocument, losses: Losses) -> dict[str, JsonValue]:
    record = document.record
    edges = [mention.span for mention in record.mentions]
    tokens = document.tokens or cut_into_tokens(record, edges, edges)
    places = {mention.id: place for mention in record.mentions if (place := _place(mention, tokens)) is not None}
    vertices: dict[str, JsonValue] = {}
    kept = 0
    for entity in record.entities:
        held = [mention for mention in record.mentions if mention.entity == entity.id and mention.id in places]
        vertex: list[JsonValue] = [_mention(mention, places[mention.id]) for mention in held]
        kept += len(vertex)
        if vertex:
            vertices[entity.id] = vertex
    numbers = {entity: number for number, entity in enumerate(vertices)}
    labels: list[JsonValue] = [
        _label(relation, numbers, tokens)
        for relation in record.relations
        if relation.head in numbers and relation.tail in numbers
    ]
    _count(record, losses, kept, len(vertices), len(labels))
    rebuilt = rebuild([tokens.forms[first:end] for first, end in tokens.sentences], " ")[0]
    losses.lose("white space between tokens, in documents", rebuilt != record.text)
    sents: list[JsonValue] = [list(tokens.forms[first:end]) for first, end in tokens.sentences]
    return {"title": record.id, "sents": sents, "vertexSet": list(vertices.values()), "labels": labels}


def _place(mention: Mention, tokens: Tokens) -> tuple[int, int, int] | None:
    """Sentence, first token and end of a mention within it; None where it is in no one sentence."""
    place = tokens.aligned(mention.span)
    if place is not None:
        for number, (first, end) in enumerate(tokens.sentences):
            if first <= place[0] and place[1] <= end:
                return number, place[0] - first, place[1] - first
    return None


def _mention(mention: Mention, place: tuple[int, int, int]) -> JsonValue:
    return {"name": mention.text, "sent_id": place[0], "pos": [place[1], place[2]], "type": mention.type}


def _label(relation: Relation, numbers: dict[str, int], tokens: Tokens) -> JsonValue:
    sentences: set[int] = {
        number
        for span in relation.evidence
        for number, (first, end) in enumerate(tokens.sentences)
        if tokens.span(first, end).overlaps(span)
    }
    evidence: list[JsonValue] = [*sorted(sentences)]
    return {"h": numbers[relation.head], "t": numbers[relation.tail], "r": relation.label, "evidence": evidence}


def _count(record: Record, losses: Losses, mentions: int, entities: int, relations: int) -> None:
    losses.documents += 1
    losses.keep("mentions", mentions)
    losses.keep("entities", entities)
    losses.keep("relations", relations)
    losses.lose("mentions without an entity, across sentences or through a token", len(record.mentions) - mentions)
    losses.lose("entities without a mention", len(record.entities) - entities)
    losses.lose("relations of entities without a mention", len(record.relations) - relations)
    losses.lose("kinds of mentions that are no names", sum(mention.kind != "name" for mention in record.mentions))
    losses.lose("quotes", len(record.quotes))
    losses.lose("meta", len(record.meta))
