"""`onrecord train`: a configuration and corpora in, a model out."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Annotated

import typer

from onrecord.errors import ConfigError


def train(
    config: Annotated[Path, typer.Argument(help="Training configuration, YAML.", dir_okay=False)],
    data: Annotated[Path, typer.Option("--data", help="Folder that the paths of the corpora start from.")],
    out: Annotated[
        Path,
        typer.Option("-o", "--out", help="Folder for checkpoints and model; a run in it that was cut off goes on."),
    ],
    every: Annotated[int, typer.Option("--log-every", min=1, help="Steps between lines of progress.")] = 20,
) -> None:
    """Train a model on annotated corpora, or go on with a run that was cut off."""
    logging.basicConfig(format="%(asctime)s %(message)s", datefmt="%H:%M:%S", level=logging.INFO)
    for noisy in ("httpx", "transformers"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    try:
        from onrecord.models.errors import ModelError
        from onrecord.training.config import load_training_config
        from onrecord.training.trainer import Report, Trainer
    except ModuleNotFoundError as error:
        raise ConfigError(f"training needs {error.name}: pip install 'onrecord[train]'") from error

    def told(report: Report) -> None:
        if report.step % every == 0 or report.step == report.updates:
            logging.info(
                "step %d/%d  loss %.4f  %.0f pieces/s  %.0f min left",
                report.step, report.updates, report.loss, report.pieces_per_second, report.left / 60,
            )  # fmt: skip

    try:
        trainer = Trainer(load_training_config(config), data, out)
        for what, count in sorted(trainer.lost.items()):
            logging.info("%s: %d", what, count)
        trainer.run(told)
    except ModelError as error:
        raise ConfigError(str(error)) from error
    logging.info("model written to %s", out / "model")
