"""The state of a run on disk, as safetensors and JSON: everything that a resumed run needs to go on unchanged."""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor
from torch.optim import Optimizer

from onrecord.errors import ConfigError
from onrecord.models.model import Model
from onrecord.training.identity import RunIdentity
from onrecord.training.sampler import SamplerState

_WEIGHTS, _OPTIMIZER, _STATE = "weights.safetensors", "optimizer.safetensors", "state.json"
_RNG, _CUDA_RNG = "rng", "rng-cuda"


@dataclass(slots=True)
class Progress:
    """How far a run is."""

    run: RunIdentity
    """What makes the run the run it is."""
    step: int = 0
    """Steps done."""
    pieces: int = 0
    """Pieces read so far, padding left out."""
    seconds: float = 0.0
    """Wall time of the steps so far, over all resumptions."""


def checkpoints(folder: Path) -> list[Path]:
    """The complete checkpoints of a run, the oldest first."""
    return sorted(path for path in folder.glob("step-*") if (path / _STATE).is_file())


def save_state(
    folder: Path, model: Model, optimizer: Optimizer, sampler: SamplerState, progress: Progress, keep: int
) -> Path:
    """Write a checkpoint beside the earlier ones, of which the last `keep` stay. A kill leaves no half checkpoint."""
    target = folder / f"step-{progress.step:07d}"
    draft = folder / f".{target.name}"
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    save_file({name: value.contiguous() for name, value in model.state_dict().items()}, draft / _WEIGHTS)
    save_file(_optimizer_tensors(optimizer) | _generators(), draft / _OPTIMIZER)
    state = {"progress": asdict(progress), "sampler": asdict(sampler)}
    (draft / _STATE).write_text(json.dumps(state, indent=1), encoding="utf-8")
    shutil.rmtree(target, ignore_errors=True)
    draft.rename(target)
    for old in checkpoints(folder)[:-keep]:
        shutil.rmtree(old)
    return target


def load_state(checkpoint: Path, model: Model, optimizer: Optimizer, run: RunIdentity) -> tuple[SamplerState, Progress]:
    """Put a checkpoint into model, optimizer and the generator of random numbers.

    Raises:
        ConfigError: It is of another run than `run`.
    """
    state = json.loads((checkpoint / _STATE).read_text(encoding="utf-8"))
    kept = state["progress"]
    if "run" not in kept:
        raise ConfigError(
            f"{checkpoint}: was written by an earlier version, which trained otherwise; choose another output folder"
        )
    progress = Progress(RunIdentity(**kept.pop("run")), **kept)
    if changed := progress.run.differences(run):
        raise ConfigError(
            f"{checkpoint}: was written by another run: {changed}; choose another output folder, or go on with the "
            "configuration and the corpora that began it"
        )
    model.load_state_dict(load_file(checkpoint / _WEIGHTS))
    tensors = load_file(checkpoint / _OPTIMIZER)
    torch.set_rng_state(tensors.pop(_RNG))
    on_cuda = tensors.pop(_CUDA_RNG, None)
    if on_cuda is not None and torch.cuda.is_available():
        torch.cuda.set_rng_state(on_cuda)
    for number, weight in enumerate(_weights(optimizer)):
        own = {
            name.partition(".")[2]: value for name, value in tensors.items() if name.partition(".")[0] == str(number)
        }
        if own:
            # AdamW keeps its count of steps on the CPU.
            optimizer.state[weight] = {
                key: value if key == "step" else value.to(weight.device) for key, value in own.items()
            }
    return SamplerState(**state["sampler"]), progress


def mean_weights(chosen: list[Path]) -> dict[str, Tensor]:
    """The mean of the weights of some checkpoints."""
    total = load_file(chosen[0] / _WEIGHTS)
    for checkpoint in chosen[1:]:
        for name, value in load_file(checkpoint / _WEIGHTS).items():
            if value.is_floating_point():
                total[name] += value
    return {name: value / len(chosen) if value.is_floating_point() else value for name, value in total.items()}


def _weights(optimizer: Optimizer) -> list[Tensor]:
    return [weight for group in optimizer.param_groups for weight in group["params"]]


def _generators() -> dict[str, Tensor]:
    """The states of the generators of random numbers, of the CPU and of the current CUDA device where there is one."""
    found = {_RNG: torch.get_rng_state()}
    return found | ({_CUDA_RNG: torch.cuda.get_rng_state()} if torch.cuda.is_available() else {})


def _optimizer_tensors(optimizer: Optimizer) -> dict[str, Tensor]:
    return {
        f"{number}.{name}": value.contiguous()
        for number, weight in enumerate(_weights(optimizer))
        for name, value in optimizer.state.get(weight, {}).items()
    }
