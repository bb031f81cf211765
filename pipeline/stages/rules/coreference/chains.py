"""Chains: the entities of an article while coreference builds them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field

from onrecord.stages.knowledge.pronouns import Number, PronounGender
from onrecord.stages.rules.coreference.referring import Referring
from onrecord.stages.rules.mentions.lexicon import NounSense, head_nouns, known_categories, name_words

#: Types that spaCy gives to surnames that it does not know.
MAY_BE_PERSON = frozenset({"ORG", "GPE", "LOC", "FAC", "PRODUCT"})


@dataclass(slots=True, eq=False)
class Chain:
    """Mentions taken to refer to one thing, and what is known of it."""

    members: list[Referring] = field(default_factory=list)
    """Read so far, in text order."""
    types: dict[str, float] = field(default_factory=dict)
    """Weight of each type."""
    gender: PronounGender = "?"
    numbers: dict[Number, None] = field(default_factory=dict)
    """Numbers that its names and nominals, or its pronouns while it has no others, have shown; first come first."""
    is_thing: bool = False
    """Whether it has been called "it"."""
    is_participant: bool = False
    """Whether it is only a speaker or hearer: "I", "you"."""
    surname_like: bool = False
    """Whether all its names are one or two capitalised words that are not well known."""
    acts: bool = False
    """Whether it has been the subject of a clause."""
    names: int = 0
    """Names that it has in the whole article."""
    lemmas: dict[str, set[str]] = field(default_factory=dict)
    """Head nouns it has been called by, titles included, with the words that narrowed them down."""
    senses: set[NounSense] = field(default_factory=set)
    possessors: dict[int, Chain] = field(default_factory=dict)
    """Whose it is, where the article says so, by identity."""
    merged_into: Chain | None = None

    @property
    def type(self) -> str:
        """The type with the most weight."""
        return max(self.types, key=lambda type_: (self.types[type_], type_), default="MISC")

    @property
    def named(self) -> bool:
        """Whether it has a name."""
        return self.names > 0

    @property
    def may_be_person(self) -> bool:
        """Whether what spaCy took for a place or an organisation may be somebody: it acts, under such names."""
        return self.acts and self.surname_like and not self.is_thing and self.type in MAY_BE_PERSON

    @property
    def number(self) -> Number:
        """The first number that its mentions showed."""
        return next(iter(self.numbers), "either")

    @property
    def latest(self) -> Referring:
        """The mention read last."""
        return self.members[-1]

    def learn(self, one: Referring) -> None:
        """Take over what a mention says of the thing, without counting it as read."""
        weight = {"name": 10.0, "nominal": 1.0, "pronoun": 0.01}[one.mention.kind]
        self._weigh(one.mention.type, weight * one.mention.score)
        if self.gender == "?" or (one.is_name and one.gender in {"m", "f"}):
            self.gender = one.gender
        if one.number != "either" and (one.form is None or not self.numbers):
            self.numbers[one.number] = None
        if one.form is not None and one.form.gender == "n":
            self.is_thing = True
        if one.form is not None and one.form.gender in {"m", "f"} and self.may_be_person:
            self._weigh("PERSON", 100.0 * self.names)
            self.gender = one.form.gender
        self.acts = self.acts or one.subject
        if one.is_name:
            self.surname_like = (self.surname_like or not self.names) and _is_surname_like(one.mention.text)
            self.names += 1
            self._learn_from_name(one)
        elif one.mention.kind == "nominal":
            self.call(one.lemma, one.modifiers | one.complements)
            self.senses.update(one.senses[:1])

    def _weigh(self, type_: str, weight: float) -> None:
        self.types[type_] = self.types.get(type_, 0.0) + weight

    def call(self, lemma: str, modifiers: frozenset[str]) -> None:
        """Remember that it has been called by this noun."""
        self.lemmas.setdefault(lemma, set()).update(modifiers)

    def _learn_from_name(self, one: Referring) -> None:
        words = one.mention.text.split()
        category = known_categories().get(one.mention.text)
        if category:
            self.senses.add(NounSense(one.mention.type, category))
        for word in (words[-1], words[0]) if one.mention.type != "PERSON" and len(words) > 1 else ():
            senses = [sense for sense in head_nouns().get(word.lower(), ()) if sense.type in {one.mention.type, "ORG"}]
            if senses:
                self.call(word.lower(), frozenset(other.lower() for other in words if other != word))
                self.senses.add(senses[0])
                break


class Chains:
    """All chains of an article, the most recently mentioned last."""

    def __init__(self) -> None:
        self._recent: OrderedDict[int, Chain] = OrderedDict()
        self._of: dict[int, Chain] = {}

    def of(self, index: int) -> Chain:
        """The chain of the mention with this position."""
        return _final(self._of[index])

    def find(self, index: int) -> Chain | None:
        """The chain of the mention with this position, or None where it has not been read yet."""
        chain = self._of.get(index)
        return None if chain is None else _final(chain)

    def put(self, one: Referring, chain: Chain) -> None:
        """Read a mention as one of `chain`, which becomes the most recent."""
        chain = _final(chain)
        chain.members.append(one)
        self._of[one.index] = chain
        self._recent[id(chain)] = chain
        self._recent.move_to_end(id(chain))

    def recent(self) -> Iterator[Chain]:
        """Chains from the most recently mentioned backwards."""
        return reversed(self._recent.values())

    def merge(self, kept: Chain, lost: Chain) -> None:
        """Make two chains one."""
        kept, lost = _final(kept), _final(lost)
        if kept is lost:
            return
        members = sorted([*kept.members, *lost.members], key=lambda one: one.index)
        kept.members[:] = members
        for type_, weight in lost.types.items():
            kept.types[type_] = kept.types.get(type_, 0.0) + weight
        kept.names += lost.names
        kept.numbers.update(lost.numbers)
        kept.acts = kept.acts or lost.acts
        kept.is_thing = kept.is_thing or lost.is_thing
        kept.gender = lost.gender if kept.gender == "?" else kept.gender
        for lemma, modifiers in lost.lemmas.items():
            kept.lemmas.setdefault(lemma, set()).update(modifiers)
        kept.senses |= lost.senses
        kept.possessors.update(lost.possessors)
        lost.merged_into = kept
        self._recent.pop(id(lost), None)


def _is_surname_like(name: str) -> bool:
    words = name.split()
    plain = len(words) <= 2 and all(word.replace("-", "").isalpha() and not word.isupper() for word in words)
    return plain and name[0].isupper() and name not in known_categories() and words[-1].lower() not in name_words().last


def _final(chain: Chain) -> Chain:
    while chain.merged_into is not None:
        chain = chain.merged_into
    return chain
