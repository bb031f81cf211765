"""Personal and possessive pronouns, without the "it" that refers to nothing."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from onrecord.stages.candidate import Candidate
from onrecord.stages.knowledge.people import word_set
from onrecord.stages.knowledge.pronouns import form_of

#: A clause of more tokens is no clause but text without full stops; walking it for each "it" would take for ever.
_LONGEST_CLAUSE = 400
_WEATHER = word_set("rain snow hail drizzle thunder freeze")
_SEEMING = word_set("seem appear turn happen emerge transpire follow")
_TIME_NOUNS = word_set("time year day month week hour minute decade o'clock pm am morning night")


def pronouns(doc: Doc) -> Iterator[Candidate]:
    """Pronouns that refer to something, typed by what they can refer to: PERSON, or MISC where anything goes."""
    for token in doc:
        form = form_of(token.text)
        if form is None or token.tag_ not in {"PRP", "PRP$"} or not _is_cased_as_pronoun(token):
            continue
        if token.lower_ == "it" and is_pleonastic(token):
            continue
        person = form.gender in {"m", "f"} or form.person != 3
        yield Candidate(token.i, token.i + 1, "pronoun", "PERSON" if person else "MISC", 0.98 if person else 0.85)


def _is_cased_as_pronoun(token: Token) -> bool:
    """Whether it is no name: "US" and "IT" are, unless the words around them are capitals too."""
    if len(token.text) == 1 or not token.text.isupper():
        return True
    around = [other for other in token.doc[max(0, token.i - 3) : token.i + 4] if other.is_alpha and other.i != token.i]
    return bool(around) and all(other.text.isupper() for other in around)


def is_pleonastic(token: Token) -> bool:
    """Whether this "it" only fills the place of a subject or object."""
    verb = token.head.head if token.head.dep_ == "aux" else token.head
    if verb.right_edge.i - verb.left_edge.i > _LONGEST_CLAUSE:
        return False
    if token.dep_ == "expl":
        return True
    if token.dep_ in {"nsubj", "nsubjpass"}:
        return _is_empty_subject(verb)
    later = {child.dep_ for child in verb.children if child.i > token.i}
    return (
        verb.lemma_ in {"make", "find", "think", "consider", "believe"}
        and bool(later & {"xcomp", "ccomp"})
        and any(child.dep_ == "acomp" or (child.pos_ == "ADJ" and child.i == token.i + 1) for child in verb.subtree)
    )


def _is_empty_subject(verb: Token) -> bool:
    clauses = [
        child
        for child in verb.children
        if child.dep_ in {"ccomp", "xcomp", "advcl", "csubj", "acl", "relcl"} and child.i > verb.i
    ]
    if verb.lemma_ in _WEATHER:
        return True
    if verb.lemma_ in _SEEMING and any(child.dep_ == "ccomp" for child in clauses):
        return True
    if verb.lemma_ == "take" and any(child.dep_ in {"xcomp", "advcl", "relcl"} for child in clauses):
        return any(child.dep_ == "dobj" and child.lemma_ in _TIME_NOUNS for child in verb.children)
    if verb.lemma_ == "come" and any(child.lower_ == "when" for child in verb.children):
        return True
    if verb.lemma_ == "be":
        return _is_empty_copula(verb, clauses)
    passive = any(child.dep_ == "auxpass" for child in verb.children)
    return passive and any(child.dep_ == "ccomp" for child in clauses)


def _is_empty_copula(verb: Token, clauses: list[Token]) -> bool:
    complements = [child for child in verb.children if child.dep_ in {"acomp", "attr", "oprd"} and child.i > verb.i]
    if any(child.lemma_ in _TIME_NOUNS for child in complements):
        return True
    inner = [
        other for child in complements if child.pos_ == "ADJ" for other in child.children
        if other.dep_ in {"ccomp", "csubj"}
    ]  # fmt: skip
    adjectives = any(child.pos_ == "ADJ" for child in complements)
    that_or_to = [clause for clause in (*clauses, *inner) if any(_introduces(word) for word in clause.children)]
    return bool(that_or_to) and (adjectives or any(clause.dep_ in {"ccomp", "csubj"} for clause in that_or_to))


def _introduces(word: Token) -> bool:
    return word.dep_ in {"mark", "aux"} and word.lower_ in {"that", "to", "whether", "if"}
