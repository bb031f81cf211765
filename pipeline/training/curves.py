"""The curves of a run, for TensorBoard: `tensorboard --logdir OUT/tensorboard`."""

from __future__ import annotations

import logging
import math
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from onrecord.training.dev_sets import Evaluation
from onrecord.training.report import Report

if TYPE_CHECKING:
    from torch.utils.tensorboard import SummaryWriter

log = logging.getLogger(__name__)

#: Where they are, in the folder of a run.
FOLDER = "tensorboard"


class Curves(Protocol):
    """Takes what a run tells."""

    def stepped(self, report: Report) -> None:
        """What was told after a step."""

    def evaluated(self, step: int, found: Evaluation, part: str) -> None:
        """How the weights did on dev.

        Args:
            step: Steps done.
            found: The figures.
            part: Name of what was looked at; figures of different parts are different curves.
        """

    def close(self) -> None:
        """Nothing more comes."""


class TensorBoardCurves:
    """Curves in the files that TensorBoard reads."""

    def __init__(self, writer: SummaryWriter) -> None:
        """Write with `writer`."""
        self._writer = writer

    def stepped(self, report: Report) -> None:
        """Losses, learning rates and speed."""
        self._add("loss/all", report.loss, report.step)
        for head, loss in report.losses.items():
            self._add(f"loss/{head}", loss, report.step)
        self._add("rate/encoder", report.encoder_rate, report.step)
        self._add("rate/heads", report.head_rate, report.step)
        self._add("pieces per second", report.pieces_per_second, report.step)

    def evaluated(self, step: int, found: Evaluation, part: str) -> None:
        """Precision, recall and F1 of each figure, and the mean over tasks."""
        for figure in found.figures:
            name = f"{part}/{figure.corpus} {figure.head} {figure.metric}"
            self._add(f"{name} F1", figure.f1, step)
            self._add(f"{name} precision", figure.precision, step)
            self._add(f"{name} recall", figure.recall, step)
        self._add(f"{part}/mean over tasks", found.mean, step)
        self._writer.flush()

    def close(self) -> None:
        """Write what is left."""
        self._writer.close()

    def _add(self, name: str, value: float, step: int) -> None:
        if not math.isnan(value):
            self._writer.add_scalar(name, value, step)


class NoCurves:
    """Curves that nobody draws."""

    def stepped(self, report: Report) -> None:
        """Nothing."""

    def evaluated(self, step: int, found: Evaluation, part: str) -> None:
        """Nothing."""

    def close(self) -> None:
        """Nothing."""


def curves(out: Path, step: int) -> Curves:
    """The curves of a run; none, and a line in the log, where TensorBoard is not installed.

    Args:
        out: Folder of the run.
        step: Steps done before; what a run that was killed wrote of later ones is hidden.
    """
    try:
        from torch.utils.tensorboard import SummaryWriter
    except ImportError:
        log.info("no curves are written: TensorBoard is not installed; pip install 'onrecord[train]'")
        return NoCurves()
    return TensorBoardCurves(SummaryWriter(str(out / FOLDER), purge_step=step + 1))
