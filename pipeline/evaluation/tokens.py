"""Tokens to score by: names over those of the corpus, and tokens where a corpus has none of its own."""

from __future__ import annotations

import re
from dataclasses import replace

from onrecord.corpora.corpus import Tokens
from onrecord.records import Mention, Record, Span

#: A run of letters, digits and underscores, or one other character that is not white space. Fixed, so that no change
#: to the pipeline's tokenizer moves a score.
_TOKEN = re.compile(r"\w+|[^\w\s]")


def tokens_of(text: str) -> Tokens:
    """Words and marks of a text, as one sentence."""
    spans = tuple(Span(*match.span()) for match in _TOKEN.finditer(text))
    return Tokens(spans, tuple(span.of(text) for span in spans), ((0, len(spans)),))


def over_tokens(record: Record, tokens: Tokens) -> Record:
    """The record with every name as wide as the tokens that it touches, as a system that tags tokens would have it.

    Args:
        record: Names that end within a token, as "Boise" within "Boise." do, were found in other tokens.
        tokens: The corpus's own.
    """
    mentions = tuple(
        _widened(mention, tokens, record.text) if mention.kind == "name" else mention for mention in record.mentions
    )
    return replace(record, mentions=mentions)


def _widened(mention: Mention, tokens: Tokens, text: str) -> Mention:
    first, end = tokens.covering(mention.span)
    if first == end:
        return mention
    span = tokens.span(first, end)
    return replace(mention, start=span.start, end=span.end, text=span.of(text))
