"""Part workers on the machines of a Ray cluster, fed and watched by Ray Data.

    this process --put--> Feeder (an actor on this machine) --read task--> part workers (an actor pool) --rows--> here

Ray Data starts the workers, gives them parts while there is room (back-pressure), and does the parts of a lost machine
again elsewhere. Parts are held by the feeder until they are finished, so a read task that is started again finds them.
The run folder has to be a folder that all machines see under one path; the input is read on this machine alone.
"""

from __future__ import annotations

import logging
import os
import pickle
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any

from onrecord.batch.deadly import ATTEMPTS, deadly
from onrecord.batch.part_worker import PartPlan, PartWorker
from onrecord.batch.parts import FinishedPart, Part
from onrecord.batch.stopped import StoppedError
from onrecord.counting import counted
from onrecord.errors import OnrecordError
from onrecord.records import Provenance

try:
    import pyarrow as pa
    import ray
    from ray.data import DataContext, Datasource, ReadTask
    from ray.data.block import BlockMetadata
    from ray.exceptions import RayError
    from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy
except ImportError:
    raise OnrecordError("--engine ray needs Ray: install it with pip install 'onrecord[ray]'") from None

log = logging.getLogger(__name__)

#: The part of a worker's cores that Ray is told. Ray waits for room to start a lost worker again, for ever where none
#: is left; so half is kept free. It fills machines to a half before it goes on to the next.
RESERVED = 0.5

#: Seconds without a finished part after which it is looked whether machines are left for all workers.
PATIENCE = 30.0

#: Parts beyond one a worker that are under way, so that no worker waits for reading.
AHEAD = 4


@dataclass(frozen=True, slots=True)
class RayShare:
    """What one worker takes of the machine that it runs on."""

    cpus: float = 1.0
    """Processor cores."""
    gpus: float = 0.0
    """Accelerators; 0.5 puts two workers on one."""


class Feeder:
    """An actor that holds the parts that are under way."""

    def __init__(self) -> None:
        self._parts: dict[int, bytes] = {}
        self._begun: Counter[int] = Counter()
        self._put = 0
        self._ended = False

    def put(self, part: bytes) -> None:
        """Take the next part."""
        self._parts[self._put] = part
        self._put += 1

    def end(self) -> None:
        """No part follows."""
        self._ended = True

    def begun(self, place: int) -> int:
        """Note that a worker begins a part; how often one has."""
        self._begun[place] += 1
        return self._begun[place]

    def finished(self, place: int) -> None:
        """Let a part go."""
        self._parts.pop(place, None)
        self._begun.pop(place, None)

    def get(self, place: int) -> tuple[str, bytes]:
        """What stands at a place: ``("part", …)``, ``("finished", b"")``, ``("end", b"")`` or ``("wait", b"")``."""
        if place < self._put:
            return ("part", self._parts[place]) if place in self._parts else ("finished", b"")
        return ("end" if self._ended else "wait", b"")


class Worker:
    """One of the actor pool: a row with a part in, a row with what became of it out."""

    def __init__(self, plan: PartPlan, feeder: Any) -> None:
        self._work = PartWorker(plan)
        self._feeder = feeder

    def __call__(self, row: dict[str, Any]) -> dict[str, Any]:
        """Work the part of a row; one that an earlier attempt finished passes through empty."""
        if not row["part"]:
            return {"place": row["place"], "finished": b""}
        # From the driver of this very run, not from a file.
        part: Part = pickle.loads(row["part"])  # noqa: S301
        if ray.get(self._feeder.begun.remote(row["place"])) > ATTEMPTS:
            raise deadly(part)
        return {"place": row["place"], "finished": pickle.dumps(self._work(part))}


class RayEngine:
    """Takes parts through workers on a cluster."""

    def __init__(self, plan: PartPlan, address: str | None, workers: int | None, share: RayShare) -> None:
        """Connect to a cluster.

        Args:
            plan: What each worker has to know; its folder is seen by all machines under its path.
            address: The cluster, as ``auto`` or ``ray://head:10001``; None starts Ray on this machine.
            workers: Part workers; None for as many as the cluster has room for now.
            share: What each takes of its machine.

        Raises:
            StoppedError: The cluster cannot be reached, or has no room for one worker.
        """
        self._plan = plan
        self._share = share
        self._owned = not ray.is_initialized()
        os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")  # what matters comes back as an exception
        for name in ("ray", "ray.data"):
            logging.getLogger(name).setLevel(logging.ERROR)
        try:
            if self._owned:
                ray.init(address=address or "local", log_to_driver=False, logging_level=logging.ERROR)
        except (ConnectionError, OSError, RuntimeError, ValueError) as error:
            raise StoppedError(f"no Ray cluster at {address or 'this machine'}: {error}") from None
        room = _room(share)
        if room < 1:
            raise StoppedError(f"the cluster has no room for a worker of {share.cpus:g} CPUs and {share.gpus:g} GPUs")
        self._workers = room if workers is None else workers
        log.info("Ray: %s on %s", counted(self._workers, "worker"), counted(len(_alive()), "machine"))

    def provenance(self) -> Provenance:
        """What makes the records, as a machine of the cluster has loaded it."""
        ask = ray.remote(_provenance).options(num_cpus=self._share.cpus, num_gpus=self._share.gpus)
        try:
            found: Provenance = ray.get(ask.remote(self._plan))
        except RayError as error:
            raise _stopped(error) from None
        return found

    def __call__(self, parts: Iterator[Part]) -> Iterator[FinishedPart]:
        """Work the parts; a few more than there are workers are under way."""
        here = NodeAffinitySchedulingStrategy(ray.get_runtime_context().get_node_id(), soft=False)
        feeder = ray.remote(Feeder).options(num_cpus=0, scheduling_strategy=here).remote()
        results = self._results(feeder)
        under_way = 0
        for part in parts:
            ray.get(feeder.put.remote(pickle.dumps(part)))
            under_way += 1
            if under_way >= self._workers + AHEAD:
                yield next(results)
                under_way -= 1
        ray.get(feeder.end.remote())
        yield from results

    def close(self) -> None:
        """Let go of the cluster; what is under way ends."""
        if self._owned:
            ray.shutdown()

    def _results(self, feeder: Any) -> Iterator[FinishedPart]:
        context = DataContext.get_current()
        context.enable_progress_bars = False
        context.print_on_execution_start = False
        context.target_max_block_size = 1  # a block a part: so each is handed on, and done again, alone
        context.execution_options.preserve_order = True
        rows = ray.data.read_datasource(FedParts(feeder), concurrency=1, override_num_blocks=1, num_cpus=0).map(
            Worker,
            fn_constructor_args=(self._plan, feeder),
            compute=ray.data.ActorPoolStrategy(min_size=1, max_size=self._workers, max_tasks_in_flight_per_actor=2),
            num_cpus=self._share.cpus * RESERVED,
            num_gpus=self._share.gpus or None,  # whole: a worker sees no more of an accelerator than Ray is told
        )
        come: SimpleQueue[dict[str, Any] | Exception | None] = SimpleQueue()
        Thread(target=_drain, args=(rows, come), daemon=True).start()
        while (row := self._next(come)) is not None:
            if isinstance(row, Exception):
                raise _stopped(row) from None
            if row["finished"]:
                ray.get(feeder.finished.remote(row["place"]))
                finished: FinishedPart = pickle.loads(row["finished"])  # noqa: S301 - from our own worker
                yield finished

    def _next(self, come: SimpleQueue[dict[str, Any] | Exception | None]) -> dict[str, Any] | Exception | None:
        """What comes next; ends the wait where a lost worker has no accelerator to be started again on."""
        while True:
            try:
                return come.get(timeout=PATIENCE)
            except Empty:
                if self._share.gpus and _room(self._share) < self._workers:
                    left = counted(_room(self._share), "worker")
                    raise StoppedError(f"machines were lost: there are accelerators for {left} left") from None


class FedParts(Datasource):  # type: ignore[misc]
    """The parts of a feeder as rows of Ray Data, one a block, read on this machine."""

    def __init__(self, feeder: Any) -> None:
        super().__init__()
        self._feeder = feeder

    @property
    def supports_distributed_reads(self) -> bool:
        """No: the parts lie on this machine."""
        return False

    def estimate_inmemory_data_size(self) -> int | None:
        """Unknown: the input is a stream."""
        return None

    def get_read_tasks(self, *_: object, **__: object) -> list[ReadTask]:
        """One, that goes on as long as parts come."""
        feeder = self._feeder
        unknown = BlockMetadata(num_rows=None, size_bytes=None, input_files=None, exec_stats=None)
        return [ReadTask(lambda: _blocks(feeder), unknown)]


def _blocks(feeder: Any) -> Iterator[pa.Table]:
    import itertools
    import time

    for place in itertools.count():
        kind, part = ray.get(feeder.get.remote(place))
        while kind == "wait":
            time.sleep(0.02)
            kind, part = ray.get(feeder.get.remote(place))
        if kind == "end":
            return
        yield pa.table({"place": [place], "part": [part]})


def _drain(rows: Any, come: SimpleQueue[dict[str, Any] | Exception | None]) -> None:
    """Hand on rows as they come, at the end None or what ended them."""
    try:
        for batch in rows.iter_batches(batch_size=None, prefetch_batches=0, batch_format="pyarrow"):
            for row in batch.to_pylist():
                come.put(row)
    except Exception as error:  # handed on, not swallowed
        come.put(error)
    else:
        come.put(None)


def _provenance(plan: PartPlan) -> Provenance:
    return PartWorker(plan).provenance


def _alive() -> list[dict[str, Any]]:
    return [node for node in ray.nodes() if node["Alive"]]


def _room(share: RayShare) -> int:
    """Workers that fit on the machines, one machine after the other."""
    return sum(
        min(
            int(node["Resources"].get("CPU", 0) // share.cpus) if share.cpus else 1_000_000,
            int(node["Resources"].get("GPU", 0) // share.gpus) if share.gpus else 1_000_000,
        )
        for node in _alive()
    )


def _stopped(error: BaseException) -> StoppedError:
    """Ray's report as one sentence: the cause that came from our worker, where there is one."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, StoppedError):
            return StoppedError(str(cause))
        cause = getattr(cause, "cause", None) or cause.__cause__
    return StoppedError(f"Ray: {str(error).strip().splitlines()[-1]}")
