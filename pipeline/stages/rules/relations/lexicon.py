"""The lexicon of acts: which verb and which noun says which act, and where the other actor stands.

Compiled for this project; the labels are the root codes of PLOVER (https://github.com/openeventdata/PLOVER), with
`criticise` for the expressions of dislike that PLOVER puts under ACCUSE and REJECT.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from onrecord.stages.rules.relations.tables import rows


@dataclass(frozen=True, slots=True)
class Frame:
    """One use of a verb.

    The slot says where the other actor stands: `obj` is the object, `comp` the clause that the verb governs, `self`
    the rest of a coordinated subject; anything else is a preposition.
    """

    label: str
    slot: str
    objects: frozenset[str]
    """Nouns that must be the object for the frame to hold; empty where any will do."""
    object_class: str
    """good or bad: the class of act nouns that must be the object; empty where any will do."""


@dataclass(frozen=True, slots=True)
class ActNoun:
    """A noun that names an act, with the prepositions that lead to the one it is done to."""

    label: str
    slots: frozenset[str]
    kind: str
    """good: cooperation, which one can refuse or end; bad: conflict, which one can lift."""


@cache
def frames() -> dict[str, tuple[Frame, ...]]:
    """Frames by verb lemma, with its particle where it has one ("carry out")."""
    found: dict[str, tuple[Frame, ...]] = {}
    for row in rows("act_verbs.tsv"):
        needed = row["object"]
        kind = needed[1:] if needed.startswith("@") else ""
        nouns = frozenset() if kind or not needed else frozenset(needed.split("|"))
        frame = Frame(row["label"], row["slot"], nouns, kind)
        found[row["verb"]] = (*found.get(row["verb"], ()), frame)
    return found


@cache
def act_nouns() -> dict[str, ActNoun]:
    """Act nouns by lemma."""
    return {
        row["noun"]: ActNoun(row["label"], frozenset(row["slots"].split("|")), row["class"])
        for row in rows("act_nouns.tsv")
    }


@cache
def light_verbs() -> frozenset[str]:
    """Verbs that leave the act to the noun they govern ("hold talks", "impose sanctions")."""
    return frozenset(row["verb"] for row in rows("light_verbs.tsv"))
