"""Holders of role nouns: who has the role, behind the noun, in front of it, or named by the noun phrase itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from onrecord.stages.rules.relations.polarity import FORMER
from onrecord.stages.rules.relations.reading import Argument, Reading, Sentence, Sort
from onrecord.stages.rules.relations.role_anchors import Anchor
from onrecord.stages.rules.relations.role_phrases import REACH, RolePhrase, role_phrase
from onrecord.stages.rules.relations.tables import words

_LINKS = words(
    "is was are were has had have been be being became become becomes remains remained the a an who which that also "
    "once formerly currently elected re-elected appointed named serves served serving as worked works acting now then "
    "not never n't n’t neither nor no longer called known - himself herself one"
)
#: Words of a copula that put the role in the past, and in the present.
PAST_LINKS = frozenset({"was", "were", "had", "served", "worked", "formerly", "once"})
PRESENT_LINKS = frozenset({"is", "are", "has", "have", "elected", "re-elected", "appointed", "named", "now"})
_COPULAS = PAST_LINKS | PRESENT_LINKS | {"as", "became", "become", "remains", "be"}
_CLOSE = frozenset({",", "(", "–", "—", "-", ":"})
_ENDS = frozenset({",", ".", ";", ")", "–", "—"})
_AGE = re.compile(r"\d{1,3}$")
#: Sorts of holder of the roles that not only persons have.
_SORTS: dict[str, frozenset[Sort]] = {
    "member_of": frozenset({"person", "organization", "place"}),
    "part_of": frozenset({"organization", "place"}),
    "": frozenset({"person", "place"}),
}
_HOLDER_REACH = 9


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who has a role."""

    argument: Argument
    place: str
    """title, apposition, copula or nominal."""
    links: frozenset[str]
    """Words between holder and role noun, in lower case."""


def holders(reading: Reading, sentence: Sentence, phrase: RolePhrase, anchored: Sequence[Anchor]) -> Iterator[Holder]:
    """Who holds a role: the first of title, apposition behind, apposition or copula in front, nominal mention.

    Args:
        reading: The arguments of the document.
        sentence: The sentence of the role noun.
        phrase: The role noun.
        anchored: Its anchors; none of them is taken for a holder.

    Yields:
        The holder, and those coordinated with it.
    """
    taken = {anchor.argument.mention.id for anchor in anchored}
    for found in (
        titled(reading, sentence, phrase, anchored),
        _behind(reading, sentence, anchored),
        _in_front(reading, sentence, phrase),
        _nominal(reading, phrase),
    ):
        if found is not None and found.argument.mention.id not in taken:
            yield from _coordinated(reading, sentence, found)
            return


def titled(reading: Reading, sentence: Sentence, phrase: RolePhrase, anchored: Sequence[Anchor]) -> Holder | None:
    """The person right after a role noun ("Chancellor X"); after a comma only where the role has an anchor."""
    return _following(reading, sentence, _after_second_role(reading, sentence, phrase), comma_allowed=bool(anchored))


def _after_second_role(reading: Reading, sentence: Sentence, phrase: RolePhrase) -> int:
    """The token after the role noun, or after a second one with the same holder ("leader and former minister X")."""
    index = phrase.last + 1
    if reading.word(index) == "and":
        for place in range(index + 1, min(index + REACH, sentence.end - 1)):
            if reading.beginning(place + 1) is not None and role_phrase(reading, sentence, place) is not None:
                return place + 1
    return index


def _behind(reading: Reading, sentence: Sentence, anchored: Sequence[Anchor]) -> Holder | None:
    """The person after the last anchor ("the president of the court, X")."""
    ends = [anchor.argument.last for anchor in anchored if anchor.place == "prepositional"]
    found = _following(reading, sentence, max(ends) + 1, comma_allowed=True) if ends else None
    return Holder(found.argument, "apposition", found.links) if found is not None else None


def _following(reading: Reading, sentence: Sentence, index: int, *, comma_allowed: bool) -> Holder | None:
    comma = reading.word(index) == ","
    argument = reading.beginning(index + 1 if comma and comma_allowed else index)
    if argument is None or argument.sort != "person" or argument.first >= sentence.end:
        return None
    if argument.mention.kind == "pronoun" or (comma and reading.word(argument.last + 1) not in _ENDS):
        return None
    return Holder(argument, "apposition" if comma else "title", frozenset())


def _in_front(reading: Reading, sentence: Sentence, phrase: RolePhrase) -> Holder | None:
    """Somebody right before the noun phrase, over a comma, an age, or the words of a copula."""
    index = phrase.start - 1
    links = {reading.word(place) for place in range(phrase.start, phrase.first)}
    comma = False
    for _ in range(_HOLDER_REACH):
        if index < sentence.first:
            return None
        argument = reading.ending(index)
        if argument is not None and argument.sort in _SORTS.get(phrase.role.organization, {"person"}):
            if not comma and not links & _COPULAS:
                return None
            return Holder(argument, "apposition" if comma else "copula", frozenset(links))
        word = reading.word(index)
        if word in _CLOSE or _AGE.match(word):
            comma = True
        elif word in _LINKS or word in FORMER or reading.doc[index].pos_ == "ADV":
            links.add(word)
        else:
            return None
        index -= 1
    return None


def _coordinated(reading: Reading, sentence: Sentence, holder: Holder) -> Iterator[Holder]:
    """The holder in front and those joined to it ("neither X nor Y is a member")."""
    found = [holder.argument]
    links = holder.links
    place = holder.argument.first - 1
    while holder.place == "copula":
        if reading.word(place) == "the":
            place -= 1
        word = reading.word(place)
        before = reading.ending(place - 1)
        if word in ("neither", "nor"):
            links |= {word}
        if word not in {"and", "or", "nor"} or before is None or before.first < sentence.first:
            break
        if before.sort != holder.argument.sort:
            break
        found.append(before)
        place = before.first - 1
    for argument in found:
        yield Holder(argument, holder.place, links)


def _nominal(reading: Reading, phrase: RolePhrase) -> Holder | None:
    argument = reading.headed_by(phrase.last)
    if argument is None or argument.sort != "person" or argument.mention.kind != "nominal":
        return None
    return Holder(argument, "nominal", frozenset())
