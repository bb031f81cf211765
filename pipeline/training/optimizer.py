"""AdamW with separate learning rates, and their course over a run."""

from __future__ import annotations

from torch import nn
from torch.optim import AdamW

from onrecord.models.model import Model
from onrecord.training.config import OptimizerSettings


def optimizer(model: Model, settings: OptimizerSettings) -> AdamW:
    """AdamW over all weights: the network's own at one rate, feature embeddings and heads at another.

    Biases, norms and the scores of transitions are not decayed.
    """
    network = set(map(id, model.encoder.network.parameters()))
    groups = []
    for pretrained, rate in ((True, settings.encoder_rate), (False, settings.head_rate)):
        own = [
            weight for weight in model.parameters() if (id(weight) in network) == pretrained and weight.requires_grad
        ]
        groups.append({"params": [w for w in own if _decays(w)], "lr": rate, "weight_decay": settings.weight_decay})
        groups.append({"params": [w for w in own if not _decays(w)], "lr": rate, "weight_decay": 0.0})
    return AdamW([group for group in groups if group["params"]])


def factor(step: int, settings: OptimizerSettings) -> float:
    """Factor of the learning rates at a step, counted from 0: up, level, down to 0, all in straight lines."""
    falling = settings.updates * settings.decay_share
    left = (settings.updates - step) / falling if falling else 1.0
    risen = (step + 1) / settings.warm_up if settings.warm_up else 1.0
    return max(0.0, min(1.0, risen, left))


def _decays(weight: nn.Parameter) -> bool:
    return weight.ndim > 1
