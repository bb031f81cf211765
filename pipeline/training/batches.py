"""Examples to windows to tensors with targets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from onrecord.models import bioes
from onrecord.models.collate import Collator, EncodedText, units_tensor
from onrecord.models.outputs import Units, WindowBatch
from onrecord.models.windows import Unit, Window
from onrecord.training.examples import Example


@dataclass(frozen=True, slots=True)
class TrainingWindow:
    """One window of one example."""

    text: EncodedText
    """The text it is of."""
    window: Window
    """Which part."""
    tags: Mapping[str, tuple[int, ...]]
    """Tags of the words of the whole text, for each head that learns from it."""
    pieces: int
    """Its pieces, special ones counted."""

    def units(self) -> list[Unit]:
        """The units within the window, counted from its first word."""
        first, end = self.window.first, self.window.end
        return [
            (max(one, first) - first, min(other, end) - first)
            for one, other in self.text.units
            if one < end and other > first
        ]


@dataclass(frozen=True, slots=True)
class Target:
    """What one head has to say of a batch."""

    units: Units
    """Units of the windows that it learns from; all other words carry no loss."""
    tags: Tensor
    """[T] int64: gold tags; 0 at words that carry no loss."""

    def to(self, device: torch.device) -> Target:
        """The same on `device`."""
        return Target(self.units.to(device), self.tags.to(device, non_blocking=True))


@dataclass(frozen=True, slots=True)
class TrainingBatch:
    """Windows and what each head has to say of them."""

    windows: WindowBatch
    """What the encoder reads."""
    targets: Mapping[str, Target]
    """By head; a head that learns from none of the windows is left out."""

    def to(self, device: torch.device) -> TrainingBatch:
        """The same on `device`."""
        return TrainingBatch(self.windows.to(device), {head: own.to(device) for head, own in self.targets.items()})


def training_windows(example: Example, collator: Collator) -> list[TrainingWindow]:
    """The windows of an example."""
    text = collator.encode(example.text)
    return [
        TrainingWindow(text, window, example.tags, text.length(window) + collator.tokenizer.specials)
        for window in text.windows
    ]


def training_batch(chosen: Sequence[TrainingWindow], collator: Collator) -> TrainingBatch:
    """The tensors of some windows."""
    batch = collator.collate([(item.text, item.window) for item in chosen])
    starts = [0]
    for item in chosen:
        starts.append(starts[-1] + item.window.end - item.window.first)
    targets = {}
    for head in sorted({head for item in chosen for head in item.tags}):
        tags = torch.zeros(starts[-1], dtype=torch.long)
        units: list[Unit] = []
        for item, start in zip(chosen, starts, strict=False):
            if head in item.tags:
                own = bioes.closed(item.tags[head][item.window.first : item.window.end])
                tags[start : start + len(own)] = torch.tensor(own)
                units += [(start + first, start + end) for first, end in item.units()]
        targets[head] = Target(units_tensor(units), tags)
    return TrainingBatch(batch, targets)
