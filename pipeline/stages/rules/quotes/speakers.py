"""From the words of a source to the entity that speaks, the kind of source, and the reason where nobody is found."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from onrecord.records import Entity, Mention, SourceType, Span, Unattributed
from onrecord.stages.rules.quotes.lexicon import lexicon
from onrecord.stages.rules.quotes.tree import Tree

_BY_TYPE: Final[dict[str, SourceType]] = {
    "PERSON": "person",
    "ORG": "organization",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
    "NORP": "group",
    "WORK": "document",
}
_RELATIVES = frozenset({"who", "which", "that", "whose", "whom"})
_INDEFINITE = frozenset({"a", "an", "one", "another", "some", "several", "two", "three", "many", "few", "other"})


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who a source refers to."""

    entity: str | None
    """Id of the entity."""
    source_type: SourceType | None
    """What kind of source it is; None where there is no source."""
    unattributed: Unattributed | None
    """Why there is no entity; None also where entities were never looked for."""


@dataclass(frozen=True, slots=True)
class SpeakerFinder:
    """Resolves the sources of one article."""

    tree: Tree
    mentions: Sequence[Mention]
    """In text order."""
    entities: dict[str, Entity]
    named: frozenset[str]
    """Ids of the entities that a name mentions."""
    resolved: bool
    """Whether coreference was run at all."""

    def speaker(self, source: Span | None, head: int | None) -> Speaker:
        """The speaker behind a source.

        Args:
            source: The words of the source.
            head: Position of the token that heads it.
        """
        if source is None or head is None:
            return Speaker(None, None, "no_source")
        entity = self.entity(source, head)
        kind = self._kind(source, head, entity)
        if entity is not None or not self.resolved:
            return Speaker(entity, kind, None)
        pronoun = self.tree.pos[head] == "PRON" or self.tree.tags[head] in ("PRP", "PRP$", "WP", "WDT", "WP$")
        return Speaker(None, kind, "unresolved_pronoun" if pronoun else "ambiguous")

    def entity(self, source: Span, head: int) -> str | None:
        """Id of the entity whose mention holds the head, or else of the first one named in the source."""
        token = self._antecedent(head)
        place = Span(self.tree.starts[token], self.tree.ends[token])
        around = self._near(Span(min(source.start, place.start), max(source.end, place.end)))
        holding = [mention for mention in around if mention.entity and mention.span.contains(place)]
        if holding:
            return min(holding, key=lambda mention: mention.end - mention.start).entity
        for kind in ("name", "nominal"):
            inside = [m for m in around if m.entity and m.kind == kind and source.contains(m.span)]
            apposed = [m for m in inside if self._is_apposed(m, token)]
            if apposed:
                return apposed[0].entity
        return None

    def _antecedent(self, head: int) -> int:
        """What a relative pronoun stands for; any other token stands for itself."""
        tree = self.tree
        if tree.lower[head] not in _RELATIVES:
            return head
        token = head
        for above in tree.ancestors(head, 6):
            if tree.deps[token] == "relcl":
                return above
            token = above
        return head

    def _near(self, span: Span) -> list[Mention]:
        """The mentions that begin in the span or little before it."""
        first = bisect_left(self.mentions, span.start - 100, key=lambda mention: mention.start)
        last = bisect_left(self.mentions, span.end, key=lambda mention: mention.start)
        return [mention for mention in self.mentions[first:last] if mention.end > span.start]

    def _is_apposed(self, mention: Mention, head: int) -> bool:
        """Whether the mention's words hang on the head as a name beside it: apposition, title or compound."""
        token = bisect_left(self.tree.starts, mention.start)
        for _ in range(8):
            if token >= len(self.tree):
                return False
            if token == head:
                return True
            if self.tree.deps[token] not in ("appos", "compound", "nmod", "flat", "amod", "det", "nummod"):
                return False
            token = self.tree.heads[token]
        return False

    def _kind(self, source: Span, head: int, entity: str | None) -> SourceType:
        tree, token = self.tree, self._antecedent(head)
        lemma, word = tree.lemmas[token], tree.lower[token]
        named = tree.pos[token] == "PROPN"
        known = self.entities.get(entity) if entity is not None else None
        if not named and lemma in lexicon().documents:
            return "document"
        if not named and lemma in lexicon().unnamed and (known is None or known.id not in self.named):
            return "unnamed"
        if known is not None and known.type in _BY_TYPE:
            plural = known.type == "PERSON" and known.id not in self.named and tree.tags[token] in ("NNS", "NNPS")
            return "group" if plural else _BY_TYPE[known.type]
        if lemma in lexicon().organizations:
            return "organization"
        if tree.tags[token] in ("NNS", "NNPS") or word in ("they", "we", "their", "our", "others", "many", "some"):
            return "group"
        if word in ("it", "its"):
            return "organization"
        return self._of_person(source, named)

    def _of_person(self, source: Span, named: bool) -> SourceType:
        """A single person: unnamed where the phrase is indefinite and holds no name."""
        first = bisect_left(self.tree.starts, source.start)
        last = bisect_left(self.tree.starts, source.end)
        names = named or any(self.tree.pos[i] == "PROPN" for i in range(first, last))
        if not names and first < len(self.tree) and self.tree.lower[first] in _INDEFINITE:
            return "unnamed"
        return "person"
