"""`dev.json`: what a run has come to."""

from __future__ import annotations

import json
import math
import resource
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

import torch

from onrecord.training.dev_sets import Evaluation
from onrecord.training.state import Progress

#: Its name in the folder of a run.
FILE = "dev.json"


@dataclass(frozen=True, slots=True)
class Candidate:
    """Weights that the model of a run could have."""

    name: str
    """Which they are."""
    evaluation: Evaluation
    """How they do on the whole dev sets."""


def write_results(out: Path, chosen: Candidate, candidates: list[Candidate], progress: Progress) -> None:
    """Write the figures of the chosen weights, and what the run took.

    Memory is the most that this process held at a time, in MiB. A figure of neither gold nor predictions is null.

    Args:
        out: Folder of the run.
        chosen: The weights of the model.
        candidates: All that were evaluated.
        progress: The run at its end.
    """
    content = {
        "weights": chosen.name,
        "mean_f1": chosen.evaluation.mean,
        "candidates": {own.name: own.evaluation.mean for own in candidates},
        "steps": progress.step,
        "pieces": progress.pieces,
        "seconds": round(progress.seconds, 1),
        "processes": progress.run.processes,
        "peak_memory_mib": _peak_memory(),
        "peak_device_memory_mib": _peak_device_memory(),
        "figures": [
            {key: None if isinstance(value, float) and math.isnan(value) else value for key, value in own.items()}
            for own in map(asdict, chosen.evaluation.figures)
        ],
    }
    (out / FILE).write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _peak_memory() -> int:
    # Linux counts in KiB, macOS in bytes.
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // unit


def _peak_device_memory() -> int | None:
    return torch.cuda.max_memory_allocated() >> 20 if torch.cuda.is_available() else None
