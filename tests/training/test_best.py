import json
from pathlib import Path
from typing import Any

import pytest
from safetensors.torch import load_file
from training_data import config, scored

from onrecord.models import checkpoint
from onrecord.training.best import Best, best_of, best_weights, offer
from onrecord.training.config import TrainingConfig
from onrecord.training.dev_sets import DevSets
from onrecord.training.report import Report
from onrecord.training.trainer import Trainer
from tiny_model import model


def quiet(report: Report) -> None:
    del report


class KilledError(Exception):
    """Stands for a kill."""


def made(tmp_path: Path, updates: int, **changes: Any) -> TrainingConfig:
    found = config(tmp_path, **changes)
    return found.model_copy(update={"optimizer": found.optimizer.model_copy(update={"updates": updates})})


def test_weights_are_kept_where_they_are_better_on_the_same_documents(tmp_path: Path) -> None:
    own = model()
    bias = own.tagger("names").emit.bias
    for number, offered in enumerate([Best(1, 0.5, 9), Best(2, 0.4, 9), Best(3, 0.5, 9), Best(4, 0.6, 9)]):
        bias.data.fill_(number)
        offer(tmp_path, own, offered)
    assert best_of(tmp_path) == Best(4, 0.6, 9)
    assert best_weights(tmp_path)["taggers.names.emit.bias"].unique().tolist() == [3]
    offer(tmp_path, own, Best(5, 0.1, 7))
    assert best_of(tmp_path) == Best(5, 0.1, 7)


def test_the_better_of_the_mean_and_the_best_weights_is_the_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    run = made(tmp_path, 6, evaluate_every=2, checkpoint_every=1, average=2)
    # After steps 2, 4 and 6, then of the mean and of the best.
    monkeypatch.setattr(DevSets, "evaluate", scored(0.5, 0.7, 0.6, 0.625, 0.75))
    figures = Trainer(run, tmp_path / "data", tmp_path / "out").run(quiet)
    assert [figure.f1 for figure in figures[:1]] == [0.75]
    assert best_of(tmp_path / "out") == Best(4, 0.7, 20)
    saved = checkpoint.load(tmp_path / "out" / "model").state_dict()["taggers.quotes.emit.bias"]
    assert saved.equal(best_weights(tmp_path / "out")["taggers.quotes.emit.bias"].half().float())
    told = "the model is the best weights, of step 4 (mean over tasks: mean of the last 2 checkpoints 62.50, "
    assert f"{told}best weights, of step 4 75.00)" in caplog.messages
    results = json.loads((tmp_path / "out" / "dev.json").read_text())
    assert results.pop("seconds") >= 0
    assert results.pop("peak_memory_mib") > 10
    assert results.pop("pieces") > 100
    results.pop("peak_device_memory_mib")
    head = {"corpus": "names", "head": "names-conll2003", "metric": "exact", "precision": 0.75, "recall": 0.75}
    none = {"precision": None, "recall": None, "f1": None}
    assert results == {
        "weights": "best weights, of step 4",
        "mean_f1": 0.75,
        "candidates": {"mean of the last 2 checkpoints": 0.625, "best weights, of step 4": 0.75},
        "steps": 6,
        "processes": 1,
        "figures": [head | {"f1": 0.75}, {"corpus": "quotes", "head": "quotes", "metric": "pair exact"} | none],
    }


def test_the_mean_is_the_model_where_it_is_no_worse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run = made(tmp_path, 4, evaluate_every=2, checkpoint_every=2, average=2)
    monkeypatch.setattr(DevSets, "evaluate", scored(0.7, 0.6, 0.65, 0.65))
    Trainer(run, tmp_path / "data", tmp_path / "out").run(quiet)
    assert json.loads((tmp_path / "out" / "dev.json").read_text())["weights"] == "mean of the last 2 checkpoints"


@pytest.mark.parametrize(("every", "means"), [(0, (0.5,)), (3, (0.5, 0.5))])
def test_weights_are_evaluated_on_the_whole_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, every: int, means: tuple[float, ...]
) -> None:
    # More evaluations than these would find nothing left.
    monkeypatch.setattr(DevSets, "evaluate", scored(*means))
    Trainer(made(tmp_path, 3, evaluate_every=every), tmp_path / "data", tmp_path / "out").run(quiet)
    assert json.loads((tmp_path / "out" / "dev.json").read_text())["candidates"] == {"last checkpoint": 0.5}


def test_the_best_weights_outlive_a_kill_and_are_those_of_a_whole_run(tmp_path: Path) -> None:
    run = made(tmp_path, 14, dropout=0.2, evaluate_every=2, checkpoint_every=5)
    Trainer(run, tmp_path / "data", tmp_path / "whole").run(quiet)

    def kill(report: Report) -> None:
        if report.step == 9:
            raise KilledError

    with pytest.raises(KilledError):
        Trainer(run, tmp_path / "data", tmp_path / "cut").run(kill)
    assert best_of(tmp_path / "cut") is not None
    Trainer(run, tmp_path / "data", tmp_path / "cut").run(quiet)
    assert best_of(tmp_path / "cut") == best_of(tmp_path / "whole")
    for name in ("best/weights.safetensors", "model/model.safetensors"):
        whole, cut = (load_file(tmp_path / run_of / name) for run_of in ("whole", "cut"))
        assert all(value.equal(cut[key]) for key, value in whole.items())


def test_a_run_that_begins_from_nothing_forgets_the_best_of_another(tmp_path: Path) -> None:
    offer(tmp_path / "out", model(), Best(3, 0.99, 20))
    run = made(tmp_path, 2)
    Trainer(run, tmp_path / "data", tmp_path / "out").run(quiet)
    assert best_of(tmp_path / "out") is None


def test_a_checkpoint_of_an_earlier_version_goes_on(tmp_path: Path) -> None:
    run = made(tmp_path, 2)
    Trainer(run, tmp_path / "data", tmp_path / "out").run(quiet)
    state = tmp_path / "out" / "step-0000002" / "state.json"
    kept = json.loads(state.read_text())
    # What such a checkpoint holds, and nothing more.
    assert set(kept["progress"]) == {"run", "step", "pieces", "seconds"}
    lasting = kept["progress"]["run"]["config"]
    assert set(lasting) == {
        "name", "source", "encoder", "hidden_dropout", "attention_dropout", "train_word_embeddings", "heads", "corpora",
        "optimizer", "sampling", "precision", "seed", "order",
    }  # fmt: skip
    kept["progress"]["run"] = {key: kept["progress"]["run"][key] for key in ("config", "model", "corpora")}
    state.write_text(json.dumps(kept))
    assert Trainer(run, tmp_path / "data", tmp_path / "out").progress.step == 2
