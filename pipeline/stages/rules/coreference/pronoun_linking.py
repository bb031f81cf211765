"""Which chain a pronoun refers to: agreement, binding, then salience and distance."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from onrecord.stages.knowledge.pronouns import Form
from onrecord.stages.rules.coreference.chains import Chain, Chains
from onrecord.stages.rules.coreference.direct_speech import Speech, Speeches
from onrecord.stages.rules.coreference.referring import Referring
from onrecord.stages.rules.coreference.salience import NOTHING, features, salience
from onrecord.stages.rules.coreference.tree import clause_of, upwards

_NEVER = frozenset({"DATE", "MONEY"})
_FRONTED = frozenset({"prep", "advcl"})
#: Most steps up the tree to a fronted phrase, and most tokens from a pronoun in it to the verb it hangs on.
_DEPTH, _AHEAD = 8, 40
#: A clause with more tokens before its verb is none.
_LONGEST = 400
#: Dependencies that an antecedent outside of them does not bind into.
_BARRIERS = frozenset({"relcl", "acl", "appos", "conj", "ccomp", "advcl"})
#: Most mentions of one chain within the sentence that are held against binding.
_NEAREST = 12
_GROUP_TYPES = frozenset({"ORG", "GPE", "NORP"})


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
    at_head: Mapping[int, Referring] = field(default_factory=dict)
    """Mentions by head token."""
    named: Mapping[int, Chain] = field(default_factory=dict)
    """Chains of the names, by head token."""
    speakers: Mapping[int, Chain] = field(default_factory=dict)
    """The same chains, by position of the mention."""
    _participants: dict[tuple[int, str], Chain] = field(default_factory=dict)
    _awaited: dict[int, Chain] = field(default_factory=dict)

    def resolve(self, one: Referring) -> Chain | None:
        """The chain that the pronoun refers to, or None."""
        assert one.form is not None
        speech = self.speeches.around(one.mention.start)
        if one.form.person != 3:
            return self._participant(one.form, speech)
        return self._third_person(one, one.form, speech)

    def _participant(self, form: Form, speech: Speech | None) -> Chain:
        """Whom "I", "we" and "you" refer to: the speaker is "I"; "we" and "you" are one group a speaker each."""
        speaker = None if speech is None else speech.speaker
        chain = None if speaker is None else self.speakers.get(speaker) or self.chains.find(speaker)
        if form.person == 1 and chain is not None and (form.number == "singular" or chain.type in _GROUP_TYPES):
            return chain
        whose = _author(speech) if chain is None else id(chain)
        key = (whose, f"{form.person} {form.number}")
        found = self._participants.setdefault(key, Chain(is_participant=True))
        if chain is None and speaker is not None and form.person == 1 and form.number == "singular":
            self._awaited[speaker] = found
        return found

    def read(self, one: Referring) -> None:
        """Note that a mention has been read: an "I" before it may have waited for its speaker."""
        waiting = self._awaited.pop(one.index, None)
        if waiting is not None:
            self.chains.merge(self.chains.of(one.index), waiting)

    def _third_person(self, one: Referring, form: Form, speech: Speech | None) -> Chain | None:
        bound = self._bound(one, form) if form.reflexive else self._ahead(one, form)
        if bound is not None:
            return bound
        best: Chain | None = None
        best_score = salience(iter([(NOTHING, 1.0)]), form)
        token = self.doc[one.head]
        for count, chain in enumerate(self.chains.recent()):
            if one.sentence - chain.latest.sentence > self.reach.sentences:
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
            score = self._salience(one, form, chain, speech)
            if score > best_score:
                best, best_score = chain, score
        return best

    def _bound(self, one: Referring, form: Form) -> Chain | None:
        """The subject of the clause that a reflexive stands in."""
        verb = clause_of(self.doc[one.head])
        for index in range(one.head - 1, max(-1, one.head - _AHEAD), -1):
            other = self.at_head.get(index)
            if other is not None and other.subject and self.doc[index].head.i == verb.i:
                chain = self.chains.of(other.index)
                return chain if _agrees(form, chain) else None
        return None

    def _ahead(self, one: Referring, form: Form) -> Chain | None:
        """The named subject that follows a pronoun in a fronted phrase: "In his speech, Costa said"."""
        fronted = next(
            (
                ancestor
                for ancestor in itertools.islice(upwards(self.doc[one.head]), 1, _DEPTH)
                if ancestor.dep_ in _FRONTED and ancestor.head.i > one.head
            ),
            None,
        )
        if fronted is None or fronted.head.i - one.head > _AHEAD:
            return None
        if fronted.head.i - fronted.head.left_edge.i > _LONGEST:
            return None
        for child in fronted.head.lefts:
            if child.dep_ in {"nsubj", "nsubjpass"} and child.i > one.head and child.i in self.named:
                chain = self.named[child.i]
                return chain if _agrees(form, chain) else None
        return None

    def _is_speaker(self, chain: Chain, form: Form, speech: Speech | None) -> bool:
        """Whether the chain speaks here: nobody calls oneself "he"."""
        if speech is None or speech.speaker is None or form.number == "plural":
            return False
        return self.chains.find(speech.speaker) is chain

    def _is_free(self, one: Referring, token: Token, form: Form, chain: Chain) -> bool:
        """Whether binding lets the pronoun refer to the chain: see principles A and B and i-within-i."""
        for other in itertools.islice(reversed(chain.members), _NEAREST):
            if other.sentence != one.sentence:
                break
            antecedent = self.doc[other.head]
            if _is_within(token, antecedent):
                return False
            if form.reflexive or form.possessive:
                continue
            if (
                clause_of(token).i == clause_of(antecedent).i
                and not _in_adjunct(token)
                and not _is_possessor(antecedent)
            ):
                return False
        return True

    def _salience(self, one: Referring, form: Form, chain: Chain, speech: Speech | None) -> float:
        apart = (self.speeches.around(chain.latest.mention.start) is None) != (speech is None)
        return salience(features(self.doc, one, form, chain, quoted_apart=apart), form)


def _author(speech: Speech | None) -> int:
    """Stands for whoever speaks: the speech's own unknown speaker, or the writer of the article."""
    return -1 if speech is None else -2 - speech.start


def _agrees(form: Form, chain: Chain) -> bool:
    """Whether person, gender and number let the pronoun refer to the chain."""
    type_ = chain.type
    if type_ in _NEVER or chain.is_participant:
        return False
    if form.gender in {"m", "f"}:
        if chain.gender not in {form.gender, "?", "n"} or chain.is_thing or chain.number == "plural":
            return False
        return (type_ == "PERSON" and (chain.named or chain.number == "singular")) or chain.may_be_person
    if form.gender == "n":
        return type_ not in {"PERSON", "NORP"} and chain.number != "plural" and chain.gender in {"n", "?"}
    if type_ == "PERSON":
        return chain.number != "singular" or (not chain.named and chain.gender == "?")
    return chain.number != "singular" or type_ in _GROUP_TYPES


def _is_within(token: Token, antecedent: Token) -> bool:
    """Whether the pronoun stands in the phrase that the antecedent heads; a relative clause lets it out."""
    for current in upwards(token):
        if current.i == antecedent.i and current.i != token.i:
            return current.pos_ in {"NOUN", "PROPN", "PRON"}
        if current.dep_ in _BARRIERS:
            return False
    return False


def _in_adjunct(token: Token) -> bool:
    """Whether the phrase is the object of a preposition ("around him"), where binding is loose."""
    return token.dep_ == "pobj" and token.head.dep_ == "prep" and token.head.head.pos_ not in {"VERB", "AUX"}


def _is_possessor(token: Token) -> bool:
    """Whether the phrase lies within another one ("his mother saw him")."""
    if token.dep_ == "pobj":
        return token.head.head.pos_ in {"NOUN", "PROPN"}
    return token.dep_ in {"poss", "compound", "nmod", "amod"}
