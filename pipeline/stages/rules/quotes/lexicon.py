"""Words that tell what is a cue and what kind of source speaks, from ``lexicon.json``."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Lemmas by what they tell."""

    speech: frozenset[str]
    """Verbs of speech and writing; beside a quotation they are cues even where the tagger took them for participles."""
    documents: frozenset[str]
    """Nouns for what speaks in writing."""
    organizations: frozenset[str]
    """Nouns for bodies that speak with one voice."""
    unnamed: frozenset[str]
    """Nouns for people whose name is held back."""


@cache
def lexicon() -> Lexicon:
    """The words that come with onrecord."""
    raw = json.loads(resources.files(__package__).joinpath("lexicon.json").read_text(encoding="utf-8"))
    return Lexicon(**{kind: frozenset(words) for kind, words in raw.items()})
