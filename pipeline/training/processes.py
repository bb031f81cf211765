"""Several processes that train one model, each on batches of its own, with Hugging Face accelerate.

Started with `torchrun --nproc_per_node N -m onrecord train …`. All of them hold the same weights: each makes
the gradients of its own batches, and steps with the mean over all.
https://huggingface.co/docs/accelerate/package_reference/state
"""

from __future__ import annotations

import os
import random
from collections.abc import Sequence
from datetime import timedelta
from typing import Protocol

import torch
from torch import Tensor, nn

from onrecord.errors import ConfigError
from onrecord.models.engine import device_of

#: How long processes wait for the first one, which alone evaluates.
_PATIENCE = timedelta(hours=12)


class Processes(Protocol):
    """The processes of a run, seen from one of them."""

    @property
    def count(self) -> int:
        """How many there are."""

    @property
    def rank(self) -> int:
        """Which one this is, from 0; the first one alone writes, logs and evaluates."""

    @property
    def device(self) -> torch.device:
        """Where this one trains."""

    def seed(self, seed: int, step: int) -> None:
        """Make what is random in a step differ between processes."""

    def average(self, weights: Sequence[nn.Parameter], numbers: Tensor) -> Tensor:
        """Put the mean over all processes into the gradients of `weights`.

        A gradient that is missing in some of the processes counts as 0 there; one that is missing in all stays missing.

        Args:
            weights: The same in all processes.
            numbers: [N] float32: further numbers, on the device.

        Returns:
            [N]: their mean.
        """

    def wait(self) -> None:
        """Go on when all have come here."""


class Alone:
    """The only process, which needs no other software."""

    count, rank = 1, 0

    def __init__(self, device: torch.device) -> None:
        """Train on `device`."""
        self.device = device

    def seed(self, seed: int, step: int) -> None:
        """Nothing: the state of the generator goes on from step to step."""

    def average(self, weights: Sequence[nn.Parameter], numbers: Tensor) -> Tensor:  # noqa: ARG002 - as its protocol
        """Nothing to be done."""
        return numbers

    def wait(self) -> None:
        """Nothing to wait for."""


class Launched:
    """One of several processes."""

    def __init__(self, device: str) -> None:
        """Meet the others.

        Args:
            device: `cpu`, or else each process takes a device of its own.
        """
        from accelerate import PartialState

        self._state = PartialState(cpu=device == "cpu", timeout=_PATIENCE)
        self.count: int = self._state.num_processes
        self.rank: int = self._state.process_index
        self.device: torch.device = self._state.device

    def seed(self, seed: int, step: int) -> None:
        """A seed of its own for each step; the first process, whose generator checkpoints keep, goes on with that."""
        if self.rank:
            torch.manual_seed(random.Random(f"{seed} {self.rank} {step}").getrandbits(63))  # noqa: S311 - no secret

    def average(self, weights: Sequence[nn.Parameter], numbers: Tensor) -> Tensor:
        """All in one message."""
        from accelerate.utils import reduce

        there = torch.tensor([float(weight.grad is not None) for weight in weights], device=self.device)
        grads = [(torch.zeros_like(weight) if weight.grad is None else weight.grad).flatten() for weight in weights]
        sizes = [len(numbers), len(there), *map(len, grads)]
        mean, anywhere, *means = torch.split(reduce(torch.cat([numbers, there, *grads]), reduction="mean"), sizes)
        for weight, known, own in zip(weights, anywhere.tolist(), means, strict=True):
            weight.grad = own.view_as(weight) if known else None
        return mean

    def wait(self) -> None:
        """A barrier."""
        self._state.wait_for_everyone()


def processes(device: str) -> Processes:
    """The processes of this run: those that a launcher says there are, else this one alone.

    Args:
        device: As the configuration has it.

    Raises:
        ConfigError: There are several, and accelerate is not installed, or `device` names one device for all.
        ModelError: The device is not there.
    """
    count = int(os.environ.get("WORLD_SIZE", "1"))
    if count == 1:
        return Alone(device_of(device))
    if device not in ("auto", "cpu", "cuda"):
        raise ConfigError(f"device {device!r} is one, but {count} processes train: set device to auto or cpu")
    if device == "cuda":
        device_of(device)
    try:
        # Without a GPU, accelerate has to be told so.
        return Launched(device if torch.cuda.is_available() else "cpu")
    except ModuleNotFoundError as error:
        raise ConfigError(f"training in {count} processes needs {error.name}: pip install 'onrecord[train]'") from error
