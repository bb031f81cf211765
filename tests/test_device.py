"""The device is a parameter of every way in, and is set where the model runs."""

import pytest
from running import CommandLine

import onrecord
from onrecord.build import on_device
from onrecord.config import PipelineConfig, load_config
from onrecord.errors import ConfigError

CONFIG = PipelineConfig(
    name="mine",
    stages={"segment": {}, "reading": {"stage": "encode", "model": "news-small", "batch_pieces": 64}},
)
NOTHING = (
    "configuration 'rules' has no stage that encodes, so nothing runs on a device: leave the device out, or choose a "
    "configuration with a model"
)


def test_the_stage_that_encodes_gets_it_whatever_its_place_is_called() -> None:
    assert on_device(CONFIG, "cuda:1").stages == {
        "segment": {},
        "reading": {"stage": "encode", "model": "news-small", "batch_pieces": 64, "device": "cuda:1"},
    }
    assert "device" not in CONFIG.stages["reading"]


def test_none_leaves_it_to_the_configuration() -> None:
    assert on_device(CONFIG, None) == CONFIG
    rules = load_config("rules")
    assert on_device(rules, None) == rules


def test_a_configuration_in_which_nothing_encodes_is_refused() -> None:
    with pytest.raises(ConfigError) as caught:
        onrecord.load("rules", device="cpu")
    assert str(caught.value) == NOTHING


@pytest.mark.parametrize("arguments", [["run"], ["run", "-o", "out/"], ["evaluate"]])
def test_the_commands_say_so(tmp_path, monkeypatch, capsys, arguments: list[str]) -> None:
    command = CommandLine(tmp_path, monkeypatch, capsys)
    command.file("a.jsonl", '{"id": "a", "text": "So.", "mentions": [], "entities": []}')
    ended = command(*arguments, "a.jsonl", "--config", "rules", "--device", "cpu")
    assert (ended.code, ended.err) == (2, f"onrecord: {NOTHING}\n")


def test_a_device_that_is_not_there_is_named(tmp_path, monkeypatch, capsys) -> None:
    command = CommandLine(tmp_path, monkeypatch, capsys)
    command.file("a.txt", "So.")
    ended = command("run", "a.txt", "--device", "cuda:99")
    assert ended.code == 2
    assert ended.err.startswith("onrecord: stage 'encode': device 'cuda:99' cannot be used (")
    assert ended.err.endswith("choose auto or cpu\n")


def test_a_run_that_is_resumed_as_it_was_begun_keeps_its_device(tmp_path, monkeypatch, capsys) -> None:
    command = CommandLine(tmp_path, monkeypatch, capsys)
    ended = command("run", "-o", "out/", "--resume", "--device", "cpu")
    assert ended.code == 2
    assert "leave out --device" in " ".join(ended.err.split())
