"""Polarity: the words that say that something does not hold, or that it no longer does."""

from __future__ import annotations

from spacy.tokens import Token

from onrecord.stages.rules.relations.tables import words

#: Modifiers of a role that is over.
FORMER = words("former ex then late one-time onetime erstwhile ousted deposed ex- ex-president then- longtime-former")

#: Words that deny what they stand with.
NEGATIONS = words("not n't n’t never neither nor no none nobody")

#: Verbs that deny their complement ("denied attacking").
_DENIALS = words("deny refute disclaim")

#: Verbs above a verb that are asked whether they deny it.
_DEPTH = 6


def is_negated(verb: Token) -> bool:
    """Whether a verb is denied: by an adverb, by its subject or by a verb that governs it."""
    for _ in range(_DEPTH):
        if _is_denied(verb):
            return True
        governor = verb.head
        if verb.dep_ not in ("xcomp", "ccomp", "pcomp") or governor.i == verb.i:
            return False
        if governor.lemma_ in _DENIALS:
            return True
        if verb.dep_ != "xcomp":
            return False
        verb = governor
    return False


def _is_denied(verb: Token) -> bool:
    for child in verb.children:
        if child.dep_ == "neg" or child.lower_ in NEGATIONS:
            return True
        if child.dep_ in ("nsubj", "nsubjpass", "dobj") and any(
            word.lower_ in NEGATIONS for word in child.children if word.i < child.i
        ):
            return True
    return False


def is_past(verb: Token) -> bool:
    """Whether a verb tells of a stance or a state that is over ("once led", "used to support", "no longer")."""
    before = {child.lower_ for child in verb.children if child.i < verb.i}
    return bool(before & {"once", "formerly", "previously", "longer"}) or (
        verb.dep_ == "xcomp" and verb.head.lower_ == "used"
    )
