"""Whether a training that is killed and resumed ends where one ends that was left alone.

    python scripts/resume_trial.py CONFIG DATA OUT [--updates 60] [--kills 3] [--seed 1]

Trains CONFIG, cut to a few updates, twice: once undisturbed, and once killed (SIGKILL) after a random number of
updates, time and again, each time resumed by the same command. Prints the dev figures of both and whether the weights
are the same to the last bit. OUT is a folder and is made.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

_STEP = re.compile(r"step (\d+)/")


def main() -> int:
    """Train twice and compare; the exit code says whether both are the same."""
    arguments = _arguments()
    arguments.out.mkdir(parents=True)
    config = arguments.out / "config.yaml"
    settings = yaml.safe_load(arguments.config.read_text(encoding="utf-8"))
    settings["optimizer"]["updates"] = arguments.updates
    settings |= {"checkpoint_every": max(1, arguments.updates // 8), "evaluate_every": 0}
    config.write_text(yaml.safe_dump(settings, sort_keys=False), encoding="utf-8")
    left_alone, killed = arguments.out / "undisturbed", arguments.out / "killed"
    _train(config, arguments.data, left_alone, None)
    chance = random.Random(arguments.seed)  # noqa: S311 - no secret
    for at in sorted(chance.sample(range(2, arguments.updates), arguments.kills)):
        seen = _train(config, arguments.data, killed, at)
        print(f"killed after step {seen}")
    _train(config, arguments.data, killed, None)
    figures = [_figures(folder) for folder in (left_alone, killed)]
    for one, other in zip(*figures, strict=True):
        same = "same" if one == other else "DIFFERENT"
        print(f"{one['corpus']:<12} {one['head']:<26} {one['metric']:<14} {one['f1']:.6f} {other['f1']:.6f} {same}")
    hashes = [_hash(folder / "model" / "model.safetensors") for folder in (left_alone, killed)]
    print(f"weights {hashes[0][:16]} and {hashes[1][:16]}")
    return 0 if figures[0] == figures[1] and hashes[0] == hashes[1] else 1


def _train(config: Path, data: Path, out: Path, kill_at: int | None) -> int:
    """Run the command; the last step it told of. It is killed when it has told of step `kill_at` or a later one."""
    command = [sys.executable, "-m", "onrecord", "train", str(config), "--data", str(data), "-o", str(out)]
    seen, said = 0, ""
    with subprocess.Popen([*command, "--log-every", "1"], stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        for line in process.stderr:
            said = line.strip() or said
            if found := _STEP.search(line):
                seen = int(found[1])
                if kill_at is not None and seen >= kill_at:
                    process.kill()
        code = process.wait()
    if code != (0 if kill_at is None else -signal.SIGKILL):
        raise SystemExit(f"training failed with exit code {code}: {said}")
    return seen


def _figures(folder: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((folder / "dev.json").read_text(encoding="utf-8"))["figures"]
    return found


def _hash(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("config", type=Path, help="training configuration")
    parser.add_argument("data", type=Path, help="folder of the corpora")
    parser.add_argument("out", type=Path, help="folder to be made")
    parser.add_argument("--updates", type=int, default=60)
    parser.add_argument("--kills", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
