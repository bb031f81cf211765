"""Names that spaCy misses: well-known ones, acronyms in brackets, and repeats of names found elsewhere."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from onrecord.stages.rules.mentions.candidate import Candidate
from onrecord.stages.rules.mentions.lexicon import known_names, word_set
from onrecord.stages.rules.mentions.names import is_title
from spacy.tokens import Doc

_SMALL_WORDS = word_set("of the and for in on de la du des et to a an &")

Tokens = tuple[str, ...]


def well_known(doc: Doc) -> Iterator[Candidate]:
    """Names of the gazetteer, wherever they stand."""
    for first, last, type in _matches(doc, known_names(), range(len(doc))):
        yield Candidate(first, last, "name", type, 0.9)


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
    for first, last, type in _matches(doc, types, free):
        if covered.isdisjoint(range(first, last)) and _stands_as_name(doc, first, last):
            yield Candidate(first, last, "name", type, 0.75)


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


def surface_of(doc: Doc, candidate: Candidate) -> Tokens:
    """The tokens of the candidate without white space."""
    return tuple(token.text for token in doc[candidate.first : candidate.last] if not token.is_space)


def voted(doc: Doc, names: Sequence[Candidate]) -> list[Candidate]:
    """The names with one type for each surface: the one with the most weight in the article."""
    votes: dict[Tokens, Counter[str]] = defaultdict(Counter)
    persons: set[str] = set()
    for name in names:
        surface = surface_of(doc, name)
        votes[surface][name.type] += name.score  # type: ignore[assignment]
        if name.type == "PERSON" and len(surface) > 1:
            persons.add(surface[-1])
    for name in names:
        if name.first > 0 and is_title(doc[name.first - 1].text):
            votes[surface_of(doc, name)]["PERSON"] += 1
    known = known_names()
    winners: dict[Tokens, str] = {}
    for surface, types in votes.items():
        winner = max(types, key=lambda type: (types[type], type))
        if surface in known:
            winner = known[surface]
        elif (
            len(surface) == 1
            and surface[0] in persons
            and winner in {"ORG", "GPE", "NORP", "WORK", "PRODUCT", "FAC", "LOC"}
        ):
            winner = "PERSON"
        winners[surface] = winner
    return [Candidate(name.first, name.last, name.kind, winners[surface_of(doc, name)], name.score) for name in names]
