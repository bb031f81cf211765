import json
import signal
import sqlite3

import pyarrow.parquet as pq
import pytest
from run_folder_making import full, ids, line, output, resume, run, stopped_at

from onrecord.batch import archive
from onrecord.batch.lock import locked


def test_an_output_with_a_slash_is_a_run_folder(onrecord, dump):
    ended = run(onrecord)
    assert ended.code == 0
    assert "7 articles in, 6 records out, 1 rejected" in ended.err
    assert "3 parts in out/records" in ended.err
    assert "1 rejected: see out/rejected.jsonl" in ended.err
    assert "time: reading " in ended.err
    assert sorted(path.name for path in (onrecord.folder / "out").iterdir()) == [
        "journal.jsonl", "lock", "records", "rejected", "rejected.jsonl", "run.json", "summary.json",
    ]  # fmt: skip
    assert ids(onrecord.folder / "out") == ["a0", "a1", "a3", "a4", "a5", "a6"]
    assert ids(onrecord.folder / "out", "rejected.jsonl") == ["a2"]


def test_run_json_says_what_was_asked_for(onrecord, dump):
    run(onrecord, "--set", "batch_size=5")
    said = json.loads((onrecord.folder / "out" / "run.json").read_text())
    assert said["config"] == {"name": "light", "batch_size": 5, "stages": {"segment": {}}}
    assert (said["part_size"], said["format"], said["model"]) == (3, "jsonl", "light")
    assert said["inputs"][0]["name"] == "dump.jsonl"
    assert said["inputs"][0]["bytes"] == dump.stat().st_size
    assert {"python", "spacy", "pydantic"} <= said["versions"].keys()


@pytest.mark.parametrize(("strict", "code"), [([], 0), (["--strict"], 1)])
def test_exit_codes_are_those_of_a_file(onrecord, dump, strict, code):
    assert run(onrecord, *strict).code == code


def test_a_folder_that_is_there_is_a_run_folder_without_a_slash(onrecord, dump):
    (onrecord.folder / "out").mkdir()
    assert onrecord.run("dump.jsonl", "-o", "out").code == 0
    assert len(ids(onrecord.folder / "out")) == 6


def test_parquet_needs_no_slash(onrecord, dump):
    assert onrecord.run("dump.jsonl", "-o", "out", "--format", "parquet").code == 0
    assert pq.read_table(onrecord.folder / "out" / "records").column("id").to_pylist()[2] == "a3"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_drops_the_part_in_hand_and_goes_on_with_it(onrecord, dump, monkeypatch, number):
    run(onrecord)
    undisturbed = output(onrecord)
    with monkeypatch.context() as patch:
        stopped_at(patch, "a4", lambda: signal.raise_signal(number))
        ended = run(onrecord, "--force")
    assert ended.code == 130
    assert "interrupted; finished parts are kept, those under way were dropped whole" in ended.err
    assert "go on with: onrecord run -o out/ --resume" in ended.err
    assert sorted(output(onrecord)) == ["records/part-000000.jsonl", "rejected/part-000000.jsonl"]
    ended = resume(onrecord)
    assert ended.code == 0
    assert "out: 1 part was finished before" in ended.err
    assert "7 articles in, 6 records out, 1 rejected" in ended.err
    assert output(onrecord) == undisturbed


def test_a_full_disk_stops_a_run_which_goes_on_when_there_is_room(onrecord, dump, monkeypatch):
    run(onrecord)
    undisturbed = output(onrecord)
    with monkeypatch.context() as patch:
        stopped_at(patch, "a6", full)
        ended = run(onrecord, "--force")
    assert ended.code == 3
    assert f"stopped: part 2 cannot be written to {onrecord.folder}/out: No space left on device; finished" in ended.err
    assert resume(onrecord).code == 0
    assert output(onrecord) == undisturbed


def test_a_disk_that_is_full_at_the_beginning_stops_a_run_before_it_has_begun(onrecord, dump, monkeypatch):
    monkeypatch.setattr("onrecord.batch.run_folder.write_whole", lambda *_: full())
    ended = run(onrecord)
    assert ended.code == 3
    assert "stopped: out cannot be written: No space left on device; nothing had been begun" in ended.err


def test_a_full_folder_of_temporary_files_stops_a_run(onrecord, dump, monkeypatch):
    def no_room(*_):
        raise sqlite3.OperationalError("database or disk is full")
        yield

    monkeypatch.setattr(archive, "cut", no_room)
    ended = run(onrecord)
    assert ended.code == 3
    assert "temporary files cannot be written: database or disk is full; TMPDIR names another" in ended.err


def test_a_second_run_on_a_folder_is_refused(onrecord, dump):
    (onrecord.folder / "out").mkdir()
    with locked(onrecord.folder / "out" / "lock"):
        ended = run(onrecord)
    assert ended.code == 2
    assert "onrecord: output out: another run is at work there (process " in ended.err
    assert run(onrecord).code == 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_while_the_inputs_are_looked_at_is_an_interruption(onrecord, dump, monkeypatch, number):
    monkeypatch.setattr("onrecord.cli.run_folder.check_inputs", lambda *_: signal.raise_signal(number))
    ended = run(onrecord)
    assert ended.code == 130
    assert "interrupted; nothing had been begun" in ended.err


def test_a_run_anew_does_not_remove_its_own_input(onrecord, dump):
    run(onrecord)
    before = output(onrecord)
    for given in ("out/records/*.jsonl", "out/rejected.jsonl", "out/records"):
        ended = onrecord.run(given, "-o", "out/", "--force")
        assert ended.code == 2
        assert "onrecord: " in ended.err
    assert output(onrecord) == before


def test_files_of_others_that_are_called_like_parts_are_kept(onrecord, dump):
    spark = onrecord.file("out/records/part-00000-5f2a.c000.parquet", "mine")
    ended = run(onrecord)
    assert ended.code == 2
    assert "out is a folder with other things in it" in ended.err
    assert spark.read_text() == "mine"


def test_a_run_anew_removes_parts_of_any_format_and_nothing_that_is_only_called_like_one(onrecord, dump):
    run(onrecord, "--format", "parquet")
    spark = onrecord.file("out/records/part-00000-5f2a.c000.parquet", "mine")
    assert run(onrecord, "--force").code == 0
    assert sorted(path.suffix for path in spark.parent.glob("part-00000?.*")) == [".jsonl"] * 3
    assert spark.read_text() == "mine"


def test_an_input_whose_name_is_not_utf8_is_refused_and_its_folder_is_not(onrecord):
    name = b"caf\xe9.jsonl".decode("utf-8", "surrogateescape")
    onrecord.file(f"news/{name}", line("a"))
    ended = onrecord.run(f"news/{name}", "-o", "out/")
    assert ended.code == 2
    assert "a name that is not UTF-8 cannot be kept in a run folder" in ended.err
    assert onrecord.run("news", "-o", "out/").code == 0
    assert ids(onrecord.folder / "out") == ["a"]


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (["-o", "out.jsonl", "--workers", "2"], "--workers needs a run folder: end OUT with a slash"),
        (["-o", "out.jsonl", "--max-rejects", "2"], "--max-rejects needs a run folder"),
        (["--resume"], "--resume needs a run folder"),
        (["--format", "parquet"], "--format parquet needs a run folder"),
        (["-o", "out/", "--rejects", "r.jsonl"], "leave --rejects out"),
        (["-o", "out/", "--format", "html"], "--format html is for a file"),
        (["-o", "out/", "--workers", "0"], "give a number from 1, or auto"),
        (["-o", "out/", "--max-rejects", "x"], "give a count, as 100, or a share, as 5%"),
        (["-o", "out/", "--resume", "--force"], "--resume keeps what a run has done and --force removes it"),
        (["-o", "out/", "--engine", "ray", "--cpus-per-worker", "0"], "are both 0: a worker must take some"),
        (["-o", "out.parquet"], ".parquet implies no format"),
        (["-o", "no/out/"], "there is no folder no; make it first"),
        (["-o", "dump.jsonl/"], "output dump.jsonl is a file, and a run folder is wanted"),
    ],
)
def test_options_that_do_not_fit_are_refused(onrecord, dump, more, says):
    ended = onrecord.run("dump.jsonl", *more)
    assert ended.code == 2
    assert says in " ".join(ended.err.split())


def test_a_folder_of_other_things_is_not_written_to(onrecord, dump):
    onrecord.file("out/thesis.txt", "mine")
    ended = run(onrecord)
    assert ended.code == 2
    assert "output out is a folder with other things in it: name a new one" in ended.err
    assert [path.name for path in (onrecord.folder / "out").iterdir()] == ["thesis.txt"]


def test_an_output_within_an_input_is_refused(onrecord):
    onrecord.file("news/a.txt", "One.")
    ended = onrecord.run("news", "-o", "news/out/")
    assert ended.code == 2
    assert "output news/out lies in the input news: choose a folder beside it" in ended.err
