"""What a run into a run folder costs, and whether it accounts for every article.

    python scripts/bench_archive.py DATA [--articles 10000 100000] [--config segment] [--workers 1] [--part-size 1000]

Makes archives of the given sizes from the texts of PolNeAR and DWIE under new ids, one in a hundred malformed in one of
twelve ways, runs `onrecord run` on each, and prints a row: articles in, records and rejections out, the largest memory
of all processes together, words a second, and the share of the time that went into anything but extraction. Ends with
1 where articles are missing. Needs Linux.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from archive_making import of_corpora, write_archive

#: What of a run's time is not extraction.
_OUTSIDE = ("reading", "pages", "writing", "other")


def main() -> None:
    """Make, run, print."""
    given = _arguments()
    wrong = 0
    print(
        "| articles | malformed | records | rejected | peak MiB | words | words/s | seconds by | outside extraction |"
    )
    print("|--:|--:|--:|--:|--:|--:|--:|---|--:|")
    for articles in given.articles:
        with tempfile.TemporaryDirectory() as scratch:
            archive, out = Path(scratch, "archive.jsonl"), Path(scratch, "out")
            malformed, words = write_archive(archive, articles, of_corpora(given.data))
            command = [sys.executable, "-m", "onrecord", "run", str(archive), "-o", f"{out}/", "--quiet"]
            command += ["--config", given.config, "--workers", given.workers, "--part-size", str(given.part_size)]
            peak, seconds = _watched(command)
            summary = json.loads((out / "summary.json").read_text())
        spent = summary["seconds"]
        outside = sum(spent[name] for name in _OUTSIDE) / max(sum(spent.values()), 1e-9)
        counts = (summary["articles"], summary["records"], summary["rejected"], summary["words"])
        wrong += counts != (articles, articles - malformed, malformed, words)
        times = ", ".join(f"{name} {value}" for name, value in spent.items())
        print(
            f"| {counts[0]:,} | {malformed:,} | {counts[1]:,} | {counts[2]:,} | {peak >> 20:,} | {words:,} | "
            f"{words / seconds:,.0f} | {times} | {outside:.1%} |",
            flush=True,
        )
    sys.exit(int(wrong > 0))


def _watched(command: list[str]) -> tuple[int, float]:
    """Run a command; the largest memory of its processes together in bytes, and the seconds that it took."""
    started = time.perf_counter()
    peak = 0
    with subprocess.Popen(command) as run:
        while run.poll() is None:
            peak = max(peak, sum(_memory(pid) for pid in _family(run.pid)))
            with suppress(subprocess.TimeoutExpired):
                run.wait(0.25)
    if run.returncode:
        sys.exit(f"the run ended with {run.returncode}")
    return peak, time.perf_counter() - started


def _family(pid: int) -> Iterator[int]:
    yield pid
    with suppress(OSError):
        for path in Path(f"/proc/{pid}/task").glob("*/children"):
            for child in path.read_text().split():
                yield from _family(int(child))


def _memory(pid: int) -> int:
    """Memory of a process; what it shares with others counts by its share."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) << 10
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="folder of corpora")
    parser.add_argument("--articles", type=int, nargs="+", default=[10_000, 100_000], help="sizes of the archives")
    parser.add_argument("--config", default="segment", help="name or path of a configuration")
    parser.add_argument("--workers", default="1", help="workers, or auto")
    parser.add_argument("--part-size", type=int, default=1000, help="articles of a part")
    return parser.parse_args()


if __name__ == "__main__":
    main()
