"""Where an indirect content ends: the parse is right about clauses more often than about what hangs behind them."""

from __future__ import annotations

from onrecord.stages.rules.quotes.lexicon import lexicon
from onrecord.stages.rules.quotes.tree import Tree

_STOPS = frozenset({".", ";", "?", "!"})
_FINAL = frozenset({".", "?", "!", "…", "...", ")", "]"})
_BREAKS = frozenset({",", "-", "–", "—", "--", ")", "]"})
_RELATIVE_TAGS = frozenset({"WDT", "WP", "WRB", "WP$"})


def is_stop(tree: Tree, token: int) -> bool:
    """Whether a token ends a sentence or a main clause: a full stop or the like, not that of an abbreviation."""
    if tree.words[token] not in _STOPS:
        return False
    glued = token > 0 and tree.words[token] == "." and tree.ends[token - 1] == tree.starts[token]
    return not (glued and tree.lower[token - 1] in lexicon().abbreviations)


def sentence_end(tree: Tree, token: int) -> int:
    """The last token of the sentence around `token`, its final mark aside."""
    last = tree.sentences[token][1] - 1
    while last > token and (tree.words[last] in _FINAL or tree.pos[last] == "SPACE"):
        last -= 1
    return last


def clause_end(tree: Tree, verb: int, first: int, last: int) -> int:
    """The last token of a clause of content: to the end of the sentence, unless a comma or the like comes first.

    A second verb beside the cue ("…, and insisted that …") and a participle of speech behind a comma
    ("…, adding that …") begin attributions of their own.

    Args:
        tree: The parse.
        verb: Position of the verb that is the cue.
        first: First token of the clause.
        last: Last token of it by the parse.
    """
    end = sentence_end(tree, last)
    if last < end and not _breaks(tree, verb, last + 1):
        last = end
    for token in range(first + 1, last):
        if tree.words[token] in _BREAKS and tree.tags[token + 1] == "VBG" and _speaks(tree, token + 1):
            return token - 1
    return last


def _breaks(tree: Tree, verb: int, token: int) -> bool:
    """Whether the content ends before this token."""
    if tree.words[token] in _BREAKS or tree.tags[token] in ("VBG", "''"):
        return True
    return tree.deps[token] == "cc" and tree.heads[token] == verb


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
