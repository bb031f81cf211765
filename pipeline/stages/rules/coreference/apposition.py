"""What stands beside a name and describes the same thing: appositions, and titles before the name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from spacy.tokens import Doc

from onrecord.stages.rules.coreference.referring import Referring
from onrecord.stages.rules.mentions.lexicon import head_nouns, titles
from onrecord.stages.rules.mentions.nominals import noun_lemma

_TITLE_SPAN = 6


def appositions(doc: Doc, at_head: Mapping[int, Referring]) -> Iterator[tuple[Referring, Referring]]:
    """Pairs of a mention and its apposition, one of them a name and the other a nominal of the same type."""
    for head, one in at_head.items():
        for child in doc[head].children:
            other = at_head.get(child.i)
            if child.dep_ != "appos" or other is None:
                continue
            bracketed = any(doc[index].text == "(" for index in range(one.last, other.first))
            kinds = {one.mention.kind, other.mention.kind}
            if kinds == {"name", "nominal"} and not bracketed and _fit(one, other):
                yield one, other


def _fit(one: Referring, other: Referring) -> bool:
    nominal, name = (one, other) if one.mention.kind == "nominal" else (other, one)
    return nominal.number != "plural" and name.mention.type in {sense.type for sense in nominal.senses}


def roles(doc: Doc, name: Referring) -> Iterator[tuple[str, frozenset[str]]]:
    """Nouns that stand as title before the name of a person, each with the words before it.

    "US President Donald Trump" gives ``("president", {"us"})``.
    """
    if name.mention.type != "PERSON":
        return
    index = name.first - 1
    words: list[str] = []
    while index >= 0 and name.first - index <= _TITLE_SPAN:
        token = doc[index]
        if (token.is_punct and token.text != "-") or token.is_space or token.pos_ in {"VERB", "AUX", "PRON", "SCONJ"}:
            break
        if token.tag_ == "POS" or token.pos_ == "ADP" or token.pos_ == "CCONJ" or token.pos_ == "DET":
            break
        words.append(noun_lemma(token) if token.pos_ in {"NOUN", "PROPN"} else token.lower_)
        if token.is_sent_start:
            break
        index -= 1
    for place, word in enumerate(words):
        if word in titles() or any(sense.type == "PERSON" for sense in head_nouns().get(word, ())):
            yield word, frozenset(words[place + 1 :])
            return
