"""Where an indirect content ends: the parse is right about clauses more often than about what hangs behind them."""

from __future__ import annotations

from onrecord.stages.rules.quotes.lexicon import lexicon
from onrecord.stages.rules.quotes.tree import Tree

_STOPS = frozenset({".", "?", "!", "…"})
_BREAKS = frozenset({",", "-", "–", "—", "--", ")", "]"})
_RELATIVE_TAGS = frozenset({"WDT", "WP", "WRB", "WP$"})


def sentence_end(tree: Tree, token: int) -> int:
    """The last token of the sentence around `token`, its final mark aside."""
    last = tree.sentences[token][1] - 1
    while last > token and (tree.words[last] in _STOPS or tree.pos[last] == "SPACE"):
        last -= 1
    return last


def clause_end(tree: Tree, first: int, last: int) -> int:
    """The last token of a clause of content: to the end of the sentence, unless a comma or the like comes first.

    A participle of speech behind a comma ("…, adding that …") begins an attribution of its own.
    """
    end = sentence_end(tree, last)
    if last < end and tree.words[last + 1] not in _BREAKS and tree.tags[last + 1] not in ("VBG", "''"):
        last = end
    for token in range(first + 1, last):
        if tree.words[token] in _BREAKS and tree.tags[token + 1] == "VBG" and _speaks(tree, token + 1):
            return token - 1
    return last


def phrase_end(tree: Tree, first: int, last: int) -> int:
    """The last token of a noun phrase of content: before a relative clause or participle behind a comma."""
    for token in range(first + 1, last):
        if tree.words[token] in _BREAKS and (
            tree.tags[token + 1] in _RELATIVE_TAGS
            or (tree.tags[token + 1] == "VBG" and tree.deps[token + 1] == "advcl")
        ):
            return token - 1
    return last


def _speaks(tree: Tree, token: int) -> bool:
    return tree.lemmas[token] in lexicon().speech and tree.deps[token] in ("advcl", "conj", "acl", "dep", "xcomp")
