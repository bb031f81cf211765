"""Words that tell what is a cue and what kind of source speaks, from ``lexicon.json``."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Lemmas and other words in lower case, by what they tell."""

    speech: frozenset[str]
    """Verbs of speech and writing; beside a quotation they are cues even where the tagger took them for participles."""
    stance: frozenset[str]
    """Verbs that state a position on somebody or something."""
    thought: frozenset[str]
    """Verbs of belief, wish and feeling."""
    showing: frozenset[str]
    """Verbs for what documents do."""
    naming: frozenset[str]
    """Verbs that give a name or a judgement to their object."""
    utterances: frozenset[str]
    """Nouns for what is said or thought."""
    documents: frozenset[str]
    """Nouns for what speaks in writing."""
    organizations: frozenset[str]
    """Nouns for bodies that speak with one voice."""
    unnamed: frozenset[str]
    """Nouns for people whose name is held back."""
    times: frozenset[str]
    """Days, months and the like, which say when something was said."""
    labels: frozenset[str]
    """Words before a colon that open a note, a caption or a list rather than a turn of a transcript."""
    abbreviations: frozenset[str]
    """What stands before a full stop that ends no sentence, without that stop."""

    def group(self, cue: str) -> str:
        """The group that a cue belongs to, by its first word: speech, stance, thought, showing, utterances or other."""
        first = normal(cue.partition(" ")[0])
        if first in self.speech:
            return "speech"
        if first in self.stance:
            return "stance"
        if first in self.thought:
            return "thought"
        if first in self.showing:
            return "showing"
        return "utterances" if first in self.utterances else "other"


def normal(lemma: str) -> str:
    """The lemma in the spelling of the lexicon and the counts: -ize for British -ise, as in "criticise"."""
    first, space, rest = lemma.partition(" ")
    if first.endswith("ise") and len(first) > 7:
        first = first[:-3] + "ize"
    return first + space + rest


@cache
def lexicon() -> Lexicon:
    """The words that come with onrecord."""
    raw = json.loads(resources.files(__package__).joinpath("lexicon.json").read_text(encoding="utf-8"))
    return Lexicon(**{kind: frozenset(words) for kind, words in raw.items()})
