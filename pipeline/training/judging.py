"""What a head finds in a document, judged against the gold by the metrics of `onrecord.evaluation`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from onrecord.evaluation import coreference, gap, names, quotes, relations
from onrecord.evaluation.counts import Key, Tally
from onrecord.evaluation.overlap import mention_sets
from onrecord.evaluation.tokens import tokens_of
from onrecord.models.heads.coreference import Links
from onrecord.models.heads.relations import RelationsFound
from onrecord.models.outputs import Chunk
from onrecord.records import Mention, Quote, Relation, Span
from onrecord.stages.encoding import Encoding
from onrecord.stages.neural.attributing import completed
from onrecord.stages.neural.linking import Attribution, Layout, Part, link, part_of
from onrecord.stages.neural.signatures import fitting
from onrecord.training.config import MentionTask, NameTask, RelationTask, Task
from onrecord.training.examples import Example, labelled

#: The metrics of each task that are looked at; those that a corpus has nothing for are left out.
METRICS: Mapping[str, tuple[Key, ...]] = {
    "names": (Key("names", names.EXACT),),
    "mentions": (Key("names", names.EXACT),),
    "quotes": tuple(Key("quotes", name) for name in (*(f"{role} exact" for role in quotes.ROLES), quotes.PAIR_EXACT)),
    "relations": (Key(relations.TASK, relations.HARD),),
    "coreference": (
        *(Key(coreference.TASK, name) for name in (coreference.MUC, coreference.B_CUBED, coreference.LEA)),
        Key(gap.TASK, gap.F1),
    ),
}


def is_judged(task: Task) -> bool:
    """Whether a head is evaluated while it trains.

    Speakers, and relations by name, are judged by what a whole pipeline finds (`onrecord evaluate`); references have
    no gold.
    """
    return task.task in METRICS and not (isinstance(task, RelationTask) and task.scheme == "news")


@dataclass(frozen=True, slots=True)
class Judged:
    """What a head found in one document."""

    tally: Tally
    """Counts by metric."""
    scores: list[float]
    """Score of each prediction, uncalibrated."""
    right: list[bool]
    """Whether each is right."""


def judged_spans(example: Example, task: NameTask | MentionTask, found: Sequence[Chunk]) -> Judged:
    """Names by exact span and type, mentions of a layer by exact span and kind."""
    text, words = example.document.record.text, example.words.tokens

    def mention(span: Span, label: str) -> Mention:
        return Mention("", span.start, span.end, span.of(text), "name", label)

    known = set(labelled(example.document, task))
    gold = [mention(span, label) for span, label in labelled(example.document, task)]
    predicted = [mention(words.span(chunk.first, chunk.end), chunk.label) for chunk in found]
    right = [(one.span, one.type) in known for one in predicted]
    return Judged(names.count(gold, predicted), [chunk.score for chunk in found], right)


def judged_quotes(example: Example, found: Sequence[Chunk], encoding: Encoding | None) -> Judged:
    """Quotes by parts and pairs, linked as the pipeline links them.

    Args:
        example: The document.
        found: Its parts.
        encoding: For the head that a pipeline runs, which asks it again where a quote has no source.
    """
    record = example.document.record
    linked = link([part_of(chunk) for chunk in found], Layout.of(example.words))
    if encoding is not None:
        linked = completed(encoding, linked, range(len(example.text.words)))
    predicted = [_quote(example, one) for one in linked]
    known = {(quote.source, quote.content) for quote in record.quotes}
    tally = quotes.count(record.quotes, predicted, example.document.tokens or tokens_of(record.text))
    right = [(quote.source, quote.content) in known for quote in predicted]
    return Judged(tally, [one.score for one in linked], right)


def judged_relations(example: Example, head: str, scheme: str, found: RelationsFound) -> Judged:
    """Relations between the gold entities, those between types that a pipeline keeps.

    Those that pass the head's threshold count, all are calibrated on.
    """
    record, ids = example.document.record, example.relations[head].entities.ids
    types = {entity.id: entity.type for entity in record.entities}
    kept = fitting(found.relations, [types[own] for own in ids], scheme)
    predicted = [Relation(ids[one.head], one.label, ids[one.tail], score=one.score) for one in kept]
    known = {(relation.head, relation.label, relation.tail) for relation in record.relations}
    passed = replace(record, relations=tuple(relation for relation in predicted if relation.score >= 0.5))
    return Judged(
        relations.count(record, passed, frozenset()),
        [relation.score for relation in predicted],
        [(relation.head, relation.label, relation.tail) in known for relation in predicted],
    )


def judged_coreference(example: Example, head: str, found: Links) -> Judged:
    """Links between the gold mentions: on GAP its own pairs, else clusters of more than one mention."""
    record, pairs = example.document.record, example.document.pairs
    mentions = example.coreference[head].mentions.mentions
    entity = {own.id: str(number) for own, number in zip(mentions, found.entities, strict=True)}
    predicted = replace(record, mentions=tuple(replace(own, entity=entity.get(own.id)) for own in record.mentions))
    if pairs:
        return Judged(gap.count(pairs, predicted), [], [])
    gold, answer = (coreference.partition(mention_sets(own).values(), singletons=False) for own in (record, predicted))
    return Judged(coreference.count(gold, answer), [], [])


def _quote(example: Example, one: Attribution) -> Quote:
    def span(part: Part) -> Span:
        return example.words.tokens.span(part.first, part.end)

    # The figures here are of all types together, so that any type will do.
    return Quote(
        id="",
        type="indirect",
        content=tuple(span(part) for part in one.contents),
        cue=span(one.cue) if one.cue else None,
        source=span(one.source) if one.source else None,
    )
