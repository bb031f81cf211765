"""Given names that stand for a person whose full name the article has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from spacy.tokens import Doc

from onrecord.stages.neural.namesakes import FullName, folded, full_name
from onrecord.stages.rules.coreference.referring import Referring
from onrecord.stages.rules.mentions.lexicon import titles, word_set
from onrecord.stages.rules.relations.reading import sort_of

#: What stands before one who is known by one name alone, beside the titles that the rules know.
_BEFORE = word_set("prince princess king queen pope saint st emperor duke duchess sultan emir")


def given_names(doc: Doc, read: Sequence[Referring]) -> Iterator[tuple[Referring, Referring]]:
    """Pairs of a given name and the first full name of who bears it.

    "Ann" goes with "Ann Lee" where the article names one Ann, where "Ann" is nobody's surname, and where no title makes
    it that of another ("Mr. James" beside James Smith, "Prince Harry" beside Harry Kane).

    Args:
        doc: The parse.
        read: The mentions, each at the index that it has.
    """
    people = [one for one in read if one.is_name and sort_of(one.mention.type) == "person"]
    words = {one.index: folded(one.mention.text) for one in people}
    bearers: dict[str, dict[FullName, Referring]] = {}
    others = {words[one.index] for one in people if _is_titled(doc, one)}
    for one in people:
        name = full_name(one.mention.text)
        if name is not None:
            bearers.setdefault(name[0], {}).setdefault(name, one)
            others.add(name[-1])
    for one in people:
        word = words[one.index]
        if word not in others and _is_one_person(bearers.get(word, {})):
            yield one, next(iter(bearers[word].values()))


def _is_titled(doc: Doc, one: Referring) -> bool:
    before = doc[one.first - 1].lower_.rstrip(".") if one.first else ""
    return before in titles() or before in _BEFORE


def _is_one_person(names: Mapping[FullName, Referring]) -> bool:
    """Whether full names of one given name have one surname."""
    return len({name[-1] for name in names}) == 1
