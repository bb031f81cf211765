"""A run on a local Ray cluster of two machines of one core each, held against the same run in one process.

    python scripts/ray_trial.py INPUT... [--config rules] [--part-size 20] [--nodes 1 2] [--keep FOLDER]

Runs `onrecord run` into folders of its own: in one process; on clusters of the given numbers of nodes; on two nodes of
which one is killed as soon as three parts are finished. A run of more than half an hour is taken to hang, and killed.
Prints words a second and how long each took, from the first part to the last, and ends with 1 where the records or the
rejections of any run differ by a byte from those of the first.
Needs `pip install "onrecord[ray]"`.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import ray
from ray.cluster_utils import Cluster

#: Seconds after which a run is taken to hang.
LONGEST = 1800

#: Parts that are finished before the node is killed.
BEFORE = 3


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run left."""

    name: str
    code: int
    files: dict[str, bytes]
    words: int
    seconds: float
    """From the first finished part to the last one: without the start of Python, Ray and the pipeline."""


def main() -> int:
    """Run the trial; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("inputs", nargs="+")
    parser.add_argument("--config", default="rules")
    parser.add_argument("--part-size", type=int, default=20)
    parser.add_argument(
        "--nodes", type=int, nargs="*", default=[1, 2], help="sizes of the clusters nothing is killed in"
    )
    parser.add_argument("--keep", type=Path, help="folder for the outputs; by default a temporary one")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        place = given.keep or Path(scratch)
        command = ["onrecord", "run", *given.inputs, "--config", given.config, "--part-size", str(given.part_size)]
        outcomes = [_run("one process", command, place / "one")]
        runs = [(f"Ray, {nodes} of one core", nodes) for nodes in given.nodes]
        for name, nodes in (*runs, ("Ray, 2 of one core, one killed", 2)):
            with _cluster(nodes) as cluster:
                own = [*command, "--engine", "ray", "--address", str(cluster.address)]
                outcomes.append(_run(name, own, place / str(len(outcomes)), cluster if "killed" in name else None))
    return _report(outcomes)


def _report(outcomes: list[Outcome]) -> int:
    wrong = 0
    print(
        "| run | exit | files | words | seconds | words/s | the same bytes |\n|---|--:|--:|--:|--:|--:|---|", flush=True
    )
    for outcome in outcomes:
        same = outcome.code == 0 and outcome.files == outcomes[0].files
        wrong += not same
        rate = outcome.words / max(outcome.seconds, 1e-9)
        row = (outcome.name, outcome.code, len(outcome.files), outcome.words, f"{outcome.seconds:.1f}", f"{rate:,.0f}")
        print("| " + " | ".join(map(str, row)) + f" | {'yes' if same else '**NO**'} |")
    return int(wrong > 0)


@contextmanager
def _cluster(nodes: int) -> Iterator[Cluster]:
    """Nodes of one core each; the first one only drives, so that it can be left alone."""
    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 0, "include_dashboard": False})
    try:
        for _ in range(nodes):
            cluster.add_node(num_cpus=1)
        yield cluster
    finally:
        ray.shutdown()
        cluster.shutdown()


def _run(name: str, command: list[str], out: Path, killed: Cluster | None = None) -> Outcome:
    print(f"# {name}", file=sys.stderr, flush=True)
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    process = subprocess.Popen([*command, "-o", f"{out}/"], env=environment)
    finished: list[tuple[float, int]] = []
    started = time.monotonic()
    while process.poll() is None:
        time.sleep(0.05)
        if time.monotonic() - started > LONGEST:
            process.kill()
        words = [json.loads(line)["words"] for line in _lines(out / "journal.jsonl")]
        finished += [(time.monotonic(), count) for count in words[len(finished) :]]
        if killed is not None and len(finished) >= BEFORE:
            killed.remove_node(killed.list_all_nodes()[-1], allow_graceful=False)
            killed = None
    files = [*sorted((out / "records").glob("part-*")), out / "rejected.jsonl"]
    content = {path.name: path.read_bytes() for path in files if path.exists()}
    if not finished:
        return Outcome(name, process.returncode, content, 0, 0.0)
    return Outcome(
        name, process.returncode, content, sum(count for _, count in finished[1:]), finished[-1][0] - finished[0][0]
    )


def _lines(path: Path) -> list[str]:
    """The whole lines of a file that is being written."""
    return path.read_text(encoding="utf-8").split("\n")[:-1] if path.exists() else []


if __name__ == "__main__":
    sys.exit(main())
