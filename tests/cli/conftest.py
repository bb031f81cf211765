import pytest
from running import CommandLine


@pytest.fixture
def onrecord(tmp_path, monkeypatch, capsys):
    return CommandLine(tmp_path, monkeypatch, capsys)
