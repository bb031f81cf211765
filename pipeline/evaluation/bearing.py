"""Whether a predicted entity bears the name that the gold gives.

An entity *bears* a name if its canonical name or one of its mentions other than pronouns does. Forms and names are
compared in lower case, without punctuation and without a leading article.

- Of a speaker: the form equals the name, or the name is part of it as whole words. For speakers other than persons also
  if the form (over three letters) is part of the name.
- Of an end of a relation: the form equals the name, or the name (over three letters) is part of it as whole words, or
  the form (over three letters) is part of the name and ends with the same word ("Netanyahu" for "Benjamin Netanyahu").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TypeAlias

from onrecord.records import Record, SourceType

#: What an entity is called, as it is compared.
Forms: TypeAlias = tuple[str, ...]

_NO_WORD = re.compile(r"[^\w]+")
_ARTICLE = re.compile(r"^(the|a|an) ")
#: A form or name that is part of another needs more letters than this.
_SHORT = 3


def comparable(name: str) -> str:
    """The name in lower case, without punctuation and leading article."""
    return _ARTICLE.sub("", _NO_WORD.sub(" ", name.lower()).strip())


def forms(record: Record) -> dict[str, Forms]:
    """What each entity is called: its canonical name, then its mentions other than pronouns."""
    mentions = {mention.id: mention for mention in record.mentions}
    return {
        entity.id: (
            comparable(entity.name),
            *(comparable(mentions[own].text) for own in entity.mentions if mentions[own].kind != "pronoun"),
        )
        for entity in record.entities
    }


def bears_speaker(called: Sequence[str], name: str, kind: SourceType | None) -> bool:
    """Whether one of the forms is the name of a speaker.

    Args:
        called: What the predicted entity is called.
        name: The name in the gold.
        kind: What kind of speaker the gold says it is.
    """
    wanted = comparable(name)
    return any(
        wanted == form or _within(wanted, form) or (kind != "person" and len(form) > _SHORT and _within(form, wanted))
        for form in called
        if form
    )


def bears_end(called: Sequence[str], name: str) -> bool:
    """Whether one of the forms is the name of an end of a relation.

    Args:
        called: What the predicted entity is called.
        name: The name in the gold.
    """
    wanted = comparable(name)
    return any(
        wanted == form
        or (len(form) > _SHORT and _within(form, wanted) and form.split()[-1] == wanted.split()[-1])
        or (len(wanted) > _SHORT and _within(wanted, form))
        for form in called
        if form
    )


def _within(part: str, whole: str) -> bool:
    """Whether `part` stands in `whole` as whole words."""
    return part in whole and _as_words(part).search(whole) is not None


@lru_cache(4096)
def _as_words(part: str) -> re.Pattern[str]:
    return re.compile(rf"\b{re.escape(part)}\b")
