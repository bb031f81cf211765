"""The command line, called as the console script calls it."""

import io
import json
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from onrecord.cli.app import main


@dataclass(frozen=True)
class Ended:
    code: int
    out: str
    err: str


class Terminal(io.StringIO):
    def isatty(self):
        return True


class CommandLine:
    """Runs commands in a folder; `light` is a configuration that needs no model."""

    def __init__(self, folder: Path, monkeypatch, capsys) -> None:
        self.folder = folder
        self.monkeypatch = monkeypatch
        self._capsys = capsys
        monkeypatch.chdir(folder)
        self.file("light.yaml", "name: light\nstages:\n  segment:\n")

    def file(self, name, content):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def __call__(self, *arguments, stdin=b""):
        self.monkeypatch.setattr(sys, "argv", ["onrecord", *map(str, arguments)])
        self.monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(stdin))))
        self._capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        said = self._capsys.readouterr()
        return Ended(ended.value.code or 0, said.out, said.err)

    def run(self, *arguments, stdin=b""):
        return self("run", *arguments, "--config", "light.yaml", stdin=stdin)


def objects(text):
    return [json.loads(line) for line in text.split("\n") if line]
