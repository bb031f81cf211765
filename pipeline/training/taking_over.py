"""A new model that begins with the weights of a trained one, and may end near to it."""

from __future__ import annotations

import logging
from collections.abc import Collection

from pydantic import BaseModel
from torch import Tensor

from onrecord.errors import ConfigError
from onrecord.models.calibration import Calibration
from onrecord.models.model import Model

log = logging.getLogger(__name__)

#: The parts of a model that hold heads, by name.
_KINDS = ("taggers", "relations", "coreference", "speakers")


def take_over(trained: Model, model: Model) -> None:
    """Copy the encoder of a trained model, and the heads that both have alike.

    Args:
        trained: The trained model.
        model: A new model on an encoder of the same kind; its other heads stay as they are.

    Raises:
        ConfigError: The new model uses its encoder otherwise.
    """
    for name in ("pooling", "features"):
        before, now = getattr(trained.settings.encoder, name), getattr(model.settings.encoder, name)
        if before != now:
            raise ConfigError(f"encoder.{name} is {now!r}, but the trained model of source has {before!r}")
    model.encoder.load_state_dict(trained.encoder.state_dict())
    taken, left = _alike(trained, model)
    for kind in _KINDS:
        theirs, ours = getattr(trained, kind), getattr(model, kind)
        for name in ours:
            if name in taken:
                ours[name].load_state_dict(theirs[name].state_dict())
    log.info("of %s: encoder and %s", trained.settings.name, ", ".join(taken) or "no head")
    if left:
        log.info("random at first: %s", ", ".join(left))
    if given_up := sorted(trained.heads - model.heads):
        log.info("given up, as the configuration does not name them: %s", ", ".join(given_up))


def between(trained: Model, model: Model, share: float) -> dict[str, Tensor]:
    """Weights on the straight line between a trained model and one that began with its weights.

    Fine-tuned weights are often better nearer to where they began (Wortsman et al. 2022, "Robust fine-tuning of
    zero-shot models", https://arxiv.org/abs/2109.01903).

    Args:
        trained: The trained model.
        model: What has become of it; heads that did not begin with its weights keep their own.
        share: Share of the trained model, 0 to 1.
    """
    taken, _ = _alike(trained, model)
    before = trained.state_dict()
    found = {}
    for name, value in model.state_dict().items():
        kind, _, rest = name.partition(".")
        began = kind not in _KINDS or rest.partition(".")[0] in taken
        found[name] = (
            value.lerp(before[name].to(value), share) if began and value.is_floating_point() else value.clone()
        )
    return found


def still_calibrated(trained: Model, model: Model, taught: Collection[str]) -> dict[str, Calibration]:
    """The calibrations of a trained model that hold for what a new one will be.

    Args:
        trained: The trained model.
        model: The new model after `take_over`, its frozen weights frozen.
        taught: Heads that will be trained.

    Returns:
        Those of heads that stay as they are; none where the encoder is trained.
    """
    if any(weight.requires_grad for weight in model.encoder.parameters()):
        return {}
    known = trained.settings.calibrations
    return {head: own for head, own in known.items() if head in model.heads and head not in taught}


def _alike(trained: Model, model: Model) -> tuple[list[str], list[str]]:
    """The heads of a model that a trained one has with the same shape and labels, and the others."""
    taken: list[str] = []
    left: list[str] = []
    for kind in _KINDS:
        theirs, ours = getattr(trained, kind), getattr(model, kind)
        for name, head in ours.items():
            same = name in theirs and _shape(theirs[name].settings) == _shape(head.settings)
            (taken if same else left).append(name)
    return taken, left


def _shape(settings: object) -> dict[str, object]:
    """What the weights of a head follow from: all of its settings but those of training alone."""
    assert isinstance(settings, BaseModel)
    return settings.model_dump(exclude={"dropout", "most_pairs", "most_antecedents"})
