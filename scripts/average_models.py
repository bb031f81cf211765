"""The weighted mean of the weights of two models that were trained from one pretrained encoder, as a model.

    python scripts/average_models.py MODEL OTHER OUT --share 0.25

SHARE is that of OTHER. Both have the same heads and sizes. Models that began alike can lie in one basin of the loss,
where the mean is better than either (Wortsman et al. 2022, "Model soups", https://arxiv.org/abs/2203.05482), but heads
whose weights differ much come out too unsure: train these again on the encoder as it is (`freeze_layers`).
Calibrations are those of MODEL, so that `onrecord train` or `recalibrate.py` has to follow.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from onrecord.models import checkpoint
from onrecord.models.model import Model


def averaged(model: Model, other: Model, share: float) -> Model:
    """`model` with the mean of its weights and those of another one.

    Args:
        model: It is changed.
        other: The other one.
        share: Weight of the other one, 0 to 1.

    Raises:
        ValueError: The weights of the two are not of the same names and sizes.
    """
    own, others = model.state_dict(), other.state_dict()
    sizes = [{name: tuple(values.shape) for name, values in state.items()} for state in (own, others)]
    if sizes[0] != sizes[1]:
        differing = sorted(name for name in {**sizes[0], **sizes[1]} if sizes[0].get(name) != sizes[1].get(name))
        raise ValueError(f"the models differ in the sizes of {', '.join(differing[:3])}")
    mean = {name: values.lerp(others[name], share) for name, values in own.items() if values.is_floating_point()}
    model.load_state_dict({**own, **mean})
    return model


def main() -> int:
    """Read, average, write; the exit code."""
    parser = argparse.ArgumentParser(description="The weighted mean of two models.")
    parser.add_argument("model", type=Path)
    parser.add_argument("other", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--share", type=float, required=True)
    arguments = parser.parse_args()
    if not 0 <= arguments.share <= 1:
        parser.error("--share is a number from 0 to 1")
    try:
        model = averaged(checkpoint.load(arguments.model), checkpoint.load(arguments.other), arguments.share)
    except ValueError as error:
        parser.error(str(error))
    checkpoint.save(model, arguments.out)
    print(f"{arguments.out}: {1 - arguments.share:g} of {arguments.model}, {arguments.share:g} of {arguments.other}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
