"""Names: strict micro F1 over exact spans and types.

A predicted name is right when a gold name has the same first and last character and the same type: the measure of the
CoNLL-2003 shared task (Tjong Kim Sang and De Meulder 2003, https://aclanthology.org/W03-0419/). On tokenised corpora
it equals seqeval's strict mode (https://github.com/chakki-works/seqeval), which reads tags: `tags` writes them.

Published systems tag the corpus's own tokens and cannot err within one. *exact, by tokens* compares as they do: a
predicted name is as wide as the tokens that it touches (`over_tokens`).
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from onrecord.corpora.corpus import Tokens
from onrecord.corpora.tagging import Chunk, encode
from onrecord.evaluation.counts import Count, Key, Tally
from onrecord.records import Mention, Record, Span

#: First and last offset, and type.
TypedSpan: TypeAlias = tuple[int, int, str]

TASK = "names"
EXACT = "exact"
EXACT_BY_TOKENS = "exact, by tokens"
SPAN = "exact span, any type"
KINDS = "mentions, exact span"


def names(record: Record) -> list[Mention]:
    """The mentions of a record that are names."""
    return [mention for mention in record.mentions if mention.kind == "name"]


def count(gold: Iterable[Mention], predicted: Iterable[Mention]) -> Tally:
    """Counts of names by exact span and type, for all and by type, and of spans whatever their type."""
    golds, predictions = _typed(gold), _typed(predicted)
    tally = Tally()
    tally.add(Key(TASK, EXACT), Count.of_sets(golds, predictions))
    tally.add(Key(TASK, SPAN), Count.of_sets({name[:2] for name in golds}, {name[:2] for name in predictions}))
    for kind in sorted({name[2] for name in golds | predictions}):
        own = {name for name in golds if name[2] == kind}
        tally.add(Key(TASK, EXACT, kind), Count.of_sets(own, {name for name in predictions if name[2] == kind}))
    return tally


def count_by_tokens(gold: Iterable[Mention], predicted: Iterable[Mention]) -> Tally:
    """Counts of names by the tokens that they touch and type.

    Args:
        gold: Names.
        predicted: Names `over_tokens`.
    """
    tally = Tally()
    tally.add(Key(TASK, EXACT_BY_TOKENS), Count.of_sets(_typed(gold), _typed(predicted)))
    return tally


def count_kinds(gold: Iterable[Mention], predicted: Iterable[Mention]) -> Tally:
    """Counts of mentions of every kind by exact span, whatever their type; for all and by kind."""
    golds = {(mention.start, mention.end, mention.kind) for mention in gold}
    predictions = {(mention.start, mention.end, mention.kind) for mention in predicted}
    tally = Tally()
    tally.add(Key(TASK, KINDS), Count.of_sets({span[:2] for span in golds}, {span[:2] for span in predictions}))
    for kind in ("name", "nominal", "pronoun"):
        own = {span for span in golds if span[2] == kind}
        tally.add(Key(TASK, KINDS, kind), Count.of_sets(own, {span for span in predictions if span[2] == kind}))
    return tally


@dataclass(frozen=True, slots=True)
class Tagged:
    """Gold and predicted tags (IOB2) of one document, sentence by sentence, of equal lengths."""

    gold: list[list[str]]
    predicted: list[list[str]]


def tags(gold: Iterable[Mention], predicted: Iterable[Mention], tokens: Tokens) -> Tagged:
    """Names as tags over the corpus's own tokens.

    What tags cannot hold (a name that cuts through a token, runs over two sentences or overlaps another one) gets a
    token of its own after the last sentence: one that both have, as right, any other, as missed or spurious.
    """
    golds, predictions = _typed(gold), _typed(predicted)
    first = golds & predictions
    gold_tags, gold_rest = _tags(golds, first, tokens)
    predicted_tags, predicted_rest = _tags(predictions, first, tokens)
    rest = sorted(gold_rest | predicted_rest)
    return Tagged(
        [*gold_tags, *([f"B-{name[2]}"] if name in gold_rest else ["O"] for name in rest)],
        [*predicted_tags, *([f"B-{name[2]}"] if name in predicted_rest else ["O"] for name in rest)],
    )


def seqeval_f1(documents: Iterable[Tagged]) -> float:
    """Micro F1 over all documents as seqeval has it: strict, IOB2; nan where there is no name at all.

    Raises:
        ImportError: seqeval is not installed.
    """
    from seqeval.metrics import f1_score
    from seqeval.scheme import IOB2

    found = list(documents)
    golds = [sentence for document in found for sentence in document.gold]
    predictions = [sentence for document in found for sentence in document.predicted]
    if all(tag == "O" for sentence in (*golds, *predictions) for tag in sentence):
        return math.nan
    return float(f1_score(golds, predictions, mode="strict", scheme=IOB2, zero_division=0))


def _typed(mentions: Iterable[Mention]) -> set[TypedSpan]:
    return {(mention.start, mention.end, mention.type) for mention in mentions}


def _tags(names: set[TypedSpan], first: set[TypedSpan], tokens: Tokens) -> tuple[list[list[str]], set[TypedSpan]]:
    """Tags by sentence, the names in `first` placed before the others, and those without a place."""
    begins = [begin for begin, _ in tokens.sentences]
    chunks: list[list[Chunk]] = [[] for _ in tokens.sentences]
    rest: set[TypedSpan] = set()
    for name in sorted(names, key=lambda name: (name not in first, name)):
        place = tokens.aligned(Span(name[0], name[1]))
        sentence = bisect_right(begins, place[0]) - 1 if place else -1
        if place is None or place[1] > tokens.sentences[sentence][1]:
            rest.add(name)
            continue
        chunk = Chunk(place[0] - begins[sentence], place[1] - begins[sentence], name[2])
        if any(chunk.first < other.end and other.first < chunk.end for other in chunks[sentence]):
            rest.add(name)
        else:
            chunks[sentence].append(chunk)
    tagged = [encode(own, end - begin) for own, (begin, end) in zip(chunks, tokens.sentences, strict=True)]
    return tagged, rest
