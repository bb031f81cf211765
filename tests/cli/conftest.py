import pytest
from run_folder_making import line
from running import CommandLine


@pytest.fixture
def onrecord(tmp_path, monkeypatch, capsys):
    return CommandLine(tmp_path, monkeypatch, capsys)


@pytest.fixture
def dump(onrecord):
    """Seven articles, the third malformed; three parts of three."""
    return onrecord.file("dump.jsonl", "".join(line(f"a{n}", None if n == 2 else f"Story {n}.") for n in range(7)))
