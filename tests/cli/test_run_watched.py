import logging
import time

from run_folder_making import resume, run, stopped_at
from running import objects

from onrecord.batch import archive


def test_the_counts_of_a_part_under_way_are_shown(onrecord, dump, monkeypatch):
    monkeypatch.setattr(archive, "TICK", 0.01)
    monkeypatch.setattr("onrecord.batch.progress.INTERVAL", 0.0)
    stopped_at(monkeypatch, "a4", lambda: time.sleep(0.3))
    assert "3 articles, 1 rejected, 6 words, " in run(onrecord).err


def test_metrics_of_a_finished_run_do_not_fall_to_nought(onrecord, dump):
    run(onrecord)
    resume(onrecord, "--metrics", "run.prom")
    assert "onrecord_articles 7.0" in (onrecord.folder / "run.prom").read_text().splitlines()
    resume(onrecord, "--metrics", "run.prom", "--max-rejects", "x")
    assert "onrecord_articles 7.0" in (onrecord.folder / "run.prom").read_text().splitlines()


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
