"""What a record answers where a corpus asks for one label for a given pair of mentions."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from onrecord.corpora.corpus import Pair
from onrecord.evaluation.labels import counterparts
from onrecord.evaluation.overlap import overlap
from onrecord.records import ACT_LABELS, FACT_LABELS, Mention, Record, Relation

#: Acts that speak for a positive, and for a negative, stance of the one who does them; and the corpus's own labels.
POSITIVE = frozenset({"support", "aid", "agree", "positive"})
NEGATIVE = frozenset({"accuse", "reject", "sanction", "coerce", "assault", "threaten", "criticise", "negative"})

_NEUTRAL = "0"


def pair_answer(pair: Pair, predicted: Record, scheme: str) -> str | None:
    """The label that the prediction gives a pair, of the likeliest relation between the two.

    Args:
        pair: The two mentions.
        predicted: The prediction; a relation joins the pair when it joins the entities of the predicted mentions that
            overlap most with the two. A label of the corpus's own scheme is taken as it stands.
        scheme: plover or directed_sentiment.

    Returns:
        None where no relation of the scheme joins them; for directed sentiment that is neutral.
    """
    first, second = entity_at(pair.first, predicted), entity_at(pair.second, predicted)
    label_of = _sentiment if scheme == "directed_sentiment" else _act(scheme)
    fallback = _NEUTRAL if scheme == "directed_sentiment" else None
    if first is None or second is None or first == second:
        return fallback
    answers = [
        (relation.score, label)
        for relation in predicted.relations
        if (label := label_of(relation, first, second)) is not None
    ]
    return max(answers, key=lambda answer: answer[0])[1] if answers else fallback


def entity_at(mention: Mention, predicted: Record) -> str | None:
    """The predicted entity whose mention overlaps most with a mention; None where none does."""
    best = max(_overlapping(mention, predicted), key=lambda found: found[0], default=None)
    return best[1] if best else None


def _overlapping(mention: Mention, predicted: Record) -> Iterator[tuple[float, str]]:
    for other in predicted.mentions:
        if other.entity is not None and other.span.overlaps(mention.span):
            yield overlap([other.span], [mention.span]), other.entity


def _act(scheme: str) -> Callable[[Relation, str, str], str | None]:
    theirs = {entry.ours: entry.theirs for entry in counterparts(scheme)}
    ours = {*FACT_LABELS, *ACT_LABELS}

    def label(relation: Relation, first: str, second: str) -> str | None:
        if (relation.head, relation.tail) != (first, second):
            return None
        return theirs.get(relation.label) if relation.label in ours else relation.label

    return label


def _sentiment(relation: Relation, first: str, second: str) -> str | None:
    if (relation.head, relation.tail) not in ((first, second), (second, first)):
        return None
    forward = relation.head == first
    if relation.label in POSITIVE:
        return "1" if forward else "2"
    if relation.label in NEGATIVE:
        return "3" if forward else "4"
    return None
