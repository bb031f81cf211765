"""Names of one thing: the same words, acronyms, surnames, short forms and other usual forms."""

from __future__ import annotations

import itertools
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from spacy.tokens import Doc

from onrecord.stages.knowledge.people import word_set
from onrecord.stages.rules.coreference.referring import Referring
from onrecord.stages.rules.mentions.lexicon import aliases

_SMALL_WORDS = word_set("of the and for in on de la du des et to a an & against")
_PARTICLES = word_set("al el al- el- de da di du van von der den bin ibn abu")
_NO_ACRONYMS = frozenset({"GPE", "LOC", "DATE", "MONEY", "PERSON"})
_SUFFIXES = word_set("jr sr jnr snr ii iii iv")

#: Most people of one surname, say, that a name alone is held against.
MOST_BEARERS = 50

#: Words of a name, folded.
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LinkedNames:
    """The names of an article by what they name."""

    groups: list[list[Referring]]
    """Names of one thing each, in order of first mention."""
    capped: int
    """Names for which there were more than `MOST_BEARERS` people."""


def linked_names(doc: Doc, names: Sequence[Referring]) -> LinkedNames:
    """Put the names of one thing together."""
    links = _Links()
    keys = {one.index: key_of(one.mention.text) for one in names}
    for one in names:
        links.join(one.index, keys[one.index] if one.mention.type != "MONEY" else (str(one.index),))
    _join_brackets(doc, names, links)
    people = [one for one in names if one.mention.type == "PERSON"]
    capped = _join_people(people, keys, links)
    others = [one for one in names if one.mention.type not in {"PERSON", "DATE", "MONEY", "NORP"}]
    _join_acronyms(others, keys, links)
    _join_short_forms(others, keys, links)
    return LinkedNames(links.groups(names), capped)


class _Links:
    """A union–find over keys."""

    def __init__(self) -> None:
        self._parent: dict[Key, Key] = {}
        self._key_of: dict[int, Key] = {}

    def join(self, index: int, key: Key) -> None:
        self._key_of[index] = key
        self._parent.setdefault(key, key)

    def find(self, key: Key) -> Key:
        while self._parent[key] != key:
            self._parent[key] = self._parent[self._parent[key]]
            key = self._parent[key]
        return key

    def unite(self, one: Key, other: Key) -> None:
        self._parent[self.find(other)] = self.find(one)

    def move(self, index: int, key: Key) -> None:
        """Let one mention alone go with another key than its own."""
        self._key_of[index] = key

    def groups(self, names: Sequence[Referring]) -> list[list[Referring]]:
        found: dict[Key, list[Referring]] = {}
        for one in names:
            found.setdefault(self.find(self._key_of[one.index]), []).append(one)
        return list(found.values())


@lru_cache(maxsize=65536)
def key_of(name: str) -> Key:
    """The words of a name, without case, accents, full stops and articles; the usual form of a known alias."""
    name = aliases().get(" ".join(name.split()), name)
    words = [_folded(word) for word in name.split()]
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    kept = tuple(word for word in words if word)
    return kept or (name,)


def _folded(word: str) -> str:
    plain = "".join(char for char in unicodedata.normalize("NFKD", word) if not unicodedata.combining(char))
    return plain.casefold().replace(".", "").removesuffix("'s").removesuffix("’s").strip(",'’\"“”")


def _join_brackets(doc: Doc, names: Sequence[Referring], links: _Links) -> None:
    """Join "International Criminal Court (ICC)", either way round."""
    for one, other in itertools.pairwise(names):
        bracketed = (
            doc[one.last : other.first].text.strip() == "(" and other.last < len(doc) and doc[other.last].text == ")"
        )
        acronym = _is_acronym(other.mention.text) or _is_acronym(one.mention.text)
        if bracketed and acronym and other.mention.type not in _NO_ACRONYMS and _share_a_letter(one, other):
            links.unite(key_of(one.mention.text), key_of(other.mention.text))


def _share_a_letter(one: Referring, other: Referring) -> bool:
    initials = {word[0].casefold() for mention in (one, other) for word in mention.mention.text.split()[:1]}
    return len(initials) == 1 or one.mention.type == other.mention.type


def _is_acronym(name: str) -> bool:
    letters = [char for char in name if char.isalpha()]
    return " " not in name and 2 <= len(letters) <= 10 and sum(char.isupper() for char in letters) >= 0.6 * len(letters)


def _join_people(people: Sequence[Referring], keys: dict[int, Key], links: _Links) -> int:
    """Join the names of people; the number of names that had too many bearers to try them all."""
    capped = 0
    by_first_last: dict[tuple[str, str], Key] = {}
    by_part: dict[Key, list[Key]] = defaultdict(list)
    genders: dict[Key, str] = {}
    for one in people:
        key = keys[one.index]
        if len(key) < 2 or key[0] in _PARTICLES:
            continue
        if one.gender in {"m", "f"}:
            genders.setdefault(key, one.gender)
        suffix = key[-1] if key[-1] in _SUFFIXES else ""
        core = key[:-1] if suffix else key
        if len(core) < 2:
            continue
        whole = by_first_last.setdefault((core[0], core[-1] + suffix), key)
        links.unite(whole, key)
        if whole == key and not suffix:
            for part in _parts(core):
                if whole not in by_part[part]:
                    by_part[part].append(whole)
    latest: dict[Key, Key] = {}
    for one in people:
        key = keys[one.index]
        known = by_part.get(_bare(key), [])
        capped += len(known) > MOST_BEARERS
        bearers = known[:MOST_BEARERS]
        if len(key) > 1:
            root = links.find(key)
            for part in _parts(key):
                latest[part] = root
        if not bearers or (links.find(key) in {links.find(bearer) for bearer in bearers} and len(key) > 1):
            continue
        fitting = [bearer for bearer in bearers if one.gender == "?" or genders.get(bearer, one.gender) == one.gender]
        if not fitting:
            continue
        recent = latest.get(_bare(key))
        chosen = next((bearer for bearer in fitting if recent is not None and links.find(bearer) == recent), fitting[0])
        links.move(one.index, chosen)
    return capped


def _parts(key: Key) -> set[Key]:
    """What a person may be called for short: the last words of the name, or the first alone."""
    ends = {key[start:] for start in range(1, len(key))}
    return {_bare(end) for end in ends} | {key[:1], _bare(key[-1:])}


def _bare(key: Key) -> Key:
    """The key without particles at its head."""
    words = list(key)
    while len(words) > 1 and words[0] in _PARTICLES:
        words.pop(0)
    for prefix in ("al-", "el-"):
        words[0] = words[0].removeprefix(prefix)
    return tuple(words)


def _join_acronyms(names: Sequence[Referring], keys: dict[int, Key], links: _Links) -> None:
    spelled: dict[str, Key] = {}
    for one in names:
        key = keys[one.index]
        if len(key) > 1:
            for initials in _initials(key):
                spelled.setdefault(initials, key)
    for one in names:
        key = keys[one.index]
        if len(key) == 1 and _is_acronym(one.mention.text) and key[0] in spelled:
            links.unite(spelled[key[0]], key)


def _initials(key: Key) -> set[str]:
    pieces = [piece for word in key for piece in word.split("-") if piece]
    return {
        "".join(piece[0] for piece in pieces),
        "".join(piece[0] for piece in pieces if piece not in _SMALL_WORDS),
    } - {""}


def _join_short_forms(names: Sequence[Referring], keys: dict[int, Key], links: _Links) -> None:
    """Join "Amnesty" to "Amnesty International", "Security Council" to "UN Security Council"."""
    longer: dict[Key, list[Key]] = defaultdict(list)
    types: dict[Key, str] = {}
    for one in names:
        key = keys[one.index]
        if key in types:
            continue
        types[key] = one.mention.type
        if one.mention.type in {"ORG", "FAC", "EVENT", "WORK", "PRODUCT"}:
            for cut in range(1, min(len(key), 8)):
                for part in {key[:cut], key[cut:]}:
                    longer[part].append(key)
    for key, type_ in types.items():
        wholes = [whole for whole in longer.get(key, ()) if types[whole] == type_]
        if type_ in {"ORG", "FAC", "EVENT", "WORK"} and wholes and _can_shorten(key):
            roots = {links.find(whole) for whole in wholes}
            if len(roots) == 1:
                links.unite(wholes[0], key)


def _can_shorten(key: Key) -> bool:
    return len(key) > 1 or len(key[0]) > 3
