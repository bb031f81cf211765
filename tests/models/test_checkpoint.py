import json
from pathlib import Path

import pytest
import torch

from onrecord.models import checkpoint
from onrecord.models.calibration import Calibration
from onrecord.models.engine import Engine
from onrecord.models.entities import entities_of
from onrecord.models.errors import ModelError
from onrecord.models.heads.coreference import CoreferenceSettings
from onrecord.models.heads.relations import RelationSettings
from onrecord.models.mentions import Constraints, mention_table
from tiny_model import model

TEXT = (("Ana", "Silva", "said", "the", "bank", "failed"), ((0, 6),))


def states(made: object) -> torch.Tensor:
    engine = Engine(made)  # type: ignore[arg-type]
    return engine.states(engine.encode([TEXT]))[0]


def test_a_saved_model_gives_the_same_answer(tmp_path: Path) -> None:
    made = model()
    checkpoint.save(made, tmp_path, torch.float32)
    loaded = checkpoint.load(tmp_path)
    assert torch.equal(states(made), states(loaded))
    assert loaded.settings == made.settings


def test_heads_over_documents_are_saved_too(tmp_path: Path) -> None:
    made = model(
        relations={"relations-dwie": RelationSettings(labels=("in0", "vs"), size=32)},
        coreference={"coreference": CoreferenceSettings(size=16)},
    )
    checkpoint.save(made, tmp_path, torch.float32)
    loaded = checkpoint.load(tmp_path)
    entities = entities_of([(0, 2, 0), (4, 5, 1)])
    found = [Engine(own).relate("relations-dwie", [states(own)], [entities], 1e-9) for own in (made, loaded)]
    assert found[0] == found[1]
    assert len(found[0][0].relations) == 4
    given = [found[0][0].relations]
    shown = [Engine(own).evidence("relations-dwie", [states(own)], [entities], given) for own in (made, loaded)]
    assert shown == [[[(0, 1), (0, 1), (1, 0), (1, 0)]]] * 2
    mentions = mention_table([(0, 2, 0, 0, 0, -1), (3, 5, 0, 1, 1, -1), (5, 6, 2, 2, -1, -1)])
    links = [Engine(own).link("coreference", [states(own)], [mentions], [Constraints()]) for own in (made, loaded)]
    assert links[0] == links[1]
    assert loaded.settings == made.settings


def test_half_precision_is_close_and_half_the_size(tmp_path: Path) -> None:
    made = model()
    checkpoint.save(made, tmp_path / "half")
    checkpoint.save(made, tmp_path / "full", torch.float32)
    assert torch.allclose(states(made), states(checkpoint.load(tmp_path / "half")), atol=2e-2)
    sizes = [(tmp_path / name / "model.safetensors").stat().st_size for name in ("half", "full")]
    assert sizes[0] < 0.6 * sizes[1]


def test_the_folder_holds_nothing_but_safetensors_and_json(tmp_path: Path) -> None:
    checkpoint.save(model(), tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["model.json", "model.safetensors", "tokenizer.json"]
    assert checkpoint.identity(tmp_path).startswith("tiny@")


@pytest.mark.parametrize("name", ["model.safetensors", "tokenizer.json"])
def test_a_changed_or_missing_file_is_named(tmp_path: Path, name: str) -> None:
    checkpoint.save(model(), tmp_path)
    content = (tmp_path / name).read_bytes()
    (tmp_path / name).write_bytes(content[:-1] + b"!")
    with pytest.raises(ModelError, match=f"{name} is not the file that was saved"):
        checkpoint.load(tmp_path)
    (tmp_path / name).unlink()
    with pytest.raises(ModelError, match=f"{name} is missing"):
        checkpoint.load(tmp_path)


def test_no_model_and_a_broken_one(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"no model\.json; give the folder that training wrote"):
        checkpoint.load(tmp_path)
    (tmp_path / "model.json").write_text("{}")
    with pytest.raises(ModelError, match=r"model\.json cannot be read"):
        checkpoint.load(tmp_path)


def test_settings_that_do_not_fit_the_weights(tmp_path: Path) -> None:
    checkpoint.save(model(), tmp_path)
    manifest = json.loads((tmp_path / "model.json").read_text())
    manifest["settings"]["taggers"]["names"]["labels"] = ["PER"]
    (tmp_path / "model.json").write_text(json.dumps(manifest))
    with pytest.raises(ModelError, match="the weights do not fit the settings"):
        checkpoint.load(tmp_path)


def test_calibrations_are_kept(tmp_path: Path) -> None:
    made = model()
    calibrations = {"names": Calibration(slope=0.5, intercept=1.0)}
    made.settings = made.settings.model_copy(update={"calibrations": calibrations})
    checkpoint.save(made, tmp_path)
    loaded = checkpoint.load(tmp_path)
    assert loaded.calibrated("names", 0.5) == pytest.approx(0.7311, abs=1e-4)
    assert loaded.calibrated("quotes", 0.5) == 0.5
