import json
import logging
import os
import signal
import sqlite3
import threading
import time

import pyarrow.parquet as pq
import pytest
from running import objects

from onrecord.batch import archive
from onrecord.batch.lock import locked
from onrecord.batch.part_files import JsonLinesPart


def line(name, text="The court said so."):
    return json.dumps({"id": name, "text": text}) + "\n"


def ids(folder, pattern="records/*.jsonl"):
    return [json.loads(text)["id"] for path in sorted(folder.glob(pattern)) for text in path.read_text().splitlines()]


@pytest.fixture
def dump(onrecord):
    """Seven articles, the third malformed; three parts of three."""
    return onrecord.file("dump.jsonl", "".join(line(f"a{n}", None if n == 2 else f"Story {n}.") for n in range(7)))


def run(onrecord, *more):
    return onrecord.run("dump.jsonl", "-o", "out/", "--part-size", "3", *more)


def resume(onrecord, *more):
    return onrecord("run", "-o", "out/", "--resume", *more)


def output(onrecord):
    folder = onrecord.folder / "out"
    files = [*folder.glob("records/*"), *folder.glob("rejected/*"), *folder.glob("rejected.jsonl")]
    return {str(file.relative_to(folder)): file.read_bytes() for file in files}


def stopped_at(monkeypatch, name, act):
    """Have `act` called when the record of an article is written."""
    write = JsonLinesPart.write

    def stopping(sink, record):
        if record.id == name:
            act()
        write(sink, record)

    monkeypatch.setattr(JsonLinesPart, "write", stopping)


def full():
    raise OSError(28, "No space left on device")


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


def test_the_counts_of_a_part_under_way_are_shown(onrecord, dump, monkeypatch):
    monkeypatch.setattr(archive, "TICK", 0.01)
    monkeypatch.setattr("onrecord.batch.progress.INTERVAL", 0.0)
    stopped_at(monkeypatch, "a4", lambda: time.sleep(0.3))
    assert "3 articles, 1 rejected, 6 words, " in run(onrecord).err


def test_a_full_folder_of_temporary_files_stops_a_run(onrecord, dump, monkeypatch):
    def no_room(*_):
        raise sqlite3.OperationalError("database or disk is full")
        yield

    monkeypatch.setattr(archive, "cut", no_room)
    ended = run(onrecord)
    assert ended.code == 3
    assert "temporary files cannot be written: database or disk is full; TMPDIR names another" in ended.err


def test_a_finished_run_has_nothing_left_to_do(onrecord, dump):
    run(onrecord)
    ended = resume(onrecord)
    assert ended.code == 0
    assert "nothing is left to do" in ended.err
    assert "7 articles in, 6 records out, 1 rejected" in ended.err


def test_resume_begins_where_there_is_nothing_to_resume(onrecord, dump):
    assert run(onrecord, "--resume").code == 0
    assert len(ids(onrecord.folder / "out")) == 6


def test_a_run_is_not_written_over_without_being_told_to(onrecord, dump):
    run(onrecord)
    ended = run(onrecord)
    assert (ended.code, ended.err) == (
        2,
        "onrecord: out holds a run: go on with it with --resume, or give --force to do it anew\n",
    )
    assert run(onrecord, "--force").code == 0


def test_a_second_run_on_a_folder_is_refused(onrecord, dump):
    (onrecord.folder / "out").mkdir()
    with locked(onrecord.folder / "out" / "lock"):
        ended = run(onrecord)
    assert ended.code == 2
    assert "onrecord: output out: another run is at work there (process " in ended.err
    assert run(onrecord).code == 0


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (["--part-size", "4"], "--part-size was 3 and is now 4"),
        (["--format", "jsonl.gz"], "--format was jsonl and is now jsonl.gz"),
        (["--text-field", "body"], "--text-field was text and is now body"),
        (["--hash-ids"], "--hash-ids was False and is now True"),
        (["--set", "batch_size=7"], "the configuration has changed ("),
        (["other.jsonl"], "the inputs were dump.jsonl and are now dump.jsonl, other.jsonl"),
    ],
)
def test_what_is_asked_for_must_be_what_was_asked_for(onrecord, dump, more, says):
    onrecord.file("other.jsonl", line("b"))
    run(onrecord)
    ended = run(onrecord, "--resume", *more)
    assert ended.code == 2
    assert "the run in out cannot be resumed: " in ended.err
    assert says in ended.err


@pytest.mark.parametrize("ask", [lambda onrecord: run(onrecord, "--resume"), resume])
def test_an_input_that_has_changed_is_refused(onrecord, dump, ask):
    run(onrecord)
    dump.write_text(dump.read_text() + line("b"))
    ended = ask(onrecord)
    assert ended.code == 2
    assert "input 'dump.jsonl' has changed (from 1 file, " in ended.err


def test_a_file_that_is_new_in_an_input_folder_is_a_change(onrecord):
    onrecord.file("news/a.txt", "One.")
    assert onrecord.run("news", "-o", "out/").code == 0
    onrecord.file("news/b.txt", "Two.")
    ended = resume(onrecord)
    assert ended.code == 2
    assert "input 'news' has changed (from 1 file, 4 bytes, " in ended.err


def test_another_version_of_onrecord_is_refused_and_one_of_a_package_is_said(onrecord, dump):
    run(onrecord)
    path = onrecord.folder / "out" / "run.json"
    said = json.loads(path.read_text())
    path.write_text(json.dumps({**said, "versions": {**said["versions"], "spacy": "2.0"}}))
    ended = resume(onrecord)
    assert ended.code == 0
    assert "spacy was 2.0 when the run began and is " in ended.err
    path.write_text(json.dumps({**said, "onrecord": "0.0.1"}))
    ended = resume(onrecord)
    assert ended.code == 2
    assert "it was begun by onrecord 0.0.1, and this is " in ended.err


def test_a_manifest_of_something_else_is_refused(onrecord, dump):
    onrecord.file("out/run.json", "{}")
    ended = run(onrecord, "--resume")
    assert ended.code == 2
    assert "out/run.json is not what a run of onrecord" in ended.err


def test_standard_input_is_read_into_a_folder_but_not_resumed(onrecord):
    assert onrecord.run("-", "-o", "out/", stdin=b"The court said so.").code == 0
    assert ids(onrecord.folder / "out") == ["stdin"]
    (onrecord.folder / "out" / "summary.json").unlink()
    ended = resume(onrecord)
    assert ended.code == 2
    assert "standard input can be read only once, so nothing that was read from it can be resumed" in ended.err
    assert ids(onrecord.folder / "out") == ["stdin"]


def test_a_finished_run_of_standard_input_has_nothing_left_to_do(onrecord):
    assert onrecord.run("-", "-o", "out/", stdin=b"The court said so.").code == 0
    for ended in (resume(onrecord), onrecord.run("-", "-o", "out/", "--resume")):
        assert ended.code == 0
        assert "nothing is left to do" in ended.err


def test_a_finished_run_of_a_pipe_needs_no_pipe(onrecord):
    path = onrecord.folder / "pipe.jsonl"
    os.mkfifo(path)
    writer = threading.Thread(target=path.write_text, args=(line("a"),))
    writer.start()
    assert onrecord.run("pipe.jsonl", "-o", "out/").code == 0
    writer.join()
    path.unlink()
    ended = resume(onrecord)
    assert ended.code == 0
    assert "nothing is left to do" in ended.err
    assert ids(onrecord.folder / "out") == ["a"]


def test_an_interrupted_run_of_standard_input_is_not_told_to_resume(onrecord, monkeypatch):
    stopped_at(monkeypatch, "a", lambda: signal.raise_signal(signal.SIGTERM))
    ended = onrecord.run("-", "-o", "out/", stdin=line("a").encode())
    assert ended.code == 130
    assert "standard input can be read only once" in ended.err
    assert "give --force to begin anew" in ended.err
    assert "go on with" not in ended.err


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


def test_an_input_whose_name_is_not_utf8_is_refused_and_its_folder_is_not(onrecord):
    name = b"caf\xe9.jsonl".decode("utf-8", "surrogateescape")
    onrecord.file(f"news/{name}", line("a"))
    ended = onrecord.run(f"news/{name}", "-o", "out/")
    assert ended.code == 2
    assert "a name that is not UTF-8 cannot be kept in a run folder" in ended.err
    assert onrecord.run("news", "-o", "out/").code == 0
    assert ids(onrecord.folder / "out") == ["a"]


def test_metrics_of_a_finished_run_do_not_fall_to_nought(onrecord, dump):
    run(onrecord)
    resume(onrecord, "--metrics", "run.prom")
    assert "onrecord_articles 7.0" in (onrecord.folder / "run.prom").read_text().splitlines()
    resume(onrecord, "--metrics", "run.prom", "--max-rejects", "x")
    assert "onrecord_articles 7.0" in (onrecord.folder / "run.prom").read_text().splitlines()


def test_a_run_is_resumed_where_its_inputs_are_named_from(onrecord, dump, monkeypatch):
    run(onrecord)
    (onrecord.folder / "elsewhere").mkdir()
    monkeypatch.chdir(onrecord.folder / "elsewhere")
    ended = onrecord("run", "-o", "../out", "--resume")
    assert ended.code == 2
    assert f"the run was begun in {onrecord.folder}, where its inputs are named from: resume it there" in ended.err


def test_a_run_with_too_many_rejects_stops_and_goes_on_with_a_higher_limit(onrecord, dump):
    ended = run(onrecord, "--max-rejects", "10%")
    assert ended.code == 3
    assert "stopped: 1 of 3 articles were rejected, and --max-rejects is 10%" in ended.err
    assert ids(onrecord.folder / "out") == ["a0", "a1"]
    assert resume(onrecord, "--max-rejects", "1").code == 0
    assert len(ids(onrecord.folder / "out")) == 6


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


def test_without_inputs_there_must_be_a_run_and_nothing_else_is_said(onrecord, dump):
    assert "name an INPUT" in onrecord("run", "-o", "out/").err
    assert "there is no run in out to resume: give the inputs" in resume(onrecord).err
    run(onrecord)
    ended = resume(onrecord, "--config", "rules", "--set", "batch_size=2")
    assert ended.code == 2
    assert "leave out --config, --set" in " ".join(ended.err.split())


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


def test_a_run_that_died_before_it_had_begun_can_begin(onrecord, dump):
    onrecord.file("out/journal.jsonl", "")
    onrecord.file("out/records/part-000000.jsonl", "{}\n")
    onrecord.file("out/.run.json.tmp", "{")
    assert run(onrecord, "--resume").code == 0
    assert len(ids(onrecord.folder / "out")) == 6


def test_the_log_as_json_has_one_object_a_line(onrecord, dump):
    said = objects(run(onrecord, "--log-json").err)
    assert {"time", "level", "logger", "message"} == said[0].keys()
    assert "7 articles in, 6 records out, 1 rejected" in [entry["message"] for entry in said]
    assert [entry["level"] for entry in said][-1] == "warning"


def test_an_error_that_ends_the_command_is_in_the_json_log(onrecord, dump):
    run(onrecord)
    ended = run(onrecord, "--log-json")
    assert ended.code == 2
    assert objects(ended.err)[0]["message"].startswith("out holds a run")


def test_metrics_are_a_prometheus_text_file(onrecord, dump):
    run(onrecord, "--metrics", "run.prom")
    said = (onrecord.folder / "run.prom").read_text()
    for wanted in ("onrecord_articles 7.0", "onrecord_records 6.0", "onrecord_rejected 1.0", "onrecord_words 12.0"):
        assert wanted in said.splitlines()
    assert 'onrecord_seconds{on="segment"}' in said


def test_metrics_are_written_for_a_file_too(onrecord, dump):
    onrecord.run("dump.jsonl", "-o", "out.jsonl", "--metrics", "run.prom")
    assert "onrecord_records 6.0" in (onrecord.folder / "run.prom").read_text().splitlines()


def test_metrics_into_a_missing_folder_are_refused_before_anything_runs(onrecord, dump):
    ended = run(onrecord, "--metrics", "no/run.prom")
    assert (ended.code, ended.err) == (2, "onrecord: --metrics no/run.prom: there is no folder no; make it first\n")


def test_quiet_tells_of_problems_only(onrecord, dump):
    assert run(onrecord, "--quiet").err == "1 rejected: see out/rejected.jsonl\n"


def test_the_log_is_left_as_it_was_after_a_run_into_a_folder(onrecord, dump):
    run(onrecord)
    log = logging.getLogger("onrecord")
    assert (log.handlers, log.level) == ([], logging.NOTSET)
