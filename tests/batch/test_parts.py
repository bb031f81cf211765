import itertools
from dataclasses import replace

import pytest
from test_journal import finished

from onrecord.batch.intake import Incoming
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
