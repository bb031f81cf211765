"""What the command line makes of malformed input: a table of input, exit code, counts and message.

    python scripts/malformed.py [--config rules] [--only WORDS] [--slow]

Makes every case of the tests in a folder of its own and runs `onrecord` on it in a process of its own. Ends with 1
where a case did not come out as the tests expect it. With --slow also what takes minutes: 10 MB of text.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from malformed_case import Case, arguments
from malformed_commands import COMMANDS
from malformed_json import JSON
from malformed_texts import TEXTS

_LONGEST_MESSAGE = 160


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a case."""

    code: int
    written: int
    rejected: int
    message: str
    right: bool


def main() -> int:
    """Run all cases and print the table; the exit code."""
    given = _arguments()
    cases = [
        (kind, case)
        for kind, cases in _groups()
        for case in cases
        if given.only in case.name and (given.slow or not case.slow)
    ]
    wrong = 0
    print("| input | exit | out | rejected | message |\n|---|--:|--:|--:|---|")
    for kind, case in cases:
        outcome = _outcome(case, given.config)
        wrong += not outcome.right
        mark = "" if outcome.right else "**NOT AS EXPECTED** "
        message = outcome.message.replace("|", "\\|")
        print(f"| {kind}: {case.name} | {outcome.code} | {outcome.written} | {outcome.rejected} | {mark}{message} |")
        sys.stdout.flush()
    print(f"\n{len(cases)} inputs, {wrong} not as expected")
    return int(wrong > 0)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--config", default="rules", help="configuration that the runs use")
    parser.add_argument("--only", default="", help="only cases with these words in their name")
    parser.add_argument("--slow", action="store_true", help="also the cases that take minutes")
    return parser.parse_args()


def _groups() -> list[tuple[str, list[Case]]]:
    return [("text", TEXTS), ("JSON", JSON), ("command", COMMANDS)]


def _outcome(case: Case, config: str) -> Outcome:
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        command = ["onrecord", *arguments(folder, case.make(folder), config)]
        done = subprocess.run(command, input=case.stdin, capture_output=True, env={**os.environ, "COLUMNS": "300"})
        said = (done.stderr + done.stdout).decode()
        written = _lines(folder / "out.jsonl")
        rejects = [str(json.loads(line)["reason"]) for line in _lines(folder / "out.jsonl.rejected.jsonl")]
        right = (done.returncode, len(written), len(rejects)) == (case.code, case.written, case.rejected)
        right &= case.says in said + " ".join(rejects) and "Traceback" not in said
        message = "; ".join(dict.fromkeys(rejects)) or _last_word(said, case.code)
        message = message.replace(scratch, "FOLDER")
        short = message if len(message) <= _LONGEST_MESSAGE else f"{message[:_LONGEST_MESSAGE]}…"
        return Outcome(done.returncode, len(written), len(rejects), short, right)


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").split("\n") if line] if path.exists() else []


def _last_word(said: str, code: int) -> str:
    """The error; of a run that went well, its count."""
    lines = [line for line in said.splitlines() if line.strip()]
    counts = [line for line in lines if " articles in, " in line or "no article" in line]
    return (lines or [""])[-1] if code else (counts or [""])[-1]


if __name__ == "__main__":
    sys.exit(main())
