"""What makes a run the run it is; a checkpoint goes on as that alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from onrecord.models.checkpoint import identity
from onrecord.models.model import ModelSettings
from onrecord.training.config import TrainingConfig, trained_source
from onrecord.training.sampler import Size

#: Most differences that are told, and most characters of a value.
_MOST_TOLD, _MOST_SHOWN = 3, 60


@dataclass(frozen=True, slots=True)
class RunIdentity:
    """What a resumed run must share with the run it resumes; as JSON has it, to be stored beside the weights."""

    config: dict[str, Any]
    """`TrainingConfig.lasting`."""
    model: dict[str, Any]
    """The settings that the model was built with, defaults and labels too."""
    corpora: dict[str, dict[str, int]]
    """Items and pieces of each corpus, as they go into batches."""
    processes: int = 1
    """How many processes take a batch each in every step."""
    teacher: str | None = None
    """Name and hash of the teacher, if there is one."""
    source: str | None = None
    """Name and hash of the trained model that the run began with, if there is one."""
    alike: bool = False
    """Whether the batches of a step are of like size, which those of several processes were not at first."""

    def differences(self, now: RunIdentity) -> str:
        """What is not the same in `now`, as one line; empty where nothing is."""
        found = (
            line for part in self.__slots__ for line in _differences(part, getattr(self, part), getattr(now, part))
        )
        told = list(islice(found, _MOST_TOLD))
        more = sum(1 for _ in found)
        return ", ".join([*told, f"and {more} more"] if more else told)


def identity_of(
    config: TrainingConfig, model: ModelSettings, sizes: Mapping[str, Sequence[Size]], processes: int
) -> RunIdentity:
    """The identity of a run.

    Args:
        config: Its configuration.
        model: The settings of its model.
        sizes: Size of each item, by corpus.
        processes: How many processes train.
    """
    teacher = identity(Path(config.teacher.model)) if config.teacher else None
    corpora = {name: {"items": len(own), "pieces": sum(size.pieces for size in own)} for name, own in sizes.items()}
    folder = trained_source(config.source)
    source = identity(folder) if folder else None
    return RunIdentity(
        config.lasting(), model.model_dump(mode="json"), corpora, processes, teacher, source, processes > 1
    )


def _differences(path: str, before: Any, now: Any) -> Iterator[str]:
    if isinstance(before, dict) and isinstance(now, dict):
        for key in dict.fromkeys([*before, *now]):
            yield from _differences(f"{path}.{key}", before.get(key), now.get(key))
    elif before != now:
        yield f"{path} was {_shown(before)} and is {_shown(now)}"


def _shown(value: Any) -> str:
    text = "nothing" if value is None else repr(value)
    return text if len(text) <= _MOST_SHOWN else text[:_MOST_SHOWN] + "…"
