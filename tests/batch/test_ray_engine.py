"""What of the Ray engine needs no cluster; `scripts/ray_trial.py` runs it on one."""

import pickle
from types import SimpleNamespace

import pytest

pytest.importorskip("ray")

from onrecord.batch.intake import Incoming
from onrecord.batch.parts import Part
from onrecord.batch.ray_engine import Feeder, RayShare, Worker, _room, _stopped
from onrecord.batch.stopped import StoppedError
from onrecord.records import Article


def test_a_feeder_holds_parts_until_they_are_finished():
    feeder = Feeder()
    assert feeder.get(0) == ("wait", b"")
    feeder.put(b"one")
    feeder.put(b"two")
    assert feeder.get(0) == ("part", b"one")
    assert feeder.get(0) == ("part", b"one")  # a read task that is started again begins at the first
    feeder.finished(0)
    assert feeder.get(0) == ("finished", b"")
    assert feeder.get(1) == ("part", b"two")
    feeder.end()
    assert feeder.get(2) == ("end", b"")


def test_a_feeder_counts_how_often_a_part_is_begun():
    feeder = Feeder()
    feeder.put(b"one")
    assert [feeder.begun(0), feeder.begun(0), feeder.begun(1)] == [1, 2, 1]
    feeder.finished(0)
    assert feeder.begun(0) == 1


@pytest.mark.parametrize(
    ("share", "room"),
    [(RayShare(), 5), (RayShare(2.0), 2), (RayShare(1.0, 0.5), 2), (RayShare(0.0, 1.0), 1), (RayShare(8.0), 0)],
)
def test_room_for_workers_is_counted_machine_by_machine(share, room, monkeypatch):
    nodes = [
        {"Alive": True, "Resources": {"CPU": 2.0, "GPU": 1.0}},
        {"Alive": True, "Resources": {"CPU": 3.0}},
        {"Alive": False, "Resources": {"CPU": 64.0}},
    ]
    monkeypatch.setattr("ray.nodes", lambda: nodes)
    assert _room(share) == room


def test_the_cause_that_a_worker_gave_is_what_is_said():
    error = RuntimeError("a long report")
    error.cause = StoppedError("part 3 cannot be written to out: No space left on device")
    assert str(_stopped(error)) == "part 3 cannot be written to out: No space left on device"
    assert str(_stopped(RuntimeError("Traceback\n  here\nit died"))) == "Ray: it died"


def test_a_part_is_tried_three_times_and_its_articles_are_named(monkeypatch):
    feeder = Feeder()
    monkeypatch.setattr("ray.get", lambda answer: answer)
    worker = Worker.__new__(Worker)
    worker._feeder = SimpleNamespace(begun=SimpleNamespace(remote=feeder.begun))
    worker._work = lambda part: part.number
    part = Part(2, (Incoming(Article("a", "So."), "a.jsonl", 1), Incoming(Article("b", "So."), "a.jsonl", 2)))
    row = {"place": 0, "part": pickle.dumps(part)}
    assert [pickle.loads(worker(row)["finished"]) for _ in range(3)] == [2, 2, 2]
    with pytest.raises(StoppedError, match=r"part 2 killed its worker 3 times .*; it holds 2 articles: a, b"):
        worker(row)
