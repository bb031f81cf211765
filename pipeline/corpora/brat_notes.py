"""What a record says that brat's own lines have no place for: JSON in a note (`#` line) about an annotation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from onrecord.corpora.standoff import Standoff
from onrecord.errors import SourceError
from onrecord.records import MentionKind, QuoteType, SourceType, Span, Unattributed

#: Kinds of notes.
MENTION, ENTITY, QUOTE, RELATION = "Mention", "Entity", "Quote", "Relation"

N = TypeVar("N", bound=BaseModel)


class MentionNote(BaseModel):
    """About a text-bound annotation that is a mention."""

    id: str
    kind: MentionKind
    type: str
    score: float = 1.0


class EntityNote(BaseModel):
    """About the first mention of an entity."""

    id: str
    name: str
    type: str


class QuoteNote(BaseModel):
    """About an event that is a quote."""

    id: str
    type: QuoteType
    source_type: SourceType | None = None
    score: float = 1.0
    unattributed: Unattributed | None = None


class RelationNote(BaseModel):
    """About a relation."""

    label: str
    evidence: list[Span] = []
    score: float = 1.0
    negated: bool = False
    past: bool = False


def notes_of(standoff: Standoff, label: str, model: type[N]) -> Iterator[tuple[str, N]]:
    """The notes of a kind with the ids that they are about, in the order of the file.

    Raises:
        SourceError: A note of this kind does not hold what it should.
    """
    for note in standoff.notes:
        if note.label == label:
            try:
                yield note.target, model.model_validate_json(note.text)
            except ValidationError as error:
                problem = error.errors(include_url=False, include_input=False)[0]
                field = ".".join(map(str, problem["loc"])) or "the whole"
                raise SourceError(
                    f"{standoff.path}, note {label} {note.target}, field {field}: {problem['msg']}; "
                    "mend the note or take it out"
                ) from None
