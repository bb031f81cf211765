"""Which engine works the parts of a run folder, as the options of `onrecord run` say."""

from __future__ import annotations

import os
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum

import typer

from onrecord.batch.engines import Engine, InProcess
from onrecord.batch.in_hand import InHand
from onrecord.batch.part_worker import PartPlan
from onrecord.batch.processes import Processes
from onrecord.cli.terminal import Terminal


class EngineName(StrEnum):
    """Where parts are worked."""

    LOCAL = "local"
    RAY = "ray"


#: Options that only Ray has.
OF_RAY = ("address", "cpus_per_worker", "gpus_per_worker")


@dataclass(frozen=True, slots=True)
class EngineChoice:
    """What was asked for."""

    name: EngineName
    """Where parts are worked."""
    workers: int | None
    """Part workers; None for as many as there is room for."""
    address: str | None
    """Ray: the cluster; None for one that is started on this machine."""
    cpus_per_worker: float
    """Ray: cores that a worker takes."""
    gpus_per_worker: float
    """Ray: accelerators that a worker takes."""

    @property
    def local_workers(self) -> int:
        """Part workers on this machine."""
        return _cores() if self.workers is None else self.workers


def check_engine(choice: EngineChoice, explicit: AbstractSet[str]) -> None:
    """Check that no option is given that the engine has not, and that workers take something of their machine.

    Raises:
        BadParameter: It is otherwise.
    """
    if choice.name is EngineName.LOCAL and (said := [name for name in OF_RAY if name in explicit]):
        raise typer.BadParameter(", ".join(f"--{name.replace('_', '-')}" for name in said) + " needs --engine ray")
    if choice.name is EngineName.RAY and not choice.cpus_per_worker and not choice.gpus_per_worker:
        raise typer.BadParameter(
            "--cpus-per-worker and --gpus-per-worker are both 0: a worker must take some of either"
        )


def count_of(workers: str) -> int | None:
    """The number that ``--workers`` gives, None for auto.

    Raises:
        BadParameter: It is neither.
    """
    if workers == "auto":
        return None
    if not workers.isdecimal() or int(workers) < 1:
        raise typer.BadParameter(f"--workers {workers}: give a number from 1, or auto")
    return int(workers)


def engine_for(choice: EngineChoice, plan: PartPlan, in_hand: InHand, terminal: Terminal) -> Engine:
    """The engine, with its workers about to start.

    Args:
        choice: What was asked for.
        plan: What workers have to know.
        in_hand: Is told how far parts are, by workers on this machine.
        terminal: Where they say what they have to say.

    Raises:
        OnrecordError: Ray is not installed, or the cluster cannot be reached or has no room.
    """
    if choice.name is EngineName.RAY:
        from onrecord.batch.ray_engine import RayEngine, RayShare

        share = RayShare(choice.cpus_per_worker, choice.gpus_per_worker)
        return RayEngine(plan, choice.address, choice.workers, share)
    workers = choice.local_workers
    return InProcess(plan, in_hand) if workers == 1 else Processes(plan, workers, terminal.formatter, in_hand)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
