"""Examples to windows to tensors with targets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

import torch
from torch import Tensor

from onrecord.models import bioes
from onrecord.models.collate import Collator, EncodedText, units_tensor
from onrecord.models.heads.coreference import CoreferenceTarget
from onrecord.models.heads.relations import RelationTarget
from onrecord.models.heads.speakers import SpeakerTarget
from onrecord.models.outputs import Units, WindowBatch
from onrecord.models.windows import Unit, Window
from onrecord.training.document_examples import CoreferenceGold, RelationGold
from onrecord.training.examples import Example
from onrecord.training.news_examples import NewsGold, SpeakerGold
from onrecord.training.sampler import Size
from onrecord.training.teacher import Teacher


@dataclass(frozen=True, slots=True)
class TrainingItem:
    """What of one example goes into one batch: a window, or the whole document where a head reads it as a whole."""

    text: EncodedText
    """The text it is of."""
    windows: tuple[Window, ...]
    """Which parts of it."""
    tags: Mapping[str, tuple[int, ...]]
    """Tags of the words of the whole text, for each tagging head that learns from it."""
    relations: Mapping[str, RelationGold | NewsGold]
    """Relations of the whole text, for each head that learns from it."""
    coreference: Mapping[str, CoreferenceGold]
    """Coreference of the whole text, for each head that learns from it."""
    speakers: Mapping[str, SpeakerGold]
    """Speakers in the whole text, for each head that learns from it."""
    size: Size
    """How much room its windows take in a batch."""
    taught: EncodedText | None = None
    """The whole text as the teacher reads it, where there is one."""

    @property
    def words(self) -> tuple[int, int]:
        """Its words within the text: the first, and one past the last."""
        return self.windows[0].first, self.windows[-1].end


@dataclass(frozen=True, slots=True)
class Target:
    """What one tagging head has to say of a batch."""

    units: Units
    """Units of the windows that it learns from; all other words carry no loss."""
    tags: Tensor
    """[T] int64: gold tags; 0 at words that carry no loss."""

    def to(self, device: torch.device) -> Target:
        """The same on `device`."""
        return Target(self.units.to(device), self.tags.to(device, non_blocking=True))


@dataclass(frozen=True, slots=True)
class DocumentTarget:
    """What the heads over whole documents have to say of one document of a batch."""

    words: Tensor
    """[words] int64: the words of the document, in order, within T."""
    relations: Mapping[str, RelationTarget]
    """By head."""
    coreference: Mapping[str, CoreferenceTarget]
    """By head."""
    speakers: Mapping[str, SpeakerTarget]
    """By head."""

    def to(self, device: torch.device) -> DocumentTarget:
        """The same on `device`."""
        return DocumentTarget(
            self.words.to(device),
            {head: own.to(device) for head, own in self.relations.items()},
            {head: own.to(device) for head, own in self.coreference.items()},
            {head: own.to(device) for head, own in self.speakers.items()},
        )


@dataclass(frozen=True, slots=True)
class TrainingBatch:
    """Windows and what each head has to say of them."""

    windows: WindowBatch
    """What the encoder reads."""
    targets: Mapping[str, Target]
    """By tagging head; a head that learns from none of the windows is left out."""
    documents: tuple[DocumentTarget, ...]
    """The documents that are there as a whole."""
    taught: tuple[EncodedText, ...] = ()
    """Where there is a teacher, what it reads: the same words in the same order."""

    def to(self, device: torch.device) -> TrainingBatch:
        """The same on `device`."""
        return TrainingBatch(
            self.windows.to(device),
            {head: own.to(device) for head, own in self.targets.items()},
            tuple(own.to(device) for own in self.documents),
            self.taught,
        )


def training_items(example: Example, collator: Collator, teacher: Teacher | None = None) -> list[TrainingItem]:
    """What goes into batches of an example: the whole where a head reads it as a whole, else window by window.

    An example that no head can learn from (a single entity, where relations are to be learnt) is none. From a teacher
    that tags words, tagging heads learn of any.
    """
    text = collator.encode(example.text)
    given: dict[str, RelationGold | NewsGold] = {**example.relations, **example.news}
    relations = {head: gold for head, gold in given.items() if gold.teaches}
    coreference = {head: gold for head, gold in example.coreference.items() if gold.teaches}
    speakers = {head: gold for head, gold in example.speakers.items() if gold.teaches}
    as_whole = bool(relations or coreference or speakers)
    if not (example.tags or as_whole or (teacher and teacher.heads.taggers)):
        return []
    parts = [text.windows] if as_whole else [(window,) for window in text.windows]
    specials = collator.tokenizer.specials
    taught = teacher.encode(example.text) if teacher else None
    return [
        TrainingItem(
            text,
            windows,
            example.tags,
            relations,
            coreference,
            speakers,
            Size(len(windows), max(text.length(window) for window in windows) + specials),
            taught,
        )
        for windows in parts
    ]


def training_batch(chosen: Sequence[TrainingItem], collator: Collator, teacher: Teacher | None = None) -> TrainingBatch:
    """The tensors of some items, and what of them the teacher reads, where there is one."""
    rows = [(item, window) for item in chosen for window in item.windows]
    batch = collator.collate([(item.text, window) for item, window in rows])
    starts = list(accumulate((window.end - window.first for _, window in rows), initial=0))
    targets = {head: _target(head, rows, starts) for head in sorted({head for item in chosen for head in item.tags})}
    documents: list[DocumentTarget] = []
    at = 0
    for item in chosen:
        if item.relations or item.coreference or item.speakers:
            words = _words(item.windows, starts[at : at + len(item.windows)])
            relations = {head: gold.target() for head, gold in item.relations.items()}
            coreference = {head: gold.target() for head, gold in item.coreference.items()}
            speakers = {head: gold.target() for head, gold in item.speakers.items()}
            documents.append(DocumentTarget(words, relations, coreference, speakers))
        at += len(item.windows)
    taught = tuple(teacher.part(item.taught, *item.words) for item in chosen if teacher and item.taught)
    return TrainingBatch(batch, targets, tuple(documents), taught)


def _target(head: str, rows: Sequence[tuple[TrainingItem, Window]], starts: Sequence[int]) -> Target:
    tags = torch.zeros(starts[-1], dtype=torch.long)
    units: list[Unit] = []
    for (item, window), start in zip(rows, starts, strict=False):
        if head in item.tags:
            own = bioes.closed(item.tags[head][window.first : window.end])
            tags[start : start + len(own)] = torch.tensor(own)
            units += [(start + first, start + end) for first, end in _units(item.text, window)]
    return Target(units_tensor(units), tags)


def _units(text: EncodedText, window: Window) -> list[Unit]:
    """The units within a window, counted from its first word."""
    first, end = window.first, window.end
    return [
        (max(one, first) - first, min(other, end) - first) for one, other in text.units if one < end and other > first
    ]


def _words(windows: Sequence[Window], starts: Sequence[int]) -> Tensor:
    """The words of a document, stitched from the cores of its windows."""
    return torch.cat(
        [
            torch.arange(window.core_first, window.core_end) - window.first + start
            for window, start in zip(windows, starts, strict=True)
        ]
    )
