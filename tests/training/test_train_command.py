from pathlib import Path

import pytest
from training_data import config

from onrecord.cli.train import train
from onrecord.errors import ConfigError


def arguments(tmp_path: Path) -> tuple[Path, Path, Path]:
    optimizer = {"updates": 2, "batch_pieces": 128}
    config(tmp_path, optimizer=optimizer)
    return tmp_path / "train.yaml", tmp_path / "data", tmp_path / "out"


def test_a_run_writes_a_model_and_says_how_far_it_is(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    path, data, out = arguments(tmp_path)
    train(path, data, out, every=1)
    assert (out / "model" / "model.json").is_file()
    steps = [record.message for record in caplog.records if record.message.startswith("step ")]
    assert steps[0].startswith("step 1/2  loss ")
    assert "pieces/s" in steps[0]
    assert any("quotes" in line and "pair exact" in line for line in steps)


def test_an_encoder_that_is_not_there_is_an_error_of_the_configuration(tmp_path: Path) -> None:
    path, data, out = arguments(tmp_path)
    path.write_text(path.read_text().replace(str(tmp_path / "encoder"), "package:no_such_package/model"))
    with pytest.raises(ConfigError, match="package 'no_such_package' is not installed"):
        train(path, data, out, every=1)
    path.write_text(path.read_text().replace("package:no_such_package/model", str(tmp_path / "nowhere")))
    with pytest.raises(ConfigError, match="cannot be loaded"):
        train(path, data, out, every=1)


def test_settings_can_be_changed_on_the_command_line(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    path, data, out = arguments(tmp_path)
    train(path, data, out, ["optimizer.updates=1", "device=cpu"], every=1)
    assert [record.message for record in caplog.records if record.message.startswith("step 1/1 ")]
    with pytest.raises(ConfigError, match=r"unknown key 'optimiser'; did you mean 'optimizer'"):
        train(path, data, out, ["optimiser={updates: 1}"], every=1)
    path.write_text("nothing")
    with pytest.raises(ConfigError, match="must be a mapping"):
        train(path, data, out, every=1)
