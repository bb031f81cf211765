import json
from pathlib import Path
from typing import Any

import pytest
import torch
from training_data import config, document_settings, scored, settings

from onrecord.errors import ConfigError
from onrecord.models import checkpoint
from onrecord.models.errors import ModelError
from onrecord.training.config import TrainingConfig
from onrecord.training.dev_sets import DevSets
from onrecord.training.new_model import new_model
from onrecord.training.report import Report
from onrecord.training.state import checkpoints, mean_weights
from onrecord.training.taking_over import between
from onrecord.training.trainer import Trainer
from tiny_model import model

NAMES = {"quotes": ("content", "source", "cue"), "names-conll2003": ("LOC", "MISC", "ORG", "PER")}


def quiet(report: Report) -> None:
    del report


def going_on(tmp_path: Path, **changes: Any) -> TrainingConfig:
    return config(tmp_path, **{"source": f"model:{tmp_path / 'trained'}", **changes})


def first(tmp_path: Path, **changes: Any) -> None:
    """Train a model and put it where `going_on` looks for it."""
    Trainer(config(tmp_path, **changes), tmp_path / "data", tmp_path / "first").run(quiet)
    (tmp_path / "first" / "model").rename(tmp_path / "trained")


def test_encoder_and_heads_begin_with_the_weights_of_a_trained_model(tmp_path: Path) -> None:
    first(tmp_path)
    trained, begun = checkpoint.load(tmp_path / "trained"), new_model(going_on(tmp_path))
    assert trained.heads == begun.heads == {"names-conll2003", "quotes"}
    assert begun.tokenizer.definition == trained.tokenizer.definition
    before, now = trained.state_dict(), begun.state_dict()
    assert before.keys() == now.keys()
    assert all(torch.equal(before[name], now[name]) for name in before)
    assert trained.settings.calibrations.keys() == {"names-conll2003", "quotes"}
    assert not begun.settings.calibrations


def test_a_trained_model_learns_another_head_and_keeps_all_that_it_had(tmp_path: Path) -> None:
    first(tmp_path)
    heads = settings(tmp_path)["heads"] | document_settings()["heads"]
    corpora = {"sentences": document_settings()["corpora"]["sentences"]}
    more = going_on(tmp_path, heads=heads, corpora=corpora, freeze_layers=2, train_word_embeddings=False)
    trainer = Trainer(more, tmp_path / "data", tmp_path / "out")
    [figure] = trainer.run(quiet)
    assert (figure.head, figure.f1) == ("relations-conll04", 1.0)
    before, now = checkpoint.load(tmp_path / "trained"), checkpoint.load(tmp_path / "out" / "model")
    assert now.heads == set(heads)
    for name, weight in before.state_dict().items():
        assert torch.equal(weight, now.state_dict()[name]), name
    assert now.settings.calibrations.keys() == before.settings.calibrations.keys() | {"relations-conll04"}


def test_a_head_of_other_labels_begins_at_random(tmp_path: Path) -> None:
    checkpoint.save(model(NAMES | {"quotes": ("content",)}), tmp_path / "trained")
    trained = checkpoint.load(tmp_path / "trained")
    begun = new_model(going_on(tmp_path))
    names = "names-conll2003"
    assert torch.equal(begun.tagger(names).emit.weight, trained.tagger(names).emit.weight)
    assert begun.tagger("quotes").emit.weight.shape != trained.tagger("quotes").emit.weight.shape


def test_an_encoder_that_is_used_otherwise_is_refused(tmp_path: Path) -> None:
    checkpoint.save(model(NAMES), tmp_path / "trained")
    with pytest.raises(ConfigError, match=r"encoder.features is .* but the trained model of source has"):
        new_model(going_on(tmp_path, encoder={"features": ["shape"], "most_pieces": 64, "context": 8}))


def test_a_source_that_is_no_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"trained: no model\.json"):
        new_model(going_on(tmp_path))


def test_a_run_that_began_with_another_model_is_not_resumed(tmp_path: Path) -> None:
    short = settings(tmp_path)["optimizer"] | {"updates": 2}
    first(tmp_path, optimizer=short)
    run = going_on(tmp_path, optimizer=short)
    Trainer(run, tmp_path / "data", tmp_path / "out").run(quiet)
    assert Trainer(run, tmp_path / "data", tmp_path / "out").progress.step == 2
    changed = checkpoint.load(tmp_path / "trained")
    checkpoint.save(changed, tmp_path / "trained", torch.float32)
    with pytest.raises(ConfigError, match=r"another run: source was 'tiny@\w{12}' and is 'tiny@\w{12}'"):
        Trainer(run, tmp_path / "data", tmp_path / "out")


def test_between_two_models_lie_the_weights_that_began_with_the_first(tmp_path: Path) -> None:
    trained, now = model(NAMES | {"quotes": ("content",)}), model(NAMES)
    for weight in now.parameters():
        weight.data += 1
    found = between(trained, now, 0.25)
    before, after = trained.state_dict(), now.state_dict()
    assert found.keys() == after.keys()
    for name, weight in found.items():
        began = not name.startswith("taggers.quotes.") and weight.is_floating_point()
        expected = 0.25 * before[name] + 0.75 * after[name] if began else after[name]
        torch.testing.assert_close(weight, expected)


def test_the_model_may_be_nearer_to_its_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first(tmp_path)
    run = going_on(tmp_path, average=2, checkpoint_every=1, source_share=0.5)
    monkeypatch.setattr(DevSets, "evaluate", scored(0.5, 0.6))
    Trainer(run, tmp_path / "data", tmp_path / "out").run(quiet)
    results = json.loads((tmp_path / "out" / "dev.json").read_text())
    assert results["weights"] == "mean of the last 2 checkpoints, and the source"
    before = checkpoint.load(tmp_path / "trained").state_dict()
    mean = mean_weights(checkpoints(tmp_path / "out")[-2:])
    written = checkpoint.load(tmp_path / "out" / "model").state_dict()
    for name, weight in written.items():
        if weight.is_floating_point():
            torch.testing.assert_close(weight, (before[name] + mean[name]) / 2, atol=1e-3, rtol=1e-3)
    # The end can be chosen anew: it is no part of what makes the run.
    monkeypatch.setattr(DevSets, "evaluate", scored(0.5))
    Trainer(going_on(tmp_path, average=2, checkpoint_every=1), tmp_path / "data", tmp_path / "out").run(quiet)
    results = json.loads((tmp_path / "out" / "dev.json").read_text())
    assert results["weights"] == "mean of the last 2 checkpoints"


def test_nothing_can_be_nearer_to_an_encoder_without_heads(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="source_share: source is no trained model"):
        config(tmp_path, source_share=0.5)
