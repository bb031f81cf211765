"""Facts from role nouns: "Chancellor Angela Merkel", "Karim Khan, prosecutor of the ICC", "his wife Jane".

A role noun has a holder and an anchor. Holder: the person after it ("President X"), in apposition ("X, president
of …", "the president of …, X"), by copula ("X was president of …"), or the noun phrase itself as a nominal mention.
Anchor: an entity before it ("Russian President", "the court's president", "its president") or in a prepositional
phrase after it ("president of …"). The noun and the sort of the anchor give the label (`roles.tsv`).
"""

from __future__ import annotations

from collections.abc import Iterator, Set

from onrecord.stages.rules.relations.candidate import Candidate
from onrecord.stages.rules.relations.countries import is_national
from onrecord.stages.rules.relations.polarity import FORMER, NEGATIONS
from onrecord.stages.rules.relations.reading import Reading, Sentence
from onrecord.stages.rules.relations.role_anchors import Anchor, anchors
from onrecord.stages.rules.relations.role_holders import PAST_LINKS, PRESENT_LINKS, Holder, holders
from onrecord.stages.rules.relations.role_phrases import Role, RolePhrase, role_phrases
from onrecord.stages.rules.relations.tables import words

#: Apposition and copula say the same and are scored together.
_HOLDING = {"apposition": "predicate", "copula": "predicate"}
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
    "assault": frozenset({"of"}),
}


def role_relations(reading: Reading, sentence: Sentence) -> Iterator[Candidate]:
    """Relations that the role nouns of a sentence state.

    Args:
        reading: The arguments of the document.
        sentence: Where to look.

    Yields:
        Candidates with the labels of `roles.tsv`.
    """
    for phrase in role_phrases(reading, sentence):
        anchored = anchors(reading, sentence, phrase)
        for holder in holders(reading, sentence, phrase, anchored):
            for anchor in anchored:
                yield from _relation(reading, phrase, holder, anchor)


def _relation(reading: Reading, phrase: RolePhrase, holder: Holder, anchor: Anchor) -> Iterator[Candidate]:
    label = _label(phrase.role, anchor)
    if label is None or holder.argument.entity == anchor.argument.entity:
        return
    if anchor.preposition and anchor.preposition not in _PREPOSITIONS[label]:
        return
    if anchor.preposition == "to" and anchor.argument.sort in ("place", "people"):
        return
    near = range(max(phrase.start - 2, 0), phrase.first)
    beside = {reading.word(index) for index in near} | holder.links
    around = beside | anchor.between
    over: Set[str] = around
    # Before a person "former" says what that person was: "the daughter of former President Ana Silva".
    if anchor.argument.sort == "person" and anchor.place in ("prepositional", "possessive"):
        over = beside if anchor.place == "prepositional" else anchor.between
    former = tuple(index for index in near if reading.word(index) in FORMER & over)
    copula = holder.place == "copula" and bool(holder.links & PAST_LINKS) and not holder.links & PRESENT_LINKS
    head, tail = holder.argument, anchor.argument
    if label == "created_by":
        head, tail = tail, head
    yield Candidate(
        head,
        label,
        tail,
        f"role.{_HOLDING.get(holder.place, holder.place)}.{anchor.place}",
        former + tuple(range(phrase.first, phrase.last + 1)),
        negated=bool(around & NEGATIONS),
        past=bool(over & FORMER) or copula,
    )


def _says_nationality(anchor: Anchor) -> bool:
    if anchor.place == "prepositional":
        return anchor.preposition == "from" or bool(anchor.between & {"citizen", "national"})
    return anchor.place == "possessive" or is_national(anchor.argument)


def _label(role: Role, anchor: Anchor) -> str | None:
    """The label of a role noun with this anchor; None where the two say nothing."""
    sort = anchor.argument.sort
    if role.organization == "family" or sort == "person":
        if (
            role.organization in ("family", "works_for", "assault")
            and sort == "person"
            and anchor.place != "premodifier"
        ):
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
