"""What stands beside a name and describes the same thing: appositions, and titles before the name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from spacy.tokens import Doc, Token

from onrecord.stages.knowledge.people import titles
from onrecord.stages.rules.coreference.referring import Referring
from onrecord.stages.rules.coreference.tree import upwards
from onrecord.stages.rules.mentions.lexicon import head_nouns
from onrecord.stages.rules.mentions.nominals import noun_lemma

_TITLE_SPAN = 6


def appositions(doc: Doc, at_head: Mapping[int, Referring]) -> Iterator[tuple[Referring, Referring]]:
    """Pairs of a mention and its apposition, one of them a name and the other a nominal of the same type."""
    for head, other in at_head.items():
        if doc[head].dep_ != "appos" or _in_list(doc, other):
            continue
        one = _described(doc, at_head, other)
        if one is not None and not any(doc[index].text == "(" for index in range(one.last, other.first)):
            yield one, other


def _in_list(doc: Doc, other: Referring) -> bool:
    """Whether it is a name that "and" or "or" follows, as in "the mayor, Carlos Moedas and Ann Lee"."""
    return other.is_name and other.last < len(doc) and doc[other.last].dep_ == "cc"


def _described(doc: Doc, at_head: Mapping[int, Referring], other: Referring) -> Referring | None:
    """What an apposition describes: what it hangs on, or the noun which that narrows down.

    In "the mayor of Lisbon, Carlos Moedas," parsers tend to hang the name on "Lisbon". Two places side by side are
    one address ("the city of Springfield, Illinois"), so that the noun before them is not looked at.
    """
    inner = at_head.get(doc[other.head].head.i)
    if inner is not None and _fit(inner, other):
        return inner
    if any(child.dep_ == "conj" for child in doc[other.head].children):
        return None
    if other.mention.type != "PERSON" and inner is not None and inner.mention.type == other.mention.type:
        return None
    for token in _narrowed(doc[other.head].head):
        one = at_head.get(token.i)
        if one is not None and _fit(one, other):
            return one
    return None


def _narrowed(token: Token) -> Iterator[Token]:
    """The nouns that a noun within prepositional phrases narrows down, from the inside outwards."""
    inner = token
    for outer in upwards(token):
        if outer.i == inner.i:
            continue
        if not (inner.dep_ == "pobj" and outer.pos_ == "ADP") and not (
            inner.dep_ == "prep" and outer.pos_ in {"NOUN", "PROPN"}
        ):
            return
        if inner.dep_ == "prep":
            yield outer
        inner = outer


def _fit(one: Referring, other: Referring) -> bool:
    if {one.mention.kind, other.mention.kind} != {"name", "nominal"}:
        return False
    nominal, name = (other, one) if one.is_name else (one, other)
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
