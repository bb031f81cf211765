"""From contents, sources and cues to attributions: which of them belong together, by where they stand.

Every attribution is built around its cue. Pairs of a cue and a content, or a source, are taken the cheapest first; the
cost of a pair is how far apart the two are, and what stands between them. A further content goes on with the
attribution before it in the same sentence; a quotation goes on over sentences too, rather with an attribution that has
a quotation; over a paragraph end only with one that was left open.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import prod
from typing import Literal, TypeAlias, cast

from onrecord.models.outputs import Chunk
from onrecord.stages.words import Words

Role: TypeAlias = Literal["content", "source", "cue"]

#: Costs in words. A sentence boundary between two parts is worth as many words as this.
_SENTENCE = 12.0
#: Another paragraph: only what has nothing nearer is linked over it.
_PARAGRAPH = 60.0
#: A part of the same role as one of the two, between them.
_RIVAL = 25.0
#: What costs more is not linked.
_MOST = 110.0
#: Most words between a further content and the nearest part of the attribution that it goes on with: of any, of one
#: that has a quotation where the content is one too, and over a paragraph end.
_REACH, _REACH_QUOTED, _REACH_OVER = 20, 40, 2
#: Most words between an attribution and a quotation that begins the next paragraph and that nothing else attributes.
_REACH_NEXT = 4
#: What it costs a quotation to go on with an attribution that has none, from one sentence to another.
_UNQUOTED = 25
#: Least score of a content that nothing attributes.
_LEAST_ALONE = 0.7
_OPENING = frozenset({"“", "‘", "„", "«", '"', "'", "``", "''"})
_CLOSING = frozenset({"”", "’", "»", '"', "'", "''"})
#: How many parts before and after a part are looked at.
_NEIGHBOURS = 12


@dataclass(frozen=True, slots=True, order=True)
class Part:
    """A content, source or cue as half-open range of words."""

    first: int
    end: int
    role: Role
    score: float = 1.0


@dataclass(slots=True)
class Attribution:
    """Parts that belong together."""

    cue: Part | None
    """The words that attribute it."""
    source: Part | None = None
    """Who says it."""
    contents: list[Part] = field(default_factory=list)
    """What is said, in text order."""

    @property
    def score(self) -> float:
        """Product of the scores of the parts: an attribution is right where all of them are."""
        return prod(part.score for part in (self.cue, self.source, *self.contents) if part is not None)


@dataclass(frozen=True, slots=True)
class Layout:
    """Where sentences and paragraphs begin, as word indices in order, and where quotation marks stand."""

    sentences: Sequence[int]
    paragraphs: Sequence[int]
    opening: frozenset[int] = frozenset()
    """Words that are marks which can open a quotation."""
    closing: frozenset[int] = frozenset()
    """Words that are marks which can close one."""

    @classmethod
    def of(cls, words: Words) -> Layout:
        """The layout of an article's words."""
        forms = list(enumerate(words.tokens.forms))
        return cls(
            words.sentences,
            [first for first, _ in words.tokens.sentences],
            frozenset(place for place, form in forms if form in _OPENING),
            frozenset(place for place, form in forms if form in _CLOSING),
        )

    def sentence(self, word: int) -> int:
        """Number of the sentence that a word is in."""
        return bisect_right(self.sentences, word)

    def paragraph(self, word: int) -> int:
        """Number of the paragraph that a word is in."""
        return bisect_right(self.paragraphs, word)


def part_of(chunk: Chunk) -> Part:
    """A chunk of the head for quotes."""
    return Part(chunk.first, chunk.end, cast(Role, chunk.label), chunk.score)


def link(parts: Sequence[Part], layout: Layout) -> list[Attribution]:
    """The attributions that the parts make up, in order of their first content.

    Each content is in one attribution, alone where no cue is near; one that nothing attributes and that is not likely
    is in none, nor is a cue without a content.

    Args:
        parts: In text order, without overlap.
        layout: Sentences and paragraphs.
    """
    linker = _Linker(sorted(parts), layout)
    found = linker.attributions()
    return sorted((one for one in found if _counts(one)), key=lambda one: one.contents[0])


def _counts(one: Attribution) -> bool:
    is_alone = one.cue is None and one.source is None
    return bool(one.contents) and not (is_alone and one.score < _LEAST_ALONE)


@dataclass(frozen=True, slots=True)
class _Linker:
    parts: Sequence[Part]
    """In text order."""
    layout: Layout

    def attributions(self) -> list[Attribution]:
        sources, first = self._cheapest("source"), self._cheapest("content")
        found: dict[int, Attribution] = {}
        for place, part in enumerate(self.parts):
            if part.role == "cue":
                found[place] = Attribution(part)
                if place in sources:
                    found[place].source = self.parts[sources[place]]
                if place in first:
                    found[place].contents.append(self.parts[first[place]])
        self._share_sources(list(found.values()))
        owners = {first[cue]: one for cue, one in found.items() if cue in first}
        owners |= {sources[cue]: one for cue, one in found.items() if cue in sources} | found
        return [*found.values(), *self._joined(owners)]

    def _cheapest(self, role: Role) -> dict[int, int]:
        """Places of cues with the place of a part each, one to one, the cheapest pair first."""
        pairs = sorted(
            (cost, cue, other)
            for cue in self._places("cue")
            for other in self._around(cue)
            if self.parts[other].role == role and (cost := self._cost(cue, other)) <= _MOST
        )
        chosen: dict[int, int] = {}
        taken: set[int] = set()
        for _, cue, other in pairs:
            if cue not in chosen and other not in taken:
                chosen[cue] = other
                taken.add(other)
        return chosen

    def _places(self, role: Role) -> list[int]:
        return [place for place, part in enumerate(self.parts) if part.role == role]

    def _around(self, place: int) -> range:
        return range(max(0, place - _NEIGHBOURS), min(len(self.parts), place + _NEIGHBOURS + 1))

    def _cost(self, cue: int, other: int) -> float:
        low, high = sorted((cue, other))
        roles = (self.parts[cue].role, self.parts[other].role)
        before, after = self.parts[low], self.parts[high]
        cost = float(after.first - before.end)
        for part in self.parts[low + 1 : high]:
            # The words of a source between a cue and its content are no distance.
            cost += _RIVAL if part.role in roles else part.first - part.end
        layout = self.layout
        cost += _SENTENCE * (layout.sentence(after.first) - layout.sentence(before.end - 1))
        return cost + _PARAGRAPH * (layout.paragraph(after.first) - layout.paragraph(before.end - 1))

    def _share_sources(self, found: Sequence[Attribution]) -> None:
        """A cue without a source has that of the cue before it in its sentence: "She said … and added …"."""
        for before, one in pairwise(found):
            if one.source is None and before.source is not None and before.cue is not None and one.cue is not None:
                near = self.layout.sentence(before.cue.first) == self.layout.sentence(one.cue.first)
                if near and before.source < one.cue:
                    one.source = before.source

    def _joined(self, owners: dict[int, Attribution]) -> list[Attribution]:
        """Add further contents to the attributions that they touch; those that touch none are returned on their own."""
        alone: list[Attribution] = []
        for place in self._places("content"):
            if place in owners:
                continue
            known = ((near, owners[near]) for near in self._around(place) if near in owners)
            costs = (
                (cost, near) for near, one in known if (cost := self._cost_of_joining(near, place, one)) is not None
            )
            _, near = min(costs, default=(0, -1))
            if near < 0:
                alone.append(Attribution(None, None, [self.parts[place]]))
                owners[place] = alone[-1]
            else:
                owners[place] = owners[near]
                owners[near].contents.append(self.parts[place])
                owners[near].contents.sort()
        return alone

    def _cost_of_joining(self, near: int, content: int, one: Attribution) -> int | None:
        """Cost of a content next to a part of an attribution; None where it is no part of it."""
        before, after = self.parts[min(near, content)], self.parts[max(near, content)]
        gap = after.first - before.end
        crossed = self.layout.paragraph(after.first) - self.layout.paragraph(before.end - 1)
        if crossed == 1 and gap <= _REACH_OVER and self._runs_over(before, after):
            return gap
        if crossed and (near > content or not self._is_taken_up(crossed, gap, after, one)):
            return None
        if crossed:
            return gap + _UNQUOTED
        if near > content:
            return None
        is_quotation = after.first in self.layout.opening
        is_attributed = one.cue is not None or one.source is not None
        goes_on = is_quotation and is_attributed and any(own.first in self.layout.opening for own in one.contents)
        if gap > (_REACH_QUOTED if goes_on else _REACH):
            return None
        if self.layout.sentence(after.first) == self.layout.sentence(before.end - 1):
            return gap
        return (gap if goes_on else gap + _UNQUOTED) if is_quotation else None

    def _is_taken_up(self, crossed: int, gap: int, content: Part, one: Attribution) -> bool:
        """Whether a paragraph that begins with a quotation goes on with one that ends the paragraph before it."""
        is_quoted = any(own.first in self.layout.opening for own in one.contents)
        opens = self.layout.paragraphs[self.layout.paragraph(content.first) - 1] == content.first
        begins = opens and content.first in self.layout.opening
        return crossed == 1 and gap <= _REACH_NEXT and one.source is not None and is_quoted and begins

    def _runs_over(self, before: Part, after: Part) -> bool:
        """Whether a quotation is left open and opened again: the rule for quotations over several paragraphs."""
        was_left_open = before.first in self.layout.opening and before.end - 1 not in self.layout.closing
        is_opened_again = after.first in self.layout.opening
        return before.role == "content" and after.role == "content" and was_left_open and is_opened_again
