"""Mentions and entities of a record from what a corpus marks, with ids in text order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from onrecord.records import Entity, Mention, MentionKind, Span


@dataclass(frozen=True, slots=True)
class Draft:
    """A mention as a corpus marks it, before ids are given."""

    span: Span
    """Where it stands."""
    kind: MentionKind
    """Name, nominal or pronoun."""
    type: str
    """The corpus's own type."""
    cluster: str | None = None
    """The corpus's own key of what it refers to; None where the corpus does not say."""


@dataclass(frozen=True, slots=True)
class ClusterFacts:
    """What a corpus says of a cluster beyond its mentions."""

    name: str
    """Its canonical name, empty where the corpus gives none."""
    type: str
    """Its type."""


@dataclass(frozen=True, slots=True)
class Assembled:
    """Mentions and entities, and the way back to the corpus's own keys."""

    mentions: tuple[Mention, ...]
    """In text order, the longer first where two start together; ids m1, m2, …"""
    entities: tuple[Entity, ...]
    """In order of first mention, those without one last; ids e1, e2, …"""
    order: tuple[int, ...]
    """The i-th mention is the draft `order[i]`."""
    entity_ids: Mapping[str, str]
    """The id of each cluster's entity."""


def assemble(text: str, drafts: Sequence[Draft], clusters: Mapping[str, ClusterFacts] | None = None) -> Assembled:
    """Give ids to mentions and their clusters.

    Args:
        text: The document's text.
        drafts: The mentions, in any order.
        clusters: What the corpus says of its clusters; those without a mention become entities without one. A cluster
            that is not in it is named by its longest name, else its longest mention, and typed as most of its mentions.
    """
    facts = clusters or {}
    order = sorted(range(len(drafts)), key=lambda i: (drafts[i].span.start, -drafts[i].span.end))
    members: dict[str, list[int]] = {}
    for place, index in enumerate(order):
        cluster = drafts[index].cluster
        if cluster is not None:
            members.setdefault(cluster, []).append(place)
    for key in facts:
        members.setdefault(key, [])
    entity_ids = {key: f"e{number}" for number, key in enumerate(members, 1)}
    mentions = tuple(_mention(f"m{place}", text, drafts[index], entity_ids) for place, index in enumerate(order, 1))
    entities = tuple(
        _entity(entity_ids[key], [mentions[place] for place in places], facts.get(key))
        for key, places in members.items()
    )
    return Assembled(mentions, entities, tuple(order), entity_ids)


def _mention(id: str, text: str, draft: Draft, entity_ids: Mapping[str, str]) -> Mention:
    start, end = draft.span.start, draft.span.end
    entity = entity_ids[draft.cluster] if draft.cluster is not None else None
    return Mention(id, start, end, text[start:end], draft.kind, draft.type, entity)


def _entity(id: str, mentions: Sequence[Mention], facts: ClusterFacts | None) -> Entity:
    named = [mention.text for mention in mentions if mention.kind == "name"] or [mention.text for mention in mentions]
    longest = max(named, key=len, default="")
    kind = facts.type if facts else Counter(mention.type for mention in mentions).most_common(1)[0][0]
    return Entity(id, (facts.name if facts else "") or longest, kind, tuple(mention.id for mention in mentions))
