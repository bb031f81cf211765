import sys
from pathlib import Path
from typing import Any

import pytest
from safetensors.torch import load_file
from training_data import config

from onrecord.training.config import TrainingConfig
from onrecord.training.report import Report
from onrecord.training.trainer import Trainer


def quiet(report: Report) -> None:
    del report


class KilledError(Exception):
    """Stands for a kill."""


def made(tmp_path: Path, **changes: Any) -> TrainingConfig:
    found = config(tmp_path, checkpoint_every=5, evaluate_every=4, **changes)
    return found.model_copy(update={"optimizer": found.optimizer.model_copy(update={"updates": 12})})


def drawn(out: Path) -> dict[str, dict[int, float]]:
    """The curves by name as TensorBoard shows them."""
    pytest.importorskip("tensorboard")
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    reader = EventAccumulator(str(out / "tensorboard"), size_guidance={"scalars": 0})
    reader.Reload()
    found: dict[str, dict[int, float]] = {}
    for name in reader.Tags()["scalars"]:
        events = reader.Scalars(name)
        found[name] = {event.step: event.value for event in events}
        assert len(found[name]) == len(events), "a step is there twice"
    return found


def test_curves_go_on_after_a_kill_as_if_there_was_none(tmp_path: Path) -> None:
    run = made(tmp_path)
    Trainer(run, tmp_path / "data", tmp_path / "whole").run(quiet)

    def kill(report: Report) -> None:
        if report.step == 9:
            raise KilledError

    with pytest.raises(KilledError):
        Trainer(run, tmp_path / "data", tmp_path / "cut").run(kill)
    Trainer(run, tmp_path / "data", tmp_path / "cut").run(quiet)
    whole, cut = drawn(tmp_path / "whole"), drawn(tmp_path / "cut")
    del whole["pieces per second"], cut["pieces per second"]
    assert whole == cut
    assert set(whole["loss/all"]) == set(range(1, 13))
    assert {"loss/names-conll2003", "loss/quotes", "dev/quotes quotes pair exact F1"} <= set(whole)
    assert set(whole["dev/mean over tasks"]) == {4, 8, 12}
    assert set(whole["whole dev/mean over tasks"]) == {12}
    # Rising over 5 steps to 0.02, falling over the last 3.6.
    assert whole["rate/heads"] == pytest.approx(
        {1: 0.004, 2: 0.008, 3: 0.012, 4: 0.016, **dict.fromkeys(range(5, 10), 0.02)}
        | {10: 0.02 * 3 / 3.6, 11: 0.02 * 2 / 3.6, 12: 0.02 / 3.6}
    )
    assert whole["rate/encoder"][5] == pytest.approx(0.002)


def test_a_run_goes_on_without_tensorboard_and_says_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    run = made(tmp_path)
    with monkeypatch.context() as missing:
        missing.setitem(sys.modules, "torch.utils.tensorboard", None)
        Trainer(run, tmp_path / "data", tmp_path / "without").run(quiet)
    told = "no curves are written: TensorBoard is not installed; pip install 'onrecord[train]'"
    assert caplog.messages.count(told) == 1
    Trainer(run, tmp_path / "data", tmp_path / "with").run(quiet)
    one, other = (load_file(tmp_path / name / "model" / "model.safetensors") for name in ("without", "with"))
    assert all(value.equal(other[name]) for name, value in one.items())
    assert not (tmp_path / "without" / "tensorboard").exists()
