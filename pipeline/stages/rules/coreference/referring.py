"""What grammar says of each mention: head, number, gender, definiteness, possessor, place in the article."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from spacy.tokens import Doc, Token

from onrecord.document import Segments
from onrecord.records import Mention
from onrecord.stages.knowledge.people import first_names, titles, word_set
from onrecord.stages.knowledge.pronouns import Form, Number, PronounGender, form_of
from onrecord.stages.rules.mentions.lexicon import NounSense, head_nouns
from onrecord.stages.rules.mentions.nominals import noun_lemma

Definiteness: TypeAlias = Literal["definite", "demonstrative", "indefinite", "bare", "possessed"]

_DEMONSTRATIVES = frozenset({"this", "that", "these", "those"})
_FEMALE = word_set(
    "woman girl mother daughter sister wife aunt niece grandmother granddaughter fiancee widow girlfriend "
    "stepmother mum mom queen princess duchess baroness empress actress spokeswoman chairwoman congresswoman "
    "councilwoman businesswoman policewoman nun lady heroine waitress"
)
_MALE = word_set(
    "man boy father son brother husband uncle nephew grandfather grandson fiance widower boyfriend stepfather dad "
    "king prince duke baron emperor actor spokesman chairman congressman councilman businessman policeman monk "
    "gentleman guy pope priest"
)
_NO_MODIFIERS = frozenset({"DET", "ADP", "PRON", "PART", "AUX", "CCONJ"})
#: Most tokens before a nominal that still belong to its phrase: a name that modifies it.
_PHRASE = 4
_GROUPS = word_set(
    "people police staff couple crowd public population electorate audience crew squad family delegation "
    "leadership opposition team group government panel jury clergy elite pair trio duo company side military army "
    "force militia band party committee"
)


@dataclass(frozen=True, slots=True)
class Referring:
    """A mention and what can be read off its words and their parse."""

    index: int
    """Position among the mentions of the article."""
    mention: Mention
    head: int
    """Token index of the head."""
    first: int
    """First token."""
    last: int
    """One past the last token."""
    sentence: int
    paragraph: int
    form: Form | None
    """Of a pronoun."""
    number: Number
    gender: PronounGender
    definiteness: Definiteness
    lemma: str
    """Of the head, lower case."""
    senses: tuple[NounSense, ...]
    """Of the head noun of a nominal."""
    modifiers: frozenset[str]
    """Lower-cased content words before the head of a nominal, which narrow it down."""
    complements: frozenset[str]
    """Heads of what stands after "of" behind it."""
    subject: bool
    """Whether it is the subject of a clause."""
    opens: bool
    """Whether no other mention stands before it in its sentence, dates aside."""

    @property
    def is_name(self) -> bool:
        """Whether it is a name."""
        return self.mention.kind == "name"


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a mention stands."""

    first: int
    last: int
    sentence: int
    paragraph: int
    opens: bool


def referring(doc: Doc, segments: Segments, mentions: Sequence[Mention]) -> list[Referring]:
    """One `Referring` a mention, in the same order."""
    starts = [token.idx for token in doc]
    sentences = [sentence.start for sentence in segments.sentences]
    paragraphs = [paragraph.start for paragraph in segments.paragraphs]
    found: list[Referring] = []
    opened = -1
    for index, mention in enumerate(mentions):
        first = max(0, bisect_right(starts, mention.start) - 1)
        sentence = bisect_right(sentences, mention.start) - 1
        place = _Place(
            first=first,
            last=max(first + 1, bisect_right(starts, mention.end - 1)),
            sentence=sentence,
            paragraph=bisect_right(paragraphs, mention.start) - 1,
            opens=sentence != opened,
        )
        found.append(_referring(doc, index, mention, place))
        if mention.type != "DATE":
            opened = sentence
    return found


def _referring(doc: Doc, index: int, mention: Mention, place: _Place) -> Referring:
    first = place.first
    head = _head(doc, first, place.last)
    form = form_of(mention.text) if mention.kind == "pronoun" else None
    lemma = noun_lemma(head)
    return Referring(
        index=index,
        mention=mention,
        head=head.i,
        first=first,
        last=place.last,
        sentence=place.sentence,
        paragraph=place.paragraph,
        form=form,
        number=form.number if form else _number(mention, head, lemma),
        gender=form.gender if form else _gender(doc, mention, first, lemma),
        definiteness=_definiteness(doc, head, first),
        lemma=lemma,
        senses=head_nouns().get(lemma, ()) if mention.kind == "nominal" else (),
        modifiers=_modifiers(doc, head, first) if mention.kind == "nominal" else frozenset(),
        complements=_complements(head) if mention.kind == "nominal" else frozenset(),
        subject=head.dep_ in {"nsubj", "nsubjpass"},
        opens=place.opens,
    )


def _head(doc: Doc, first: int, last: int) -> Token:
    for index in range(last - 1, first - 1, -1):
        token = doc[index]
        outside = not first <= token.head.i < last or token.head.i == token.i
        if outside and not token.is_space and not token.is_punct:
            return token
    return doc[last - 1]


def _number(mention: Mention, head: Token, lemma: str) -> Number:
    if mention.kind == "name":
        if mention.type == "PERSON":
            return "singular"
        if mention.type == "NORP":
            return "plural" if head.tag_ in {"NNS", "NNPS"} or mention.text.endswith("s") else "either"
        return "either" if mention.type in {"ORG", "GPE"} else "singular"
    if head.tag_ in {"NNS", "NNPS"} or lemma == "people":
        return "plural"
    return "either" if lemma in _GROUPS else "singular"


def _gender(doc: Doc, mention: Mention, first: int, lemma: str) -> PronounGender:
    if mention.kind == "name":
        return _gender_of_name(doc, mention, first) if mention.type == "PERSON" else "n"
    if lemma in _FEMALE:
        return "f"
    if lemma in _MALE:
        return "m"
    return "?" if mention.type == "PERSON" else "n"


def _gender_of_name(doc: Doc, mention: Mention, first: int) -> PronounGender:
    if first > 0:
        gender = titles().get(doc[first - 1].lower_.rstrip("."))
        if gender in {"m", "f"}:
            return gender
    words = mention.text.split()
    return first_names().get(words[0], "?") if len(words) > 1 else "?"


def _definiteness(doc: Doc, head: Token, first: int) -> Definiteness:
    edge = max(head.left_edge.i, first - _PHRASE)
    opener = doc[first]
    if opener.tag_ not in {"DT", "PRP$"} and edge < first and doc[edge].tag_ == "DT":
        opener = doc[edge]
    if opener.lower_ == "the":
        return "definite"
    if opener.lower_ in _DEMONSTRATIVES:
        return "demonstrative"
    if opener.lower_ in {"a", "an", "another", "some"}:
        return "indefinite"
    if first > 0 and (doc[first - 1].tag_ in {"POS", "PRP$"} or doc[first - 1].text in {"'s", "’s"}):
        return "possessed"
    if first > edge and doc[first - 1].pos_ in {"PROPN", "ADJ"} and head.tag_ in {"NN", "NNP"}:
        return "definite"
    return "bare"


def _modifiers(doc: Doc, head: Token, first: int) -> frozenset[str]:
    """Words before the head noun in its phrase, names included."""
    return frozenset(
        token.lemma_.lower()
        for token in doc[max(head.left_edge.i, first - _PHRASE) : head.i]
        if (token.is_alpha or token.text[0].isdigit()) and token.pos_ not in _NO_MODIFIERS
    )


def _complements(head: Token) -> frozenset[str]:
    """Heads of what stands after "of" behind the noun."""
    following = head.doc[head.i + 1] if head.i + 1 < len(head.doc) else None
    if following is None or following.lower_ != "of" or following.head.i != head.i:
        return frozenset()
    return frozenset(child.lemma_.lower() for child in following.rights if child.dep_ == "pobj")
