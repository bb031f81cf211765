"""A run folder after any damage: what is resumed gives what an undisturbed run gives."""

import json
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.batch.archive import ArchiveRun
from onrecord.batch.engines import InProcess
from onrecord.batch.intake import ReadSettings
from onrecord.batch.journal import read_journal
from onrecord.batch.layout import Layout
from onrecord.batch.limit import RejectLimit, reject_limit
from onrecord.batch.manifest import Manifest
from onrecord.batch.output import OutputError
from onrecord.batch.part_files import PartFormat
from onrecord.batch.part_worker import PartPlan
from onrecord.batch.run_folder import RunFolder, is_complete, is_foreign
from onrecord.batch.sources import read_articles
from onrecord.batch.stopped import StoppedError
from onrecord.batch.summary import Summary
from onrecord.config import PipelineConfig

CONFIG = PipelineConfig(name="light", batch_size=2, stages={"segment": {}})
SIZE = 3
ARTICLES = 11


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    path = tmp_path_factory.mktemp("archive") / "dump.jsonl"
    lines = [{"id": f"a{number}", "text": f"Story {number}\n\nThe court said so."} for number in range(ARTICLES)]
    lines[4]["text"] = None
    lines[10]["id"] = "a0"
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    return path


class Runs:
    """Runs the archive into folders, with one pipeline that is loaded once."""

    def __init__(self, archive, format=PartFormat.JSONL):
        self.archive = archive
        self.format = format
        self.manifest = Manifest.of([str(archive)], ReadSettings(), SIZE, format, CONFIG)

    def layout(self, path):
        path.mkdir(exist_ok=True)
        return Layout(path, self.format)

    def begun(self, path):
        return RunFolder.begun(self.layout(path), self.manifest)

    def resumed(self, path):
        return RunFolder.resumed(self.layout(path))

    def finish(self, folder, limit=None, after_each=lambda _: None):
        run = ArchiveRun(folder, InProcess(PartPlan(CONFIG, folder.layout)), limit)
        run(read_articles([str(self.archive)], ReadSettings()), SIZE, after_each)
        return run.tally


@pytest.fixture(scope="module")
def runs(archive):
    return Runs(archive)


@pytest.fixture(scope="module")
def whole(runs, tmp_path_factory):
    """An undisturbed run."""
    path = tmp_path_factory.mktemp("whole")
    runs.finish(runs.begun(path))
    return path


def output(path):
    """All files but those that tell of times."""
    files = [*path.glob("records/*"), *path.glob("rejected/*"), path / "rejected.jsonl"]
    return {str(file.relative_to(path)): file.read_bytes() for file in files}


def test_a_part_has_its_records_and_its_rejections(whole):
    found = output(whole)
    assert sorted(found) == [
        *(f"records/part-00000{number}.jsonl" for number in range(4)),
        "rejected.jsonl",
        "rejected/part-000001.jsonl",
        "rejected/part-000003.jsonl",
    ]
    ids = [json.loads(line)["id"] for name in sorted(found)[:4] for line in found[name].splitlines()]
    assert ids == ["a0", "a1", "a2", "a3", "a5", "a6", "a7", "a8", "a9"]
    assert [json.loads(line)["id"] for line in found["rejected.jsonl"].splitlines()] == ["a4", "a0"]
    assert found["rejected.jsonl"] == found["rejected/part-000001.jsonl"] + found["rejected/part-000003.jsonl"]


def test_the_journal_says_of_each_part_what_became_of_it(whole):
    parts = read_journal(whole / "journal.jsonl").parts
    assert [(part.number, part.articles, part.records, part.rejected, part.words) for part in parts] == [
        (0, 3, 3, 0, 18), (1, 3, 2, 1, 12), (2, 3, 3, 0, 18), (3, 2, 1, 1, 6),
    ]  # fmt: skip
    assert parts[1].reasons == {"read: text: must be a string, not null": 1}
    assert list(parts[0].seconds) == ["reading", "pages", "segment", "writing", "other"]
    assert [part.bytes for part in parts] == [
        (whole / f"records/part-00000{number}.jsonl").stat().st_size for number in range(4)
    ]


def test_the_summary_counts_all_parts(whole):
    summary = json.loads((whole / "summary.json").read_text())
    assert {key: summary[key] for key in ("articles", "records", "rejected", "words", "parts")} == {
        "articles": 11, "records": 9, "rejected": 2, "words": 54, "parts": 4,
    }  # fmt: skip


@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_whatever_is_cut_short_or_lost_a_resumed_run_gives_the_same_bytes(runs, whole, tmp_path_factory, data):
    path = tmp_path_factory.mktemp("damaged") / "run"
    shutil.copytree(whole, path)
    names = sorted(
        str(file.relative_to(path)) for file in path.rglob("*") if file.is_file() and file.name != "run.json"
    )
    for name in data.draw(st.sets(st.sampled_from(names))):
        content = (path / name).read_bytes()
        kept = data.draw(st.integers(-1, len(content)), label=name)
        if kept < 0:
            (path / name).unlink()
        else:
            (path / name).write_bytes(content[:kept])
    (path / "summary.json").unlink(missing_ok=True)
    (path / "records" / ".part-000002.jsonl.0123.tmp").write_bytes(b"{")
    (path / "records" / "part-000009.jsonl").write_bytes(b"of no part\n")
    tally = runs.finish(runs.resumed(path))
    assert output(path) == output(whole)
    assert (tally.articles, tally.records, tally.rejected, tally.words) == (11, 9, 2, 54)
    assert not list(path.rglob("*.tmp"))


@pytest.mark.parametrize("format", list(PartFormat))
def test_every_format_repeats_its_bytes(archive, tmp_path, format):
    runs = Runs(archive, format)
    runs.finish(runs.begun(tmp_path / "a"))
    runs.finish(runs.begun(tmp_path / "b"))
    assert output(tmp_path / "a") == output(tmp_path / "b")
    assert sorted(file.name for file in (tmp_path / "a" / "records").iterdir())[0] == f"part-000000.{format}"


def test_finished_parts_are_not_written_again(runs, tmp_path):
    runs.finish(runs.begun(tmp_path / "run"))
    (tmp_path / "run" / "summary.json").unlink()
    times = {file: file.stat().st_mtime_ns for file in (tmp_path / "run" / "records").iterdir()}
    runs.finish(runs.resumed(tmp_path / "run"))
    assert times == {file: file.stat().st_mtime_ns for file in (tmp_path / "run" / "records").iterdir()}


def test_a_part_whose_file_is_damaged_is_no_longer_complete(runs, tmp_path):
    runs.finish(runs.begun(tmp_path / "run"))
    assert runs.resumed(tmp_path / "run").is_complete
    (tmp_path / "run" / "records" / "part-000000.jsonl").write_bytes(b"")
    folder = runs.resumed(tmp_path / "run")
    assert not folder.is_complete
    assert sorted(folder.finished) == [1, 2, 3]


def lose_a_line(journal):
    journal.write_bytes(b"".join(journal.read_bytes().splitlines(keepends=True)[1:]))


def damage_the_last_line(journal):
    journal.write_bytes(journal.read_bytes()[:-5])


@pytest.mark.parametrize("damage", [lose_a_line, damage_the_last_line, Path.unlink])
def test_a_run_whose_journal_is_damaged_is_no_longer_complete(runs, whole, tmp_path, damage):
    shutil.copytree(whole, tmp_path / "run")
    assert is_complete(runs.layout(tmp_path / "run"))
    damage(tmp_path / "run" / "journal.jsonl")
    assert not is_complete(runs.layout(tmp_path / "run"))
    folder = runs.resumed(tmp_path / "run")
    assert not folder.is_complete
    runs.finish(folder)
    assert output(tmp_path / "run") == output(whole)
    assert Summary.read(tmp_path / "run" / "summary.json").parts == 4


def test_a_run_whose_rejections_are_gone_joins_them_again(runs, whole, tmp_path):
    shutil.copytree(whole, tmp_path / "run")
    (tmp_path / "run" / "rejected.jsonl").unlink()
    assert not is_complete(runs.layout(tmp_path / "run"))
    runs.finish(runs.resumed(tmp_path / "run"))
    assert output(tmp_path / "run") == output(whole)


def test_a_summary_that_is_damaged_is_none(runs, whole, tmp_path):
    shutil.copytree(whole, tmp_path / "run")
    (tmp_path / "run" / "summary.json").write_text('{"parts": 4}')
    assert not runs.resumed(tmp_path / "run").is_complete


def test_a_last_part_of_the_right_size_with_other_bytes_is_done_again(runs, whole, tmp_path):
    shutil.copytree(whole, tmp_path / "run")
    path = tmp_path / "run" / "records" / "part-000003.jsonl"
    path.write_bytes(b"\0" * path.stat().st_size)
    folder = runs.resumed(tmp_path / "run")
    assert sorted(folder.finished) == [0, 1, 2]
    runs.finish(folder)
    assert output(tmp_path / "run") == output(whole)


@pytest.mark.parametrize(
    "name", ["records/part-00000-5f2a.c000.parquet", "records/part-000000.jsonl", "rejected/a.txt"]
)
def test_files_that_are_only_called_like_parts_are_somebody_elses(runs, tmp_path, name):
    path = tmp_path / "run" / name
    path.parent.mkdir(parents=True)
    path.write_bytes(b"mine")
    assert is_foreign(runs.layout(tmp_path / "run"))
    (tmp_path / "run" / "lock").touch()
    assert not is_foreign(runs.layout(tmp_path / "run"))


def test_a_run_that_is_begun_anew_leaves_nothing_of_the_one_before(runs, whole, tmp_path):
    shutil.copytree(whole, tmp_path / "run")
    (tmp_path / "run" / "records" / "part-000042.jsonl").write_bytes(b"{}\n")
    runs.finish(runs.begun(tmp_path / "run"))
    assert output(tmp_path / "run") == output(whole)


def test_too_many_rejections_stop_a_run_after_the_part_and_a_higher_limit_goes_on(runs, whole, tmp_path):
    with pytest.raises(StoppedError, match="1 of 6 articles were rejected, and --max-rejects is 0"):
        runs.finish(runs.begun(tmp_path / "run"), reject_limit("0"))
    assert [part.number for part in read_journal(tmp_path / "run" / "journal.jsonl").parts] == [0, 1]
    with pytest.raises(StoppedError, match="1 of 6 articles"):
        runs.finish(runs.resumed(tmp_path / "run"), reject_limit("0"))
    runs.finish(runs.resumed(tmp_path / "run"), reject_limit("2"))
    assert output(tmp_path / "run") == output(whole)


@pytest.mark.parametrize(
    ("given", "limit"),
    [("0", RejectLimit("0", 0, 0.0)), ("5%", RejectLimit("5%", 0, 0.05)), ("100", RejectLimit("100", 100, 0.0))],
)
def test_a_limit_is_a_count_or_a_share(given, limit):
    assert reject_limit(given) == limit


@pytest.mark.parametrize("given", ["", "-1", "5 %", "101%", "many", "1e3", "5%%"])
def test_what_is_no_limit_is_refused(given):
    with pytest.raises(OutputError, match="give a count, as 100, or a share, as 5%"):
        reject_limit(given)


@pytest.mark.parametrize(("rejected", "exceeded"), [(0, False), (5, False), (6, True)])
def test_a_share_is_of_the_articles_that_came_in(rejected, exceeded):
    assert reject_limit("5%").exceeded(rejected, 100) is exceeded
