"""CoNLL04: names and relations in sentences of news, JSON with BILOU tags.

Roth and Yih (2004), "A Linear Programming Formulation for Global Inference in Natural Language Tasks",
https://aclanthology.org/W04-2401
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict
from pydantic.types import JsonValue

from onrecord.corpora.assemble import Draft, assemble
from onrecord.corpora.corpus import Gold, GoldDocument, Losses, Repairs
from onrecord.corpora.detokenise import rebuild
from onrecord.corpora.files import files_of
from onrecord.corpora.format import Format
from onrecord.corpora.sample import Sample
from onrecord.corpora.tagging import decode, encode
from onrecord.corpora.tokenised import lose_spacing, tagged_sentences
from onrecord.corpora.validate import parsed_array
from onrecord.errors import SourceError
from onrecord.records import Mention, Record, Relation


class Conll04Relation(BaseModel):
    """A relation; head and tail count the names of the sentence from 0."""

    head: int
    tail: int
    type: str


class Conll04Sentence(BaseModel):
    """One sentence."""

    model_config = ConfigDict(extra="allow")

    tokens: list[str]
    tags: list[str]
    relations: list[Conll04Relation]


class Conll04(Format):
    """CoNLL04. A sentence is a document, and each name an entity of its own: the corpus has no coreference."""

    name = "conll04"
    title = "CoNLL04 JSON (tokens, BILOU tags, relations)"

    def recognises(self, sample: Sample) -> bool:
        """An array of objects with tokens, tags and relations."""
        return isinstance(sample.json, dict) and {"tokens", "tags", "relations"} <= sample.json.keys()

    def gold(self, path: Path) -> Gold:
        """Names and relations."""
        del path
        return Gold(frozenset({"names", "relations"}), "conll04")

    def read(self, path: Path, repairs: Repairs) -> Iterator[GoldDocument]:
        """A sentence a document, with the corpus's own number in `meta`."""
        for file in files_of(path):
            for number, (where, sentence) in enumerate(parsed_array(Conll04Sentence, file), 1):
                yield _document(f"{file.stem}-{number}", sentence, where, repairs)

    def write(self, documents: Iterable[GoldDocument], path: Path) -> Losses:
        """A sentence an item; the documents they were of, and relations between names of two sentences, are lost."""
        losses = Losses()
        items = [item for document in documents for item in _items(document, losses)]
        path.write_text(json.dumps(items, ensure_ascii=False), encoding="utf-8", newline="\n")
        return losses


def _document(id: str, sentence: Conll04Sentence, where: str, repairs: Repairs) -> GoldDocument:
    if not sentence.tokens or len(sentence.tokens) != len(sentence.tags):
        raise SourceError(
            f"{where}: {len(sentence.tokens)} tokens and {len(sentence.tags)} tags; "
            "there must be one tag for each token, and at least one"
        )
    text, tokens = rebuild([sentence.tokens], " ")
    try:
        chunks = decode(sentence.tags)
    except ValueError as error:
        raise SourceError(f"{where}, field tags: {error}") from None
    repairs.repair("name opened by a tag that continues", sum(not chunk.opened for chunk in chunks))
    built = assemble(
        text, [Draft(tokens.span(c.first, c.end), "name", c.label, str(index)) for index, c in enumerate(chunks)]
    )
    relations: list[Relation] = []
    for relation in sentence.relations:
        head, tail = (built.entity_ids.get(str(index)) for index in (relation.head, relation.tail))
        if head is None or tail is None:
            raise SourceError(f"{where}, field relations: {relation.head} or {relation.tail} is no name's index")
        relations.append(Relation(head, relation.type, tail))
    record = Record(
        id=id,
        text=text,
        meta=dict(sentence.model_extra or {}),
        mentions=built.mentions,
        entities=built.entities,
        relations=tuple(relations),
    )
    return GoldDocument(record, tokens)


def _items(document: GoldDocument, losses: Losses) -> Iterator[dict[str, JsonValue]]:
    record = document.record
    sentences = tagged_sentences(document, losses)
    alone = len(sentences) == 1
    held = 0
    for sentence in sentences:
        relations = list(_relations_within(record, sentence.names))
        held += len(relations)
        yield {
            "tokens": list(sentence.tokens),
            "tags": list(encode(sentence.chunks, len(sentence.tokens), "bilou")),
            "relations": list(relations),
            **(record.meta if alone else {}),
        }
    lose_spacing(record, sentences, " ", losses)
    losses.keep("relations", held)
    losses.lose("relations whose ends are not named in one sentence", len(record.relations) - held)
    losses.lose("mentions of an entity beyond its first", sum(max(0, len(e.mentions) - 1) for e in record.entities))
    losses.lose("quotes", len(record.quotes))
    losses.lose("meta", 0 if alone else len(record.meta))
    losses.lose("documents cut into a sentence an item", len(sentences) > 1)
    losses.lose("ids of documents")


def _relations_within(record: Record, names: Sequence[Mention]) -> Iterator[dict[str, JsonValue]]:
    """The relations between entities named in a sentence, over the first name of each."""
    places = {name.entity: place for place, name in reversed(list(enumerate(names)))}
    for relation in record.relations:
        if relation.head in places and relation.tail in places:
            yield {"head": places[relation.head], "tail": places[relation.tail], "type": relation.label}
