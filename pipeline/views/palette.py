"""Which colour goes to which type and speaker, as small numbers that a stylesheet or a terminal turns into colours."""

from __future__ import annotations

from collections.abc import Iterable

from onrecord.records import NEWS_TYPES

#: Different colours for entity types.
TYPE_COLOURS = len(NEWS_TYPES)
#: Different colours for speakers; with more speakers they come again.
SPEAKER_COLOURS = 10


def type_colours(types: Iterable[str]) -> dict[str, int]:
    """Colour number of each type: fixed for the types of `news`, in order of appearance for those of other schemes."""
    colours = {label: number for number, label in enumerate(NEWS_TYPES)}
    other = [label for label in dict.fromkeys(types) if label not in colours]
    return colours | {label: number % TYPE_COLOURS for number, label in enumerate(other)}


def speaker_colour(group: int | None) -> int | None:
    """Colour number of a speaker, by their place among the speakers of the article; None where there is no speaker."""
    return None if group is None else group % SPEAKER_COLOURS
