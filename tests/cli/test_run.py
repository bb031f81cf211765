import json
import logging
import signal
import sys

import pytest
from running import Terminal, objects

from onrecord.batch.sinks import JsonLines, JsonList
from onrecord.errors import ArticleError
from onrecord.stages.segment import Segment

SO = '{"id": "a", "text": "The court said so."}\n'
BAD = '{"id": "b", "text": null}\n'


def test_records_go_to_standard_output_and_words_about_them_to_standard_error(onrecord):
    onrecord.file("one.txt", "The court said so.\n")
    ended = onrecord.run("one.txt")
    (record,) = objects(ended.out)
    assert (record["id"], record["text"], record["status"]) == ("one", "The court said so.\n", "ok")
    assert "1 article in, 1 record out, 0 rejected" in ended.err
    assert "4 words in" in ended.err
    assert "time: segment " in ended.err


def test_inputs_of_all_kinds_in_one_run_in_their_order(onrecord):
    onrecord.file("one.txt", "One.")
    onrecord.file("news/b.txt", "Two b.")
    onrecord.file("news/a/c.txt", "Two c.")
    onrecord.file("dump.jsonl", '{"text": "Three.", "outlet": "Post"}\n' + SO)
    ended = onrecord.run("one.txt", "news", "dump.jsonl", "-", stdin=b"Four.")
    assert [(record["id"], record["text"]) for record in objects(ended.out)] == [
        ("one", "One."),
        ("b", "Two b."),
        ("a/c", "Two c."),
        ("dump.jsonl:1", "Three."),
        ("a", "The court said so."),
        ("stdin", "Four."),
    ]
    assert objects(ended.out)[3]["meta"] == {"outlet": "Post"}


def test_quiet_says_nothing_when_nothing_is_wrong(onrecord):
    onrecord.file("one.txt", "One.")
    assert onrecord.run("one.txt", "--quiet").err == ""


def test_quiet_still_says_what_was_rejected(onrecord):
    onrecord.file("dump.jsonl", SO + BAD)
    ended = onrecord.run("dump.jsonl", "--quiet")
    assert ended.err == "rejected 'b' (dump.jsonl:2, read): text: must be a string, not null\n"


def test_rejects_lie_beside_the_output_with_all_that_is_needed_to_mend_them(onrecord):
    onrecord.file("dump.jsonl", SO + BAD + '{"id": "c", "text": "lone \\ud800 ' + "x" * 300 + '"}\n')
    ended = onrecord.run("dump.jsonl", "-o", "out.jsonl")
    first, second = objects((onrecord.folder / "out.jsonl.rejected.jsonl").read_text())
    assert first == {
        "id": "b", "stage": "read", "reason": "text: must be a string, not null", "source": "dump.jsonl",
        "position": 2, "head": '{"id": "b", "text": null}',
    }  # fmt: skip
    assert (second["id"], second["source"], second["position"]) == ("c", "dump.jsonl", 3)
    assert second["head"] == ("lone \\ud800 " + "x" * 300)[:200]
    assert "3 articles in, 1 record out, 2 rejected" in ended.err
    assert "2 rejected: see out.jsonl.rejected.jsonl" in ended.err


def test_rejects_are_counted_by_reason(onrecord):
    onrecord.file("dump.jsonl", SO + SO + SO.replace('"a"', '"d"') * 2 + BAD)
    assert "  2 × read: id: … was used by dump.jsonl:…; give" in onrecord.run("dump.jsonl", "-o", "out.jsonl").err


def test_a_run_without_rejects_leaves_no_file_of_them(onrecord):
    onrecord.file("one.txt", "One.")
    onrecord.file("mine.jsonl", "of an earlier run\n")
    onrecord.run("one.txt", "-o", "out.jsonl", "--rejects", "mine.jsonl", "--force")
    assert sorted(path.name for path in onrecord.folder.iterdir()) == ["light.yaml", "one.txt", "out.jsonl"]


def test_rejects_go_where_they_are_told_to(onrecord):
    onrecord.file("dump.jsonl", SO + BAD)
    ended = onrecord.run("dump.jsonl", "--rejects", "mine.jsonl")
    assert len(objects(ended.out)) == 1
    assert len(objects((onrecord.folder / "mine.jsonl").read_text())) == 1


@pytest.mark.parametrize(
    ("data", "flags", "code"),
    [(SO, [], 0), (SO + BAD, [], 0), (SO + BAD, ["--strict"], 1), (SO, ["--strict"], 0), (BAD, [], 1), ("", [], 0)],
)
def test_exit_codes(onrecord, data, flags, code):
    onrecord.file("dump.jsonl", data)
    assert onrecord.run("dump.jsonl", *flags).code == code


def test_an_existing_output_is_kept_without_force_and_replaced_with_it(onrecord):
    onrecord.file("one.txt", "One.")
    out = onrecord.file("out.jsonl", "old")
    assert onrecord.run("one.txt", "-o", "out.jsonl").code == 2
    assert out.read_text() == "old"
    assert onrecord.run("one.txt", "-o", "out.jsonl", "--force").code == 0
    assert [record["text"] for record in objects(out.read_text())] == ["One."]


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("o.jsonl", '{"id":"one"'),
        ("o", '{"id":"one"'),
        ("o.json", '[\n{\n  "id": "one"'),
        ("o.html", "<!doctype html>"),
    ],
)
def test_the_suffix_of_the_output_implies_its_format(onrecord, name, begins):
    onrecord.file("one.txt", "One.")
    onrecord.run("one.txt", "-o", name)
    assert (onrecord.folder / name).read_text().lower().startswith(begins)


def test_a_given_format_wins_over_the_suffix(onrecord):
    onrecord.file("one.txt", "One.")
    onrecord.run("one.txt", "-o", "o.txt", "--format", "jsonl")
    assert len(objects((onrecord.folder / "o.txt").read_text())) == 1


def test_json_is_one_list_also_of_none(onrecord):
    onrecord.file("dump.jsonl", SO + SO.replace('"a"', '"b"'))
    assert [record["id"] for record in json.loads(onrecord.run("dump.jsonl", "-f", "json").out)] == ["a", "b"]
    onrecord.file("dump.jsonl", "")
    assert json.loads(onrecord.run("dump.jsonl", "-f", "json").out) == []


def test_records_of_an_earlier_run_come_out_the_same(onrecord):
    onrecord.file("dump.jsonl", '{"id": "a", "text": "So.", "outlet": "Post", "meta": {"n": 1}}\n')
    for name in ("1.jsonl", "1.json"):
        onrecord.run("dump.jsonl", "-o", name)
        again = onrecord.run(name)
        assert objects(again.out)[0]["meta"] == {"outlet": "Post", "n": 1}
        onrecord.run(name, "-o", f"2{name}")
        assert (onrecord.folder / f"2{name}").read_text() == (onrecord.folder / name).read_text()


def test_a_terminal_gets_the_pretty_view_of_few_inputs(onrecord):
    onrecord.file("one.txt", "The court said so.")
    screen = Terminal()
    onrecord.monkeypatch.setattr(sys, "stdout", screen)
    onrecord.run("one.txt")
    assert "The court said so." in screen.getvalue()
    assert '{"id"' not in screen.getvalue()


@pytest.mark.parametrize("inputs", [["news"], ["1.txt", "2.txt", "3.txt", "4.txt"]])
def test_a_terminal_gets_lines_of_many_inputs(onrecord, inputs):
    for name in ("news/1.txt", "1.txt", "2.txt", "3.txt", "4.txt"):
        onrecord.file(name, "The court said so.")
    screen = Terminal()
    onrecord.monkeypatch.setattr(sys, "stdout", screen)
    onrecord.run(*inputs)
    assert screen.getvalue().startswith('{"id"')


@pytest.mark.parametrize("flags", [[], ["--quiet"]])
def test_what_a_folder_skips_is_said_also_where_only_problems_are(onrecord, flags):
    onrecord.file("news/a.txt", "One.")
    onrecord.file("news/b.pdf", "%PDF")
    onrecord.file("news/.hidden", "")
    assert "news: skipped 2 that are of no known kind (1 .pdf, 1 without suffix)" in onrecord.run("news", *flags).err


def test_with_a_pattern_an_existing_output_is_named_and_an_input_is_never_written_over(onrecord):
    onrecord.file("a.txt", "One.")
    onrecord.file("old.jsonl", "kept")
    assert "old.jsonl exists: choose another name, or give --force" in onrecord.run("*.txt", "-o", "old.jsonl").err
    ended = onrecord.run("*.jsonl", "-o", "old.jsonl", "--force")
    assert (ended.code, "old.jsonl is one of the inputs" in ended.err) == (2, True)
    assert (onrecord.folder / "old.jsonl").read_text() == "kept"
    assert onrecord.run("*.txt", "-o", "old.jsonl", "--force").code == 0


def test_want_of_memory_is_said_and_keeps_what_was_written(onrecord, monkeypatch):
    def hungry(self, documents):
        if any(document.text == "No." for document in documents):
            raise MemoryError
        return predict(self, documents)

    predict = Segment.predict
    monkeypatch.setattr(Segment, "predict", hungry)
    onrecord.file("dump.jsonl", '{"id": "a", "text": "So."}\n{"id": "b", "text": "No."}\n')
    ended = onrecord.run("dump.jsonl", "-o", "out.jsonl", "--set", "batch_size=1")
    assert (ended.code, "there is not enough memory for one of the articles" in ended.err) == (2, True)
    assert [item["id"] for item in objects((onrecord.folder / "out.jsonl.partial").read_text())] == ["a"]


def test_a_record_that_cannot_be_written_is_rejected_and_the_others_are_written(onrecord, monkeypatch):
    onrecord.file("dump.jsonl", SO + SO.replace('"a"', '"b"'))
    write = JsonLines.write

    def fails_on_b(sink, record):
        if record.id == "b":
            raise ArticleError("b", "record", "JSON cannot hold it")
        write(sink, record)

    monkeypatch.setattr(JsonLines, "write", fails_on_b)
    ended = onrecord.run("dump.jsonl")
    assert [record["id"] for record in objects(ended.out)] == ["a"]
    assert "rejected 'b' (dump.jsonl:2, write): record: JSON cannot hold it" in ended.err


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_keeps_what_it_has_done_and_says_so(onrecord, monkeypatch, number):
    onrecord.file("dump.jsonl", "".join(SO.replace('"a"', f'"{index}"') for index in range(5)))
    write = JsonLines.write

    def stopped_at_third(sink, record):
        if record.id == "2":
            signal.raise_signal(number)
        write(sink, record)

    monkeypatch.setattr(JsonLines, "write", stopped_at_third)
    ended = onrecord.run("dump.jsonl", "-o", "out.jsonl")
    assert ended.code == 130
    assert "interrupted after 2 articles" in ended.err
    assert "kept in" in ended.err
    assert not (onrecord.folder / "out.jsonl").exists()
    assert [record["id"] for record in objects((onrecord.folder / "out.jsonl.partial").read_text())] == ["0", "1"]


def test_an_interrupted_list_is_closed(onrecord, monkeypatch):
    onrecord.file("dump.jsonl", "".join(SO.replace('"a"', f'"{index}"') for index in range(5)))
    write = JsonList.write

    def stopped_at_third(sink, record):
        if record.id == "2":
            signal.raise_signal(signal.SIGINT)
        write(sink, record)

    monkeypatch.setattr(JsonList, "write", stopped_at_third)
    assert onrecord.run("dump.jsonl", "-o", "out.json").code == 130
    kept = json.loads((onrecord.folder / "out.json.partial").read_text())
    assert [record["id"] for record in kept] == ["0", "1"]


def test_a_full_disk_is_said_and_leaves_the_part_that_was_written(onrecord, monkeypatch):
    onrecord.file("one.txt", "One.")

    def full(sink, _):
        sink.stream.write("{")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(JsonLines, "write", full)
    ended = onrecord.run("one.txt", "-o", "out.jsonl")
    assert (ended.code, ended.err.splitlines()[-1]) == (
        2,
        "onrecord: output out.jsonl cannot be written: No space left on device",
    )
    assert sorted(path.name for path in onrecord.folder.iterdir()) == ["light.yaml", "one.txt", "out.jsonl.partial"]


def test_a_special_file_is_written_to_and_not_replaced(onrecord):
    onrecord.file("one.txt", "One.")
    assert onrecord.run("one.txt", "-o", "/dev/null", "--format", "jsonl", "--rejects", "r.jsonl").code == 0
    with open("/dev/null", "rb") as stream:
        assert stream.read() == b""


def test_a_linked_output_is_replaced_where_it_lies(onrecord):
    onrecord.file("one.txt", "One.")
    onrecord.file("far/out.jsonl", "old")
    (onrecord.folder / "link.jsonl").symlink_to("far/out.jsonl")
    onrecord.run("one.txt", "-o", "link.jsonl", "--force")
    assert (onrecord.folder / "link.jsonl").is_symlink()
    assert len(objects((onrecord.folder / "far/out.jsonl").read_text())) == 1


def test_settings_reach_the_stages(onrecord):
    onrecord.file("one.txt", "One.")
    ended = onrecord.run("one.txt", "--set", "stages.segment.heading_words=-1")
    assert (ended.code, ended.out) == (2, "")
    assert "stages.segment: heading_words: Input should be greater than or equal to 0" in ended.err


def test_the_log_is_left_as_it_was(onrecord):
    onrecord.file("one.txt", "One.")
    onrecord.run("one.txt")
    log = logging.getLogger("onrecord")
    assert (log.handlers, log.level, log.propagate) == ([], logging.NOTSET, True)
