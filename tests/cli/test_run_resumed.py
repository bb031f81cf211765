import json
import os
import signal
import threading

import pytest
from run_folder_making import ids, line, resume, run, stopped_at


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


def test_without_inputs_there_must_be_a_run_and_nothing_else_is_said(onrecord, dump):
    assert "name an INPUT" in onrecord("run", "-o", "out/").err
    assert "there is no run in out to resume: give the inputs" in resume(onrecord).err
    run(onrecord)
    ended = resume(onrecord, "--config", "rules", "--set", "batch_size=2")
    assert ended.code == 2
    assert "leave out --config, --set" in " ".join(ended.err.split())


def test_a_run_that_died_before_it_had_begun_can_begin(onrecord, dump):
    onrecord.file("out/journal.jsonl", "")
    onrecord.file("out/records/part-000000.jsonl", "{}\n")
    onrecord.file("out/.run.json.tmp", "{")
    assert run(onrecord, "--resume").code == 0
    assert len(ids(onrecord.folder / "out")) == 6


def test_want_of_memory_while_reading_stops_a_run_which_goes_on(onrecord, dump, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr("onrecord.batch.archive.cut", lacking)
        ended = run(onrecord)
    assert ended.code == 3
    assert "stopped: there is not enough memory to read on; finished parts are kept" in ended.err
    assert resume(onrecord).code == 0


def lacking(*_):
    raise MemoryError


def test_what_stops_a_run_anew_is_said_though_an_older_manifest_is_unreadable(onrecord, dump, monkeypatch):
    onrecord.file("out/run.json", "{}")
    onrecord.file("out/lock", "")
    monkeypatch.setattr("onrecord.cli.run_folder.engine_for", lacking)
    ended = run(onrecord, "--force")
    assert ended.code == 3
    assert "stopped: there is not enough memory to read on; nothing had been begun" in ended.err
