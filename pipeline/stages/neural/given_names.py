"""Given names that stand for a person whose full name the article has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from onrecord.records import Mention
from onrecord.stages.knowledge.people import titles, word_set
from onrecord.stages.neural.namesakes import FullName, folded, full_name, is_person

#: What stands before one who is known by one name alone, beside the known titles.
_BEFORE = word_set("prince princess king queen pope saint st emperor duke duchess sultan emir")


def given_names(mentions: Sequence[Mention], before: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Places of a given name and of the first full name of who bears it.

    "Ann" goes with "Ann Lee" where the article names one Ann, where "Ann" is nobody's surname, and where no title makes
    it that of another ("Mr. James" beside James Smith, "Prince Harry" beside Harry Kane).

    Args:
        mentions: The mentions.
        before: The word before each, in lower case without a full stop.
    """
    people = [place for place, one in enumerate(mentions) if one.kind == "name" and is_person(one.type)]
    words = {place: folded(mentions[place].text) for place in people}
    bearers: dict[str, dict[FullName, int]] = {}
    others = {words[place] for place in people if before[place] in titles() or before[place] in _BEFORE}
    for place in people:
        name = full_name(mentions[place].text)
        if name is not None:
            bearers.setdefault(name[0], {}).setdefault(name, place)
            others.add(name[-1])
    for place in people:
        word = words[place]
        if word not in others and _is_one_person(bearers.get(word, {})):
            yield place, next(iter(bearers[word].values()))


def _is_one_person(names: Mapping[FullName, int]) -> bool:
    """Whether full names of one given name have one surname."""
    return len({name[-1] for name in names}) == 1
