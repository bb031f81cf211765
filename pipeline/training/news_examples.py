"""Articles annotated by name to what the heads for speakers and for relations of `news` learn.

The annotations have names; the mentions and entities around them are those of a record that a pipeline made of the same
article, with its errors, as the heads will read them later. A name that no entity of it bears becomes one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from onrecord.corpora import GoldDocument, Tokens
from onrecord.evaluation.bearing import bears_end, comparable
from onrecord.models.entities import nearest_pairs
from onrecord.models.heads.relations import RelationTarget
from onrecord.models.heads.speakers import SpeakerTarget
from onrecord.models.speakers import tried
from onrecord.models.speech import Speech
from onrecord.records import ACT_LABELS, FACT_LABELS, Entity, Mention, MentionKind, Record, Span
from onrecord.stages.neural.ends import Ends, ends, speech_of
from onrecord.stages.neural.speaking import KINDS, Anchor, Asked, asked, content_anchor, source_anchor
from onrecord.training.config import RelationTask

#: Labels of `news`, in the order of the scores.
NEWS_LABELS = (*FACT_LABELS, *ACT_LABELS)
#: What is said of each.
FLAGS = ("negated", "past")
#: Most words of a mention that holds the words of a name and is still it.
_MOST_WORDS = 12


@dataclass(frozen=True, slots=True)
class SpeakerGold:
    """What the head for speakers has to say of a document."""

    asked: Asked
    """The questions and the mentions."""
    speakers: tuple[frozenset[str], ...]
    """Ids of the mentions that bear the speaker's name, for each question."""
    via: tuple[frozenset[str] | None, ...]
    """Likewise of who passed it on; None where nobody looked."""
    kinds: tuple[int, ...]
    """Kind of each speaker; -1 where it is not known."""

    @property
    def teaches(self) -> bool:
        """Whether there is anything to learn."""
        return bool(self.speakers) and bool(self.asked.given)

    def target(self) -> SpeakerTarget:
        """The tensors to learn from."""
        questions, mentions = self.asked.questions, self.asked.mentions
        candidates = tried(questions, mentions)
        ids = [own.id for own in self.asked.given]

        def right(wanted: Sequence[frozenset[str] | None]) -> Tensor:
            held = torch.tensor([[own in (names or ()) for own in ids] for names in wanted], dtype=torch.bool)
            hit = held.gather(1, candidates.places) & candidates.mask
            nobody = ~hit.any(1, keepdim=True) & torch.tensor([[names is not None] for names in wanted])
            return torch.cat([nobody, hit], dim=1)

        return SpeakerTarget(
            questions, mentions, candidates, right(self.speakers), right(self.via), torch.tensor(self.kinds)
        )


@dataclass(frozen=True, slots=True)
class NewsGold:
    """What the head for relations of `news` has to say of a document."""

    ends: Ends
    """The entities."""
    speech: Speech
    """Who says what."""
    relations: tuple[tuple[int, int, int, bool, bool], ...]
    """Head, label, tail, negated and past of each."""
    most_pairs: int
    """Most pairs that are learnt from."""
    places: int
    """Most places of a pair."""

    @property
    def teaches(self) -> bool:
        """Whether there is a pair to learn from."""
        return len(nearest_pairs(self.ends.words.tensors, self.most_pairs)) > 0

    def target(self) -> RelationTarget:
        """The tensors to learn from."""
        entities = self.ends.words.tensors
        pairs = nearest_pairs(entities, self.most_pairs, self.places)
        place = {pair: number for number, pair in enumerate(zip(pairs.head.tolist(), pairs.tail.tolist(), strict=True))}
        labels = torch.zeros(len(pairs), len(NEWS_LABELS), dtype=torch.bool)
        flags = torch.zeros(len(pairs), len(NEWS_LABELS), len(FLAGS), dtype=torch.bool)
        for head, label, tail, negated, past in self.relations:
            if (head, tail) in place:
                labels[place[head, tail], label] = True
                flags[place[head, tail], label] |= torch.tensor([negated, past])
        return RelationTarget(entities, pairs, labels, flags, self.speech)


def speaker_gold(document: GoldDocument, tokens: Tokens, silver: Record, name: str, lost: Counter[str]) -> SpeakerGold:
    """The speakers of a document for the head.

    Args:
        document: The gold, with speakers of its quotes or of sources that are given.
        tokens: Its words.
        silver: A pipeline's record of the same text.
        name: Name of the head.
        lost: Gold that cannot be learnt is counted here, by head and why.
    """
    record = document.record
    entities = {own.id: own for own in record.entities}
    spans = _spans(record)
    rows: dict[tuple[int, int], tuple[Anchor, list[str], str | None, bool, str | None]] = {}
    for source in document.sources:
        first, end = tokens.covering(source.span)
        if first < end and not source.unsure:
            rows[first, end] = (
                source_anchor(tokens, first, end),
                [one.entity for one in source.speakers],
                None,
                False,
                source.kind,
            )
    for quote in record.quotes:
        if quote.speaker is None:
            continue
        first, end = tokens.covering(quote.source or quote.content[0])
        if first < end:
            anchor = source_anchor(tokens, first, end) if quote.source else content_anchor(first, end)
            rows.setdefault((anchor.first, anchor.end), (anchor, [quote.speaker], quote.via, True, quote.source_type))
    ordered = [rows[key] for key in sorted(rows)]
    read = asked(record.text, tokens, silver.mentions, [row[0] for row in ordered])
    bearers: dict[str, frozenset[str]] = {}
    for entity in {own for row in ordered for own in (*row[1], row[2]) if own}:
        bearers[entity] = _bearers(entities[entity], spans.get(entity, []), silver, read.given)
    none = frozenset[str]()
    speakers = tuple(none.union(*(bearers[own] for own in row[1])) for row in ordered)
    lost[f"{name}: speaker whose name no mention bears"] += sum(
        bool(row[1]) and not own for row, own in zip(ordered, speakers, strict=True)
    )
    via = tuple((bearers[row[2]] if row[2] else none) if row[3] else None for row in ordered)
    kinds = tuple(KINDS.index(row[4]) if row[4] in KINDS else -1 for row in ordered)
    return SpeakerGold(read, speakers, via, kinds)


def news_gold(
    document: GoldDocument, tokens: Tokens, silver: Record, task: RelationTask, name: str, lost: Counter[str]
) -> NewsGold:
    """The relations of a document for the head of `news`.

    Args:
        document: The gold.
        tokens: Its words.
        silver: A pipeline's record of the same text.
        task: The head's settings.
        name: Name of the head.
        lost: Gold that cannot be learnt is counted here, by head and why.
    """
    record = document.record
    matched, joined = _matched(record, silver)
    found = ends(tokens, joined.mentions, joined.entities)
    rows = []
    for relation in record.relations:
        head, tail = (found.of.get(matched.get(end, "")) for end in (relation.head, relation.tail))
        if head is None or tail is None:
            lost[f"{name}: relation whose end is no entity"] += 1
        elif head == tail:
            lost[f"{name}: relation whose ends are one entity"] += 1
        else:
            rows.append((head, NEWS_LABELS.index(relation.label), tail, relation.negated, relation.past))
    quotes = silver.quotes
    if record.quotes:
        quotes = tuple(replace(own, speaker=matched.get(own.speaker or "")) for own in record.quotes)
    return NewsGold(found, speech_of(tokens, quotes, found), tuple(rows), task.most_pairs, task.places)


def _spans(record: Record) -> dict[str, list[Span]]:
    found: dict[str, list[Span]] = {}
    for mention in record.mentions:
        if mention.entity is not None:
            found.setdefault(mention.entity, []).append(mention.span)
    return found


def _bearers(entity: Entity, spans: Sequence[Span], silver: Record, given: Sequence[Mention]) -> frozenset[str]:
    """Ids of the mentions that are, or hold, the words of a name, or bear it, and of those of the same entity."""
    name = comparable(entity.name)
    own = {mention.id for mention in given if _is_it(mention, spans, name)}
    owners = Counter(mention.entity for mention in given if mention.id in own and mention.entity)
    names = {one.id: one.name for one in silver.entities}
    same = {one for one in owners if bears_end((comparable(names.get(one, "")),), name)}
    return frozenset(own | {mention.id for mention in given if mention.entity in same})


def _is_it(mention: Mention, spans: Sequence[Span], name: str) -> bool:
    if len(mention.text.split()) > _MOST_WORDS:
        return False
    if mention.kind == "name":
        return bears_end((comparable(mention.text),), name)
    return any(mention.span.contains(span) or span.contains(mention.span) for span in spans)


def _matched(record: Record, silver: Record) -> tuple[Mapping[str, str], Record]:
    """The entity of a pipeline's record that each gold entity is; the record with those that it has not."""
    spans = _spans(record)
    owners: dict[Span, str] = {own.span: own.entity for own in silver.mentions if own.entity}
    forms: dict[str, list[str]] = {}
    for mention in silver.mentions:
        if mention.entity and mention.kind != "pronoun":
            forms.setdefault(mention.entity, []).append(comparable(mention.text))
    by_end: dict[int, list[Mention]] = {}
    for mention in silver.mentions:
        if mention.kind != "pronoun":
            by_end.setdefault(mention.end, []).append(mention)
    found: dict[str, str] = {}
    mentions, entities = list(silver.mentions), list(silver.entities)
    for entity in record.entities:
        own = spans.get(entity.id, [])
        votes = Counter(owners[span] for span in own if span in owners)
        if not votes:
            name = comparable(entity.name)
            votes = Counter(one for one, held in forms.items() for form in held if form == name)
        if not votes:
            # The same phrase with another beginning: "the Russian officials" for "Russian officials".
            votes = Counter(
                other.entity
                for span in own
                for other in by_end.get(span.end, ())
                if other.entity and _near(other, span)
            )
        if votes:
            found[entity.id] = votes.most_common(1)[0][0]
        elif own:
            new = f"gold {entity.id}"
            found[entity.id] = new
            kind: MentionKind = "name" if any(letter.isupper() for letter in entity.name) else "nominal"
            added = [
                Mention(f"{new} {place}", span.start, span.end, span.of(record.text), kind, entity.type, new)
                for place, span in enumerate(own)
            ]
            mentions += added
            entities.append(Entity(new, entity.name, entity.type, tuple(one.id for one in added)))
    return found, replace(silver, mentions=tuple(mentions), entities=tuple(entities))


def _near(mention: Mention, span: Span) -> bool:
    return abs(mention.start - span.start) <= max(len("the "), (span.end - span.start) // 2)
