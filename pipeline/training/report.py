"""What a run tells of each step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Report:
    """What is told after a step."""

    step: int
    """Steps done."""
    updates: int
    """Steps of the whole run."""
    loss: float
    """Weighted sum of the heads' losses in this step."""
    losses: Mapping[str, float]
    """Loss of each head that learnt in this step, as `onrecord.training.losses` has it; that of `teacher/HEAD` is the
    head's divergence from the teacher."""
    encoder_rate: float
    """Learning rate of the pretrained weights in this step."""
    head_rate: float
    """Learning rate of the heads and the feature embeddings."""
    pieces_per_second: float
    """Since this process began the run."""
    left: float
    """Seconds that the rest will take at this speed."""
