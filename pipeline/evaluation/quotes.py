"""Quotes: their parts, the parts together, and who speaks.

By role (source, cue, content), as in Pareti 2015 (https://era.ed.ac.uk/handle/1842/14170), the PolNeAR paper (Newell
et al. 2018, https://aclanthology.org/L18-1524/) and CofeNet (Wang et al. 2022, https://aclanthology.org/2022.coling-1.212/):

- *exact*: right when the gold holds a part of that role with exactly the same spans. A content of several spans is
  one part: it is right when the whole set of its spans is. Parts are sets: the same source span of two quotes
  counts once.
- *content spans exact*: likewise, but each unbroken span of a content counts by itself, so that what belongs together
  hardly matters; near to how a tagger of these roles is scored.
- *start*: right when the gold holds a part of that role that begins with the same token.
- *tokens*: Jaccard, over the whole corpus: tokens that stand in the role in both, as a share of those in either.

Attributions:

- *pair exact*: source and content of one quote both equal those of one gold quote; no source is equal to no source.
- *pair ≥ 0.8*: likewise, with a token Jaccard of at least 0.8 for both.
- *attribution accuracy*: of the gold quotes whose content was found (overlap ≥ 0.8), those whose source is exactly
  right. With the gold contents given these are all gold quotes.
- *content ≥ 0.3*, *content ≥ 0.8*: quotes whose content is found by characters, by the two thresholds of the Gender Gap
  Tracker (Asr et al. 2021, https://doi.org/10.1371/journal.pone.0245533). Overlap is the share of characters in
  both among those in either; quotes are matched one to one, the greatest overlap first.

Figures by direct, indirect and mixed: a gold quote has its own type; a predicted quote has the type of the gold quote
that it matches, and its own where it matches none. So a hit always falls into one group.

Where entities are annotated too (entities of gold and prediction matched by `match_entities`):

- *speaker accuracy*: of the gold quotes found (overlap ≥ 0.3), those whose speaker is the right entity; no
  speaker is right where the gold has none.
- *speaker found*: the same share among all gold quotes.
- *via*: F1 over (quote, who passed it on).
- *type accuracy*, *source type accuracy*: of the gold quotes found (overlap ≥ 0.3).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from typing import TypeAlias

from onrecord.corpora.corpus import QuoteRole, Tokens
from onrecord.evaluation.counts import ALL, Count, Key, Tally
from onrecord.evaluation.overlap import Match, jaccard, match_quotes
from onrecord.records import Quote, Span

TASK = "quotes"
ROLES: tuple[QuoteRole, ...] = ("content", "source", "cue")
TYPES: tuple[str, ...] = ("direct", "indirect", "mixed")
CONTENT_SPANS = "content spans exact"
PAIR_EXACT = "pair exact"
PAIR_SOFT = "pair ≥ 0.8"
EASY = 0.3
HARD = 0.8
CONTENT_EASY = "content ≥ 0.3"
CONTENT_HARD = "content ≥ 0.8"
ATTRIBUTION = "attribution accuracy"
SPEAKER = "speaker accuracy"
SPEAKER_FOUND = "speaker found"
VIA = "via"
TYPE = "type accuracy"
SOURCE_TYPE = "source type accuracy"
#: Metrics that are one share; the others have a precision and a recall.
SHARES = frozenset({ATTRIBUTION, SPEAKER, SPEAKER_FOUND, TYPE, SOURCE_TYPE, *(f"{role} tokens" for role in ROLES)})

Part: TypeAlias = tuple[Span, ...]


def part(quote: Quote, role: QuoteRole) -> Part:
    """The spans of a role in a quote, empty where it has none."""
    if role == "content":
        return tuple(sorted(quote.content))
    span = quote.source if role == "source" else quote.cue
    return (span,) if span else ()


def count(gold: Sequence[Quote], predicted: Sequence[Quote], tokens: Tokens) -> Tally:
    """Counts of one article: parts by role, pairs, content by overlap, attribution; for all and by type."""
    matches = match_quotes(gold, predicted)
    types = _types(gold, predicted, matches)
    tally = Tally()
    for group in (ALL, *TYPES):
        golds = [quote for quote in gold if group in (ALL, quote.type)]
        predictions = [quote for quote, own in zip(predicted, types, strict=True) if group in (ALL, own)]
        for role in ROLES:
            _count_parts(
                tally,
                role,
                group,
                {found for quote in golds if (found := part(quote, role))},
                {found for quote in predictions if (found := part(quote, role))},
                tokens,
            )
        tally.add(
            Key(TASK, CONTENT_SPANS, group),
            Count.of_sets(
                {span for quote in golds for span in quote.content},
                {span for quote in predictions for span in quote.content},
            ),
        )
        tally.add(
            Key(TASK, PAIR_EXACT, group),
            Count.of_sets(
                {(part(quote, "source"), part(quote, "content")) for quote in golds},
                {(part(quote, "source"), part(quote, "content")) for quote in predictions},
            ),
        )
        matched = [match for match in matches if group in (ALL, gold[match.gold].type)]
        _count_matches(tally, group, matched, gold, predicted, (len(golds), len(predictions)), tokens)
    return tally


def count_parts(gold: Mapping[QuoteRole, Set[Part]], predicted: Mapping[QuoteRole, Set[Part]], tokens: Tokens) -> Tally:
    """Counts of one document by role, where the corpus has parts without quotes (CofeNet's instances)."""
    tally = Tally()
    for role in ROLES:
        _count_parts(tally, role, ALL, gold[role], predicted[role], tokens)
    return tally


def count_speakers(gold: Sequence[Quote], predicted: Sequence[Quote], entities: Mapping[str, str]) -> Tally:
    """Counts of one article for who speaks.

    Args:
        gold: Quotes of the gold.
        predicted: Quotes of the prediction.
        entities: Gold entity by predicted entity.
    """
    matches = match_quotes(gold, predicted)
    types = _types(gold, predicted, matches)
    quoted = {match.predicted: match.gold for match in matches if match.overlap >= EASY}
    tally = Tally()
    for group in (ALL, *TYPES):
        found = [(gold[one], predicted[other]) for other, one in quoted.items() if group in (ALL, gold[one].type)]
        total = sum(group in (ALL, quote.type) for quote in gold)
        right = sum(is_speaker(one, other, entities) for one, other in found)
        tally.add(Key(TASK, SPEAKER, group), Count.of_share(right, len(found)))
        tally.add(Key(TASK, SPEAKER_FOUND, group), Count.of_share(right, total))
        tally.add(Key(TASK, TYPE, group), Count.of_share(sum(a.type == b.type for a, b in found), len(found)))
        same = sum(one.source_type == other.source_type for one, other in found)
        tally.add(Key(TASK, SOURCE_TYPE, group), Count.of_share(same, len(found)))
        vias = {(place, quote.via) for place, quote in enumerate(gold) if quote.via and group in (ALL, quote.type)}
        predicted_vias = {
            (quoted.get(place, -1 - place), entities.get(quote.via, f"unmatched {quote.via}"))
            for place, quote in enumerate(predicted)
            if quote.via and group in (ALL, types[place])
        }
        tally.add(Key(TASK, VIA, group), Count.of_sets(vias, predicted_vias))
    return tally


def _types(gold: Sequence[Quote], predicted: Sequence[Quote], matches: Sequence[Match]) -> list[str]:
    """The type under which each predicted quote is counted."""
    types: list[str] = [quote.type for quote in predicted]
    for match in matches:
        types[match.predicted] = gold[match.gold].type
    return types


def _count_parts(
    tally: Tally, role: QuoteRole, group: str, gold: Set[Part], predicted: Set[Part], tokens: Tokens
) -> None:
    tally.add(Key(TASK, f"{role} exact", group), Count.of_sets(gold, predicted))
    firsts = {tokens.covering(spans[0])[0] for spans in gold}
    predicted_firsts = {tokens.covering(spans[0])[0] for spans in predicted}
    tally.add(Key(TASK, f"{role} start", group), Count.of_sets(firsts, predicted_firsts))
    covered = {token for spans in gold for token in _covered(spans, tokens)}
    predicted_covered = {token for spans in predicted for token in _covered(spans, tokens)}
    shared, total = len(covered & predicted_covered), len(covered | predicted_covered)
    tally.add(Key(TASK, f"{role} tokens", group), Count.of_share(shared, total))


def _count_matches(
    tally: Tally,
    group: str,
    matches: Sequence[Match],
    gold: Sequence[Quote],
    predicted: Sequence[Quote],
    sizes: tuple[int, int],
    tokens: Tokens,
) -> None:
    """Counts that rest on which predicted quote goes with which gold quote; `sizes` are their numbers in the group."""

    def hits(condition: Callable[[Match], bool]) -> Count:
        right = sum(condition(match) for match in matches)
        return Count(right, sizes[1], right, sizes[0])

    def similar(match: Match, role: QuoteRole) -> bool:
        one, other = part(gold[match.gold], role), part(predicted[match.predicted], role)
        return jaccard(_covered(one, tokens), _covered(other, tokens)) >= HARD

    tally.add(Key(TASK, PAIR_SOFT, group), hits(lambda match: similar(match, "content") and similar(match, "source")))
    tally.add(Key(TASK, CONTENT_EASY, group), hits(lambda match: match.overlap >= EASY))
    tally.add(Key(TASK, CONTENT_HARD, group), hits(lambda match: match.overlap >= HARD))
    found = [match for match in matches if match.overlap >= HARD]
    right = sum(gold[match.gold].source == predicted[match.predicted].source for match in found)
    tally.add(Key(TASK, ATTRIBUTION, group), Count.of_share(right, len(found)))


def _covered(spans: Part, tokens: Tokens) -> set[int]:
    return {token for span in spans for token in range(*tokens.covering(span))}


def is_speaker(gold: Quote, predicted: Quote, entities: Mapping[str, str]) -> bool:
    """Whether a predicted quote has the speaker of the gold quote; no speaker is right where the gold has none.

    Args:
        gold: The gold quote.
        predicted: The predicted quote.
        entities: Gold entity by predicted entity.
    """
    if gold.speaker is None or predicted.speaker is None:
        return gold.speaker is predicted.speaker
    return entities.get(predicted.speaker) == gold.speaker
