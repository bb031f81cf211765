"""Facts from places next to places: "Paris, France", "Mosul in northern Iraq", "the Bavarian city of Munich"."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.stages.knowledge.countries import country
from onrecord.stages.rules.relations.candidate import Candidate
from onrecord.stages.rules.relations.reading import Argument, Reading, Sentence
from onrecord.stages.rules.relations.tables import words

_APART = frozenset({"'s", "’s", "'", "’"})
_KINDS = words(
    "city capital town village province state region district port island suburb resort municipality county "
    "neighborhood neighbourhood borough stronghold metropolis peninsula territory republic airport stadium embassy "
    "prison base camp square university border valley river mountain lake coast"
)
_WHERE = words(
    "the a northern southern eastern western central north south east west northeastern northwestern southeastern "
    "southwestern northeast northwest southeast southwest north-eastern - nearby downtown rural"
)
_REACH = 6


def place_relations(reading: Reading, sentence: Sentence) -> Iterator[Candidate]:
    """Places within places.

    Args:
        reading: The arguments of the document.
        sentence: Where to look.

    Yields:
        Candidates for located_in; the head is the smaller place, a facility or an event.
    """
    for argument in sentence.arguments:
        if argument.mention.kind != "name" or argument.sort not in ("place", "thing"):
            continue
        if country(argument.mention.text) is None:
            yield from _after(reading, sentence, argument)
            yield from _before(reading, sentence, argument)


def _after(reading: Reading, sentence: Sentence, argument: Argument) -> Iterator[Candidate]:
    """A larger place behind: "X, Y", "X (Y)" and "X in Y"."""
    index = argument.last + 1
    word = reading.word(index)
    if word not in {",", "(", "in", "-"} or (word == "-" and argument.sort == "thing"):
        return
    index += 1
    while reading.word(index) in _WHERE:
        index += 1
    other = reading.beginning(index)
    if other is None or other.sort != "place" or other.first >= sentence.end or other.entity == argument.entity:
        return
    following = reading.word(other.last + 1)
    if word in {",", "-"}:
        if argument.sort == "thing" or following in {"and", "or"} | _APART:
            return
        if word == "," and following == "," and reading.beginning(other.last + 2) is not None:
            return
    elif following in _APART:
        return
    tie = {",": "comma", "(": "bracket", "-": "dash"}.get(word, word)
    known = "country" if country(other.mention.text) else "place"
    yield Candidate(argument, "located_in", other, f"place.{argument.sort}.{tie}.{known}", (argument.last + 1,))


def _before(reading: Reading, sentence: Sentence, argument: Argument) -> Iterator[Candidate]:
    """A larger place in front: "the Bavarian city of X", "Libya's capital, X", "the German city X"."""
    index = argument.first - 1
    kind = possessive = False
    for _ in range(_REACH):
        if index < sentence.first:
            return
        before = reading.ending(index)
        word, token = reading.word(index), reading.doc[index]
        if before is not None:
            if before.sort in ("place", "people") and before.entity != argument.entity and (kind or possessive):
                tie = "kind" if kind else "possessive"
                trigger = tuple(range(before.last + 1, argument.first))
                yield Candidate(argument, "located_in", before, f"place.{argument.sort}.{tie}", trigger)
            return
        if word in _APART:
            possessive = True
        elif token.lemma_.lower() in _KINDS:
            kind = True
        elif not (word in _WHERE or word in {"of", ","} or token.pos_ in ("ADJ", "NOUN")):
            return
        index -= 1
