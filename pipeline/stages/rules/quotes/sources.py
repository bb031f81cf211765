"""Sources: from a cue to the noun phrase that names who says it."""

from __future__ import annotations

from onrecord.records import Span
from onrecord.stages.rules.quotes.tree import Tree

SUBJECTS = ("nsubj", "nsubjpass")
_NOUNS = frozenset({"NOUN", "PROPN", "PRON", "NUM", "DET", "ADJ", "X"})
_CLIMB = 6
_CUT = frozenset({"relcl", "acl", "advcl", "prep", "punct", "cc", "conj", "appos", "dep"})


def subject(tree: Tree, verb: int) -> int | None:
    """The token that heads the subject of a verb, its own or the one that it shares with the verb above it.

    A participle or infinitive shares the subject of the clause it hangs on, one that qualifies a noun has the
    noun itself, and a second verb of two joined by "and" has that of the first.
    """
    own = tree.child(verb, *SUBJECTS)
    if own is not None:
        return own
    token = verb
    for head in tree.ancestors(verb, _CLIMB):
        label = tree.deps[token]
        if label == "acl" and tree.tags[token] == "VBG" and tree.pos[head] in _NOUNS:
            return head
        if label not in ("xcomp", "conj", "advcl", "ccomp", "dep", "aux", "pcomp", "prep"):
            return None
        own = tree.child(head, "nsubj", "nsubjpass")
        if own is not None and own != verb:
            return own
        token = head
    return None


def phrase(tree: Tree, head: int, *, barred: tuple[int, int]) -> Span | None:
    """The noun phrase around a head, title and apposition included.

    Args:
        tree: The parse.
        head: Position of the head.
        barred: First and last token of the cue, which the phrase may not cover.
    """
    first, last = tree.lefts[head], tree.rights[head]
    if first <= barred[1] and last >= barred[0]:
        if head < barred[0]:
            last = min(last, barred[0] - 1)
        else:
            first = max(first, barred[1] + 1)
    last = _before_clause(tree, head, last)
    if tree.deps[head] == "poss":
        last = max((child for child in tree.children[head] if tree.deps[child] != "case"), default=head)
        last = max(head, min(last, tree.rights[head]))
        while last > head and tree.deps[last] == "case":
            last -= 1
    trimmed = tree.trimmed(first, last)
    return tree.span(*trimmed) if trimmed else None


def _before_clause(tree: Tree, head: int, last: int) -> int:
    """The last token of the phrase, without participles and adverbials that hang on it behind a comma."""
    for child in tree.children[head]:
        if child <= head or child > last:
            continue
        comma = child > 0 and tree.lefts[child] > 0 and tree.words[tree.lefts[child] - 1] == ","
        if tree.deps[child] in ("acl", "advcl", "parataxis") and comma:
            return tree.lefts[child] - 1
    return last
