"""Which chain a pronoun refers to: agreement, binding, then salience and distance."""

from __future__ import annotations

import math
from dataclasses import dataclass

from onrecord.stages.rules.coreference.chains import Chain, Chains
from onrecord.stages.rules.coreference.direct_speech import Speech, Speeches
from onrecord.stages.rules.coreference.referring import Referring
from onrecord.stages.rules.mentions.pronouns import Form
from spacy.tokens import Doc, Token

_NEVER = frozenset({"DATE", "MONEY"})
_GROUP_TYPES = frozenset({"ORG", "GPE", "NORP"})
_MINIMUM = -3.0


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a pronoun looks back."""

    sentences: int
    candidates: int


@dataclass(slots=True)
class PronounLinker:
    """Resolves the pronouns of one article in text order."""

    doc: Doc
    chains: Chains
    speeches: Speeches
    reach: Reach
    capped: int = 0
    """Pronouns whose candidates were more than the limit."""
    _own: dict[tuple[int, str], Chain] | None = None

    def resolve(self, one: Referring) -> Chain | None:
        """The chain that the pronoun refers to, or None."""
        assert one.form is not None
        speech = self.speeches.around(one.mention.start)
        if one.form.person != 3:
            return self._participant(one, one.form, speech)
        return self._third_person(one, one.form, speech)

    def _participant(self, one: Referring, form: Form, speech: Speech | None) -> Chain | None:
        """ "I" is the speaker; "we" and "you" are one group in the mouth of each speaker."""
        if self._own is None:
            self._own = {}
        speaker = None if speech is None else speech.speaker
        chain = None
        if speaker is not None:
            chain = self.chains.find(speaker)
        if form.person == 1 and chain is not None:
            if form.number == "singular" or chain.type in _GROUP_TYPES or chain.latest.number == "plural":
                return chain
        place = -1 if speech is None else (speech.start if speaker is None else -2 - speaker)
        if chain is not None:
            place = -2 - chain.members[0].index
        key = (place, {1: "i", 2: "you", 3: ""}[form.person] if form.number != "plural" else f"plural{form.person}")
        known = self._own.get(key)
        if known is None:
            known = self._own[key] = Chain()
        return known

    def _third_person(self, one: Referring, form: Form, speech: Speech | None) -> Chain | None:
        best: Chain | None = None
        best_score = _MINIMUM
        token = self.doc[one.head]
        for count, chain in enumerate(self.chains.recent()):
            latest = chain.latest
            distance = one.sentence - latest.sentence
            if distance > self.reach.sentences:
                break
            if count >= self.reach.candidates:
                self.capped += 1
                break
            if (
                not _agrees(form, chain)
                or self._is_speaker(chain, form, speech)
                or not self._is_free(one, token, form, chain)
            ):
                continue
            score = self._salience(one, form, chain, distance, speech)
            if score > best_score:
                best, best_score = chain, score
        return best

    def _is_speaker(self, chain: Chain, form: Form, speech: Speech | None) -> bool:
        """Whether the chain speaks here: nobody calls oneself "he"."""
        if speech is None or speech.speaker is None or form.number == "plural":
            return False
        return self.chains.find(speech.speaker) is chain

    def _is_free(self, one: Referring, token: Token, form: Form, chain: Chain) -> bool:
        """Whether binding lets the pronoun refer to the chain: see principles A and B and i-within-i."""
        for other in reversed(chain.members):
            if other.sentence != one.sentence:
                break
            antecedent = self.doc[other.head]
            if _is_within(token, antecedent):
                return False
            if form.reflexive or form.possessive:
                continue
            if _clause(token) == _clause(antecedent) and not _in_adjunct(token) and not _is_possessor(antecedent):
                return False
        return True

    def _salience(self, one: Referring, form: Form, chain: Chain, distance: int, speech: Speech | None) -> float:
        latest = chain.latest
        score = -0.9 * distance - 0.012 * min(60, one.first - latest.last)
        score += 0.35 * math.log(len(chain.members))
        nearby = [other for other in chain.members[-4:] if other.sentence == latest.sentence]
        if any(other.subject for other in nearby):
            score += 0.8 if one.subject or form.possessive else 0.5
        if latest.paragraph != one.paragraph:
            score -= 0.3
        if chain.named:
            score += 0.3
        if latest.definiteness == "indefinite" and latest.mention.kind == "nominal":
            score -= 0.2
        if form.gender in {"m", "f"} and chain.gender == form.gender:
            score += 0.7
        score += _fit(form, chain)
        if speech is None and self.speeches.around(latest.mention.start) is not None:
            score -= 0.8
        if form.reflexive and not (latest.subject and latest.sentence == one.sentence):
            score -= 2
        return score


def _agrees(form: Form, chain: Chain) -> bool:
    type = chain.type
    if type in _NEVER:
        return False
    latest = chain.members[-1]
    if any(other.form is not None and other.form.person != 3 for other in chain.members[:1]):
        return False
    if form.gender in {"m", "f"}:
        return (
            type in {"PERSON", "MISC"}
            and chain.gender in {form.gender, "?"}
            and _number_of(chain) != "plural"
            and not _is_thing(chain)
        )
    if form.gender == "n":
        return type not in {"PERSON", "NORP"} and _number_of(chain) != "plural"
    if form.number == "plural":
        if type == "PERSON":
            return _number_of(chain) != "singular" or (not chain.named and chain.gender == "?")
        return _number_of(chain) != "singular" or type in _GROUP_TYPES
    return latest.number == form.number


def _is_thing(chain: Chain) -> bool:
    return any(one.form is not None and one.form.gender == "n" for one in chain.members)


def _number_of(chain: Chain) -> str:
    for one in chain.members:
        if one.number != "either":
            return one.number
    return "either"


def _fit(form: Form, chain: Chain) -> float:
    """How well type and number go with the pronoun, beyond bare agreement."""
    type, number = chain.type, _number_of(chain)
    if form.gender == "n":
        return {"ORG": 0.3, "GPE": 0.2, "MISC": 0.3, "FAC": -0.1, "LOC": -0.2, "WORK": 0.1, "EVENT": -0.1}.get(
            type, 0.0
        )
    if form.gender == "?" and form.number == "plural":
        if number == "plural":
            return 0.8 if type in {"PERSON", "NORP"} else 0.4
        if type == "PERSON":
            return -1.2
        return -0.4 if type == "ORG" else -0.6
    return 0.0


def _is_within(token: Token, antecedent: Token) -> bool:
    """Whether the pronoun stands in the phrase that the antecedent heads; a relative clause lets it out."""
    current = token
    while current.head.i != current.i:
        if current.dep_ in {"relcl", "acl", "appos", "conj", "ccomp", "advcl"}:
            return False
        current = current.head
        if current.i == antecedent.i:
            return current.pos_ in {"NOUN", "PROPN", "PRON"}
    return False


def _clause(token: Token) -> int:
    """Index of the verb that the phrase belongs to."""
    current = token
    while current.head.i != current.i and current.pos_ not in {"VERB", "AUX"}:
        current = current.head
    return current.i


def _in_adjunct(token: Token) -> bool:
    """Whether the phrase is the object of a preposition ("around him"), where binding is loose."""
    return token.dep_ == "pobj" and token.head.dep_ == "prep" and token.head.head.pos_ not in {"VERB", "AUX"}


def _is_possessor(token: Token) -> bool:
    """Whether the phrase lies within another one ("his mother saw him")."""
    return token.dep_ in {"poss", "compound", "nmod", "amod"} or (
        token.dep_ == "pobj" and token.head.head.pos_ in {"NOUN", "PROPN"}
    )
