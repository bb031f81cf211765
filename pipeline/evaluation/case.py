"""A case: the gold and the prediction for one document, made comparable."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from onrecord.corpora.corpus import Gold, GoldDocument, GoldLayer, Pair, QuotePart, Tokens
from onrecord.errors import ArticleError
from onrecord.evaluation.labels import with_classes
from onrecord.evaluation.relation_labels import affirmed, counterparts, in_our_labels
from onrecord.evaluation.tokens import tokens_of
from onrecord.records import Mention, Record


@dataclass(frozen=True, slots=True)
class Case:
    """One document to score."""

    gold: Record
    """The gold, its types as classes (`labels`), with mentions of the kinds that the corpus annotates."""
    predicted: Record
    """The prediction, its types as classes, with mentions of the kinds that the corpus annotates."""
    raw: Record
    """The prediction with types and mentions as they came."""
    tokens: Tokens
    """The corpus's own tokens, else those of `tokens_of`."""
    has_tokens: bool
    """Whether the tokens are the corpus's own."""
    pairs: tuple[Pair, ...]
    """The pairs that the corpus asks for."""
    parts: tuple[QuotePart, ...]
    """The parts of quotes as the corpus marks them."""
    document: GoldDocument
    """The gold as it came."""
    prediction: Record
    """The prediction as it came, with all of its relations."""
    annotates: frozenset[GoldLayer]
    """What was annotated in this document."""
    by_name: bool
    """Whether the gold knows speakers and ends of relations by name."""


def case_of(document: GoldDocument, gold: Gold, predicted: Record) -> Case:
    """Make gold and prediction comparable.

    - Types become the classes of the corpus's scheme, on both sides.
    - Where the corpus marks names alone, nominals and pronouns are left out, on both sides.
    - A relation one of whose entities has no mention, or none of a type that is scored, is left out, on both sides.
      DWIE has gold relations of such entities; published results leave them out, for no reader of the text could
      find them.

    Args:
        document: The gold document.
        gold: What the corpus annotates.
        predicted: The prediction for the same text.

    Raises:
        ArticleError: The texts differ.
    """
    _check_text(document.record, predicted)
    is_kept: Callable[[Mention], bool] = _is_name if _marks_names_alone(gold) else _is_any
    said = _mentioned(predicted, gold.scheme)
    return Case(
        gold=_with_mentions(with_classes(_mentioned(document.record, gold.scheme), gold.scheme), is_kept),
        predicted=_with_mentions(with_classes(said, gold.scheme), is_kept),
        raw=said,
        tokens=document.tokens or tokens_of(document.record.text),
        has_tokens=document.tokens is not None,
        pairs=document.pairs,
        parts=document.parts,
        document=document,
        prediction=predicted,
        annotates=gold.annotates if document.annotates is None else document.annotates,
        by_name=gold.by_name,
    )


def stated_relations(case: Case, scheme: str) -> tuple[Record, Record]:
    """Gold and prediction with relations in one set of labels: ours, where the corpus has others."""
    if not counterparts(scheme):
        return case.gold, case.predicted
    ours = in_our_labels(affirmed(case.raw), scheme)
    return in_our_labels(case.gold, scheme), replace(case.predicted, relations=ours.relations)


def _mentioned(record: Record, scheme: str) -> Record:
    """The record without relations of entities that have no mention of a type that is scored."""
    mentioned = {mention.entity for mention in with_classes(record, scheme).mentions}
    relations = tuple(
        relation for relation in record.relations if relation.head in mentioned and relation.tail in mentioned
    )
    return replace(record, relations=relations)


def _marks_names_alone(gold: Gold) -> bool:
    return "names" in gold.annotates and "mentions" not in gold.annotates


def _is_name(mention: Mention) -> bool:
    return mention.kind == "name"


def _is_any(_: Mention) -> bool:
    return True


def _with_mentions(record: Record, is_kept: Callable[[Mention], bool]) -> Record:
    mentions = tuple(mention for mention in record.mentions if is_kept(mention))
    kept = {mention.id for mention in mentions}
    entities = tuple(
        replace(entity, mentions=tuple(mention for mention in entity.mentions if mention in kept))
        for entity in record.entities
    )
    return replace(record, mentions=mentions, entities=entities)


def _check_text(gold: Record, predicted: Record) -> None:
    if gold.text == predicted.text:
        return
    pairs = zip(gold.text, predicted.text, strict=False)
    place = next(
        (at for at, (one, other) in enumerate(pairs) if one != other), min(len(gold.text), len(predicted.text))
    )
    raise ArticleError(
        gold.id, "text", "the prediction is for another text than the gold; predict on the gold's own text", place
    )
