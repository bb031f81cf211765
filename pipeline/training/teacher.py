"""A trained model that another one learns from: what it says of the texts of a batch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

from onrecord.errors import ConfigError
from onrecord.models import checkpoint
from onrecord.models.collate import EncodedText, Text
from onrecord.models.engine import Engine
from onrecord.models.errors import ModelError
from onrecord.models.model import Model, ModelSettings
from onrecord.models.windows import windows
from onrecord.training.config import TeacherSettings


@dataclass(frozen=True, slots=True)
class SharedHeads:
    """The heads that teacher and student have in common, by name."""

    taggers: tuple[str, ...]
    """Those that tag words."""
    relations: tuple[str, ...]
    """Those for relations."""
    coreference: tuple[str, ...]
    """Those for coreference."""

    @property
    def all(self) -> tuple[str, ...]:
        """All of them."""
        return (*self.taggers, *self.relations, *self.coreference)


class Teacher:
    """A model that is no longer trained."""

    def __init__(self, model: Model, heads: SharedHeads, temperature: float) -> None:
        """Put the model into evaluation mode.

        Args:
            model: The model; of any encoder and any tokenizer.
            heads: Those of its heads that are learnt from.
            temperature: What scores are divided by.
        """
        self.model = model.requires_grad_(False)
        self.heads = heads
        self.temperature = temperature
        self._engine = Engine(model)

    def encode(self, text: Text) -> EncodedText:
        """A text as the teacher reads it."""
        return self._engine.collator.encode(text)

    def part(self, text: EncodedText, first: int, end: int) -> EncodedText:
        """The words from `first` up to `end` as a text of their own; where that is all of them, the text itself."""
        if end - first == len(text.pieces):
            return text
        pieces = text.pieces[first:end]
        units = tuple(
            (max(one, first) - first, min(other, end) - first)
            for one, other in text.units
            if one < end and other > first
        )
        collator = self._engine.collator
        most = collator.settings.most_pieces - collator.tokenizer.specials
        cut = windows([len(own) for own in pieces], units, most, collator.settings.context)
        return EncodedText(pieces, tuple(own[first:end] for own in text.features), units, tuple(cut), text.shortened)

    def states(self, texts: Sequence[EncodedText]) -> Tensor:
        """[T, H]: states of the words of all texts, one text after another, float32 and without a gradient."""
        # Made inside of inference mode they could not be used where the student's gradient is made.
        return torch.cat(self._engine.states(texts))


def load_teacher(settings: TeacherSettings, student: ModelSettings, device: torch.device) -> Teacher:
    """The teacher of a configuration.

    Args:
        settings: Where it is, and how it is learnt from.
        student: The model that is to learn from it.
        device: Where to put it.

    Raises:
        ConfigError: It cannot be loaded, has no head in common with the student, or a head of other labels.
    """
    try:
        model = checkpoint.load(Path(settings.model), device)
    except ModelError as error:
        raise ConfigError(f"teacher: {error}") from error
    return Teacher(model, _shared(settings.model, model.settings, student), settings.temperature)


def _shared(folder: str, teacher: ModelSettings, student: ModelSettings) -> SharedHeads:
    known, wanted = _labels(teacher), _labels(student)
    shared = [name for name in known if name in wanted]
    if not shared:
        raise ConfigError(f"teacher {folder}: has none of the heads {', '.join(wanted)}; it has {', '.join(known)}")
    for name in shared:
        if known[name] != wanted[name]:
            raise ConfigError(
                f"teacher {folder}: its head {name!r} is for {_told(known[name])}, that of the configuration for "
                f"{_told(wanted[name])}; rename the head, or take a teacher of the same labels"
            )
    return SharedHeads(
        tuple(name for name in shared if name in teacher.taggers),
        tuple(name for name in shared if name in teacher.relations),
        tuple(name for name in shared if name in teacher.coreference),
    )


def _labels(settings: ModelSettings) -> Mapping[str, tuple[str, tuple[str, ...]]]:
    """What each head does, and its labels."""
    return {
        **{name: ("tags", own.labels) for name, own in settings.taggers.items()},
        **{name: ("relations", own.labels) for name, own in settings.relations.items()},
        **dict.fromkeys(settings.coreference, ("coreference", ())),
    }


def _told(head: tuple[str, tuple[str, ...]]) -> str:
    task, labels = head
    return f"{task} ({', '.join(labels)})" if labels else task
