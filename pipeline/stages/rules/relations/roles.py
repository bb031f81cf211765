"""Facts from role nouns: "Chancellor Angela Merkel", "Karim Khan, prosecutor of the ICC", "his wife Jane".

A role noun has a holder and an anchor. Holder: the person after it ("President X"), in apposition ("X, president
of …", "the president of …, X"), by copula ("X was president of …"), or the noun phrase itself as a nominal mention.
Anchor: an entity before it ("Russian President", "the court's president", "its president") or in a prepositional
phrase after it ("president of …"). The noun and the sort of the anchor give the label (`roles.tsv`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from onrecord.stages.rules.relations.candidate import Candidate
from onrecord.stages.rules.relations.countries import is_national
from onrecord.stages.rules.relations.polarity import FORMER, NEGATIONS
from onrecord.stages.rules.relations.reading import Argument, Reading, Sentence, Sort
from onrecord.stages.rules.relations.tables import rows, words

_BRIDGE = frozenset({"ADJ", "NOUN", "PROPN", "PART", "ADV", "NUM"})
_APART = frozenset({"'s", "’s", "'", "’"})
_LINKS = words(
    "is was are were has had have been be being became become becomes remains remained the a an who which that also "
    "once formerly currently elected re-elected appointed named serves served serving as worked works acting now then "
    "not never n't n’t neither nor no longer called known - himself herself one"
)
_PAST_LINKS = frozenset({"was", "were", "had", "served", "worked", "formerly", "once"})
_PRESENT_LINKS = frozenset({"is", "are", "has", "have", "elected", "re-elected", "appointed", "named", "now"})
_CLOSE = frozenset({",", "(", "–", "—", "-", ":"})
_AGE = re.compile(r"\d{1,3}$")
_STATE_NOUNS = words(
    "defense defence foreign army military interior finance state navy police justice security intelligence air force "
    "culture health education environment economy economics trade transport energy labor labour agriculture affairs "
    "prime vice deputy government cabinet armed forces"
)
_DEPUTIES = words("deputy vice assistant associate")
_OPPOSITION = words("opposition rebel separatist union guerrilla religious spiritual church student protest")
_PREPOSITIONS = {
    "leads": frozenset({"of", "at", "for"}),
    "works_for": frozenset({"of", "at", "for", "with", "from", "to"}),
    "member_of": frozenset({"of", "for", "in", "from", "with", "at"}),
    "created_by": frozenset({"of"}),
    "family": frozenset({"of"}),
    "part_of": frozenset({"of"}),
    "located_in": frozenset({"of"}),
    "citizen_of": frozenset({"from", "of"}),
    "lives_in": frozenset({"of"}),
}
#: Sorts of holder of the roles that not only persons have.
_HOLDERS: dict[str, frozenset[Sort]] = {
    "member_of": frozenset({"person", "organization", "place"}),
    "part_of": frozenset({"organization", "place"}),
    "": frozenset({"person", "place"}),
}
_REACH = 6
_HOLDER_REACH = 9


@dataclass(frozen=True, slots=True)
class Role:
    """A role noun: the label that it gives with an organisation as anchor, and with a place or a people."""

    organization: str
    place: str


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A role noun in the text, with the tokens that belong to its noun phrase on the left."""

    role: Role
    first: int
    last: int
    start: int
    """First token of the noun phrase, its determiner included."""


@dataclass(frozen=True, slots=True)
class _Anchor:
    argument: Argument
    place: str
    """premodifier, possessive or prepositional."""
    between: frozenset[str]
    """Nouns and adjectives between anchor and role noun, in lower case."""
    preposition: str = ""


@dataclass(frozen=True, slots=True)
class _Holder:
    argument: Argument
    place: str
    """title, apposition, copula or nominal."""
    links: frozenset[str]
    """Words between holder and role noun, in lower case."""


@cache
def _roles() -> dict[tuple[str, ...], Role]:
    return {
        tuple(re.findall(r"\w+|-", row["noun"])): Role(row["organization"], row["place"]) for row in rows("roles.tsv")
    }


def is_role(noun: str) -> bool:
    """Whether a noun, in lower case, names a role by itself."""
    return (noun,) in _roles()


def role_relations(reading: Reading, sentence: Sentence) -> Iterator[Candidate]:
    """Relations that the role nouns of a sentence state.

    Args:
        reading: The arguments of the document.
        sentence: Where to look.

    Yields:
        Candidates with the labels of `roles.tsv`.
    """
    index = sentence.end - 1
    while index >= sentence.first:
        phrase = _phrase(reading, sentence, index)
        if phrase is None:
            index -= 1
            continue
        index = phrase.first - 1
        anchors = [*_before(reading, sentence, phrase), *_after(reading, sentence, phrase)]
        for holder in _holders(reading, sentence, phrase, anchors):
            for one in _coordinated(reading, sentence, holder):
                for anchor in anchors:
                    yield from _relation(reading, phrase, one, anchor)


def _phrase(reading: Reading, sentence: Sentence, last: int) -> _Phrase | None:
    if reading.in_name(last) or reading.doc[last].is_punct:
        return None
    lemma = reading.doc[last].lemma_.lower()
    for length in (5, 4, 3, 2, 1):
        first = last - length + 1
        if first < sentence.first:
            continue
        words = [reading.word(index) for index in range(first, last)]
        role = _roles().get((*words, lemma)) or _roles().get((*words, reading.word(last)))
        if role is not None and not any(reading.in_name(index) for index in range(first, last)):
            return _Phrase(role, first, last, _start(reading, sentence, first))
    return None


def _start(reading: Reading, sentence: Sentence, first: int) -> int:
    """Where the noun phrase of a role noun begins, looking left over modifiers and names."""
    index = first
    for _ in range(2 * _REACH):
        previous = index - 1
        if previous < sentence.first:
            break
        token = reading.doc[previous]
        inside = reading.at(previous)
        if inside is not None and inside.last < first and inside.sort != "value":
            index = max(inside.first, sentence.first)
        elif token.pos_ == "DET" or token.pos_ == "PRON":
            return previous
        elif token.lower_ in _APART or token.lower_ in {"and", "-", "&"} or token.pos_ in _BRIDGE:
            index = previous
        else:
            break
    return index


def _before(reading: Reading, sentence: Sentence, phrase: _Phrase) -> Iterator[_Anchor]:
    """Entities in front of the role noun, in its own noun phrase: the nearest, and one more beyond an adjective."""
    crossed: set[str] = set()
    possessive = False
    index = phrase.first - 1
    while index >= max(phrase.start, phrase.first - 2 * _REACH, sentence.first):
        token = reading.doc[index]
        argument = reading.ending(index)
        if argument is not None and argument.last < phrase.first and argument.sort != "value":
            pronoun = token.tag_ == "PRP$"
            yield _Anchor(argument, "possessive" if possessive or pronoun else "premodifier", frozenset(crossed))
            if argument.sort not in ("people", "place"):
                return
            index = argument.first - 1
            continue
        if token.lower_ == "and" and index + 1 != phrase.first:
            return
        if token.lower_ in _APART:
            possessive = True
        crossed.add(token.lower_)
        index -= 1


def _after(reading: Reading, sentence: Sentence, phrase: _Phrase) -> Iterator[_Anchor]:
    """Entities in the prepositional phrases after the role noun ("of the party and of the council")."""
    index = _after_coordination(reading, sentence, phrase)
    preposition = reading.word(index)
    if preposition not in {"of", "at", "for", "with", "from", "in", "to"}:
        return
    crossed: set[str] = set()
    index += 1
    limit = min(index + _REACH, sentence.end)
    while index < limit:
        argument = reading.beginning(index)
        if argument is not None and argument.sort != "value":
            following = argument.last + 1
            if argument.sort in ("people", "place") and _continues(reading, following):
                crossed.add(reading.word(index))
                index = following
                continue
            yield _Anchor(argument, "prepositional", frozenset(crossed), preposition)
            if reading.word(following) not in {"and", "&"}:
                return
            index, limit = following + 1, min(following + 4, sentence.end)
            continue
        token = reading.doc[index]
        if token.pos_ not in {"DET", "ADJ", "NOUN", "PROPN", "PART", "ADV"} and token.lower_ not in {"of", "-", "and"}:
            return
        crossed.add(token.lower_)
        index += 1


def _after_coordination(reading: Reading, sentence: Sentence, phrase: _Phrase) -> int:
    """The token after the role noun, or after a second one that shares its complement ("founder and head of")."""
    index = phrase.last + 1
    if reading.word(index) in {"and", "&", "/", "-"}:
        for place in range(index + 1, min(index + 5, sentence.end)):
            if _phrase(reading, sentence, place) is not None and reading.word(place + 1) in {"of", "at", "for"}:
                return place + 1
    return index


def _continues(reading: Reading, index: int) -> bool:
    """Whether a noun phrase goes on after a place or an adjective ("Germany's Bundesbank", "German parliament")."""
    if index >= len(reading.doc):
        return False
    token = reading.doc[index]
    return token.lower_ in _APART or token.pos_ in {"NOUN", "ADJ"} or reading.beginning(index) is not None


def _holders(reading: Reading, sentence: Sentence, phrase: _Phrase, anchors: list[_Anchor]) -> Iterator[_Holder]:
    """Who holds the role: the first of title, apposition behind, apposition or copula in front, nominal mention."""
    anchored = bool(anchors)
    taken = {anchor.argument.mention.id for anchor in anchors}
    for found in (
        _titled(reading, sentence, phrase, anchored),
        _behind(reading, sentence, anchors),
        _in_front(reading, sentence, phrase),
        _nominal(reading, phrase),
    ):
        if found is not None and found.argument.mention.id not in taken:
            yield found
            return


def _titled(reading: Reading, sentence: Sentence, phrase: _Phrase, anchored: bool) -> _Holder | None:
    index = _after_second_role(reading, sentence, phrase)
    comma = reading.word(index) == ","
    argument = reading.beginning(index + 1 if comma and anchored else index)
    if argument is None or argument.sort != "person" or argument.first >= sentence.end:
        return None
    if argument.mention.kind == "pronoun":
        return None
    if comma and reading.word(argument.last + 1) not in {",", ".", ";", ")", "–", "—"}:
        return None
    return _Holder(argument, "apposition" if comma else "title", frozenset())


def _after_second_role(reading: Reading, sentence: Sentence, phrase: _Phrase) -> int:
    """The token after the role noun, or after a second one with the same holder ("leader and former minister X")."""
    index = phrase.last + 1
    if reading.word(index) == "and":
        for place in range(index + 1, min(index + _REACH, sentence.end - 1)):
            if reading.beginning(place + 1) is not None and _phrase(reading, sentence, place) is not None:
                return place + 1
    return index


def _behind(reading: Reading, sentence: Sentence, anchors: list[_Anchor]) -> _Holder | None:
    after = [anchor.argument for anchor in anchors if anchor.place == "prepositional"]
    if not after:
        return None
    index = max(argument.last for argument in after) + 1
    comma = reading.word(index) == ","
    argument = reading.beginning(index + comma)
    if argument is None or argument.sort != "person" or argument.first >= sentence.end:
        return None
    if argument.mention.kind == "pronoun":
        return None
    if comma and reading.word(argument.last + 1) not in {",", ".", ";", ")", "–", "—"}:
        return None
    return _Holder(argument, "apposition", frozenset())


def _in_front(reading: Reading, sentence: Sentence, phrase: _Phrase) -> _Holder | None:
    """Somebody right before the noun phrase, over a comma, an age, or the words of a copula."""
    index = phrase.start - 1
    links: set[str] = set()
    comma = False
    for place in range(phrase.start, phrase.first):
        links.add(reading.word(place))
    for _ in range(_HOLDER_REACH):
        if index < sentence.first:
            return None
        argument = reading.ending(index)
        if argument is not None and argument.sort in _HOLDERS.get(phrase.role.organization, {"person"}):
            if not comma and not links & (_PAST_LINKS | _PRESENT_LINKS | {"as", "became", "become", "remains", "be"}):
                return None
            return _Holder(argument, "apposition" if comma else "copula", frozenset(links))
        word = reading.word(index)
        if word in _CLOSE or _AGE.match(word):
            comma = True
        elif word in _LINKS or word in FORMER or reading.doc[index].pos_ == "ADV":
            links.add(word)
        else:
            return None
        index -= 1
    return None


def _coordinated(reading: Reading, sentence: Sentence, holder: _Holder) -> Iterator[_Holder]:
    """The holder in front and those joined to it ("neither X nor Y is a member")."""
    found = [holder.argument]
    links = holder.links
    place = holder.argument.first - 1
    while holder.place == "copula":
        if reading.word(place) == "the":
            place -= 1
        word = reading.word(place)
        before = reading.ending(place - 1)
        if word == "neither":
            links |= {"neither"}
        if word not in {"and", "or", "nor"} or before is None or before.first < sentence.first:
            break
        if before.sort != holder.argument.sort:
            break
        found.append(before)
        place = before.first - 1
    for argument in found:
        yield _Holder(argument, holder.place, links)


def _nominal(reading: Reading, phrase: _Phrase) -> _Holder | None:
    argument = reading.headed_by(phrase.last)
    if argument is None or argument.sort != "person" or argument.mention.kind != "nominal":
        return None
    return _Holder(argument, "nominal", frozenset())


def _relation(reading: Reading, phrase: _Phrase, holder: _Holder, anchor: _Anchor) -> Iterator[Candidate]:
    label = _label(phrase.role, anchor)
    if label is None or holder.argument.entity == anchor.argument.entity:
        return
    if anchor.preposition and anchor.preposition not in _PREPOSITIONS[label]:
        return
    if anchor.preposition == "to" and anchor.argument.sort in ("place", "people"):
        return
    words = {reading.word(index) for index in range(phrase.start - 2, phrase.first)} | holder.links | anchor.between
    copula = holder.place == "copula" and bool(holder.links & _PAST_LINKS) and not holder.links & _PRESENT_LINKS
    head, tail = holder.argument, anchor.argument
    if label == "created_by":
        head, tail = tail, head
    yield Candidate(
        head,
        label,
        tail,
        f"role.{holder.place}.{anchor.place}",
        tuple(range(phrase.first, phrase.last + 1)),
        negated=bool(words & NEGATIONS),
        past=bool(words & FORMER) or copula,
    )


def _says_nationality(anchor: _Anchor) -> bool:
    if anchor.place == "prepositional":
        return anchor.preposition == "from" or bool(anchor.between & {"citizen", "national"})
    return anchor.place == "possessive" or is_national(anchor.argument)


def _label(role: Role, anchor: _Anchor) -> str | None:
    """The label of a role noun with this anchor; None where the two say nothing."""
    sort = anchor.argument.sort
    if role.organization == "family" or sort == "person":
        if role.organization in ("family", "works_for") and sort == "person" and anchor.place != "premodifier":
            return role.organization
        return None
    if sort in ("people", "place"):
        label = role.place
        if label == "citizen_of" and not _says_nationality(anchor):
            return None
        if label in ("leads", "works_for") and anchor.between & _OPPOSITION:
            return "citizen_of" if is_national(anchor.argument) else None
        if label == "leads" and anchor.between & _DEPUTIES:
            return "works_for"
        return label or None
    if sort in ("organization", "other", "thing"):
        if role.organization == "leads" and anchor.between & _DEPUTIES:
            return "works_for"
        return role.organization or None
    return None
