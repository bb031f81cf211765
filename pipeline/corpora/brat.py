"""brat standoff: any annotation of spans and relations, and records with nothing but `meta` lost.

Text-bound annotations are mentions, `*` lines and `Entity` notes make them entities, events named `Quote` are quotes,
`R` lines are relations. What the record has beyond that is kept in notes (see `brat_notes`).
https://brat.nlplab.org/standoff.html
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from onrecord.corpora.brat_notes import (
    ENTITY,
    MENTION,
    QUOTE,
    RELATION,
    EntityNote,
    MentionNote,
    QuoteNote,
    RelationNote,
    notes_of,
)
from onrecord.corpora.brat_writing import write_record
from onrecord.corpora.corpus import Gold, GoldDocument, GoldLayer, Losses, Repairs
from onrecord.corpora.format import Format
from onrecord.corpora.layers import layers_of, parts_of
from onrecord.corpora.quote_marks import quote_type, quoted_spans
from onrecord.corpora.sample import Sample
from onrecord.corpora.schemes import scheme_of
from onrecord.corpora.standoff import RECORD, Argument, Linked, Standoff, TextBound, annotation_files, read_standoff
from onrecord.corpora.standoff_writing import StandoffFolder
from onrecord.records import Entity, Mention, Quote, Record, Relation, Span

_QUOTE_EVENT = "Quote"


class Brat(Format):
    """brat standoff."""

    name = "brat"
    title = "brat standoff, a .txt and an .ann file a document"

    def recognises(self, sample: Sample) -> bool:
        """Lines of standoff, beginning with one."""
        return bool(sample.lines) and RECORD.match(sample.lines[0]) is not None

    def gold(self, path: Path) -> Gold:
        """What there are lines for in any of the files."""
        layers: set[GoldLayer] = set()
        types: set[str] = set()
        for file in annotation_files(path):
            standoff = read_standoff(file, Repairs())
            record = _document(standoff, Repairs()).record
            types |= {mention.type for mention in record.mentions}
            layers |= layers_of(record)
        return Gold(frozenset(layers), scheme_of(types))

    def read(self, path: Path, repairs: Repairs) -> Iterator[GoldDocument]:
        """A document a pair of files; its id is the name of the pair."""
        for file in annotation_files(path):
            yield _document(read_standoff(file, repairs), repairs)

    def write(self, documents: Iterable[GoldDocument], path: Path) -> Losses:
        """A pair of files a document in the folder `path`."""
        losses = Losses()
        folder = StandoffFolder(path, losses)
        for document in documents:
            record = document.record
            folder.add(record.id, record.text, write_record(record, losses))
        return losses


class _Reading:
    """One standoff file on its way to a record."""

    def __init__(self, standoff: Standoff, repairs: Repairs) -> None:
        self.standoff = standoff
        self.repairs = repairs
        self.events = [event for event in standoff.events if event.label == _QUOTE_EVENT]
        repairs.skip("event that is no Quote", len(standoff.events) - len(self.events))
        self.mention_notes = dict(notes_of(standoff, MENTION, MentionNote))
        self.entity_notes = list(notes_of(standoff, ENTITY, EntityNote))
        self.mention_ids = self._mention_ids()
        self.entity_ids = self._entity_ids()

    def _mention_ids(self) -> dict[str, str]:
        """The id of each text-bound annotation that is a mention: not a trigger, and not a part of a quote."""
        parts = {event.arguments[0].target for event in self.standoff.events}
        parts |= {
            argument.target
            for event in self.events
            for argument in event.arguments
            if argument.role not in ("Speaker", "Via")
        }
        bounds = [key for key in self.standoff.bounds if key not in parts]
        noted = {self.mention_notes[key].id for key in bounds if key in self.mention_notes}
        free = (f"m{number}" for number in range(1, 2 * len(bounds) + 2) if f"m{number}" not in noted)
        return {key: self.mention_notes[key].id if key in self.mention_notes else next(free) for key in bounds}

    def _entity_ids(self) -> dict[str, str]:
        """The entity of each text-bound annotation that has one.

        Those with a note, those of `*` lines, and those that a relation or a speaker needs.
        """
        groups = [[key for key in group if key in self.mention_ids] for group in self.standoff.equivalents]
        needed = [argument.target for relation in self.standoff.relations for argument in relation.arguments]
        needed += [a.target for event in self.events for a in event.arguments if a.role in ("Speaker", "Via")]
        needed += [target for target, _ in self.entity_notes]
        grouped = {key for group in groups for key in group}
        groups += [[key] for key in dict.fromkeys(needed) if key in self.mention_ids and key not in grouped]
        noted = {target: note.id for target, note in self.entity_notes}
        taken = set(noted.values())
        free = (f"e{number}" for number in range(1, 2 * len(groups) + len(taken) + 2) if f"e{number}" not in taken)
        entities: dict[str, str] = {}
        for group in groups:
            known = [noted[key] for key in group if key in noted]
            entities.update(dict.fromkeys(group, known[0] if known else next(free)))
        return entities

    def mentions(self) -> tuple[Mention, ...]:
        """In the order of the file where every one has a note, so was written by us, else in text order."""
        mentions = [self._mention(self.standoff.bounds[key]) for key in self.mention_ids]
        if not all(key in self.mention_notes for key in self.mention_ids):
            mentions.sort(key=lambda mention: (mention.start, -mention.end))
        return tuple(mentions)

    def _mention(self, bound: TextBound) -> Mention:
        start, end = bound.spans[0].start, bound.spans[-1].end
        self.repairs.repair("discontinuous mention (from its beginning to its end)", len(bound.spans) > 1)
        note = self.mention_notes.get(bound.id)
        return Mention(
            self.mention_ids[bound.id],
            start,
            end,
            self.standoff.text[start:end],
            note.kind if note else "name",
            note.type if note else bound.label,
            self.entity_ids.get(bound.id),
            note.score if note else 1.0,
        )

    def entities(self, mentions: Sequence[Mention]) -> tuple[Entity, ...]:
        """Those with a note in the order of the notes, then the others in the order of their first mention."""
        members: dict[str, list[Mention]] = {note.id: [] for _, note in self.entity_notes}
        for mention in mentions:
            if mention.entity is not None:
                members.setdefault(mention.entity, []).append(mention)
        notes = {note.id: note for _, note in self.entity_notes}
        entities: list[Entity] = []
        for key, inside in members.items():
            if not inside:
                self.repairs.skip("note about an entity without a mention")
                continue
            longest = max(inside, key=lambda mention: len(mention.text))
            name = notes[key].name if key in notes else longest.text
            kind = notes[key].type if key in notes else longest.type
            entities.append(Entity(key, name, kind, tuple(mention.id for mention in inside)))
        return tuple(entities)

    def quotes(self) -> tuple[Quote, ...]:
        """In the order of the file."""
        notes = dict(notes_of(self.standoff, QUOTE, QuoteNote))
        quoted = quoted_spans(self.standoff.text)
        quotes: list[Quote] = []
        for number, event in enumerate(self.events, 1):
            content = tuple(span for bound in self._filled(event, "Content") for span in bound.spans)
            if not content:
                self.repairs.skip("quote without content")
                continue
            note = notes.get(event.id)
            source = self._span(event, "Source")
            quotes.append(
                Quote(
                    note.id if note else f"q{number}",
                    note.type if note else quote_type(self.standoff.text, content, quoted),
                    content,
                    self._span(event, "Cue"),
                    source,
                    self._entity(event, "Speaker"),
                    note.source_type if note else None,
                    self._entity(event, "Via"),
                    note.score if note else 1.0,
                    note.unattributed if note else None if source else "no_source",
                )
            )
        return tuple(quotes)

    def _filled(self, event: Linked, role: str) -> list[TextBound]:
        """What fills a role, also under a number (`Content2`)."""
        return [
            self.standoff.bound(event.id, argument)
            for argument in event.arguments[1:]
            if argument.role.rstrip("0123456789") == role
        ]

    def _span(self, event: Linked, role: str) -> Span | None:
        bounds = self._filled(event, role)
        if not bounds:
            return None
        spans = [span for bound in bounds for span in bound.spans]
        self.repairs.repair(f"discontinuous {role} (from its beginning to its end)", len(spans) > 1)
        return Span(min(span.start for span in spans), max(span.end for span in spans))

    def _entity(self, event: Linked, role: str) -> str | None:
        bounds = self._filled(event, role)
        return self.entity_ids.get(bounds[0].id) if bounds else None

    def relations(self) -> tuple[Relation, ...]:
        """In the order of the file."""
        notes = dict(notes_of(self.standoff, RELATION, RelationNote))
        relations: list[Relation] = []
        for linked in self.standoff.relations:
            ends = [self._end(linked, argument) for argument in linked.arguments[:2]]
            if len(ends) < 2 or ends[0] is None or ends[1] is None:
                self.repairs.skip("relation that does not join two mentions")
                continue
            note = notes.get(linked.id) or RelationNote(label=linked.label)
            relations.append(
                Relation(ends[0], note.label, ends[1], tuple(note.evidence), note.score, note.negated, note.past)
            )
        return tuple(relations)

    def _end(self, linked: Linked, argument: Argument) -> str | None:
        if argument.target.startswith("T"):
            self.standoff.bound(linked.id, argument)
        return self.entity_ids.get(argument.target)


def _document(standoff: Standoff, repairs: Repairs) -> GoldDocument:
    reading = _Reading(standoff, repairs)
    mentions = reading.mentions()
    record = Record(
        id=standoff.path.stem,
        text=standoff.text,
        mentions=mentions,
        entities=reading.entities(mentions),
        quotes=reading.quotes(),
        relations=reading.relations(),
    )
    return GoldDocument(record, parts=parts_of(record))
