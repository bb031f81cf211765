import threading

from onrecord.batch.in_hand import InHand
from onrecord.batch.tally import Tally
from onrecord.batch.ticker import ticking


def test_parts_under_way_are_added_to_what_is_finished():
    in_hand = InHand(3)
    in_hand.note(4, Tally(articles=5, records=4, rejected=1, words=50))
    in_hand.note(4, Tally(articles=6, records=5, rejected=1, words=60))
    in_hand.note(5, Tally(articles=1, records=1, words=7))
    finished = Tally(articles=100, records=99, rejected=1, words=1000)
    seen = in_hand.added_to(finished)
    assert (seen.articles, seen.records, seen.rejected, seen.words) == (107, 105, 2, 1067)
    assert (finished.articles, finished.words) == (100, 1000)
    in_hand.clear(4)
    assert in_hand.added_to(finished).words == 1007


def test_ticks_come_until_the_end_and_not_while_the_lock_is_held():
    ticked, ticks = threading.Event(), []

    def tick():
        ticks.append(1)
        ticked.set()

    with ticking(0.001, tick) as lock:
        assert ticked.wait(10)
        with lock:
            held = len(ticks)
            threading.Event().wait(0.05)
            assert len(ticks) == held
    after = len(ticks)
    threading.Event().wait(0.05)
    assert len(ticks) == after
