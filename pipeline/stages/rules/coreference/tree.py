"""Walks up the dependency tree, of bounded length: text without full stops makes trees as deep as it is long."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

#: Most steps of a walk; no sentence that people write needs more.
DEEPEST = 40


def upwards(token: Token) -> Iterator[Token]:
    """The token, its head, the head of that, up to the root or the limit."""
    for _ in range(DEEPEST):
        yield token
        if token.head.i == token.i:
            return
        token = token.head


def clause_of(token: Token) -> Token:
    """The verb that a phrase belongs to, or the root."""
    for current in upwards(token):
        if current.pos_ in {"VERB", "AUX"}:
            break
    return current
