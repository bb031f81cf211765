"""What a record answers where a corpus asks for one label for a given pair of mentions."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.corpora.corpus import Pair
from onrecord.evaluation.overlap import overlap
from onrecord.evaluation.relation_labels import counterparts
from onrecord.records import ACT_LABELS, FACT_LABELS, Mention, Record, Relation

#: Acts that speak for a positive, and for a negative, stance of the one who does them; and the corpus's own labels.
POSITIVE = frozenset({"support", "aid", "agree", "positive"})
NEGATIVE = frozenset({"accuse", "reject", "sanction", "coerce", "assault", "threaten", "criticise", "negative"})

#: Acts whose denial PLOVER codes as a refusal.
_FAVOURS = frozenset({"agree", "aid", "consult", "support", "yield"})
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
    label_of = _stance if scheme == "directed_sentiment" else _act
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


def plover_code(relation: Relation) -> str | None:
    """The root code of an act, REJECT for a favour that is refused; None for a fact.

    Every pair of PLOVER has a code, so that the denial of any other act still answers with the code of the act.
    """
    if relation.negated and relation.label in _FAVOURS:
        return "REJECT"
    if relation.label in (*FACT_LABELS, *ACT_LABELS):
        return next((entry.theirs for entry in counterparts("plover") if entry.ours == relation.label), None)
    return relation.label


def sentiment(relation: Relation) -> int:
    """The sentiment of head towards tail: 1, -1, or 0 where the label has none; turned round where it is negated."""
    value = (relation.label in POSITIVE) - (relation.label in NEGATIVE)
    return -value if relation.negated else value


def _act(relation: Relation, first: str, second: str) -> str | None:
    return plover_code(relation) if (relation.head, relation.tail) == (first, second) else None


def _stance(relation: Relation, first: str, second: str) -> str | None:
    if (relation.head, relation.tail) not in ((first, second), (second, first)):
        return None
    forward = relation.head == first
    value = sentiment(relation)
    if value == 0:
        return None
    return ("1" if forward else "2") if value > 0 else ("3" if forward else "4")
