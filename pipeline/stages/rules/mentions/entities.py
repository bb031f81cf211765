"""The entities that spaCy finds in a parse."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Span

from onrecord.stages.rules.parse import language

#: Most words that are read at a time; a longer parse is cut between sentences.
_MOST_WORDS = 5000


def with_entities(parses: Sequence[Doc]) -> list[Doc]:
    """Copies of parses, with spaCy's entities in them."""
    named = []
    for parse in parses:
        copy = parse.copy()
        entities = []
        for part in _parts(copy):
            read = language().get_pipe("ner")(part.as_doc())
            entities += [Span(copy, part.start + one.start, part.start + one.end, label=one.label) for one in read.ents]
        copy.set_ents(entities)
        named.append(copy)
    return named


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
