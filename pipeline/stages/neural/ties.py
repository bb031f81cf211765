"""Mentions that are certainly of one entity: given names, and who says "I"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from spacy.tokens import Doc

from onrecord.document import Segments
from onrecord.stages.neural.namesakes import FullName, full_name
from onrecord.stages.rules.coreference.direct_speech import speeches
from onrecord.stages.rules.coreference.referring import Referring
from onrecord.stages.rules.relations.reading import sort_of


def ties(doc: Doc, segments: Segments, read: Sequence[Referring]) -> Iterator[tuple[Referring, Referring]]:
    """Pairs of a mention and another that says who it is, by that order.

    "Ann" goes with "Ann Lee" where the article names one Ann. "I" and "my" between quotation marks go with the subject
    of the verb that tells who speaks.

    Args:
        doc: The parse.
        segments: Its sentences and paragraphs.
        read: The mentions, each at the index that it has.
    """
    yield from _given_names(read)
    yield from _speakers(doc, segments, read)


def _given_names(read: Sequence[Referring]) -> Iterator[tuple[Referring, Referring]]:
    people = [one for one in read if one.is_name and sort_of(one.mention.type) == "person"]
    bearers: dict[str, dict[FullName, Referring]] = {}
    surnames: set[str] = set()
    for one in people:
        name = full_name(one.mention.text)
        if name is not None:
            bearers.setdefault(name[0], {}).setdefault(name, one)
            surnames.add(name[-1])
    for one in people:
        word = one.mention.text.casefold()
        if word not in surnames and _is_one_person(bearers.get(word, {})):
            yield one, next(iter(bearers[word].values()))


def _is_one_person(names: Mapping[FullName, Referring]) -> bool:
    """Whether full names of one given name have one surname."""
    return len({name[-1] for name in names}) == 1


def _speakers(doc: Doc, segments: Segments, read: Sequence[Referring]) -> Iterator[tuple[Referring, Referring]]:
    spoken = speeches(doc, segments, read)
    for one in read:
        if one.form is None or one.form.person != 1 or one.form.number != "singular":
            continue
        speech = spoken.around(one.mention.start)
        if speech is None or speech.speaker is None:
            continue
        speaker = read[speech.speaker]
        if sort_of(speaker.mention.type) == "person" and (speaker.form is None or speaker.form.person == 3):
            yield one, speaker
