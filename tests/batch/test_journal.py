from hypothesis import given
from hypothesis import strategies as st

from onrecord.batch.journal import Journal, JournalContent, read_journal
from onrecord.batch.parts import FinishedPart


def finished(number, words=10):
    return FinishedPart(
        number=number, articles=3, records=2, rejected=1, partial=0, words=words, windows=4, reasons={"read: …": 1},
        seconds={"reading": 0.25, "segment": 1.5}, bytes=100, sha256="0" * 64, rejected_bytes=7, attempt="abc",
    )  # fmt: skip


def written(path, parts):
    journal = Journal(path, ())
    for part in parts:
        journal.append(part)
    journal.close()
    return path


def test_what_is_appended_is_read_back(tmp_path):
    parts = (finished(0), finished(1), finished(2))
    assert read_journal(written(tmp_path / "j", parts)) == JournalContent(parts, torn=0)


def test_no_journal_is_an_empty_one(tmp_path):
    assert read_journal(tmp_path / "none") == JournalContent((), torn=0)


def test_the_last_line_of_a_part_counts(tmp_path):
    again = finished(0, words=11)
    assert read_journal(written(tmp_path / "j", [finished(0), finished(1), again])).parts == (finished(1), again)


def test_a_journal_goes_on_behind_what_it_holds_already(tmp_path):
    journal = Journal(tmp_path / "j", [finished(0)])
    journal.append(finished(1))
    journal.close()
    assert read_journal(tmp_path / "j").parts == (finished(0), finished(1))


@given(cut=st.integers(min_value=0))
def test_wherever_writing_was_cut_off_the_whole_lines_count(tmp_path_factory, cut):
    parts = [finished(number) for number in range(3)]
    path = written(tmp_path_factory.mktemp("j") / "j", parts)
    data = path.read_bytes()
    cut %= len(data) + 1
    path.write_bytes(data[:cut])
    whole = data[:cut].count(b"\n")
    assert read_journal(path) == JournalContent(
        tuple(parts[:whole]), torn=int(not data[:cut].endswith(b"\n") and cut > 0)
    )


def test_a_line_of_something_else_is_left_out_and_counted(tmp_path):
    path = written(tmp_path / "j", [finished(0)])
    path.write_bytes(b'\0\0\0\n{"number": 1}\n' + path.read_bytes())
    assert read_journal(path) == JournalContent((finished(0),), torn=2)
