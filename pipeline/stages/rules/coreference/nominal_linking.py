"""Which chain a nominal refers to: the same noun, a role, a name that holds the noun, or a wider noun."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.stages.knowledge.people import word_set
from onrecord.stages.rules.coreference.chains import Chain, Chains
from onrecord.stages.rules.coreference.referring import Referring

#: Categories whose nouns can stand for a name that says nothing of its kind.
_WIDE = frozenset({"body", "country", "company", "party", "group", "media", "sport"})
#: Categories so narrow that few things in an article are of them; their nouns reach back this many times farther.
_NARROW = frozenset({"court", "legislature", "party", "military", "school", "government"})
_NARROW_REACH = 4
_FITS_ANY_GROUP = word_set("group organisation organization body institution agency")


@dataclass(frozen=True, slots=True)
class NominalReach:
    """How far a nominal looks back."""

    sentences: int
    """For the same noun."""
    hypernym_sentences: int
    """For a wider noun."""
    candidates: int


@dataclass(slots=True)
class NominalLinker:
    """Resolves the nominals of one article in text order."""

    chains: Chains
    reach: NominalReach
    capped: int = 0
    """Nominals whose candidates were more than the limit."""

    def resolve(self, one: Referring, possessor: Chain | None) -> Chain | None:
        """The chain that the nominal refers to, or None where it brings in something new.

        Args:
            one: The nominal.
            possessor: The chain of the name or pronoun that possesses it.
        """
        if one.definiteness == "indefinite":
            return None
        if one.definiteness == "bare" and (not one.modifiers or one.mention.type != "PERSON"):
            return None  # what has no words of its own is mostly said of the kind
        best: Chain | None = None
        best_score = 0.0
        for count, chain in enumerate(self.chains.recent()):
            distance = one.sentence - chain.latest.sentence
            if distance > self.reach.sentences:
                break
            if count >= self.reach.candidates:
                self.capped += 1
                break
            score = self._score(one, chain, distance, possessor)
            if score > best_score:
                best, best_score = chain, score
        return best

    def _score(self, one: Referring, chain: Chain, distance: int, possessor: Chain | None) -> float:
        if chain is possessor or not _numbers_agree(one, chain):
            return 0.0
        if one.lemma in chain.lemmas:
            return self._same_noun(one, chain, distance, possessor)
        if one.definiteness not in {"definite", "demonstrative"}:
            return 0.0
        return _wider_noun(one, chain, distance, self.reach.hypernym_sentences)

    def _same_noun(self, one: Referring, chain: Chain, distance: int, possessor: Chain | None) -> float:
        known = chain.lemmas[one.lemma]
        if one.modifiers - known and (known or one.definiteness == "bare"):
            return 0.0
        if one.definiteness == "bare" and (one.number != "plural" or known - one.modifiers):
            return 0.0
        if one.definiteness == "possessed" and chain.possessors and id(possessor) not in chain.possessors:
            return 0.0
        if one.complements and known and not one.complements & known and one.definiteness != "demonstrative":
            return 0.5
        overlap = len((one.modifiers | one.complements) & known)
        return max(0.1, 3.0 + overlap - 0.05 * distance)


def _wider_noun(one: Referring, chain: Chain, distance: int, reach: int) -> float:
    """Score "the company" for a firm with a name, "the tribunal" for a court."""
    type_ = chain.type
    if type_ == "PERSON" or not chain.named or not one.senses or one.modifiers:
        return 0.0
    categories = {sense.category for sense in one.senses if sense.type == type_}
    known = {sense.category for sense in chain.senses if sense.type == type_}
    if categories & known & _NARROW and distance <= _NARROW_REACH * reach:
        return 2.0 - 0.05 * distance
    if distance > reach:
        return 0.0
    if categories & known:
        return 2.0 - 0.15 * distance
    if not known and categories & _WIDE:
        return 1.2 - 0.2 * distance
    if one.lemma in _FITS_ANY_GROUP and type_ == "ORG":
        return 1.0 - 0.2 * distance
    return 0.0


def _numbers_agree(one: Referring, chain: Chain) -> bool:
    return one.number == "either" or not chain.numbers or one.number in chain.numbers
