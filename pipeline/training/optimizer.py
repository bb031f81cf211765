"""AdamW with separate learning rates, and their course over a run."""

from __future__ import annotations

from torch import nn
from torch.optim import AdamW

from onrecord.models.model import Model
from onrecord.training.config import OptimizerSettings

#: Names of the pretrained weights begin with this,
_NETWORK = "encoder.network."
#: and those of the scores of transitions end with this.
_TRANSITIONS = ".transitions"


def optimizer(model: Model, settings: OptimizerSettings) -> AdamW:
    """AdamW over all weights: the network's own at one rate, feature embeddings and heads at another.

    Biases, norms and the scores of transitions are not decayed.
    """
    trained = {name: weight for name, weight in model.named_parameters() if weight.requires_grad}
    groups = []
    for pretrained, rate in ((True, settings.encoder_rate), (False, settings.head_rate)):
        for decays, decay in ((True, settings.weight_decay), (False, 0.0)):
            own = [
                weight
                for name, weight in trained.items()
                if name.startswith(_NETWORK) == pretrained and _decays(name, weight) == decays
            ]
            groups.append({"params": own, "lr": rate, "weight_decay": decay})
    return AdamW([group for group in groups if group["params"]])


def factor(step: int, settings: OptimizerSettings) -> float:
    """Factor of the learning rates at a step, counted from 0: up, level, down to 0, all in straight lines."""
    falling = settings.updates * settings.decay_share
    left = (settings.updates - step) / falling if falling else 1.0
    risen = (step + 1) / settings.warm_up if settings.warm_up else 1.0
    return max(0.0, min(1.0, risen, left))


def _decays(name: str, weight: nn.Parameter) -> bool:
    return weight.ndim > 1 and not name.endswith(_TRANSITIONS)
