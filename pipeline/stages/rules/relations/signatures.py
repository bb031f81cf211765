"""Signatures: between which sorts of entity each label can hold. What does not fit is no candidate."""

from __future__ import annotations

from onrecord.records import ACT_LABELS
from onrecord.stages.rules.relations.candidate import Candidate
from onrecord.stages.rules.relations.reading import Sort

_ANY_ACTOR: frozenset[Sort] = frozenset({"person", "organization", "place", "people", "other"})
_PERSON: frozenset[Sort] = frozenset({"person"})
_PLACE: frozenset[Sort] = frozenset({"place", "people"})
_BODY: frozenset[Sort] = frozenset({"organization", "place", "people", "other"})
_MAKER: frozenset[Sort] = frozenset({"person", "organization", "other"})
_TEAM: frozenset[Sort] = frozenset({"organization", "place", "other"})
_THING: frozenset[Sort] = frozenset({"thing", "other"})

_SIGNATURES: dict[str, tuple[frozenset[Sort], frozenset[Sort]]] = {
    "leads": (_PERSON, _BODY),
    "works_for": (_PERSON, _BODY | _PERSON),
    "member_of": (_ANY_ACTOR, frozenset({"organization", "people", "other"})),
    "based_in": (frozenset({"organization", "other"}), _PLACE),
    "located_in": (frozenset({"place", "thing", "other"}), _PLACE),
    "citizen_of": (_PERSON, _PLACE),
    "lives_in": (_PERSON, frozenset({"place"})),
    "part_of": (frozenset({"organization", "place", "other"}), _BODY),
    "family": (_PERSON, _PERSON),
    "plays_against": (_TEAM, _TEAM),
    "created_by": (frozenset({"thing", "other", "organization"}), _MAKER),
    "appears_in": (frozenset({"person", "organization"}), _THING),
    "awarded": (frozenset({"person", "organization", "thing"}), _THING),
    # An order or a law accuses and sanctions; things are acted on only through who stands behind them.
    **dict.fromkeys(ACT_LABELS, (_ANY_ACTOR | {"thing"}, _ANY_ACTOR)),
}


def fits(candidate: Candidate) -> bool:
    """Whether head and tail are of sorts between which the label can hold."""
    heads, tails = _SIGNATURES[candidate.label]
    return candidate.head.sort in heads and candidate.tail.sort in tails
