"""How the labels of published corpora map to ours: from DWIE's 65, and to those of CoNLL04, PLOVER and sentiment.

The tables stand beside this module. A DWIE label without one of ours ties an adjective to its country (`gpe0`) or is
too rare to mean anything here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import cache
from typing import TypeAlias

from onrecord.records import Relation
from onrecord.stages.rules.relations.reading import sort_of
from onrecord.stages.rules.relations.tables import rows, words

#: Head, label and tail.
Triple: TypeAlias = tuple[str, str, str]

#: DWIE tags of bodies that a person works for; in any other (a party, a team, a movement) a person is a member.
_EMPLOYERS = words(
    "type::company type::media type::education_org type::education_facility type::research_center type::agency "
    "type::policy_institute type::ministry type::governmental_organisation type::court type::police "
    "type::health_facility type::igo type::business_org type::ngo"
)
#: Acts whose denial PLOVER codes as a refusal.
_FAVOURS = frozenset({"agree", "aid", "consult", "support", "yield"})
#: The more general label is dropped where the more special one holds for the same pair: DWIE states both.
_IMPLIES = {"leads": ("works_for", "member_of"), "works_for": ("member_of",)}


def from_dwie(relations: Iterable[Triple], tags: Mapping[str, Collection[str]]) -> set[Triple]:
    """Relations of a DWIE article in our labels.

    Args:
        relations: Subject, DWIE label, object.
        tags: The tags of each concept (``type::party``), by the id used in `relations`.

    Returns:
        Each fact once, under its most special label.
    """
    found: set[Triple] = set()
    for head, published, tail in relations:
        label, turned = _dwie().get(published, ("", False))
        if published == "member_of" and "type::person" in tags.get(head, ()) and _EMPLOYERS & set(tags.get(tail, ())):
            label = "works_for"
        if label:
            found.add((tail, label, head) if turned else (head, label, tail))
    implied = {
        (head, general, tail) for head, label, tail in found for general in _IMPLIES.get(label, ())
    }  # fmt: skip
    return found - implied


def to_conll04(relation: Relation, head_type: str, tail_type: str) -> str | None:
    """The CoNLL04 label of a relation between entities of these types; None where that corpus has none."""
    return _conll04().get((relation.label, sort_of(head_type), sort_of(tail_type)))


def to_plover(relation: Relation) -> str | None:
    """The PLOVER root code of an act, REJECT for an offer or a favour that is refused; None for a fact."""
    code = _acts().get(relation.label, (None, 0))[0]
    return "REJECT" if relation.negated and relation.label in _FAVOURS else code


def sentiment(relation: Relation) -> int:
    """The sentiment of head towards tail: 1, -1, or 0 where the label has none; turned round where it is negated."""
    value = _acts().get(relation.label, (None, 0))[1]
    return -value if relation.negated else value


@cache
def _dwie() -> dict[str, tuple[str, bool]]:
    return {row["dwie"]: (row["label"], row["order"] == "reversed") for row in rows("dwie_labels.tsv")}


@cache
def _conll04() -> dict[tuple[str, str, str], str]:
    return {(row["label"], row["head"], row["tail"]): row["conll04"] for row in rows("conll04_labels.tsv")}


@cache
def _acts() -> dict[str, tuple[str | None, int]]:
    return {row["label"]: (row["plover"], int(row["sentiment"])) for row in rows("act_labels.tsv")}
