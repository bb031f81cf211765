"""Which chain a nominal refers to: the same noun, a role, a name that holds the noun, or a wider noun."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.stages.rules.coreference.chains import Chain, Chains
from onrecord.stages.rules.coreference.referring import Referring
from onrecord.stages.rules.mentions.lexicon import word_set

#: Categories whose nouns say so little that they can stand for anything of their type.
_WIDE = {"ORG": frozenset({"body"}), "GPE": frozenset({"country"}), "PERSON": frozenset({"people"})}
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
        if one.definiteness in {"indefinite", "bare"}:
            return None
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
        if one.definiteness not in {"definite", "demonstrative"} or distance > self.reach.hypernym_sentences:
            return 0.0
        return _wider_noun(one, chain, distance)

    def _same_noun(self, one: Referring, chain: Chain, distance: int, possessor: Chain | None) -> float:
        known = chain.lemmas[one.lemma]
        if one.modifiers - known and (known or one.definiteness == "bare"):
            return 0.0
        if one.definiteness == "bare" and (one.number != "plural" or known - one.modifiers):
            return 0.0
        if one.definiteness == "possessed" and chain.possessors and possessor not in chain.possessors:
            return 0.0
        if one.complements and known and not one.complements & known and one.definiteness != "demonstrative":
            return 0.5
        overlap = len((one.modifiers | one.complements) & known)
        return max(0.1, 3.0 + overlap - 0.05 * distance)


def _wider_noun(one: Referring, chain: Chain, distance: int) -> float:
    """ "The company" for a firm with a name, "the tribunal" for a court."""
    if not one.senses or one.modifiers:
        return 0.0
    types = {sense.type for sense in one.senses}
    if chain.type not in types:
        return 0.0
    categories = {sense.category for sense in one.senses if sense.type == chain.type}
    known = {sense.category for sense in chain.senses if sense.type == chain.type}
    if chain.type == "PERSON":
        return 0.0
    if categories & known and chain.named:
        return 2.0 - 0.15 * distance
    if (
        chain.named
        and not known
        and categories & (_WIDE.get(chain.type, frozenset()) | {"company", "party", "group", "media", "sport"})
    ):
        return 1.2 - 0.2 * distance
    if one.lemma in _FITS_ANY_GROUP and chain.type == "ORG" and chain.named:
        return 1.0 - 0.2 * distance
    return 0.0


def _numbers_agree(one: Referring, chain: Chain) -> bool:
    return one.number == "either" or not chain.numbers or one.number in chain.numbers
