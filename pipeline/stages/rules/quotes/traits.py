"""Traits of an indirect candidate that make it likelier or less likely than its pattern and cue alone say."""

from __future__ import annotations

from bisect import bisect_left

from onrecord.stages.rules.quotes.candidates import Candidate
from onrecord.stages.rules.quotes.lexicon import lexicon
from onrecord.stages.rules.quotes.tree import Tree

_OPENINGS = frozenset(
    {"that", "to", "whether", "if", "how", "what", "why", "the", "a", "an", "not"}
    | {"his", "her", "their", "its", "it", "him", "them"}
)
_PRONOUNS = frozenset({"he", "she", "they", "i", "we", "you", "it", "who", "which"})
_LONGEST = 6


def traits(tree: Tree, candidate: Candidate) -> tuple[str, ...]:
    """Names of the traits: how the content opens, how long it is, and what kind of word heads the source."""
    return _opening(tree, candidate), _length(tree, candidate), _source(tree, candidate.head)


def _opening(tree: Tree, candidate: Candidate) -> str:
    first = bisect_left(tree.starts, candidate.content[0].start)
    if first >= len(tree):
        return "opening=none"
    word = tree.lower[first]
    return f"opening={word if word in _OPENINGS else tree.pos[first]}"


def _length(tree: Tree, candidate: Candidate) -> str:
    """The number of words as a power of two: 0, 1, 2–3, 4–7 and so on."""
    words = sum(bisect_left(tree.starts, span.end) - bisect_left(tree.starts, span.start) for span in candidate.content)
    return f"length={min(_LONGEST, words.bit_length())}"


def _source(tree: Tree, head: int | None) -> str:
    if head is None:
        return "source=none"
    word, lemma, pos = tree.lower[head], tree.lemmas[head], tree.pos[head]
    if pos == "PRON" or tree.tags[head] in ("PRP", "PRP$", "WP", "WDT", "DT"):
        return f"source={word}" if word in _PRONOUNS else "source=that"
    if pos == "PROPN":
        return "source=name"
    if lemma in lexicon().documents:
        return "source=document"
    if lemma in lexicon().organizations:
        return "source=organization"
    if lemma in lexicon().unnamed:
        return "source=unnamed"
    return "source=plural" if tree.tags[head] == "NNS" else "source=noun"
