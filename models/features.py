"""What a word looks like, as small numbers for embeddings: its shape, and where it stands to quotation marks.

An uncased tokenizer loses capitals, and a window can begin in the middle of a quotation; these give both back.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeAlias

FeatureName: TypeAlias = Literal["shape", "quotation"]

#: Value of every feature at special pieces and padding.
NONE = 0

LOWER, TITLE, LETTER, UPPER, MIXED, DIGITS, WITH_DIGITS, OTHER = range(1, 9)
_SHAPES = 8

OUTSIDE, OPENING, INSIDE, CLOSING = range(1, 5)

#: How many values each feature has, `NONE` among them. Later pieces of a word have shapes of their own.
SIZES: dict[FeatureName, int] = {"shape": 2 * _SHAPES + 1, "quotation": 5}

_OPENERS = frozenset({"“", "„", "«", "``"})
_CLOSERS = frozenset({"”", "»", "''"})
_STRAIGHT = frozenset({'"', "''"})


def shape(word: str) -> int:
    """The shape of a word: lower, Title, one capital letter, UPPER, miXed, digits, letters with digits, or other."""
    if not any(character.isalnum() for character in word):
        return OTHER
    if any(character.isdigit() for character in word):
        return WITH_DIGITS if any(character.isalpha() for character in word) else DIGITS
    if word.islower():
        return LOWER
    if word.isupper():
        return LETTER if sum(character.isalpha() for character in word) == 1 else UPPER
    return TITLE if word[0].isupper() and word[1:].islower() else MIXED


def later_piece(value: int) -> int:
    """The shape of the second and further pieces of a word whose first piece has the shape `value`."""
    return value + _SHAPES


def quotation(words: Sequence[str]) -> list[int]:
    """For each word of one unit: outside of double quotation marks, an opening mark, inside, or a closing mark.

    A straight mark opens where none is open. A mark that is never closed leaves the rest of the unit inside, as the
    rule for quotations over several paragraphs has it.
    """
    states: list[int] = []
    is_open = False
    for word in words:
        if word in _OPENERS or (word in _STRAIGHT and not is_open):
            states.append(OPENING)
            is_open = True
        elif word in _CLOSERS or word in _STRAIGHT:
            states.append(CLOSING if is_open else OUTSIDE)
            is_open = False
        else:
            states.append(INSIDE if is_open else OUTSIDE)
    return states
