"""Scores that can be believed: Platt scaling of a head's scores.

Platt (1999), "Probabilistic outputs for support vector machines", here over the log odds of a probability, so that
slope 1 and intercept 0 change nothing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import torch
from pydantic import BaseModel, ConfigDict

#: Scores are kept this far away from 0 and 1, where log odds have no end.
_EDGE = 1e-4
#: Fewer judged scores than this fit nothing.
_FEWEST = 50


class Calibration(BaseModel):
    """A line over log odds."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)

    slope: float = 1.0
    """Factor of the log odds."""
    intercept: float = 0.0
    """Added to them."""

    def __call__(self, score: float) -> float:
        """The calibrated score, 0 to 1."""
        return 1 / (1 + math.exp(-(self.slope * _log_odds(score) + self.intercept)))


def fit(scores: Sequence[float], right: Sequence[bool]) -> Calibration:
    """The calibration under which what came out is likeliest.

    Args:
        scores: Scores of predictions, 0 to 1.
        right: Whether each was right.

    Returns:
        One that changes nothing where there are fewer than 50 predictions, or all are right, or none.
    """
    if len(scores) < _FEWEST or len(set(right)) < 2:
        return Calibration()
    odds = torch.tensor([_log_odds(score) for score in scores], dtype=torch.float64)
    truth = torch.tensor(right, dtype=torch.float64)
    line = torch.tensor([1.0, 0.0], dtype=torch.float64, requires_grad=True)
    search = torch.optim.LBFGS([line], max_iter=100, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        search.zero_grad()
        value = torch.nn.functional.binary_cross_entropy_with_logits(line[0] * odds + line[1], truth)
        value.backward()  # type: ignore[no-untyped-call]
        return value

    search.step(loss)  # type: ignore[no-untyped-call]
    return Calibration(slope=float(line[0].detach()), intercept=float(line[1].detach()))


def _log_odds(score: float) -> float:
    kept = min(max(score, _EDGE), 1 - _EDGE)
    return math.log(kept / (1 - kept))
