"""The entities that spaCy finds in a parse."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import cast

from spacy.pipeline import Pipe
from spacy.tokens import Doc, Span

from onrecord.stages.rules.parse import language

#: Most words that are read at a time; a longer parse is cut between sentences.
_MOST_WORDS = 5000
#: Parts that are read together.
_TOGETHER = 8


def with_entities(parses: Sequence[Doc]) -> Iterator[Doc]:
    """A copy of each parse, one after the other, with spaCy's entities in it."""
    parts = [list(_parts(parse)) for parse in parses]
    separate = (part.as_doc() for own in parts for part in own)
    read = cast(Pipe, language().get_pipe("ner")).pipe(separate, batch_size=_TOGETHER)
    for parse, own in zip(parses, parts, strict=True):
        copy = parse.copy()
        found = ((part.start, entity) for part, named in zip(own, read, strict=False) for entity in named.ents)
        copy.set_ents([Span(copy, at + entity.start, at + entity.end, label=entity.label) for at, entity in found])
        yield copy


def _parts(doc: Doc) -> Iterator[Span]:
    """Runs of sentences with at most `_MOST_WORDS` words together; a longer sentence is cut."""
    first = last_sentence = 0
    for token in doc:
        if token.is_sent_start:
            last_sentence = token.i
        if token.i - first == _MOST_WORDS:
            end = last_sentence if last_sentence > first else token.i
            yield doc[first:end]
            first = end
    if first < len(doc):
        yield doc[first:]
