"""Facts about works, prizes and events: who made a work, who appears in one, who was given a prize."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from onrecord.stages.rules.relations.candidate import Candidate
from onrecord.stages.rules.relations.reading import Argument, Reading, Sentence
from onrecord.stages.rules.relations.tables import words

_APART = frozenset({"'s", "’s", "'", "’"})
_MAKERS = words("author creator writer director producer publisher maker developer")
_WINNERS = words("winner laureate recipient winners")
_FRAME = words(
    "of the a an new latest own debut first second third last film novel book album play opera song movie '"
    " \" “ ” ‘ best-selling famous - : , his her 's ’s version"
)
_BY = words("by")
_SOURCES = words("directed written created composed produced published designed painted made developed penned built")
_REACH = 6


def work_relations(reading: Reading, sentence: Sentence) -> Iterator[Candidate]:
    """Makers of works and winners of prizes, read from what stands next to a title.

    Args:
        reading: The arguments of the document.
        sentence: Where to look.

    Yields:
        Candidates for created_by and awarded.
    """
    for argument in sentence.arguments:
        if argument.sort in ("thing", "other") and argument.mention.kind == "name":
            yield from _maker_in_front(reading, sentence, argument)
            yield from _maker_behind(reading, sentence, argument)
            yield from _winner(reading, sentence, argument)


def _maker_in_front(reading: Reading, sentence: Sentence, work: Argument) -> Iterator[Candidate]:
    """The maker in front: "X's novel Y", "X, author of Y"."""
    possessive = role = False
    index = work.first - 1
    for _ in range(_REACH):
        if index < sentence.first:
            return
        before = reading.ending(index)
        if before is not None:
            if before.sort in ("person", "organization") and (possessive or role):
                trigger = tuple(range(before.last + 1, work.first))
                tie = "role" if role else "possessive"
                yield Candidate(work, "created_by", before, f"work.{work.sort}.{before.sort}.{tie}", trigger)
            return
        word, token = reading.word(index), reading.doc[index]
        if word in _APART and not role:
            possessive = True
        elif token.lemma_.lower() in _MAKERS:
            role = True
        elif (word not in _FRAME and token.pos_ not in ("ADJ", "NOUN", "NUM")) or (token.is_quote and word == ","):
            return
        index -= 1


def _maker_behind(reading: Reading, sentence: Sentence, work: Argument) -> Iterator[Candidate]:
    """The maker behind: "Y by X", "Y, directed by X", "Y author X"."""
    index = work.last + 1
    by = False
    for _ in range(_REACH):
        if index >= sentence.end:
            return
        after = reading.beginning(index)
        if after is not None:
            if after.sort in ("person", "organization") and by:
                trigger = tuple(range(work.last + 1, after.first))
                yield Candidate(work, "created_by", after, f"work.{work.sort}.{after.sort}.by", trigger)
            return
        word = reading.word(index)
        if word in _BY or reading.doc[index].lemma_.lower() in _MAKERS:
            by = True
        elif not _may_stand_between(reading.doc[index], word, by):
            return
        index += 1


def _may_stand_between(token: Token, word: str, by: bool) -> bool:
    return word in _SOURCES or token.is_punct or token.pos_ in ("ADJ", "DET") or (by and token.pos_ == "NOUN")


def _winner(reading: Reading, sentence: Sentence, prize: Argument) -> Iterator[Candidate]:
    """The winner behind the prize: "Nobel Prize winner X"."""
    index = prize.last + 1
    if reading.doc[prize.last].lemma_.lower() in _WINNERS:
        index = prize.last
    elif index < sentence.end and reading.doc[index].lemma_.lower() not in _WINNERS | {"-"}:
        return
    while index < sentence.end and (reading.doc[index].lemma_.lower() in _WINNERS | {"-", "win", "winning"}):
        index += 1
    person = reading.beginning(index)
    if person is not None and person.first < sentence.end and person.sort == "person":
        yield Candidate(person, "awarded", prize, "prize.winner", tuple(range(prize.last + 1, person.first)))
