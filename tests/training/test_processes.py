import json
import multiprocessing
import socket
import sys
from pathlib import Path
from typing import Any

import pytest
import torch
from one_of_several import train
from safetensors.torch import load_file
from torch import Tensor, nn
from training_data import config, document_settings

from onrecord.errors import ConfigError
from onrecord.training.batches import TrainingBatch
from onrecord.training.config import TrainingConfig
from onrecord.training.processes import Alone, processes
from onrecord.training.report import Report
from onrecord.training.state import checkpoints
from onrecord.training.told import Told
from onrecord.training.trainer import Trainer


def quiet(report: Report) -> None:
    del report


class TwoBatches(Trainer):
    """One process that takes two batches in each step."""

    def _learn(self, batch: TrainingBatch) -> Told:
        told = super()._learn(batch)
        super()._learn(self._next())
        for weight in self._trained:
            if weight.grad is not None:
                weight.grad /= 2
        return told


def made(tmp_path: Path, updates: int, **changes: Any) -> TrainingConfig:
    optimizer = {"updates": updates, "batch_pieces": 64, "encoder_rate": 2e-3, "head_rate": 2e-2, "warm_up": 2}
    return config(tmp_path, device="cpu", checkpoint_every=2, optimizer=optimizer, **changes)


def both(tmp_path: Path, name: str) -> dict[str, list[Tensor]]:
    """Two processes train `train.yaml`; the weights that each ends with."""
    pytest.importorskip("accelerate")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    # A server that has imported all of it once, so that not every process has to.
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["onrecord.training.trainer", "one_of_several"])
    paths = (tmp_path / "train.yaml", tmp_path / "data", tmp_path / name)
    running = [context.Process(target=train, args=(rank, port, *paths)) for rank in (0, 1)]
    for process in running:
        process.start()
    for process in running:
        process.join(timeout=300)
    assert [process.exitcode for process in running] == [0, 0]
    found = [load_file(tmp_path / name / f"rank-{rank}.safetensors") for rank in (0, 1)]
    return {key: [own[key] for own in found] for key in found[0]}


def test_two_processes_do_what_one_does_with_two_batches_a_step(tmp_path: Path) -> None:
    # Batches teach different heads, so that gradients are missing in one process or in both.
    run = made(tmp_path, 3, **document_settings())
    found = both(tmp_path, "two")
    assert all(one.equal(other) for one, other in found.values())
    alone = TwoBatches(run, tmp_path / "data", tmp_path / "one")
    alone.run(quiet)
    expected = alone.model.state_dict()
    for name, (one, _) in found.items():
        assert torch.allclose(one, expected[name], rtol=1e-4, atol=1e-5), name
    kept = json.loads((checkpoints(tmp_path / "two")[-1] / "state.json").read_text())
    assert kept["sampler"] == json.loads((checkpoints(tmp_path / "one")[-1] / "state.json").read_text())["sampler"]
    assert json.loads((tmp_path / "two" / "dev.json").read_text())["pieces"] == kept["progress"]["pieces"]


def test_two_processes_that_were_killed_end_as_if_they_were_not(tmp_path: Path) -> None:
    made(tmp_path, 2, dropout=0.2)
    both(tmp_path, "cut")
    run = made(tmp_path, 4, dropout=0.2)
    cut, whole = both(tmp_path, "cut"), both(tmp_path, "whole")
    assert all(value.equal(cut[name][0]) for name, (value, _) in whole.items())
    with pytest.raises(ConfigError, match="was written by another run: processes was 2 and is 1"):
        Trainer(run, tmp_path / "data", tmp_path / "cut")


def test_a_process_alone_leaves_all_as_it_is() -> None:
    alone = Alone(torch.device("cpu"))
    weight = nn.Parameter(torch.ones(2))
    state = torch.get_rng_state()
    alone.seed(3, 4)
    assert alone.average([weight], torch.tensor([0.5])).tolist() == [0.5]
    assert weight.grad is None
    assert torch.get_rng_state().equal(state)


def test_what_a_step_came_to_is_the_mean_over_processes() -> None:
    heads = ["names", "quotes", "relations"]
    one, other = Told(10, {"names": 0.5, "quotes": 0.0}), Told(13, {"names": 0.25})
    mean = Told.of((one.tensor(heads) + other.tensor(heads)) / 2, heads)
    assert mean == Told(11.5, {"names": 0.375, "quotes": 0.0})


def test_several_processes_need_accelerate_and_a_device_each(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORLD_SIZE", "2")
    with pytest.raises(ConfigError, match="device 'cuda:1' is one, but 2 processes train: set device to auto or cpu"):
        processes("cuda:1")
    monkeypatch.setitem(sys.modules, "accelerate", None)
    with pytest.raises(ConfigError, match=r"training in 2 processes needs accelerate: pip install 'onrecord\[train\]'"):
        processes("cpu")
    monkeypatch.setenv("WORLD_SIZE", "1")
    assert isinstance(processes("cpu"), Alone)
