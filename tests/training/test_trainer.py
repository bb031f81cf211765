import json
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from safetensors.torch import load_file
from training_data import act_settings, config, document_settings, settings

from onrecord.errors import ConfigError
from onrecord.models import checkpoint
from onrecord.models.engine import Engine
from onrecord.models.heads.relations import RelationSettings
from onrecord.training import new_model
from onrecord.training.config import TrainingConfig
from onrecord.training.report import Report
from onrecord.training.trainer import Trainer


def quiet(report: Report) -> None:
    del report


def test_two_documents_of_each_task_are_learnt_by_heart_and_saved(tmp_path: Path) -> None:
    trainer = Trainer(config(tmp_path), tmp_path / "data", tmp_path / "out")
    figures = trainer.run(quiet)
    assert {(figure.corpus, figure.metric): figure.f1 for figure in figures} == {
        ("names", "exact"): 1.0,
        ("quotes", "content exact"): 1.0,
        ("quotes", "source exact"): 1.0,
        ("quotes", "cue exact"): 1.0,
        ("quotes", "pair exact"): 1.0,
    }
    engine = Engine(checkpoint.load(tmp_path / "out" / "model"))
    words = ("Ana", "Silva", "said", "the", "Bank", "failed")
    texts = engine.encode([(words, ((0, 6),))])
    [chunks] = engine.tag("names-conll2003", texts, engine.states(texts))
    assert [(chunk.first, chunk.end, chunk.label) for chunk in chunks] == [(0, 2, "PER"), (4, 5, "ORG")]


def test_two_documents_are_learnt_by_heart_with_relations_and_coreference(tmp_path: Path) -> None:
    trainer = Trainer(config(tmp_path, **document_settings()), tmp_path / "data", tmp_path / "out")
    seen: set[str] = set()
    figures = trainer.run(lambda report: seen.update(report.losses))
    assert seen == {"names-dwie", "relations-dwie", "relations-conll04", "coreference"}
    assert {(figure.corpus, figure.head, figure.metric): figure.f1 for figure in figures} == {
        ("articles", "names-dwie", "exact"): 1.0,
        ("articles", "relations-dwie", "hard"): 1.0,
        ("articles", "coreference", "MUC"): 1.0,
        ("articles", "coreference", "B³"): 1.0,
        ("articles", "coreference", "LEA"): 1.0,
        ("passages", "coreference", "F1"): 1.0,
        ("sentences", "relations-conll04", "hard"): 1.0,
    }


def test_acts_of_marked_pairs_are_learnt_by_heart_and_not_those_of_the_pairs_turned_round(tmp_path: Path) -> None:
    [figure] = Trainer(config(tmp_path, **act_settings()), tmp_path / "data", tmp_path / "out").run(quiet)
    assert (figure.head, figure.metric, figure.precision, figure.recall) == ("relations-plover", "hard", 1.0, 1.0)


class KilledError(Exception):
    """Stands for a kill."""


@pytest.mark.parametrize("heads", [{}, document_settings()], ids=["words", "documents"])
def test_a_run_that_was_killed_ends_as_if_it_was_not(tmp_path: Path, heads: dict[str, Any]) -> None:
    made = config(tmp_path, dropout=0.2, checkpoint_every=5, **heads)
    changed = made.model_copy(update={"optimizer": made.optimizer.model_copy(update={"updates": 14})})
    Trainer(changed, tmp_path / "data", tmp_path / "whole").run(quiet)

    def kill(report: Report) -> None:
        if report.step == 8:
            raise KilledError

    with pytest.raises(KilledError):
        Trainer(changed, tmp_path / "data", tmp_path / "cut").run(kill)
    resumed = Trainer(changed, tmp_path / "data", tmp_path / "cut")
    assert resumed.progress.step == 5
    resumed.run(quiet)
    whole, cut = (load_file(tmp_path / name / "model" / "model.safetensors") for name in ("whole", "cut"))
    assert all((value == cut[name]).all() for name, value in whole.items())
    assert not list((tmp_path / "cut").rglob("*.pt"))


def test_another_configuration_is_not_resumed_but_another_length_is(tmp_path: Path) -> None:
    made = config(tmp_path)
    short = made.model_copy(update={"optimizer": made.optimizer.model_copy(update={"updates": 2})})
    Trainer(short, tmp_path / "data", tmp_path / "out").run(quiet)
    longer = made.model_copy(update={"optimizer": made.optimizer.model_copy(update={"updates": 4})})
    assert Trainer(longer, tmp_path / "data", tmp_path / "out").progress.step == 2
    with pytest.raises(ConfigError, match=r"written by another run: config\.seed was 0 and is 7; choose another"):
        Trainer(made.model_copy(update={"seed": 7}), tmp_path / "data", tmp_path / "out")


def begun(tmp_path: Path, **heads: Any) -> TrainingConfig:
    """The configuration of a run of one step, which is in `out`."""
    made = config(tmp_path, **heads)
    made = made.model_copy(update={"optimizer": made.optimizer.model_copy(update={"updates": 1})})
    Trainer(made, tmp_path / "data", tmp_path / "out").run(quiet)
    return made


def test_a_corpus_that_has_changed_is_not_resumed(tmp_path: Path) -> None:
    made = begun(tmp_path)
    names = tmp_path / "data" / "names.txt"
    names.write_text(names.read_text() + "-DOCSTART- -X- -X- O\n\nParis NNP I-NP B-LOC\nfailed VBD I-VP O\n\n")
    told = r"run: corpora\.names\.items was 2 and is 3, corpora\.names\.pieces was \d+ and is \d+; choose another"
    with pytest.raises(ConfigError, match=told):
        Trainer(made, tmp_path / "data", tmp_path / "out")


def test_a_model_with_other_defaults_is_not_resumed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = begun(tmp_path, **document_settings())
    monkeypatch.setattr(new_model, "RelationSettings", partial(RelationSettings, around=2))
    told = r"run: model\.relations\.relations-conll04\.around was 4 and is 2, model\.relations\.relations-dwie\.around"
    with pytest.raises(ConfigError, match=told):
        Trainer(made, tmp_path / "data", tmp_path / "out")


def test_a_checkpoint_that_does_not_say_what_its_run_was_is_not_resumed(tmp_path: Path) -> None:
    made = begun(tmp_path)
    state = tmp_path / "out" / "step-0000001" / "state.json"
    kept = json.loads(state.read_text())
    del kept["progress"]["run"]
    kept["progress"]["config"] = "0123456789ab"
    state.write_text(json.dumps(kept))
    with pytest.raises(ConfigError, match="step-0000001: was written by an earlier version"):
        Trainer(made, tmp_path / "data", tmp_path / "out")


def test_the_mean_of_the_last_checkpoints_is_written(tmp_path: Path) -> None:
    made = config(tmp_path, average=2, checkpoint_every=2)
    made = made.model_copy(update={"optimizer": made.optimizer.model_copy(update={"updates": 6})})
    trainer = Trainer(made, tmp_path / "data", tmp_path / "out")
    trainer.run(quiet)
    kept = sorted(path.name for path in (tmp_path / "out").glob("step-*"))
    assert kept == ["step-0000004", "step-0000006"]
    weights = [load_file(tmp_path / "out" / name / "weights.safetensors")["taggers.quotes.emit.bias"] for name in kept]
    saved = load_file(tmp_path / "out" / "model" / "model.safetensors")["taggers.quotes.emit.bias"]
    assert ((weights[0] + weights[1]) / 2).half().equal(saved)
    assert not weights[0].equal(weights[1])


def test_a_corpus_that_cannot_teach_a_head_is_named(tmp_path: Path) -> None:
    corpora = settings(tmp_path)["corpora"]
    corpora["names"]["teaches"] = ["quotes"]
    with pytest.raises(ConfigError, match=r"corpus 'names' .* cannot teach 'quotes'"):
        Trainer(config(tmp_path, corpora=corpora), tmp_path / "data", tmp_path / "out")


def test_a_corpus_without_coreference_cannot_teach_it(tmp_path: Path) -> None:
    made = document_settings()
    made["corpora"]["sentences"]["teaches"] = ["coreference"]
    with pytest.raises(ConfigError, match=r"corpus 'sentences' .* has names, relations and no coreference; it cannot"):
        Trainer(config(tmp_path, **made), tmp_path / "data", tmp_path / "out")
