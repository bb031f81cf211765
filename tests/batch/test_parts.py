import itertools
from dataclasses import replace

import pytest
from test_journal import finished

from onrecord.batch import parts as parts_module
from onrecord.batch.intake import Incoming, Page, unread
from onrecord.batch.parts import cut
from onrecord.errors import SourceError
from onrecord.records import Article


def items(count):
    return [Incoming(Article(str(number), "So."), "a.jsonl", number + 1) for number in range(count)]


def ids(parts):
    return [(part.number, [item.article.id for item in part.items]) for part in parts]


def test_parts_are_consecutive_and_numbered_from_nought():
    assert ids(cut(items(5), 2, {})) == [(0, ["0", "1"]), (1, ["2", "3"]), (2, ["4"])]


def test_an_input_that_fills_its_parts_has_no_empty_one():
    assert ids(cut(items(4), 2, {})) == [(0, ["0", "1"]), (1, ["2", "3"])]


def test_nothing_has_no_parts():
    assert list(cut([], 2, {})) == []


def test_finished_parts_are_left_out():
    done = {number: replace(finished(number), articles=2) for number in (0, 2)}
    assert ids(cut(items(7), 2, done)) == [(1, ["2", "3"]), (3, ["6"])]


def test_items_are_read_when_their_part_is_asked_for():
    endless = itertools.chain(items(2), itertools.repeat(items(1)[0]))
    parts = cut(endless, 2, {})
    assert next(parts).number == 0
    assert next(parts).number == 1


@pytest.mark.parametrize(("had", "has"), [(3, 2), (2, 0), (1, 2)])
def test_a_finished_part_that_has_other_items_now_is_refused(had, has):
    done = {0: replace(finished(0), articles=2), 1: replace(finished(1), articles=had)}
    with pytest.raises(SourceError, match=f"part 1 had {had} articles and now has {has}: the input has changed"):
        list(cut(items(2 + has), 2, done))


@pytest.fixture
def long_items(monkeypatch):
    monkeypatch.setattr(parts_module, "MOST_CONTENT", 10)
    return [
        Incoming(Article("0", "Four", {"html": "<p>Four", "page": 4}), "a.jsonl", 1),
        Page("1", b"<p>", "a.html"),
        unread("2", "text: must be a string, not null", "a.jsonl", 3),
        Page("3", b"<p>ended", "a.html"),
        Incoming(Article("4", "So."), "a.jsonl", 5),
    ]


def numbers(parts):
    return [[item.article.id if isinstance(item, Incoming) else item.id for item in part.items] for part in parts]


def test_a_part_ends_with_the_item_that_makes_it_heavy(long_items):
    assert numbers(cut(long_items, 4, {})) == [["0"], ["1", "2", "3"], ["4"]]
    assert numbers(cut(long_items, 2, {})) == [["0"], ["1", "2"], ["3", "4"]]


def test_finished_parts_are_cut_by_the_same_rule(long_items):
    done = {0: replace(finished(0), articles=1), 1: replace(finished(1), articles=3)}
    assert numbers(cut(long_items, 4, done)) == [["4"]]
