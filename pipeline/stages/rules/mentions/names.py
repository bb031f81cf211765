"""Names as spaCy's entities give them, mapped to the `news` types and repaired to the rules of the task."""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.stages.rules.mentions.candidate import Candidate
from onrecord.stages.rules.mentions.lexicon import known_names, titles, word_set
from spacy.tokens import Doc, Span

#: OntoNotes labels of spaCy's model in the `news` scheme; what is missing (numbers, times of day) is no name.
NEWS_TYPE = {
    "PERSON": "PERSON", "ORG": "ORG", "GPE": "GPE", "LOC": "LOC", "NORP": "NORP", "FAC": "FAC", "EVENT": "EVENT",
    "PRODUCT": "PRODUCT", "WORK_OF_ART": "WORK", "LAW": "WORK", "DATE": "DATE", "MONEY": "MONEY", "LANGUAGE": "NORP",
}  # fmt: skip

_SCORE = {
    "PERSON": 0.88, "ORG": 0.75, "GPE": 0.9, "LOC": 0.75, "NORP": 0.9, "FAC": 0.55, "EVENT": 0.6, "PRODUCT": 0.45,
    "WORK": 0.55, "DATE": 0.75, "MONEY": 0.85,
}  # fmt: skip

_LEADING = word_set(
    "the a an this that these those its his her their our my your some any all of in at on by for from to and or as "
    "about around nearly almost over under more than less least approximately roughly some up only just between"
)
_QUOTES = frozenset("\"'“”‘’`«»‹›") | {"``", "''"}
_POSSESSIVES = frozenset({"'s", "’s", "'", "’", "`s", "´s"})
_PARTICLES = word_set("al el bin ibn ben de da di du del della van von der den la le abu ould ter")
_DATE_WORD = re.compile(
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?|january|february|march|april|may|june|july|august|september|"
    r"october|november|december|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.?|(?:1[0-9]|20)\d\d(?:s|[-–/]\d\d(?:\d\d)?)?",
    re.IGNORECASE,
)


def spacy_names(doc: Doc) -> Iterator[Candidate]:
    """Names from the entities of the parse."""
    for entity in doc.ents:
        type = NEWS_TYPE.get(entity.label_)
        if type is None or (type == "DATE" and not any(_DATE_WORD.fullmatch(token.text) for token in entity)):
            continue
        for part in _pieces(entity):
            yield from _repaired(doc, part, type)


def _pieces(entity: Span) -> Iterator[range]:
    """The entity cut at sentence starts, line ends and brackets."""
    first = entity.start
    for token in entity:
        inner_stop = token.text in "()[]{}" or "\n" in token.text or (token.is_sent_start and token.i > first)
        if inner_stop:
            yield range(first, token.i)
            first = token.i if token.is_sent_start and not token.is_space else token.i + 1
    yield range(first, entity.end)


def _repaired(doc: Doc, part: range, type: str) -> Iterator[Candidate]:
    first, last = trimmed(doc, part.start, part.stop)
    if type == "PERSON":
        after_title = past_titles(doc, first, last)
        if after_title == last:
            return
        first = after_title
    if first < last and _can_be_name(doc, first, last, type):
        surface = tuple(token.text for token in doc[first:last])
        known = known_names().get(surface)
        yield Candidate(first, last, "name", known or type, 0.95 if known else _SCORE[type])


def trimmed(doc: Doc, first: int, last: int) -> tuple[int, int]:
    """The range without what does not belong to a name at its edges: articles, quotation marks, possessives."""
    while first < last and _is_waste(doc, first, last):
        first += 1
    while first < last and _is_waste_at_end(doc, first, last):
        last -= 1
    return first, last


def _is_waste(doc: Doc, first: int, last: int) -> bool:
    token = doc[first]
    if tuple(other.text for other in doc[first:last]) in known_names():
        return False
    if token.is_space or token.text in _QUOTES or (token.is_punct and token.text not in "#@"):
        return True
    return token.lower_ in _LEADING and not (token.text[0].isupper() and token.lower_ not in {"the", "a", "an"})


def _is_waste_at_end(doc: Doc, first: int, last: int) -> bool:
    token = doc[last - 1]
    if token.is_space or token.text in _QUOTES or token.text in _POSSESSIVES:
        return True
    return token.is_punct and not (token.text == "." and last - first > 1 and len(doc[last - 2].text) == 1)


def past_titles(doc: Doc, first: int, last: int) -> int:
    """Where the name begins after the titles before it; `last` where nothing but titles stands in the range."""
    begin = first
    for index in range(first, last):
        if is_title(doc[index].text):
            begin = index + 1
    return begin


def is_title(word: str) -> bool:
    """Whether the word is a title such as "President" or "Mr."."""
    return word[:1].isupper() and word.lower().rstrip(".") in titles()


def _can_be_name(doc: Doc, first: int, last: int, type: str) -> bool:
    if type in {"DATE", "MONEY"}:
        return True
    head = doc[first]
    surface = doc[first:last].text
    if not any(char.isupper() for char in surface) or not any(char.isalpha() for char in surface):
        return False
    if head.text[0].isalpha() and head.text[0].islower():
        return head.lower_ in _PARTICLES or any(char.isupper() for char in head.text)
    return not (last - first == 1 and head.is_stop and head.tag_ not in {"NNP", "NNPS"} and not head.text.isupper())
