"""Workers in processes, and what happens when one dies."""

import logging
import os
import signal
import time
from pathlib import Path

import pytest

from onrecord.batch.engines import InProcess
from onrecord.batch.intake import Incoming, Page
from onrecord.batch.layout import Layout
from onrecord.batch.part_worker import PartPlan, PartWorker
from onrecord.batch.parts import Part
from onrecord.batch.processes import Processes
from onrecord.batch.stopped import StoppedError
from onrecord.config import PipelineConfig
from onrecord.errors import ConfigError
from onrecord.records import Article

CONFIG = PipelineConfig(name="light", stages={"segment": {}})


class Deadly(Page):
    """Kills whoever unpickles it: always, or as long as there is no file at a path."""

    def __reduce__(self):
        return (die, (self.source,))


def die(path):
    if not path or not Path(path).exists():
        if path:
            Path(path).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return incoming("once deadly")


def incoming(name):
    return Incoming(Article(name, "The court said so."), "a.jsonl", 1)


def part(number, *more):
    return Part(number, (incoming(f"{number}a"), *more, incoming(f"{number}b")))


@pytest.fixture
def plan(tmp_path):
    for name in ("records", "rejected"):
        (tmp_path / name).mkdir()
    return PartPlan(CONFIG, Layout(tmp_path))


@pytest.fixture
def processes(plan):
    engine = Processes(plan, 2, logging.Formatter())
    yield engine
    engine.close()


def temporary(plan, result):
    return plan.layout.temporary(plan.layout.records(result.number), result.attempt)


def hashes(finished):
    return [(part.number, part.sha256, part.records) for part in finished]


def test_several_workers_give_what_one_gives_in_the_same_order_and_say_what_fails(plan, processes):
    parts = [part(number) for number in range(7)]
    assert processes.provenance() == InProcess(plan).provenance()
    assert hashes(processes(iter(parts))) == hashes(InProcess(plan)(iter(parts)))
    for path in (plan.layout.folder / "records").iterdir():
        path.unlink()
    (plan.layout.folder / "records").rmdir()
    with pytest.raises(StoppedError, match=r"part 0 cannot be written to .*: No such file or directory"):
        list(processes(iter([part(0)])))
    assert list((plan.layout.folder / "rejected").iterdir()) == []


def test_a_worker_has_one_thread_for_several_give_other_digits(plan):
    torch = pytest.importorskip("torch")
    before = torch.get_num_threads()
    torch.set_num_threads(2)
    try:
        PartWorker(plan)
        assert torch.get_num_threads() == 1
    finally:
        torch.set_num_threads(before)


def test_only_a_few_parts_are_read_ahead_and_closing_ends_the_workers_at_once(processes):
    read = []
    results = processes(read.append(number) or part(number) for number in range(20))
    next(results)
    assert len(read) == 4
    next(results)
    assert len(read) == 5
    alive = list(processes._pool._processes)
    started = time.monotonic()
    processes.close()
    assert time.monotonic() - started < 30
    assert len(alive) == 2
    assert not [pid for pid in alive if Path(f"/proc/{pid}").exists()]


def test_a_worker_that_dies_is_replaced_and_its_parts_are_done_again(plan, processes, caplog):
    deadly = Deadly("d", b"", str(plan.layout.folder / "died"))
    parts = [part(0), part(1, deadly), part(2), part(3), part(4), part(5)]
    results = list(processes(iter(parts)))
    assert [(result.number, result.records) for result in results] == [(0, 2), (1, 3), (2, 2), (3, 2), (4, 2), (5, 2)]
    assert "a worker died" in caplog.text
    assert all(temporary(plan, result).exists() for result in results)


def test_a_part_that_always_kills_its_worker_is_named_and_those_before_it_are_finished(processes):
    parts = [part(0), part(1), part(2, Deadly("d", b"", "")), part(3)]
    results = processes(iter(parts))
    finished = []
    with pytest.raises(StoppedError, match=r"part 2 killed its worker 3 times .* it holds 3 articles: 2a, d, 2b"):
        finished.extend(result.number for result in results)
    assert finished == [0, 1]


def test_a_configuration_that_cannot_work_is_said_by_the_first_worker(plan):
    wrong = PartPlan(PipelineConfig(name="wrong", stages={"segmnet": {}}), plan.layout)
    engine = Processes(wrong, 2, logging.Formatter())
    with pytest.raises(ConfigError, match="did you mean 'segment'"):
        engine.provenance()
    engine.close()
