"""What an article is about, where that decides what its words mean: in sport, to meet and to beat is to play."""

from __future__ import annotations

from spacy.tokens import Doc

from onrecord.stages.rules.relations.tables import words

_SPORT = words(
    "goal match league game coach striker midfielder defender goalkeeper keeper penalty team win draw season champion "
    "tournament final semifinal quarterfinal cup bundesliga player squad club stadium scorer referee playoff score"
)
#: Words of sport that an article must have, as a share of all of its words.
_SHARE = 0.012
_LEAST = 4


def is_sport(doc: Doc) -> bool:
    """Whether the words of sport are frequent enough in an article to read opponents out of it."""
    count = sum(token.lemma_.lower() in _SPORT for token in doc)
    return count >= _LEAST and count >= _SHARE * len(doc)
