"""Names that spaCy misses: well-known ones, acronyms in brackets, and repeats of names found elsewhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from spacy.tokens import Doc, Span, Token

from onrecord.stages.candidate import Candidate
from onrecord.stages.knowledge.people import first_names, word_set
from onrecord.stages.rules.mentions.lexicon import head_nouns, known_names, name_words
from onrecord.stages.rules.mentions.names import is_common, is_honorific, is_title, surface_of

_SMALL_WORDS = word_set("of the and for in on de la du des et to a an &")

Tokens = tuple[str, ...]


def well_known(doc: Doc) -> Iterator[Candidate]:
    """Names of the gazetteer, wherever they stand."""
    for first, last, type_ in _matches(doc, known_names(), range(len(doc))):
        yield Candidate(first, last, "name", type_, 0.9)
    for token in doc:
        if token.text.isupper() and len(token.text) > 3 and (token.text.title(),) in known_names():
            yield Candidate(token.i, token.i + 1, "name", known_names()[(token.text.title(),)], 0.85)


def bracketed_acronyms(doc: Doc) -> Iterator[Candidate]:
    """Both sides of "International Criminal Court (ICC)": the acronym, and the words whose initials it has."""
    for index in range(1, len(doc) - 2):
        if doc[index].text != "(" or doc[index + 2].text != ")":
            continue
        acronym = doc[index + 1].text
        letters = [char for char in acronym if char.isalpha()]
        if not 2 <= len(letters) <= 10 or sum(char.isupper() for char in letters) < 0.6 * len(letters):
            continue
        first = _expansion(doc, index, acronym)
        if first is not None:
            yield Candidate(first, index, "name", "ORG", 0.85)
            yield Candidate(index + 1, index + 2, "name", "ORG", 0.9)


def _expansion(doc: Doc, bracket: int, acronym: str) -> int | None:
    """First token of the words before `bracket` whose initials spell the acronym."""
    wanted = [char.lower() for char in acronym if char.isalpha()]
    place = len(wanted)
    first = None
    for index in range(bracket - 1, max(-1, bracket - 2 * len(wanted) - 2), -1):
        token = doc[index]
        if token.is_sent_start and place > 1:
            break
        initial = token.text[0].lower()
        if place and initial == wanted[place - 1] and (token.text[0].isupper() or token.lower_ in _SMALL_WORDS):
            place -= 1
            first = index
        elif token.lower_ not in _SMALL_WORDS and not token.text[0].isupper() and token.text != "-":
            break
        if place == 0:
            break
    return first if place == 0 and first is not None and doc[first].text[0].isupper() else None


def capitalised(doc: Doc, names: Sequence[Candidate]) -> Iterator[Candidate]:
    """Runs of proper nouns that nothing else has found, with a title, a given name or a word that tells the type."""
    covered = {index for name in names for index in name.tokens}
    for sentence in doc.sents:
        if not _has_plain_case(sentence):
            continue
        run: list[Token] = []
        for token in sentence:
            if token.i not in covered and _is_capitalised(token):
                run.append(token)
            else:
                yield from _from_run(run)
                run = []
        yield from _from_run(run)


def titled(doc: Doc) -> Iterator[Candidate]:
    """Capitalised words after "Mr" and the like."""
    for token in doc:
        if not is_honorific(token.text):
            continue
        last = token.i + 1
        while last < len(doc) and doc[last].text[0].isupper() and doc[last].tag_ in {"NNP", "NNPS"}:
            last += 1
        if last > token.i + 1 and not is_honorific(doc[token.i + 1].text):
            yield Candidate(token.i + 1, last, "name", "PERSON", 0.8)


def _has_plain_case(sentence: Span) -> bool:
    """Whether capitals mean something: not in a heading of Capitals Throughout."""
    words = [token for token in sentence if token.is_alpha]
    return sum(token.text[0].islower() for token in words) >= 0.4 * len(words)


def _is_capitalised(token: Token) -> bool:
    return token.tag_ in {"NNP", "NNPS"} and token.text[0].isupper() and len(token.text) > 1 and not token.is_stop


def _from_run(run: Sequence[Token]) -> Iterator[Candidate]:
    while run and (is_title(run[0].text) or run[0].lower_ in head_nouns()):
        run = run[1:]
    if not run or (len(run) == 1 and (run[0].is_sent_start or run[0].text.isupper() or is_common(run[0].text))):
        return
    before = run[0].doc[run[0].i - 1] if run[0].i > 0 else None
    person = run[0].text in first_names() or (before is not None and is_title(before.text))
    type_ = "PERSON" if person else name_words().last.get(run[-1].lower_) if len(run) > 1 else None
    if type_ is not None:
        yield Candidate(run[0].i, run[-1].i + 1, "name", type_, 0.6)


def repeats(doc: Doc, names: Sequence[Candidate]) -> Iterator[Candidate]:
    """Further mentions of names found elsewhere in the article, and of the surnames of persons."""
    types: dict[Tokens, str] = {}
    for name in names:
        if name.type in {"DATE", "MONEY"}:
            continue
        surface = surface_of(doc, name)
        types.setdefault(surface, name.type)
        if name.type == "PERSON" and len(surface) > 1 and len(surface[-1]) > 2 and surface[-1][0].isupper():
            types.setdefault(surface[-1:], "PERSON")
    covered = {index for name in names for index in name.tokens}
    free = [index for index in range(len(doc)) if index not in covered]
    for first, last, type_ in _matches(doc, types, free):
        if covered.isdisjoint(range(first, last)) and _stands_as_name(doc, first, last):
            yield Candidate(first, last, "name", type_, 0.75)


def _stands_as_name(doc: Doc, first: int, last: int) -> bool:
    token = doc[first]
    if last - first > 1 or token.text.isupper():
        return True
    return token.text[0].isupper() and (token.tag_ in {"NNP", "NNPS"} or not token.is_sent_start)


def _matches(doc: Doc, listed: Mapping[Tokens, str], starts: Iterable[int]) -> Iterator[tuple[int, int, str]]:
    """Longest matches of listed token sequences, from left to right."""
    lengths: dict[str, list[int]] = defaultdict(list)
    for surface in listed:
        if len(surface) not in lengths[surface[0]]:
            lengths[surface[0]].append(len(surface))
    for each in lengths.values():
        each.sort(reverse=True)
    done = 0
    for first in starts:
        if first < done:
            continue
        for length in lengths.get(doc[first].text, ()):
            surface = tuple(token.text for token in doc[first : first + length])
            if len(surface) == length and surface in listed:
                done = first + length
                yield first, done, listed[surface]
                break
