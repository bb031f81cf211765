"""The canonical name of an entity."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from onrecord.records import Mention


def canonical_name(mentions: Sequence[Mention]) -> str:
    """The fullest name among the mentions, else the fullest nominal, else the first pronoun; white space made plain."""
    for kind in ("name", "nominal"):
        texts = [" ".join(mention.text.split()) for mention in mentions if mention.kind == kind]
        if texts:
            counts = Counter(texts)
            return max(texts, key=lambda text: (len(text.split()), len(text), counts[text]))
    return mentions[0].text
