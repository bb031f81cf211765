"""Nominals: noun phrases whose head noun denotes people, groups, organisations, places, works, things or events."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set

from spacy.tokens import Doc, Token

from onrecord.stages.candidate import Candidate
from onrecord.stages.knowledge.people import word_set
from onrecord.stages.rules.mentions.lexicon import NounSense, head_nouns

_NOT_REFERRING = word_set("no any every each what which whatever whichever neither either such")
_BARE_SINGULAR = word_set("police parliament congress government staff leadership opposition headquarters")
_PREMODIFIERS = frozenset(
    {
        "amod",
        "compound",
        "nummod",
        "det",
        "advmod",
        "quantmod",
        "nmod",
        "poss",
        "predet",
        "npadvmod",
        "punct",
        "prep",
        "dep",
        "pobj",
    }
)


def nominals(doc: Doc, taken: Set[int], names: Sequence[Candidate]) -> Iterator[Candidate]:
    """Nominals that overlap no token in `taken`; what stands before the head noun up to a taken token belongs to it.

    Args:
        doc: The parse.
        taken: Indices of the tokens of names and pronouns.
        names: The names, to tell titles from nominals.
    """
    starts = {name.first: name for name in names}
    named = {index for name in names for index in name.tokens}
    for token in doc:
        sense = sense_of(token)
        if sense is None or token.i in taken or not _is_head(token) or _is_title(token, starts):
            continue
        first = _first(token, taken)
        if _refers(doc, token, first, named):
            yield Candidate(first, token.i + 1, "nominal", sense.type, 0.6 if token.pos_ == "NOUN" else 0.5)


def sense_of(token: Token) -> NounSense | None:
    """The most usual sense of a noun in the lexicon, or None."""
    if token.pos_ not in {"NOUN", "PROPN"}:
        return None
    senses = head_nouns().get(noun_lemma(token))
    return senses[0] if senses else None


def noun_lemma(token: Token) -> str:
    """Lower-cased lemma; a capitalised plural, which spaCy leaves alone, loses its "s"."""
    lemma = token.lemma_.lower()
    if lemma not in head_nouns() and lemma.endswith("s") and lemma[:-1] in head_nouns():
        return lemma[:-1]
    return lemma


def _is_head(token: Token) -> bool:
    """Whether the noun heads its phrase: no compound part of a later noun, nothing hyphenated after it."""
    following = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else None
    if following is not None and following.text in {"-", "–"} and not token.whitespace_:
        return False
    within = token.dep_ in {"compound", "nmod", "amod", "npadvmod"} and token.head.i > token.i
    return not (within and token.head.pos_ in {"NOUN", "PROPN", "ADJ"})


def _is_title(token: Token, starts: dict[int, Candidate]) -> bool:
    """Whether the noun stands directly before the name that it describes: "the newspaper Haaretz"."""
    name = starts.get(token.i + 1)
    if name is None or name.type in {"DATE", "MONEY", "NORP"}:
        return False
    if token.is_sent_start and name.type == "PERSON":
        return True
    return token.tag_ in {"NN", "NNP"}


def _first(head: Token, taken: Set[int]) -> int:
    """First token of the nominal: as far left as the phrase goes without a name, a pronoun or a possessive."""
    doc = head.doc
    first = head.i
    edge = max(head.left_edge.i, head.sent.start if doc.has_annotation("SENT_START") else 0)
    index = head.i - 1
    while index >= edge and index not in taken and _is_premodifier(doc[index], head):
        if not (doc[index].is_punct or doc[index].is_space):
            first = index
        index -= 1
    if index >= edge and index in taken:
        while first < head.i and _is_glued(doc, first):
            first += 1
    return first


def _is_glued(doc: Doc, index: int) -> bool:
    """Whether a hyphen joins the token to the one before it: "US-led"."""
    return index > 0 and doc[index - 1].text in {"-", "–"} and not doc[index - 1].whitespace_


def _is_premodifier(token: Token, head: Token) -> bool:
    if (
        token.tag_ in {"POS", "WP$", "WDT", "WP"}
        or token.pos_ in {"ADP", "PRON", "SCONJ"}
        or token.text in {"(", ")", '"', "“", "”"}
    ):
        return False
    if token.pos_ in {"VERB", "AUX"}:
        return token.dep_ in {"amod", "compound", "nmod"}
    return token.dep_ in _PREMODIFIERS or (
        token.dep_ in {"conj", "cc"} and head.is_ancestor(token) and token.pos_ in {"ADJ", "CCONJ", "NUM"}
    )


def _refers(doc: Doc, head: Token, first: int, named: Set[int]) -> bool:
    """Whether the phrase refers: not negated or distributed, no indefinite predicate, no bare singular."""
    opener = doc[first]
    if opener.lower_ in _NOT_REFERRING:
        return False
    indefinite = opener.lower_ in {"a", "an"}
    if head.dep_ in {"attr", "oprd"} and opener.lower_ not in {"the", "this", "that", "these", "those"}:
        return False
    if indefinite or opener.pos_ == "DET" or opener.tag_ in {"DT", "PDT"} or head.tag_ in {"NNS", "NNPS"}:
        return True
    before = doc[first - 1] if first > 0 else None
    if before is not None and (before.tag_ in {"POS", "PRP$"} or before.text in {"'s", "’s"}):
        return True
    if before is not None and before.i in named and before.text[0].isupper() and head.is_ancestor(before):
        return True
    if head.dep_ == "appos" or head.lower_ in _BARE_SINGULAR:
        return True
    return opener.pos_ == "NUM"
