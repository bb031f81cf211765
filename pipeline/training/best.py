"""The best weights of a run so far, in a folder beside its checkpoints.

weights.safetensors  the weights
best.json            step, mean F1 over tasks, and how many documents of each dev set it was measured on
"""

from __future__ import annotations

import json
import logging
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path

from safetensors.torch import load_file, save_file
from torch import Tensor

from onrecord.models.model import Model

log = logging.getLogger(__name__)

_FOLDER, _WEIGHTS, _BEST = "best", "weights.safetensors", "best.json"


@dataclass(frozen=True, slots=True)
class Best:
    """What is known of the best weights."""

    step: int
    """Steps done when they were kept."""
    mean_f1: float
    """Their mean over tasks on dev, 0 to 1."""
    dev_documents: int
    """Documents of each dev set that it was measured on."""


def best_of(out: Path) -> Best | None:
    """The best weights that are kept in the folder of a run; None where there are none."""
    file = out / _FOLDER / _BEST
    return Best(**json.loads(file.read_text(encoding="utf-8"))) if file.is_file() else None


def best_weights(out: Path) -> dict[str, Tensor]:
    """The weights themselves."""
    return load_file(out / _FOLDER / _WEIGHTS)


def offer(out: Path, model: Model, offered: Best) -> None:
    """Keep the weights of a model where they are better than those that are kept.

    Means over other documents cannot be compared: weights that were measured on others are no longer the best.

    Args:
        out: Folder of the run.
        model: The weights.
        offered: What is known of them.
    """
    kept = best_of(out)
    if kept is not None and kept.dev_documents == offered.dev_documents and kept.mean_f1 >= offered.mean_f1:
        return
    draft, target = out / f".{_FOLDER}", out / _FOLDER
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    save_file({name: value.contiguous() for name, value in model.state_dict().items()}, draft / _WEIGHTS)
    (draft / _BEST).write_text(json.dumps(asdict(offered), indent=1), encoding="utf-8")
    shutil.rmtree(target, ignore_errors=True)
    draft.rename(target)
    log.info("step %d is the best so far", offered.step)


def forget(out: Path) -> None:
    """Remove what an earlier run has kept, where a run begins from nothing."""
    shutil.rmtree(out / _FOLDER, ignore_errors=True)
