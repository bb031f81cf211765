"""Training as one of two processes, for tests."""

import os
from pathlib import Path

import torch
from safetensors.torch import save_file

from onrecord.training.config import load_training_config
from onrecord.training.trainer import Trainer


def train(rank: int, port: int, config: Path, data: Path, out: Path) -> None:
    """Train as process `rank` of two, and write what weights it ends with into `out`."""
    torch.set_num_threads(1)
    os.environ |= {"RANK": str(rank), "LOCAL_RANK": str(rank), "WORLD_SIZE": "2", "OMP_NUM_THREADS": "1"}
    os.environ |= {"MASTER_ADDR": "127.0.0.1", "MASTER_PORT": str(port)}
    trainer = Trainer(load_training_config(config), data, out)
    trainer.run(lambda report: None)
    save_file(trainer.model.state_dict(), out / f"rank-{rank}.safetensors")
