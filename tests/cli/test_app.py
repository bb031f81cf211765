import importlib.metadata
import json
import os
import signal
import subprocess
import sys
import time

import pytest

CALL = [sys.executable, "-c", "from onrecord.cli.app import main; main()"]


def test_version(onrecord):
    assert onrecord("--version").out == f"onrecord {importlib.metadata.version('onrecord')}\n"


def test_help_names_every_command_with_examples(onrecord):
    ended = onrecord("--help")
    for command in ("run", "evaluate", "compare", "convert", "check", "schema"):
        assert f"\n  {command} " in ended.out
        assert "Examples:\n" in onrecord(command, "--help").out


def test_no_command_shows_the_help(onrecord):
    ended = onrecord()
    assert "Usage: onrecord" in ended.out + ended.err


def test_help_loads_neither_spacy_nor_arrow():
    code = "import sys, onrecord.cli.app; print(sorted({'spacy', 'pyarrow', 'numpy', 'torch'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "[]\n"


def test_an_error_of_ours_is_one_line(onrecord):
    ended = onrecord("check", "none")
    assert ended.code == 2
    assert ended.err.startswith("onrecord: no configuration 'none': neither a file nor the name of a shipped one; ")
    assert ended.err.count("\n") == 1


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_control_c_ends_the_process_with_130(tmp_path):
    (tmp_path / "light.yaml").write_text("name: light\nbatch_size: 1\nstages:\n  segment:\n")
    arguments = ["run", "-", "--config", "light.yaml", "-o", "out.jsonl"]
    with subprocess.Popen([*CALL, *arguments], stdin=-1, stderr=-1, cwd=tmp_path, text=True) as process:
        process.stdin.write('{"text": "One."}\n{"text": "Two."}\n')
        process.stdin.flush()
        while not any(path.stat().st_size for path in tmp_path.glob(".out.jsonl.*")):
            assert process.poll() is None
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        said = process.stderr.read()
    assert process.returncode == 130
    assert "interrupted after " in said
    assert "Traceback" not in said
    assert len((tmp_path / "out.jsonl.partial").read_text().splitlines()) in (1, 2)


def test_a_reader_that_goes_away_is_no_error(tmp_path):
    (tmp_path / "light.yaml").write_text("name: light\nstages:\n  segment:\n")
    lines = "".join(json.dumps({"text": f"{number} " + "word " * 200}) + "\n" for number in range(500))
    (tmp_path / "dump.jsonl").write_text(lines)
    read, write = os.pipe()
    with subprocess.Popen(
        [*CALL, "run", "dump.jsonl", "--config", "light.yaml"], stdout=write, stderr=-1, cwd=tmp_path, text=True
    ) as process:
        os.close(write)
        os.read(read, 10)
        os.close(read)
        said = process.stderr.read()
    assert process.returncode == 141
    assert "Traceback" not in said
    assert "Broken" not in said


def test_schema_is_json_schema(onrecord):
    schema = json.loads(onrecord("schema").out)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert list(schema["properties"])[:3] == ["id", "text", "meta"]


def test_schema_as_arrow(onrecord):
    lines = onrecord("schema", "--arrow").out.splitlines()
    assert lines[:3] == ["id: string not null", "text: string not null", "meta: string not null"]


def test_the_package_runs_as_a_module():
    done = subprocess.run([sys.executable, "-m", "onrecord", "--version"], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, f"onrecord {importlib.metadata.version('onrecord')}\n")
