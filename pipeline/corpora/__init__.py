"""Formats of published corpora, one file each, read into gold documents and written back.

`read(path)` recognises the format by content and returns a `Corpus`; `write(documents, path, format)` returns what
the target cannot hold.
"""

from onrecord.corpora.corpus import (
    Corpus,
    Gold,
    GoldDocument,
    GoldLayer,
    Losses,
    NamedSource,
    NamedSpeaker,
    Pair,
    QuotePart,
    QuoteRole,
    Repairs,
    Tokens,
)
from onrecord.corpora.registry import FORMATS, detect, read, read_together, write

__all__ = [
    "FORMATS",
    "Corpus",
    "Gold",
    "GoldDocument",
    "GoldLayer",
    "Losses",
    "NamedSource",
    "NamedSpeaker",
    "Pair",
    "QuotePart",
    "QuoteRole",
    "Repairs",
    "Tokens",
    "detect",
    "read",
    "read_together",
    "write",
]
