from pathlib import Path
from typing import Any

import pytest
from training_data import config, settings

from onrecord.errors import ConfigError
from onrecord.models import checkpoint
from onrecord.models.engine import Engine
from onrecord.models.heads.coreference import CoreferenceSettings
from onrecord.training.config import TrainingConfig
from onrecord.training.new_model import new_model
from onrecord.training.report import Report
from onrecord.training.trainer import Trainer
from tiny_model import model


def quiet(report: Report) -> None:
    del report


def taught(tmp_path: Path, updates: int, **changes: Any) -> TrainingConfig:
    optimizer = settings(tmp_path)["optimizer"] | {"updates": updates}
    return config(tmp_path, optimizer=optimizer, **changes)


def test_a_student_without_labels_learns_the_tags_of_its_teacher(tmp_path: Path) -> None:
    teacher = {"model": str(tmp_path / "first" / "model"), "weight": 1.0, "texts": ["names.txt", "quotes", "plain.txt"]}
    made = config(tmp_path)
    other = made.encoder.model_copy(update={"features": ("shape",), "most_pieces": 32, "context": 4, "pooling": "mean"})
    Trainer(made.model_copy(update={"encoder": other}), tmp_path / "data", tmp_path / "first").run(quiet)
    (tmp_path / "data" / "plain.txt").write_text("Ana Silva told Reuters it failed.")
    seen: set[str] = set()
    learns = taught(tmp_path, 80, corpora={}, teacher=teacher)
    Trainer(learns, tmp_path / "data", tmp_path / "second").run(lambda report: seen.update(report.losses))
    assert seen == {"teacher/names-conll2003", "teacher/quotes"}
    engine = Engine(checkpoint.load(tmp_path / "second" / "model"))
    words = ("Ana", "Silva", "said", "the", "Bank", "failed")
    texts = engine.encode([(words, ((0, 6),))])
    [chunks] = engine.tag("names-conll2003", texts, engine.states(texts))
    assert [(chunk.first, chunk.end, chunk.label) for chunk in chunks] == [(0, 2, "PER"), (4, 5, "ORG")]


def test_a_run_with_another_teacher_is_not_resumed(tmp_path: Path) -> None:
    folder = tmp_path / "teacher"
    labels = {"quotes": ("content", "source", "cue")}
    checkpoint.save(model(labels), folder)
    run = taught(tmp_path, 1, teacher={"model": str(folder)})
    Trainer(run, tmp_path / "data", tmp_path / "out").run(quiet)
    moved = taught(tmp_path, 1, teacher={"model": str(folder.rename(tmp_path / "moved"))})
    assert Trainer(moved, tmp_path / "data", tmp_path / "out").progress.step == 1
    checkpoint.save(model(labels, pooling="mean"), tmp_path / "moved")
    with pytest.raises(ConfigError, match=r"another run: teacher was 'tiny@\w{12}' and is 'tiny@\w{12}'"):
        Trainer(moved, tmp_path / "data", tmp_path / "out")


def test_a_teacher_that_does_not_fit_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "teacher"
    run = taught(tmp_path, 1, teacher={"model": str(folder)})

    def fails(told: str) -> None:
        with pytest.raises(ConfigError, match=told):
            Trainer(run, tmp_path / "data", tmp_path / "out")

    fails("teacher: model .*: no model.json; give the folder that training wrote")
    checkpoint.save(model({"quotes": ("content", "cue", "source")}), folder)
    fails(
        r"its head 'quotes' is for tags \(content, cue, source\), that of the configuration for tags \(content, source"
    )
    checkpoint.save(model({"names": ("PER",)}), folder)
    fails("has none of the heads names-conll2003, quotes; it has names")
    checkpoint.save(model(coreference={"names-conll2003": CoreferenceSettings(size=8)}), folder)
    fails(r"its head 'names-conll2003' is for coreference, that of the configuration for tags \(LOC, MISC, ORG, PER\)")


def test_a_run_needs_something_to_learn_from(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="there is nothing to learn from: name corpora, or a teacher with texts"):
        config(tmp_path, corpora={})


def test_only_layers_above_the_frozen_ones_are_trained(tmp_path: Path) -> None:
    def trained(layers: int) -> set[str]:
        made = new_model(config(tmp_path, freeze_layers=layers))
        return {name for name, weight in made.named_parameters() if weight.requires_grad}

    every = trained(0)
    below = {
        name for name in every if name.startswith(("encoder.network.embeddings.", "encoder.network.encoder.layer.0."))
    }
    assert len(below) == 5 + 16
    assert trained(1) == every - below
    assert {name for name in trained(2) if name.startswith("encoder.")} == {
        "encoder.features.0.weight",
        "encoder.features.1.weight",
    }
    with pytest.raises(ConfigError, match="freeze_layers is 3, but the encoder has 2 layers"):
        new_model(config(tmp_path, freeze_layers=3))
