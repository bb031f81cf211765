"""Indirect quotes whose cue is no verb: "according to", nouns such as "his claim that", and "Name: …"."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from onrecord.records import Span
from onrecord.stages.rules.quotes.candidates import Candidate
from onrecord.stages.rules.quotes.lexicon import lexicon
from onrecord.stages.rules.quotes.sources import phrase, subject
from onrecord.stages.rules.quotes.tree import Tree

#: Most tokens before the colon of a turn.
_LONGEST_NAME = 8


def phrase_candidates(tree: Tree, places: Sequence[Span]) -> Iterator[Candidate]:
    """Every attribution that a phrase without a verb of saying could make within the places."""
    for token in tree.tokens(places):
        if tree.lower[token] == "according":
            yield from _according(tree, token)
        elif tree.pos[token] == "NOUN":
            yield from _noun(tree, token)
    for place in places:
        yield from _turn(tree, place)


def _according(tree: Tree, token: int) -> Iterator[Candidate]:
    """According to X, it rained; it rained, according to X; they left because, according to X, it rained."""
    to = token + 1
    if to + 1 >= len(tree) or tree.lower[to] != "to":
        return
    begin, end = tree.sentences[token]
    while end > to and (tree.words[end - 1] in (".", "?", "!") or tree.pos[end - 1] == "SPACE"):
        end -= 1
    head = tree.child(to, "pobj")
    if head is None:
        head = to + 1
    cue = (token, to)
    source = phrase(tree, head, barred=cue)
    if source is None:
        return
    last = bisect_left(tree.ends, source.end)
    leading = all(tree.pos[i] in ("PUNCT", "SPACE", "CCONJ", "ADV") for i in range(begin, token))
    after, before = tree.trimmed(last + 1, end - 1), tree.trimmed(begin, token - 1)
    if after and (leading or (tree.words[last + 1] == "," and tree.pos[token - 1] == "PUNCT")):
        pattern = "according first" if leading else "according middle"
        yield Candidate(pattern, "according to", (tree.span(*after),), tree.span(*cue), source, head)
    if before and not leading:
        yield Candidate("according last", "according to", (tree.span(*before),), tree.span(*cue), source, head)


def _noun(tree: Tree, token: int) -> Iterator[Candidate]:
    """His claim that it rained; Trump's criticism of the deal; they expressed regret over the vote."""
    inner = next((c for c in tree.children[token] if c > token and tree.deps[c] in ("acl", "ccomp", "prep")), None)
    if inner is None:
        return
    lemma, last, shape = tree.lemmas[token], token, "noun clause"
    first = tree.lefts[inner]
    if tree.deps[inner] == "prep":
        if inner != token + 1:
            return
        lemma, last, shape, first = f"{lemma} {tree.lower[inner]}", inner, "noun preposition", inner + 1
    elif tree.child(inner, "mark") is None and tree.words[first] != "to":
        return
    trimmed = tree.trimmed(max(first, last + 1), tree.rights[inner])
    if trimmed is None:
        return
    owner = tree.child(token, "poss")
    begin, head = token, owner
    if owner is not None:
        begin = tree.rights[owner] + 1
        shape = f"own {shape}"
    elif tree.deps[token] == "dobj" and tree.pos[tree.heads[token]] == "VERB" and tree.heads[token] < token:
        begin, head = tree.heads[token], subject(tree, tree.heads[token])
        shape = f"made {shape}"
    source = phrase(tree, head, barred=(begin, last)) if head is not None else None
    content = tree.span(*trimmed)
    if source is not None and source.overlaps(content):
        source = None
    yield Candidate(shape, lemma, (content,), tree.span(begin, last), source, head if source else None)


def _turn(tree: Tree, paragraph: Span) -> Iterator[Candidate]:
    """A turn of a transcript: "SMITH: I never saw it."; the colon stands for the cue."""
    first, end = bisect_left(tree.starts, paragraph.start), bisect_left(tree.starts, paragraph.end)
    colon = next((i for i in range(first + 1, min(end, first + _LONGEST_NAME)) if tree.words[i] == ":"), None)
    if colon is None or colon + 1 >= end or not all(_names(tree, i) for i in range(first, colon)):
        return
    last = end - 1
    while last > colon and tree.words[last] == ".":
        last -= 1
    trimmed = tree.trimmed(colon + 1, last)
    if trimmed is not None:
        shape = "letter" if tree.ends[colon - 1] - paragraph.start == 1 else "name"
        source = tree.span(first, colon - 1)
        yield Candidate("turn", shape, (tree.span(*trimmed),), tree.span(colon, colon), source, colon - 1)


def _names(tree: Tree, token: int) -> bool:
    """Whether a token can be part of the name before a turn."""
    word = tree.words[token]
    if tree.lower[token] in lexicon().labels:
        return False
    return word[:1].isupper() or word in (".", "-", "’s", "'s", "(", ")")
