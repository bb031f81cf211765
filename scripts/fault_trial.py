"""Whether a run into a run folder survives what happens: kill -9, a killed worker, a full disk, SIGTERM, Ctrl-C.

    python scripts/fault_trial.py [--articles 4000] [--kills 50] [--workers 2] [--config segment] [--data DATA]

Makes an archive (made-up articles, or those of PolNeAR and DWIE under new ids; one in a hundred malformed), runs it
once undisturbed, then disturbs runs and resumes each until it is done. The output must be the undisturbed one byte for
byte, with every article in it once. Prints a table; ends with 1 where anything differs. Needs Linux; the full disk is a
small tmpfs where it may be mounted, and a limit on the size of files elsewhere.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from archive_making import made_up, of_corpora, write_archive

#: Runs that a fault other than kill -9 disturbs.
TIMES = 5

#: Runs after which a fault that does not hit is given up.
_MOST_RUNS = 4 * TIMES

_CHANCE = random.Random(7)  # noqa: S311 - no secret


@dataclass(frozen=True, slots=True)
class Trial:
    """What is run."""

    archive: Path
    """The input."""
    scratch: Path
    """Where run folders are made."""
    workers: int
    """Workers of the runs that are disturbed; every other run has one."""
    options: tuple[str, ...]
    """Options of all runs."""
    seconds: list[float] = field(default_factory=list)
    """How long the undisturbed run took."""

    def start(self, out: Path, workers: int, beforehand: Callable[[], None] | None = None) -> subprocess.Popen[bytes]:
        """Begin a run, or go on with it; `beforehand` is called in its process first."""
        command = [sys.executable, "-m", "onrecord", "run", str(self.archive), "-o", f"{out}/", "--resume", "--quiet"]
        return subprocess.Popen(
            [*command, "--workers", str(workers), *self.options],
            stderr=subprocess.PIPE,
            start_new_session=True,
            preexec_fn=beforehand,
        )

    def finish(self, out: Path, workers: int) -> None:
        """Go on with a run to its end."""
        run = self.start(out, workers)
        said = run.communicate()[1].decode()
        if run.returncode:
            sys.exit(f"a run that nothing disturbed ended with {run.returncode}: {said}")

    def moment(self) -> float:
        """Seconds into a run, at random."""
        return _CHANCE.uniform(0, 1.1 * self.seconds[0])


@dataclass(slots=True)
class Result:
    """What a kind of fault came to."""

    fault: str
    """What was done to the runs."""
    faults: int = 0
    """How often."""
    runs: int = 0
    """Run folders that were brought to their end."""
    different: int = 0
    """Of them, those that differ from the undisturbed one."""
    unlike: list[str] = field(default_factory=list)
    """What else was not as it should be."""


def main() -> None:
    """Make, run, disturb, compare, print."""
    given = _arguments()
    signal.signal(
        signal.SIGINT, signal.default_int_handler
    )  # where it is ignored, as in the background, runs would too
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        archive = scratch / "archive.jsonl"
        malformed, _ = write_archive(archive, given.articles, of_corpora(given.data) if given.data else made_up)
        options = ("--config", given.config, "--part-size", str(max(1, given.articles // 40)))
        trial = Trial(archive, scratch, given.workers, options)
        whole = scratch / "undisturbed"
        started = time.monotonic()
        trial.finish(whole, 1)
        trial.seconds.append(time.monotonic() - started)
        _check_ids(whole, given.articles, malformed)
        print(f"{given.articles} articles, {malformed} malformed; undisturbed {trial.seconds[0]:.1f} s", flush=True)
        print("| fault | faults | runs | different | remarks |\n|---|--:|--:|--:|---|", flush=True)
        wrong = 0
        faults: tuple[Callable[[], Result], ...] = (
            lambda: kill_9(trial, whole, given.kills),
            lambda: kill_worker(trial, whole),
            lambda: tell_to_end(trial, whole, signal.SIGTERM),
            lambda: tell_to_end(trial, whole, signal.SIGINT),
            lambda: fill_disk(trial, whole),
        )
        for fault in faults:
            result = fault()
            wrong += result.different + len(result.unlike)
            remarks = "; ".join(result.unlike)
            print(f"| {result.fault} | {result.faults} | {result.runs} | {result.different} | {remarks} |", flush=True)
    sys.exit(int(wrong > 0))


def kill_9(trial: Trial, whole: Path, times: int) -> Result:
    """Kill at random moments, resume, and begin anew when a run got to its end."""
    result = Result("kill -9, resumed with 1 worker or several")
    while result.faults < times:
        out = trial.scratch / f"killed-{result.runs}"
        code = None
        while code != 0:
            run = trial.start(out, _CHANCE.choice((1, trial.workers)))
            try:
                run.wait(trial.moment() if result.faults < times else None)
            except subprocess.TimeoutExpired:
                run.kill()
                result.faults += 1
            code = run.wait()
            if code not in (0, -signal.SIGKILL):
                result.unlike.append(f"exit code {code}: {_said(run)}")
                break
        _compare(out, whole, result)
    return result


def kill_worker(trial: Trial, whole: Path) -> Result:
    """Kill a worker: the run replaces it and comes to its end by itself."""
    result = Result("kill -9 of a worker")
    while result.faults < TIMES and result.runs < _MOST_RUNS:
        out = trial.scratch / f"worker-{result.runs}"
        run = trial.start(out, trial.workers)
        time.sleep(trial.moment())
        if workers := _workers(run.pid):
            _kill(_CHANCE.choice(workers))
            result.faults += 1
        if run.wait():
            result.unlike.append(f"exit code {run.returncode}: {_said(run)}")
        _compare(out, whole, result)
    return result


def tell_to_end(trial: Trial, whole: Path, number: signal.Signals) -> Result:
    """Tell runs to end; parts under way are dropped, nothing of them is left, no worker goes on."""
    result = Result(f"{number.name}, resumed")
    while result.faults < TIMES and result.runs < _MOST_RUNS:
        out = trial.scratch / f"{number.name}-{result.runs}"
        run = trial.start(out, trial.workers)
        while not (out / "run.json").exists() and run.poll() is None:
            time.sleep(0.01)
        time.sleep(trial.moment() / 2)
        workers = _workers(run.pid)
        run.send_signal(number)
        said = _said(run)
        if run.returncode == 130:
            result.faults += 1
            if "go on with" not in said:
                result.unlike.append("the way on is not said")
            if left := [path.name for path in out.rglob(".*.tmp")]:
                result.unlike.append(f"left behind: {left}")
            if alive := [pid for pid in workers if Path(f"/proc/{pid}").exists()]:
                result.unlike.append(f"workers that go on: {alive}")
            trial.finish(out, 1)
        elif run.returncode and not (out / "summary.json").exists():  # it was not done already
            result.unlike.append(f"exit code {run.returncode}: {said}")
        _compare(out, whole, result)
    return result


def fill_disk(trial: Trial, whole: Path) -> Result:
    """Have too little room at first, then enough."""
    size = sum(path.stat().st_size for path in whole.rglob("*") if path.is_file())
    place = trial.scratch / "disk"
    place.mkdir()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size // 2}", "tmpfs", place], capture_output=True
    ).returncode:
        return _limit_files(trial, whole)
    result = Result("a full disk (tmpfs), then room, resumed")
    try:
        for workers in (1, trial.workers):
            out = place / f"out-{workers}"
            subprocess.run(["mount", "-o", f"remount,size={size // 2}", place], check=True)
            _check_stopped(trial.start(out, workers), out, result)
            subprocess.run(["mount", "-o", f"remount,size={3 * size}", place], check=True)
            trial.finish(out, workers)
            _compare(out, whole, result)
            subprocess.run(["rm", "-r", str(out)], check=True)
    finally:
        subprocess.run(["umount", place], check=True)
    return result


def _limit_files(trial: Trial, whole: Path) -> Result:
    result = Result("files may not grow (tmpfs cannot be mounted), then may, resumed")
    largest = max(path.stat().st_size for path in (whole / "records").iterdir())

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest - 1, largest - 1))

    out = trial.scratch / "limited"
    _check_stopped(trial.start(out, 1, limit), out, result)
    trial.finish(out, 1)
    _compare(out, whole, result)
    return result


def _check_stopped(run: subprocess.Popen[bytes], out: Path, result: Result) -> None:
    said = _said(run)
    result.faults += 1
    if run.returncode != 3 or "go on with" not in said:
        result.unlike.append(f"exit code {run.returncode}: {said}")
    if left := [path.name for path in out.rglob(".*.tmp")]:
        result.unlike.append(f"left behind: {left}")


def _compare(out: Path, whole: Path, result: Result) -> None:
    """Compare two run folders byte for byte: all that does not tell of times."""
    result.runs += 1
    result.different += _output(out) != _output(whole)


def _output(folder: Path) -> dict[str, bytes]:
    paths = [
        *folder.glob("records/*"),
        *folder.glob("records/.*"),
        *folder.glob("rejected/*"),
        folder / "rejected.jsonl",
    ]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths if path.exists()}


def _check_ids(folder: Path, articles: int, malformed: int) -> None:
    """In the undisturbed run, every article must be there once: as a record or as a rejection."""
    records = Counter(json.loads(line)["id"] for path in folder.glob("records/*") for line in path.open("rb"))
    rejected = sum(1 for _ in (folder / "rejected.jsonl").open("rb"))
    if records.total() != articles - malformed or rejected != malformed or max(records.values()) > 1:
        sys.exit(f"{articles} articles in, {records.total()} records and {rejected} rejected out")


def _said(run: subprocess.Popen[bytes]) -> str:
    return run.communicate()[1].decode("utf-8", "replace").strip()


def _workers(pid: int) -> list[int]:
    """The worker processes of a run."""
    return [child for child in _children(pid) if b"spawn_main" in _command(child)]


def _children(pid: int) -> Iterator[int]:
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        yield from map(int, path.read_text().split())


def _command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def _kill(pid: int) -> None:
    subprocess.run(["kill", "-9", str(pid)], capture_output=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=4000, help="size of the archive")
    parser.add_argument("--kills", type=int, default=50, help="how often a run is killed")
    parser.add_argument("--workers", type=int, default=2, help="workers of a run")
    parser.add_argument("--config", default="segment", help="name or path of a configuration")
    parser.add_argument("--data", type=Path, help="folder of corpora, for real texts")
    return parser.parse_args()


if __name__ == "__main__":
    main()
