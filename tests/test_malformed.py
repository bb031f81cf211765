"""Every malformed input gets its message; none crashes a run, none is lost."""

import io
import json
import sys

import pytest
from malformed_case import arguments
from malformed_commands import COMMANDS
from malformed_json import JSON
from malformed_texts import TEXTS

from onrecord.cli.app import main

CASES = [case for case in TEXTS + JSON + COMMANDS if not case.slow]


@pytest.fixture
def pipeline(tmp_path_factory):
    path = tmp_path_factory.mktemp("config") / "light.yaml"
    path.write_text("name: light\nstages:\n  segment:\n")
    return str(path)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_malformed_input_gets_its_message(case, tmp_path, pipeline, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["onrecord", *arguments(tmp_path, case.make(tmp_path), pipeline)])
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(case.stdin))))
    with pytest.raises(SystemExit) as ended:
        main()
    said = capsys.readouterr()
    records, rejects = read(tmp_path / "out.jsonl"), read(tmp_path / "out.jsonl.rejected.jsonl")
    assert case.says in said.err + said.out + " ".join(reject["reason"] for reject in rejects)
    assert "Traceback" not in said.err
    assert (ended.value.code or 0, len(records), len(rejects)) == (case.code, case.written, case.rejected)


def read(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line] if path.exists() else []
