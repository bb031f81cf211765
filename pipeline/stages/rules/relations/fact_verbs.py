"""Facts from verbs: "X heads the bank", "X was born in Y", "a group based in Y", "X won the prize"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Token

from onrecord.stages.rules.relations.candidate import Candidate
from onrecord.stages.rules.relations.clauses import agents, coordinated, is_passive, key, obliques, patients
from onrecord.stages.rules.relations.polarity import is_negated, is_past
from onrecord.stages.rules.relations.reading import Argument, Reading, Sentence
from onrecord.stages.rules.relations.tables import rows, words

_PRIZES = re.compile(r"\b(prize|award|medal|oscar|grammy|emmy|bafta|laurel|bear|palm|order|mvp)s?\b", re.IGNORECASE)
#: Labels that the verbs of `fact_verbs.tsv` carry only in an article about sport, and only in any other.
_IN_SPORT = frozenset({"plays_against"})
_NOT_IN_SPORT = frozenset({"leads"})
#: Labels whose verb in the past tense says that the fact is over, unless it is still said to hold.
_STATES = words("leads works_for")


@dataclass(frozen=True, slots=True)
class FactFrame:
    """One use of a verb that states a fact.

    The slot is `obj` or a preposition, as in `Frame`; the order is `reversed` where the subject is the tail, and
    `passive` where the verb must stand in the passive and its patient is the head.
    """

    label: str
    slot: str
    order: str


@cache
def _frames() -> dict[str, tuple[FactFrame, ...]]:
    found: dict[str, tuple[FactFrame, ...]] = {}
    for row in rows("fact_verbs.tsv"):
        frame = FactFrame(row["label"], row["slot"], row["order"])
        found[row["verb"]] = (*found.get(row["verb"], ()), frame)
    return found


def fact_verb_relations(reading: Reading, sentence: Sentence) -> Iterator[Candidate]:
    """Facts that the verbs of a sentence state.

    Args:
        reading: The arguments of the document.
        sentence: Where to look.

    Yields:
        Candidates with the labels of `fact_verbs.tsv`.
    """
    if len(sentence.arguments) < 2:
        return
    for token in reading.doc[sentence.first : sentence.end]:
        if token.pos_ == "VERB" and not reading.in_name(token.i):
            for frame in _frames().get(key(token), _frames().get(token.lemma_.lower(), ())):
                if frame.label not in (_NOT_IN_SPORT if reading.sport else _IN_SPORT):
                    yield from _read(reading, token, frame)


def _read(reading: Reading, verb: Token, frame: FactFrame) -> Iterator[Candidate]:
    passive = is_passive(verb)
    if frame.order == "passive" and not passive:
        return
    doers = patients(verb) if passive and frame.slot != "obj" else agents(verb)
    objects = patients(verb)
    if frame.slot == "obj":
        others = objects
    else:
        others = [noun for place in (verb, *objects) for word, noun in obliques(place) if word == frame.slot]
    for doer in _arguments(reading, doers):
        for other in _arguments(reading, others):
            head, tail = (other, doer) if frame.order == "reversed" else (doer, other)
            if frame.label == "awarded" and not _PRIZES.search(tail.mention.text):
                continue
            if doer.entity == other.entity:
                continue
            past = is_past(verb) or (frame.label in _STATES and _is_over(verb))
            found = Candidate(
                head,
                frame.label,
                tail,
                f"fact.{'object' if frame.slot == 'obj' else 'preposition'}",
                (verb.i,),
                is_negated(verb),
                past,
            )
            yield found
            if frame.label in ("plays_against", "family"):
                yield Candidate(tail, frame.label, head, found.pattern, found.trigger, found.negated, found.past)


def _arguments(reading: Reading, nouns: Iterable[Token]) -> Iterator[Argument]:
    for noun in (other for first in nouns for other in coordinated(first)):
        argument = reading.named_by(noun)
        if argument is not None:
            yield argument


def _is_over(verb: Token) -> bool:
    """Whether the verb stands in the simple past or the past perfect ("led", "had led")."""
    auxiliaries = {child.lower_ for child in verb.children if child.dep_ == "aux"}
    return (verb.tag_ == "VBD" and not auxiliaries) or "had" in auxiliaries
