"""Names as spaCy's entities give them, mapped to the `news` types and repaired to the rules of the task."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Span, Token

from onrecord.stages.candidate import Candidate
from onrecord.stages.knowledge.people import first_names, titles, word_set
from onrecord.stages.rules.mentions.lexicon import known_names

#: OntoNotes labels of spaCy's model in the `news` scheme. Numbers and times of day are no names; dates and money
#: have rules of their own.
NEWS_TYPE = {
    "PERSON": "PERSON", "ORG": "ORG", "GPE": "GPE", "LOC": "LOC", "NORP": "NORP", "FAC": "FAC", "EVENT": "EVENT",
    "PRODUCT": "PRODUCT", "WORK_OF_ART": "WORK", "LAW": "WORK", "LANGUAGE": "NORP",
}  # fmt: skip

#: Share of spaCy's entities of the type that are right on newspaper text, after repair.
_SCORE = {
    "PERSON": 0.88, "ORG": 0.75, "GPE": 0.9, "LOC": 0.75, "NORP": 0.9, "FAC": 0.55, "EVENT": 0.6, "PRODUCT": 0.45,
    "WORK": 0.55,
}  # fmt: skip

_LEADING = word_set(
    "the a an this that these those its his her their our my your some any all of in at on by for from to and or as "
    "about around nearly almost over under more than less least approximately roughly up only just between"
)
_QUOTES = frozenset("\"'“”‘’`«»‹›") | {"``", "''"}
_POSSESSIVES = frozenset({"'s", "’s", "'", "’", "`s", "´s"})
_PARTICLES = word_set("al el bin ibn ben de da di do dos du del della van von der den la le abu ould ter y e zu")
_NOBLE = word_set("von van der den de bin ibn al el")
_HONORIFICS = word_set(
    "mr mrs ms miss mister madam dr prof sir dame lord lady gen col capt lt sgt maj rev hon pm sen rep gov"
)
#: What stands before "Minister" and belongs to the title.
_PORTFOLIOS = word_set(
    "defense defence foreign finance interior justice home health education energy trade treasury economy economic "
    "labour labor prime deputy vice assistant transport environment agriculture culture development information police "
    "communications immigration shadow first chief attorney state"
)
#: Capitals that are words, not names.
_COMMON = word_set(
    "gdp mou ceo cfo coo cto mp mps pm ip ev ai tv dna faq pr hr it id ok am pm mw kw gw km kg usd eur gbp sms pdf url "
    "phd ba ma mba bsc msc vip suv ngo ngos sme smes covid ph jr sr aka asap diy atm gps led lcd cctv"
)


def spacy_names(doc: Doc) -> Iterator[Candidate]:
    """Names from the entities of the parse."""
    for entity in doc.ents:
        type_ = NEWS_TYPE.get(entity.label_)
        if type_ is not None:
            for part in _pieces(entity, type_):
                yield from _repaired(doc, part, type_)


def _pieces(entity: Span, type_: str) -> Iterator[range]:
    """The entity cut at sentence starts, line ends, brackets, and where a name in it possesses the rest."""
    first = entity.start
    for token in entity:
        if token.i > first and token.is_sent_start:
            yield range(first, token.i)
            first = token.i
        if _cuts(token) or _possesses(entity.doc, first, token) or (type_ == "PERSON" and _leaves_name(token)):
            yield range(first, token.i)
            first = token.i + 1
    yield range(first, entity.end)


def _cuts(token: Token) -> bool:
    return token.text in {"(", ")", "[", "]", "{", "}", "“", "”", '"', "--", "/"} or "\n" in token.text


def _possesses(doc: Doc, first: int, token: Token) -> bool:
    """Whether a well-known name ends before this possessive: "Israel's Channel Ten News" is two names."""
    return token.text in {"'s", "’s"} and tuple(other.text for other in doc[first : token.i]) in known_names()


def _leaves_name(token: Token) -> bool:
    """Whether a word in lower case ends the name of a person: "Akthar Hussain of Assam"."""
    return token.text.islower() and token.is_alpha and token.text not in _PARTICLES


def _repaired(doc: Doc, part: range, type_: str) -> Iterator[Candidate]:
    first, last = trimmed(doc, part.start, part.stop)
    if first < last - 1 and is_honorific(doc[first].text):
        type_ = "PERSON"
    if type_ == "PERSON":
        after_title = past_titles(doc, first, last)
        if after_title == last:
            return
        first, last = trimmed(doc, after_title, last)
        first, last = _with_given_name(doc, first), _with_particles(doc, last)
    if first < last and _can_be_name(doc, first, last):
        known = known_names().get(tuple(token.text for token in doc[first:last]))
        yield Candidate(first, last, "name", known or type_, 0.95 if known else _SCORE[type_])


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
    if token.is_space or token.text in _QUOTES or token.text in _POSSESSIVES:
        return True
    if token.is_punct and token.text not in {"#", "@"}:
        return True
    return token.lower_ in _LEADING and not (token.text[0].isupper() and token.lower_ not in {"the", "a", "an"})


def _is_waste_at_end(doc: Doc, first: int, last: int) -> bool:
    token = doc[last - 1]
    if token.is_space or token.text in _QUOTES or token.text in _POSSESSIVES:
        return True
    if token.is_alpha and token.text.islower() and last - first > 1:
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


def is_honorific(word: str) -> bool:
    """Whether the word stands before the name of a person and nowhere else: "Mr", "Dr."."""
    return word[:1].isupper() and word.lower().rstrip(".") in _HONORIFICS


def is_common(word: str) -> bool:
    """Whether a word is often written with capitals and yet names nothing: "GDP", "CEO"."""
    return word.lower() in _COMMON


def _with_given_name(doc: Doc, first: int) -> int:
    """The start moved left over initials and a given name that spaCy left out."""
    while first > 0 and not doc[first].is_sent_start:
        before = doc[first - 1]
        if before.ent_type_ or not (before.text in first_names() or _is_initial(before)):
            break
        first -= 1
    return first


def _with_particles(doc: Doc, last: int) -> int:
    """The end moved right over "von der Leyen"."""
    end = last
    while end < len(doc) and doc[end].text in _NOBLE:
        end += 1
    return end + 1 if last < end < len(doc) and doc[end].text[0].isupper() else last


def _is_initial(token: Token) -> bool:
    return len(token.text.rstrip(".")) == 1 and token.text[0].isupper() and token.text != "I" and token.tag_ == "NNP"


def _can_be_name(doc: Doc, first: int, last: int) -> bool:
    head = doc[first]
    surface = doc[first:last].text
    if not any(char.isupper() for char in surface) or not any(char.isalpha() for char in surface):
        return False
    if last - first == 1 and (is_common(head.text) or is_title(head.text)):
        return False
    after = doc[last].text if last < len(doc) else ""
    if last - first == 1 and head.lower_ in _PORTFOLIOS and is_title(after):
        return False
    if is_title(head.text) and last - first > 1 and doc[first + 1].lower_ == "of":
        return False
    if head.text[0].isalpha() and head.text[0].islower():
        return head.lower_ in _PARTICLES or any(char.isupper() for char in head.text)
    return not (last - first == 1 and head.is_stop and head.tag_ not in {"NNP", "NNPS"} and not head.text.isupper())


def surface_of(doc: Doc, candidate: Candidate) -> tuple[str, ...]:
    """The tokens of the candidate without white space."""
    return tuple(token.text for token in doc[candidate.first : candidate.last] if not token.is_space)
