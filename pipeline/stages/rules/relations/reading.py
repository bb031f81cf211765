"""The reading: mentions laid over the parse, so that patterns can ask which entity a token belongs to."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from spacy.tokens import Doc, Token

from onrecord.document import Document
from onrecord.records import Mention
from onrecord.stages.rules.relations.topic import is_sport

#: What a relation can hold between; several entity types of a scheme fall into one sort.
Sort: TypeAlias = Literal["person", "organization", "place", "people", "thing", "value", "other"]

_SORTS: dict[str, Sort] = {
    **dict.fromkeys(("PERSON", "PER", "PEOP"), "person"),
    **dict.fromkeys(("ORG", "ORGANIZATION"), "organization"),
    **dict.fromkeys(("GPE", "LOC", "LOCATION"), "place"),
    "NORP": "people",
    **dict.fromkeys(("FAC", "FACILITY", "EVENT", "PRODUCT", "WORK"), "thing"),
    **dict.fromkeys(("DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "CARDINAL", "ORDINAL"), "value"),
}  # fmt: skip


def sort_of(type: str) -> Sort:
    """The sort of an entity type; `other` where the rules do not know the type."""
    return _SORTS.get(type.upper(), "other")


@dataclass(frozen=True, slots=True)
class Argument:
    """A mention as an argument of a relation: its entity and its tokens."""

    mention: Mention
    entity: str
    """Id of its entity."""
    sort: Sort
    """What its entity is; `other` where the type is none that the rules know."""
    first: int
    """Index of its first token in the parse."""
    last: int
    """Index of its last token in the parse."""
    head: int
    """Index of its syntactic head."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the parse with the arguments in it."""

    first: int
    """Index of its first token in the parse."""
    end: int
    """One past its last token."""
    arguments: tuple[Argument, ...]
    """In text order."""


class Reading:
    """The arguments of a document, found by token in constant time.

    Args:
        document: A document with parse, mentions and entities; mentions without an entity are left out.
    """

    def __init__(self, document: Document) -> None:
        assert document.parse is not None
        assert document.mentions is not None
        self.doc: Doc = document.parse
        self.sport = is_sport(self.doc)
        """Whether the article is about sport."""
        self.entities = {entity.id: entity for entity in document.entities or ()}
        self._starts = [token.idx for token in self.doc]
        self._heads: dict[int, Argument] = {}
        self._covering: dict[int, Argument] = {}
        self._begins: dict[int, Argument] = {}
        self._ends: dict[int, Argument] = {}
        found = [argument for mention in document.mentions if (argument := self._argument(mention)) is not None]
        self.arguments = tuple(sorted(found, key=lambda item: (item.first, -item.last)))
        self._first_mentions: dict[str, Argument] = {}
        for argument in self.arguments:
            self._first_mentions.setdefault(argument.entity, argument)
        # Shorter spans come last and so win the tokens that they share with a longer one around them.
        for argument in sorted(found, key=lambda item: item.first - item.last):
            for index in range(argument.first, argument.last + 1):
                self._covering[index] = argument
            self._heads.setdefault(argument.head, argument)
            self._begins[argument.first] = argument
            self._ends[argument.last] = argument

    def sentences(self) -> Iterator[Sentence]:
        """The sentences that hold an argument, in order."""
        firsts = [argument.first for argument in self.arguments]
        for span in self.doc.sents:
            low, high = bisect_left(firsts, span.start), bisect_left(firsts, span.end)
            if low < high:
                yield Sentence(span.start, span.end, self.arguments[low:high])

    def at(self, index: int) -> Argument | None:
        """The argument whose head is this token, else the shortest that covers it."""
        return self._heads.get(index) or self._covering.get(index)

    def named_by(self, token: Token) -> Argument | None:
        """The argument that a noun stands for: its own, else that of its apposition ("the president, X, …")."""
        found = self.at(token.i)
        if found is None:
            appositions = (self.at(child.i) for child in token.children if child.dep_ == "appos")
            found = next((argument for argument in appositions if argument is not None), None)
        return found

    def beginning(self, index: int) -> Argument | None:
        """The argument whose first token this is."""
        return self._begins.get(index)

    def ending(self, index: int) -> Argument | None:
        """The argument whose last token this is."""
        return self._ends.get(index)

    def headed_by(self, index: int) -> Argument | None:
        """The argument whose syntactic head is this token."""
        return self._heads.get(index)

    def mention_of(self, entity: str) -> Argument | None:
        """The first mention of an entity."""
        return self._first_mentions.get(entity)

    def in_name(self, index: int) -> bool:
        """Whether the token is part of a name."""
        argument = self._covering.get(index)
        return argument is not None and argument.mention.kind == "name"

    def word(self, index: int) -> str:
        """The token in lower case; empty outside of the article."""
        return self.doc[index].lower_ if 0 <= index < len(self.doc) else ""

    def _argument(self, mention: Mention) -> Argument | None:
        entity = self.entities.get(mention.entity) if mention.entity is not None else None
        if entity is None:
            return None
        first = max(bisect_right(self._starts, mention.start) - 1, 0)
        last = max(bisect_left(self._starts, mention.end) - 1, first)
        return Argument(mention, entity.id, sort_of(entity.type), first, last, _head(self.doc, first, last))


def _head(doc: Doc, first: int, last: int) -> int:
    """The first token that hangs outside of the span; the last one where the parse ties none to the outside."""
    for index in range(first, last + 1):
        token: Token = doc[index]
        if (token.head.i < first or token.head.i > last or token.head.i == index) and not token.is_punct:
            return index
    return last
