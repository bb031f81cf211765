"""Whether words bear a name: "Netanyahu" and "Mr Benjamin Netanyahu" do bear "Benjamin Netanyahu"."""

from __future__ import annotations

import re

_NO_WORD = re.compile(r"[^\w]+")
_ARTICLE = re.compile(r"^(the|a|an) ")
#: A part of a name of at most so many letters bears nothing.
_SHORT = 3


def folded(words: str) -> str:
    """Lower case, words alone with one blank between them, without a leading article."""
    return _ARTICLE.sub("", _NO_WORD.sub(" ", words.lower()).strip())


def within(part: str, whole: str) -> bool:
    """Whether folded words stand in others as whole words."""
    return f" {part} " in f" {whole} "


def bears(words: str, name: str) -> bool:
    """Whether folded words bear a folded name: they are or hold it, or are its end, as a surname is."""
    if not words or not name:
        return False
    if words == name or within(name, words):
        return True
    return len(words) > _SHORT and name.endswith(f" {words}")
