"""Acts and stances: a verb or a noun of the lexicon, who does it, and to whom."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator

from spacy.tokens import Token

from onrecord.stages.rules.relations.candidate import Candidate
from onrecord.stages.rules.relations.clauses import (
    LONGEST_LIST,
    agents,
    coordinated,
    is_infinitive,
    key,
    obliques,
    patients,
    reporter,
)
from onrecord.stages.rules.relations.lexicon import Frame, act_nouns, frames, light_verbs
from onrecord.stages.rules.relations.polarity import is_negated, is_past
from onrecord.stages.rules.relations.reading import Argument, Reading, Sentence
from onrecord.stages.rules.relations.tables import words

#: Acts that are play in an article about sport.
_PLAYED = frozenset({"assault", "aid", "consult", "coerce", "threaten", "sanction", "yield"})
_INNER = frozenset({"poss", "compound", "amod", "nmod", "nummod"})
_OWNERS = frozenset({"of", "in", "from", "by", "for"})
#: Acts that, announced by who will do them, are promises.
_GOOD = frozenset({"yield", "aid", "support", "consult"})
#: What a frame asks for that needs an object, whichever it is.
_ANY = frozenset({"*"})
_WILLING = words("willing ready prepared")
_ACTORS = frozenset({"person", "organization", "place", "people", "other", "thing"})
_REACH = 40


def act_relations(reading: Reading, sentence: Sentence) -> Iterator[Candidate]:
    """Acts between the actors of a sentence.

    Args:
        reading: The arguments of the document.
        sentence: Where to look.

    Yields:
        Candidates with the labels of the lexicon.
    """
    if len({argument.entity for argument in sentence.arguments}) < 2:
        return
    found = itertools.chain.from_iterable(
        _triggered(reading, token)
        for token in reading.doc[sentence.first : sentence.end]
        if not reading.in_name(token.i)
    )
    yield from (candidate for candidate in found if not (reading.sport and candidate.label in _PLAYED))


def _triggered(reading: Reading, token: Token) -> Iterator[Candidate]:
    if token.pos_ == "VERB" or is_infinitive(token):
        if not _is_only_promised(token):
            yield from _verbal(reading, token)
    elif token.pos_ in ("NOUN", "PROPN"):
        yield from _nominal(reading, token)
    elif token.lower_ in _WILLING:
        yield from _willing(reading, token)


def _is_only_promised(verb: Token) -> bool:
    """Whether a verb says what somebody agrees, refuses or threatens to do: then that is the act."""
    head = verb.head
    for _ in range(LONGEST_LIST):
        if verb.dep_ != "conj" or head.i == verb.i:
            break
        verb, head = head, head.head
    if verb.dep_ not in ("xcomp", "acl", "advcl"):
        return False
    return head.lower_ in _WILLING or any(frame.slot == "comp" for frame in frames().get(head.lemma_.lower(), ()))


def _verbal(reading: Reading, verb: Token) -> Iterator[Candidate]:
    objects = patients(verb)
    chosen = _chosen(verb, objects)
    if not chosen:
        return
    doers = list(_found(reading, agents(verb)))
    if not doers:
        return
    matched = False
    for frame in chosen:
        for other, tie in _targets(reading, verb, frame, objects):
            for doer, own in doers:
                matched = True
                label = "agree" if _is_promise(verb, frame, own) else frame.label
                yield _candidate(doer, label, other, f"{_form(verb)}.{_kind(frame)}.{own}.{tie}", verb)
    if not matched:
        reach = "clause" if chosen[0].slot == "comp" else "reach"
        for other in _within(reading, verb):
            for doer, own in doers:
                yield _candidate(doer, chosen[0].label, other, f"verb.{reach}.{own}", verb)


def _is_promise(verb: Token, frame: Frame, own: str) -> bool:
    """Whether somebody says of himself that he will do good ("X said it would free Y")."""
    ahead = any(child.dep_ == "aux" and child.lower_ in ("will", "would", "'ll") for child in verb.children)
    return own == "reported" and ahead and frame.label in _GOOD


def _form(verb: Token) -> str:
    """Gerund where a preposition governs the verb, as in an accusation; verb anywhere else."""
    return "gerund" if verb.dep_ == "pcomp" else "verb"


def _kind(frame: Frame) -> str:
    if _is_narrow(frame):
        return "object"
    return frame.slot if frame.slot in ("obj", "comp", "self") else "prep"


def _chosen(verb: Token, objects: list[Token]) -> list[Frame]:
    """The frames of a verb that fit its object: those that ask for a noun go before those that take any."""
    own = frames().get(key(verb)) or frames().get(verb.lemma_.lower(), ())
    narrow = [frame for frame in own if _is_narrow(frame) and _fits(frame, objects)]
    if narrow:
        return narrow
    if verb.lemma_.lower() in light_verbs() and any(noun.lemma_.lower() in act_nouns() for noun in objects):
        return []
    return [frame for frame in own if not _is_narrow(frame) and (frame.objects != _ANY or objects)]


def _is_narrow(frame: Frame) -> bool:
    """Whether a frame asks for certain objects."""
    return bool(frame.object_class or frame.objects - _ANY)


def _fits(frame: Frame, objects: list[Token]) -> bool:
    for noun in objects:
        lemma = noun.lemma_.lower()
        if lemma in frame.objects or any(child.lemma_.lower() in frame.objects for child in noun.children):
            return True
        act = act_nouns().get(lemma)
        if frame.object_class and act is not None and act.kind == frame.object_class:
            return True
    return False


def _targets(reading: Reading, verb: Token, frame: Frame, objects: list[Token]) -> Iterator[tuple[Argument, str]]:
    if frame.slot == "obj":
        yield from _found(reading, objects)
        if _is_narrow(frame):
            for place in (verb, *objects):
                yield from _found(reading, [noun for _, noun in obliques(place)])
    elif frame.slot == "self":
        for doer in agents(verb):
            yield from _found(reading, coordinated(doer)[1:])
    elif frame.slot == "comp":
        for clause in verb.children:
            if clause.dep_ in ("xcomp", "ccomp"):
                nouns = [*patients(clause), *(noun for _, noun in _far_obliques(clause))]
                yield from _found(reading, nouns)
    else:
        for place in (verb, *objects):
            yield from _found(reading, [noun for word, noun in _far_obliques(place) if word == frame.slot])


def _far_obliques(place: Token) -> Iterator[tuple[str, Token]]:
    """The prepositional phrases of a verb or noun, and those nested in them ("$2m in aid to X")."""
    for word, noun in obliques(place):
        yield word, noun
        yield from obliques(noun)


def _nominal(reading: Reading, noun: Token) -> Iterator[Candidate]:
    """A noun that names an act: with a light verb, or with its own doer ("the court's warrant for …")."""
    act = act_nouns().get(noun.lemma_.lower())
    if act is None:
        return
    verb = noun.head
    light = noun.dep_ in ("dobj", "nsubjpass", "pobj", "conj") and (
        key(verb) in light_verbs() or verb.lemma_.lower() in light_verbs()
    )
    if light and verb.pos_ == "VERB":
        if _is_only_promised(verb):
            return
        if any(_is_narrow(frame) and _fits(frame, [noun]) for frame in frames().get(key(verb), ())):
            return
        doers = list(_found(reading, agents(verb)))
        places: tuple[Token, ...] = (noun, verb)
        name = "light"
    else:
        doers = list(_owners(reading, noun))
        places = (noun,)
        name = "noun"
        verb = noun
    others = list(_found(reading, [
        other for place in places for word, other in _far_obliques(place) if word in act.slots
    ]))  # fmt: skip
    if name == "light" and not others:
        others = list(_inner(reading, noun))
    if name == "light" and ("with" in act.slots or "between" in act.slots):
        others += [pair for doer in agents(verb) for pair in _found(reading, coordinated(doer)[1:])]
    for doer, own in doers:
        for other, tie in others:
            yield _candidate(doer, act.label, other, f"{name}.{own}.{tie}", noun, verb)


def _willing(reading: Reading, adjective: Token) -> Iterator[Candidate]:
    """An adjective of willingness with its clause: X is ready to help Y."""
    for clause in adjective.children:
        if clause.dep_ == "xcomp":
            for doer, own in _found(reading, agents(clause)):
                for other in _within(reading, clause):
                    yield _candidate(doer, "agree", other, f"willing.{own}", adjective)


def _found(reading: Reading, nouns: Iterable[Token]) -> Iterator[tuple[Argument, str]]:
    """The arguments that nouns name, `direct`, or that stand within their noun phrases, `inside`."""
    for noun in (other for first in nouns for other in coordinated(first)):
        argument = reading.named_by(noun)
        if argument is not None:
            if argument.sort in _ACTORS:
                yield argument, "direct"
        elif noun.pos_ == "PRON":
            for said in reporter(noun):
                named = reading.named_by(said)
                if named is not None and named.sort in _ACTORS:
                    yield named, "reported"
        else:
            yield from _inner(reading, noun)


def _inner(reading: Reading, noun: Token) -> Iterator[tuple[Argument, str]]:
    """Arguments that a noun phrase names on the way: "inside" as owner, "adjective", "phrase" behind a preposition."""
    for child in noun.children:
        argument = reading.at(child.i) if child.dep_ in _INNER else None
        if argument is not None and argument.sort in _ACTORS:
            yield argument, "adjective" if child.dep_ == "amod" else "inside"
    for word, other in obliques(noun):
        argument = reading.at(other.i) if word in _OWNERS else None
        if argument is not None and argument.sort in _ACTORS:
            yield argument, "phrase"


def _owners(reading: Reading, noun: Token) -> Iterator[tuple[Argument, str]]:
    """Who does what a noun names: possessor, modifier, or `by` phrase."""
    for child in noun.children:
        argument = reading.at(child.i) if child.dep_ in _INNER else None
        if argument is not None and argument.sort in _ACTORS:
            yield argument, child.dep_ if child.dep_ == "poss" else "modifier"
    for word, other in obliques(noun):
        argument = reading.at(other.i) if word in ("by", "from") else None
        if argument is not None and argument.sort in _ACTORS:
            yield argument, "by"


def _within(reading: Reading, verb: Token) -> Iterator[Argument]:
    """Arguments below a verb and after it, near enough."""
    seen: set[str] = set()
    for index in range(verb.i + 1, min(verb.right_edge.i, verb.i + _REACH) + 1):
        argument = reading.at(index)
        if argument is not None and argument.sort in _ACTORS and argument.mention.id not in seen:
            seen.add(argument.mention.id)
            yield argument


def _candidate(
    doer: Argument, label: str, other: Argument, pattern: str, trigger: Token, verb: Token | None = None
) -> Candidate:
    verb = verb if verb is not None else trigger
    tokens = tuple(sorted({trigger.i, verb.i}))
    return Candidate(doer, label, other, pattern, tokens, negated=is_negated(verb), past=is_past(verb))
