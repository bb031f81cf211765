"""Mentions that a corpus leaves out because nothing else refers to the same: what coreference has to leave alone.

OntoGUM marks no entities of one mention. Learnt from it alone, every mention would go back to another one, while the
mentions of an article mostly do not. So the mentions that the rules find beside the gold's are put in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

from onrecord.corpora import GoldDocument
from onrecord.document import Document
from onrecord.errors import ConfigError
from onrecord.records import Article, Mention, Record
from onrecord.stages.rules.mentions import Mentions, MentionsSettings
from onrecord.stages.rules.parse import Parse, ParseSettings
from onrecord.stages.segment import Segment, SegmentSettings
from onrecord.stages.stage import Rejection, Stage

#: Schemes whose corpora mark no entities of one mention.
WITHOUT_SINGLETONS = frozenset({"ontogum"})

_BATCH = 16


def with_singletons(documents: Iterable[GoldDocument]) -> Iterator[GoldDocument]:
    """The documents with the mentions of the rules that overlap none of the gold's; these have no entity.

    Raises:
        ConfigError: The rules cannot read a document.
    """
    stages: list[Stage[Any]] = [
        Segment("segment", SegmentSettings()),
        Parse("parse", ParseSettings()),
        Mentions("mentions", MentionsSettings()),
    ]
    for stage in stages:
        stage.load()
    rest = iter(documents)
    while batch := list(islice(rest, _BATCH)):
        found = _mentions(stages, [document.record for document in batch])
        for document, mentions in zip(batch, found, strict=True):
            yield replace(document, record=_joined(document.record, mentions))


def _mentions(stages: Sequence[Stage[Any]], records: Sequence[Record]) -> list[tuple[Mention, ...]]:
    documents = [Document(Article(record.id, record.text)) for record in records]
    for stage in stages:
        results = stage(documents)
        for result in results:
            if isinstance(result, Rejection):
                raise ConfigError(f"document {result.id!r}: the rules cannot read it: {result.reason}")
        documents = [result for result in results if isinstance(result, Document)]
    return [document.mentions or () for document in documents]


def _joined(record: Record, mentions: Iterable[Mention]) -> Record:
    taken = [mention.span for mention in record.mentions]
    free = [mention for mention in mentions if not any(mention.span.overlaps(span) for span in taken)]
    new = [replace(mention, id=f"single {mention.id}", type="", entity=None) for mention in free]
    both = sorted([*record.mentions, *new], key=lambda mention: (mention.start, -mention.end))
    return replace(record, mentions=tuple(both))
