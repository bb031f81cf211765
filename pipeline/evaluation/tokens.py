"""Tokens to score by, where a corpus has none of its own."""

from __future__ import annotations

import re

from onrecord.corpora.corpus import Tokens
from onrecord.records import Span

#: A run of letters, digits and underscores, or one other character that is not white space. Fixed, so that no change
#: to the pipeline's tokenizer moves a score.
_TOKEN = re.compile(r"\w+|[^\w\s]")


def tokens_of(text: str) -> Tokens:
    """Words and marks of a text, as one sentence."""
    spans = tuple(Span(*match.span()) for match in _TOKEN.finditer(text))
    return Tokens(spans, tuple(span.of(text) for span in spans), ((0, len(spans)),))
