"""`onrecord train`: a configuration and corpora in, a model out."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.errors import ConfigError

if TYPE_CHECKING:
    from onrecord.training.report import Report


def train(
    config: Annotated[Path, typer.Argument(help="Training configuration, YAML.", dir_okay=False)],
    data: Annotated[Path, typer.Option("--data", help="Folder that the paths of the corpora start from.")],
    out: Annotated[
        Path,
        typer.Option("-o", "--out", help="Folder for checkpoints and model; a run in it that was cut off goes on."),
    ],
    overrides: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="KEY=VALUE", help="Change a setting, as optimizer.updates=500; repeatable."),
    ] = None,
    every: Annotated[
        int, typer.Option("--log-every", min=1, help="Steps between lines of progress, outside of a terminal.")
    ] = 20,
) -> None:
    """Train a model on annotated corpora, or go on with a run that was cut off.

    OUT gets model/, complete in itself, and dev.json with its figures on the dev sets. Checkpoints (step-…) make the
    same command go on after a kill as if there had been none; best/ has the best weights so far by the mean F1 over
    tasks, tensorboard/ the curves. The model is the mean of the last checkpoints, or best/ where that does better on
    the dev sets.

    \b
    Examples:
      onrecord train configs/train-news-small.yaml --data DATA -o OUT
      onrecord train configs/train-news-small.yaml --data DATA -o OUT --set optimizer.updates=500 --set device=cpu
      tensorboard --logdir OUT/tensorboard
      onrecord train configs/train-teacher.yaml --data DATA -o TEACHER --set source=FOLDER
      onrecord train configs/train-news-small.yaml --data DATA -o OUT --set 'teacher={model: TEACHER/model}'
      torchrun --nproc_per_node 4 -m onrecord train configs/train-news-small.yaml --data DATA -o OUT
      onrecord run article.txt --config news-small --set stages.encode.model=OUT/model
    """  # noqa: D301 - \b keeps the lines of the help
    try:
        from onrecord.models.errors import ModelError
        from onrecord.training.config import load_training_config
        from onrecord.training.processes import processes
        from onrecord.training.trainer import Trainer
    except ModuleNotFoundError as error:
        raise ConfigError(f"training needs {error.name}: pip install 'onrecord[train]'") from error
    try:
        loaded = load_training_config(config, overrides or ())
        among = processes(loaded.device)
        with _display(every, first=among.rank == 0) as told:
            trainer = Trainer(loaded, data, out, among)
            for what, count in sorted(trainer.lost.items()):
                logging.info("%s: %d", what, count)
            trainer.run(told)
    except ModelError as error:
        raise ConfigError(str(error)) from error
    logging.info("model written to %s", out / "model")


@contextmanager
def _display(every: int, *, first: bool) -> Iterator[Callable[[Report], None]]:
    """The log, and with it a bar in a terminal or lines elsewhere.

    Of several processes only the first tells more than problems.
    """
    from onrecord.training.display import bar, lines

    form, times = "%(asctime)s %(message)s", "%H:%M:%S"
    level = logging.INFO if first else logging.WARNING
    if first and sys.stderr.isatty():
        from rich.console import Console
        from rich.highlighter import NullHighlighter
        from rich.logging import RichHandler

        # The bar and the log must share one console, or each would draw over the other.
        console = Console(stderr=True, highlight=False)
        plain = RichHandler(
            console=console, show_time=False, show_level=False, show_path=False, highlighter=NullHighlighter()
        )
        logging.basicConfig(format=form, datefmt=times, level=level, handlers=[plain])
        told = bar(console)
    else:
        logging.basicConfig(format=form, datefmt=times, level=level)
        told = lines(every)
    for noisy in ("httpx", "transformers"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    with told as tell:
        yield tell
