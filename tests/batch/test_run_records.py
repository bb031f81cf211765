import logging
from dataclasses import replace

import pytest

from onrecord.batch.journal import Journal
from onrecord.batch.layout import Layout
from onrecord.batch.part_files import PartFormat, part_sink
from onrecord.batch.parts import FinishedPart
from onrecord.errors import SourceError
from onrecord.reading import read_records
from onrecord.records import Record


def part(layout, number, *ids):
    path = layout.records(number)
    path.parent.mkdir(exist_ok=True)
    with part_sink(layout.format, path) as sink:
        for id in ids:  # noqa: A001
            sink.write(Record(id, "text"))
    size = path.stat().st_size
    return FinishedPart(number, len(ids), len(ids), 0, 0, len(ids), 0, {}, {}, size, "", 0, "x")


def finished(folder, *parts, whole=True):
    Journal(Layout(folder).journal, parts).close()
    if whole:
        Layout(folder).summary.write_text("{}")


def ids(folder):
    return [record.id for record in read_records(folder)]


@pytest.mark.parametrize("format", PartFormat)
def test_records_come_in_the_order_of_parts(tmp_path, format):
    layout = Layout(tmp_path, format)
    finished(tmp_path, part(layout, 1, "c"), part(layout, 0, "a", "b"), part(layout, 2))
    assert ids(tmp_path) == ["a", "b", "c"]


def test_what_the_journal_does_not_name_is_not_read(tmp_path, caplog):
    layout = Layout(tmp_path)
    first = part(layout, 0, "a")
    part(layout, 1, "b")
    layout.temporary(layout.records(2), "x").write_text("torn")
    finished(tmp_path, first, whole=False)
    with caplog.at_level(logging.WARNING):
        assert ids(tmp_path) == ["a"]
    assert caplog.messages == [f"{tmp_path}: the run has not come to its end; 1 part finished so far"]


def test_a_run_without_records_has_none(tmp_path):
    finished(tmp_path)
    assert ids(tmp_path) == []


def test_a_folder_without_journal_is_no_run_folder(tmp_path):
    with pytest.raises(SourceError, match=r"is no run folder: it has no journal\.jsonl; name a file of records"):
        ids(tmp_path)


def test_a_missing_part_is_named(tmp_path):
    layout = Layout(tmp_path)
    finished(tmp_path, part(layout, 0, "a"), part(layout, 1, "b"))
    layout.records(1).unlink()
    with pytest.raises(SourceError, match="part 1 is finished, but its records are missing; run it with --resume"):
        ids(tmp_path)


def test_a_part_of_another_size_is_named(tmp_path):
    layout = Layout(tmp_path)
    finished(tmp_path, part(layout, 0, "a"))
    with layout.records(0).open("a") as stream:
        stream.write("\n")
    with pytest.raises(SourceError, match=r"part-000000\.jsonl is not what the run wrote: run it again with --resume"):
        ids(tmp_path)


def test_a_part_with_another_number_of_records_is_named(tmp_path):
    layout = Layout(tmp_path)
    finished(tmp_path, replace(part(layout, 0, "a"), records=2))
    with pytest.raises(SourceError, match=r"part-000000\.jsonl holds 1 record, but the run wrote 2"):
        ids(tmp_path)
