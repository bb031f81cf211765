"""Facts from adjectives, possessives and prepositions of place around a name.

"German politician X", "France's X", "the Berlin-based firm X", "X of Spain", "the University of Texas".
"""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.stages.rules.relations.candidate import Candidate
from onrecord.stages.rules.relations.countries import Countries, is_national
from onrecord.stages.rules.relations.reading import Argument, Reading, Sentence
from onrecord.stages.rules.relations.role_phrases import is_role
from onrecord.stages.rules.relations.tables import words

_APART = frozenset({"'s", "’s", "'", "’"})
_BRIDGE = frozenset({"ADJ", "NOUN", "PROPN", "NUM"})
_REACH = 5
_LABELS = {"person": "citizen_of", "organization": "based_in"}
_AGENCIES = words(
    "ministry department parliament senate congress army navy police government cabinet council court agency office "
    "service bureau authority assembly commission bundestag duma knesset"
)


def nationality_relations(reading: Reading, sentence: Sentence, countries: Countries) -> Iterator[Candidate]:
    """Nationality and seat, read from what stands next to a name.

    Args:
        reading: The arguments of the document.
        sentence: Where to look.
        countries: The countries that the article names.

    Yields:
        Candidates for citizen_of, lives_in, based_in, part_of and member_of.
    """
    for argument in sentence.arguments:
        if argument.sort in _LABELS and argument.mention.kind == "name":
            yield from _modified(reading, sentence, argument)
            yield from _placed(reading, sentence, argument, countries)
            yield from _named_after(reading, argument, countries)


def _modified(reading: Reading, sentence: Sentence, argument: Argument) -> Iterator[Candidate]:
    """A place, a people or an organisation in front of the name, with nothing but nouns and adjectives between."""
    possessive = hyphen = False
    nouns: set[str] = set()
    index = argument.first - 1
    for _ in range(_REACH):
        if index < sentence.first:
            return
        word, token = reading.word(index), reading.doc[index]
        before = reading.ending(index)
        if before is not None and before.sort != "value":
            if before.entity != argument.entity and not any(map(is_role, nouns)):
                yield from _from_modifier(reading, before, argument, possessive, hyphen, nouns)
            return
        if word in _APART and not possessive:
            possessive = True
        elif word == "based" and reading.word(index - 1) == "-":
            hyphen = True
            index -= 1
        elif token.pos_ in _BRIDGE or (word == "-" and nouns):
            nouns.add(token.lemma_.lower())
        else:
            return
        index -= 1


def _from_modifier(
    reading: Reading, before: Argument, argument: Argument, possessive: bool, hyphen: bool, nouns: set[str]
) -> Iterator[Candidate]:
    tie = "hyphen" if hyphen else "possessive" if possessive else "noun" if nouns else "bare"
    trigger = tuple(range(before.last + 1, argument.first))
    if before.sort in ("place", "people"):
        label = "based_in" if hyphen else _LABELS[argument.sort]
        if label == "citizen_of" and not (possessive or is_national(before)):
            return
        yield Candidate(argument, label, before, f"modifier.{before.sort}.{tie}", trigger)
        if label == "based_in" and not hyphen and _AGENCIES & set(argument.mention.text.lower().split()):
            yield Candidate(argument, "part_of", before, f"agency.{before.sort}.{tie}", trigger)
    elif before.sort == "organization":
        label = _belonging(reading) if argument.sort == "person" else "part_of"
        yield Candidate(argument, label, before, f"modifier.organization.{tie}", trigger)


def _belonging(reading: Reading) -> str:
    """What "X of the Y" and "Y's X" say of a person: a player belongs to a team, anybody else works somewhere."""
    return "member_of" if reading.sport else "works_for"


def _placed(reading: Reading, sentence: Sentence, argument: Argument, countries: Countries) -> Iterator[Candidate]:
    """A preposition or a comma after the name, then a place or an organisation."""
    index = argument.last + 1
    word = reading.word(index)
    if word not in {"of", "from", "in", "at", "(", ","}:
        return
    index += 1
    if reading.word(index) in {"the", "central", "northern", "southern", "eastern", "western"}:
        index += 1
    other = reading.beginning(index)
    if other is None or other.first >= sentence.end or other.entity == argument.entity:
        return
    if _is_modifier(reading, other):
        return
    tie = {"(": "bracket", ",": "comma"}.get(word, word)
    trigger = (argument.last + 1,)
    if argument.sort == "person":
        if other.sort == "organization" and word in {"of", "from", "at", "("}:
            yield Candidate(argument, _belonging(reading), other, f"placed.person.organization.{tie}", trigger)
        elif other.sort == "place" and word in {"of", "from"}:
            label = "citizen_of" if countries.is_country(other.entity) else "lives_in"
            yield Candidate(argument, label, other, f"placed.person.place.{tie}", trigger)
    elif other.sort == "place":
        yield Candidate(argument, "based_in", other, f"placed.organization.place.{tie}", trigger)
    elif other.sort == "organization" and word in {"of", "at", "in"}:
        yield Candidate(argument, "part_of", other, f"placed.organization.organization.{tie}", trigger)


def _is_modifier(reading: Reading, argument: Argument) -> bool:
    """Whether the name only modifies what follows it ("of Germany's …", "in US politics")."""
    following = argument.last + 1
    if following >= len(reading.doc):
        return False
    return (
        reading.word(following) in _APART
        or argument.sort == "people"
        or (
            reading.doc[argument.head].dep_ in ("compound", "amod", "nmod", "poss")
            and reading.doc[argument.head].head.i > argument.last
        )
    )


def _named_after(reading: Reading, argument: Argument, countries: Countries) -> Iterator[Candidate]:
    """A country in the name itself: "Russian Football Union", "Bank of Japan"."""
    if argument.sort != "organization" or argument.first == argument.last:
        return
    for index in range(argument.first, argument.last + 1):
        for end in (index + 2, index + 1):
            if end > argument.last + 1:
                continue
            state = countries.named(reading.doc[index:end].text)
            mention = reading.mention_of(state) if state is not None else None
            if mention is not None and mention.entity != argument.entity:
                yield Candidate(argument, "based_in", mention, "name", tuple(range(index, end)))
                return
