"""How much two spans, quotes or entities share, and which goes with which."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence, Set
from dataclasses import dataclass

from onrecord.records import Mention, Quote, Record, Span

#: Least character overlap (`overlap`) with which a predicted mention stands for a gold one.
SAME_MENTION = 0.5


@dataclass(frozen=True, slots=True)
class Match:
    """A gold thing and the predicted thing that goes with it, by their places in their lists."""

    gold: int
    predicted: int
    overlap: float
    """0 to 1."""


def overlap(first: Iterable[Span], second: Iterable[Span]) -> float:
    """Characters that stand in both, as a share of the characters that stand in either (Jaccard); 0 to 1."""
    one, other = sorted(first), sorted(second)
    shared = sum(max(0, min(left.end, right.end) - max(left.start, right.start)) for left in one for right in other)
    total = sum(span.end - span.start for span in one) + sum(span.end - span.start for span in other) - shared
    return shared / total if total else 0.0


def jaccard(first: Set[int], second: Set[int]) -> float:
    """Shared elements as a share of all; two empty sets are equal, so 1."""
    total = len(first | second)
    return len(first & second) / total if total else 1.0


def one_to_one(candidates: Iterable[Match]) -> list[Match]:
    """The candidates that are left when the best is taken first and each side is used once.

    Equal overlaps are taken in gold order, then in predicted order, so that the outcome is the same in every run.
    """
    taken: list[Match] = []
    golds: set[int] = set()
    predictions: set[int] = set()
    for match in sorted(candidates, key=lambda match: (-match.overlap, match.gold, match.predicted)):
        if match.gold not in golds and match.predicted not in predictions:
            taken.append(match)
            golds.add(match.gold)
            predictions.add(match.predicted)
    return taken


def match_quotes(gold: Sequence[Quote], predicted: Sequence[Quote]) -> list[Match]:
    """Gold and predicted quotes whose contents share characters, one to one."""
    return one_to_one(
        Match(first, second, share)
        for first, one in enumerate(gold)
        for second, other in enumerate(predicted)
        if (share := overlap(one.content, other.content)) > 0
    )


def match_mentions(gold: Sequence[Mention], predicted: Sequence[Mention]) -> list[Match]:
    """Gold and predicted mentions that overlap by `SAME_MENTION` or more, one to one."""
    candidates = []
    starts = sorted(range(len(predicted)), key=lambda place: predicted[place].start)
    low = 0
    longest = max((mention.end - mention.start for mention in predicted), default=0)
    for first in sorted(range(len(gold)), key=lambda place: gold[place].start):
        one = gold[first]
        while low < len(starts) and predicted[starts[low]].start + longest <= one.start:
            low += 1
        for second in starts[low:]:
            if predicted[second].start >= one.end:
                break
            share = overlap([one.span], [predicted[second].span])
            if share >= SAME_MENTION:
                candidates.append(Match(first, second, share))
    return one_to_one(candidates)


def match_entities(gold: Record, predicted: Record) -> dict[str, str]:
    """Which predicted entity is which gold entity: predicted id to gold id, one to one.

    Mentions are matched first (`match_mentions`); two entities are then as alike as the share of their mentions that
    are matched with each other (Dice), and the most alike are taken first.
    """
    golds = [mention for mention in gold.mentions if mention.entity is not None]
    predictions = [mention for mention in predicted.mentions if mention.entity is not None]
    sizes = Counter(mention.entity for mention in golds)
    predicted_sizes = Counter(mention.entity for mention in predictions)
    shared = Counter(
        (golds[match.gold].entity, predictions[match.predicted].entity) for match in match_mentions(golds, predictions)
    )
    gold_places = _places(mention.entity for mention in golds)
    predicted_places = _places(mention.entity for mention in predictions)
    matches = one_to_one(
        Match(gold_places[one], predicted_places[other], 2 * count / (sizes[one] + predicted_sizes[other]))
        for (one, other), count in shared.items()
    )
    gold_ids, predicted_ids = list(gold_places), list(predicted_places)
    return {str(predicted_ids[match.predicted]): str(gold_ids[match.gold]) for match in matches}


def same_entities(gold: Record, predicted: Record) -> dict[str, str]:
    """Which predicted entity has exactly the mentions of a gold entity: predicted id to gold id, one to one.

    Entities that share all their mentions (DocRED has such) are taken in order.
    """
    by_mentions: dict[frozenset[Span], list[str]] = {}
    for entity, spans in reversed(mention_sets(gold).items()):
        by_mentions.setdefault(spans, []).append(entity)
    return {
        entity: by_mentions[spans].pop() for entity, spans in mention_sets(predicted).items() if by_mentions.get(spans)
    }


def mention_sets(record: Record) -> dict[str, frozenset[Span]]:
    """The spans of each entity's mentions, by id; an entity without mentions is left out."""
    spans: dict[str, set[Span]] = {}
    for mention in record.mentions:
        if mention.entity is not None:
            spans.setdefault(mention.entity, set()).add(mention.span)
    return {entity: frozenset(found) for entity, found in spans.items()}


def _places(values: Iterable[Hashable]) -> dict[Hashable, int]:
    places: dict[Hashable, int] = {}
    for value in values:
        places.setdefault(value, len(places))
    return places
