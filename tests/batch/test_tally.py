from test_journal import finished

from onrecord.batch.tally import Tally
from onrecord.records import Record
from onrecord.stages.stage import Rejection


def rejection(reason, stage="read"):
    return Rejection("a", stage, reason)


def test_reasons_are_counted_without_what_differs_from_article_to_article():
    tally = Tally()
    for reason in ("id: 'a' was used by d.jsonl:3", "id: 'b' was used by d.jsonl:44", "text: is missing"):
        tally.reject(rejection(reason))
    tally.reject(rejection("text: is missing", "quotes"))
    assert tally.rejected == 4
    assert tally.reasons == {
        "read: id: … was used by d.jsonl:…": 2,
        "read: text: is missing": 1,
        "quotes: text: is missing": 1,
    }


def test_the_kinds_of_reasons_do_not_grow_without_end():
    tally = Tally()
    for number in range(1000):
        tally.reject(rejection("x" * number))
    assert len(tally.reasons) == 201
    assert tally.reasons["other reasons"] == 800
    assert tally.reasons.total() == 1000


def test_the_summary_counts_everything():
    tally = Tally(articles=1003)
    for number in range(1000):
        tally.wrote(Record(str(number), "one two\u00a0three", status="partial" if number < 2 else "ok"))
    for _ in range(3):
        tally.reject(rejection("text: is missing"))
    first, second, third, fourth = tally.summary(tally.unstaged({"segment": 0.0, "parse": 0.0}))
    assert first == "1,003 articles in, 1,000 records out (2 with a warning), 3 rejected"
    assert second == "  3 × read: text: is missing"
    assert third.startswith("3,000 words in 0.")
    assert fourth.startswith("time: segment 0.0 s, parse 0.0 s, reading and writing 0.")


def test_a_finished_part_is_counted_with_the_ones_before_it():
    tally = Tally()
    for number in range(2):
        tally.add(finished(number))
    assert tally.counts() == {
        "articles": 6, "records": 4, "partial": 0, "rejected": 2, "words": 20, "windows": 8,
    }  # fmt: skip
    assert tally.reasons == {"read: …": 2}
    assert tally.spent == {"reading": 0.5, "segment": 3.0}
    assert [line for line in tally.summary(tally.spent) if line.startswith("20 words, 8 windows in ")]
