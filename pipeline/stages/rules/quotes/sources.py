"""Sources: from a cue to the noun phrase that names who says it."""

from __future__ import annotations

from onrecord.records import Span
from onrecord.stages.rules.quotes.lexicon import lexicon
from onrecord.stages.rules.quotes.tree import Tree

_NOUNS = frozenset({"NOUN", "PROPN", "PRON", "NUM", "DET", "ADJ", "X"})
_DASHES = frozenset({"-", "–", "—", "―", "--"})
_CLIMB = 6
_SHARING = frozenset({"xcomp", "conj", "advcl", "ccomp", "dep", "aux", "pcomp", "prep"})


def subject(tree: Tree, verb: int) -> int | None:
    """The token that heads the subject of a verb, its own or the one that it shares with the verb above it.

    A participle or infinitive shares the subject of the clause it hangs on, one that qualifies a noun has the
    noun itself, and a second verb of two joined by "and" has that of the first.
    """
    own = _own_subject(tree, verb)
    if own is not None:
        return own
    token = verb
    for head in tree.ancestors(verb, _CLIMB):
        label = tree.deps[token]
        if label == "acl" and tree.tags[token] == "VBG" and tree.pos[head] in _NOUNS:
            return _issuer(tree, head)
        if label not in _SHARING:
            return None
        own = _own_subject(tree, head)
        if own is not None and own != verb and tree.quoted[own] in (-1, tree.quoted[verb]):
            return own
        token = head
    return None


def _own_subject(tree: Tree, verb: int) -> int | None:
    """The subject that hangs on the verb itself; where the parse gives "n't" or an auxiliary, the word before that."""
    own = tree.subjects[verb]
    if own < 0:
        return None
    if tree.pos[own] in _NOUNS:
        return own
    begin = tree.sentences[verb][0]
    return next((token for token in range(own, max(begin, own - 3) - 1, -1) if tree.pos[token] in _NOUNS), None)


def _issuer(tree: Tree, noun: int) -> int:
    """Who speaks in "she released a statement saying …": she, not the statement."""
    if tree.deps[noun] == "dobj" and tree.lemmas[noun] in lexicon().documents:
        above = _own_subject(tree, tree.heads[noun])
        if above is not None:
            return above
    return noun


def phrase(tree: Tree, head: int, *, barred: tuple[int, int]) -> Span | None:
    """The noun phrase around a head, title and apposition included, with the comma that closes an apposition.

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
    trimmed = tree.trimmed(_after_dateline(tree, first, head), last)
    if trimmed is None:
        return None
    first, last = trimmed[0], _past_abbreviation(tree, trimmed[1], barred)
    after = last + 1
    if after < barred[0] and tree.words[after] == "," and "," in tree.words[first : last + 1]:
        last = after
    return tree.span(first, last)


def _past_abbreviation(tree: Tree, last: int, barred: tuple[int, int]) -> int:
    """The last token of a name that the sentence splitter cut at "Capt." or "Sen."."""
    while (
        last + 2 < len(tree)
        and tree.words[last + 1] == "."
        and tree.lower[last] in lexicon().abbreviations
        and tree.pos[last + 2] == "PROPN"
        and not barred[0] <= last + 2 <= barred[1]
    ):
        last += 2
        while last + 1 < len(tree) and tree.pos[last + 1] == "PROPN" and last + 1 != barred[0]:
            last += 1
    return last


def _after_dateline(tree: Tree, first: int, head: int) -> int:
    """The first token of the phrase, behind the dash of "PARIS (Reuters) - The minister" at its head."""
    if tree.words[first].isupper():
        for token in range(first + 1, min(head, first + 12)):
            if tree.words[token] in _DASHES and tree.starts[token] > tree.ends[token - 1]:
                return token + 1
    return first


def _before_clause(tree: Tree, head: int, last: int) -> int:
    """The last token of the phrase, without participles and adverbials that hang on it behind a comma."""
    for child in tree.children[head]:
        if child <= head or child > last:
            continue
        if tree.deps[child] == "prep" and tree.rights[child] >= last and _is_time(tree, child):
            return child - 1
        before = tree.lefts[child] - 1
        dash = before > 0 and tree.words[before] in _DASHES and tree.starts[before] > tree.ends[before - 1]
        comma = dash or (before >= 0 and tree.words[before] == ",")
        speaking = tree.deps[child] == "relcl" and tree.lemmas[child] in lexicon().speech
        if comma and (speaking or tree.deps[child] in ("acl", "advcl", "parataxis")):
            return before
    return last


def _is_time(tree: Tree, preposition: int) -> bool:
    """Whether "on Monday" or "in 2009" follows."""
    inner = tree.child(preposition, "pobj")
    return inner is not None and (tree.lower[inner] in lexicon().times or tree.words[inner].isdigit())
