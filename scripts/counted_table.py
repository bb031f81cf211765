"""What scripts do with a table that they counted: print it, write it, or compare it to that of the package."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path


def add_output(parser: argparse.ArgumentParser) -> None:
    """The options `--out` and `--check`, of which one can be given."""
    output = parser.add_mutually_exclusive_group()
    output.add_argument("--out", type=Path, help="write the table here")
    output.add_argument("--check", action="store_true", help="compare to the table of the package")


def deliver(lines: Sequence[str], shipped: Path, arguments: argparse.Namespace) -> int:
    """Print, write or compare a table; the exit code, 1 where a comparison finds rows that differ.

    Args:
        lines: The table, its header first.
        shipped: The table of the package.
        arguments: With the options of `add_output`.
    """
    if arguments.check:
        known = shipped.read_text(encoding="utf-8").splitlines()
        differing = [f"- {line}" for line in known if line not in lines]
        differing += [f"+ {line}" for line in lines if line not in known]
        print("\n".join(differing) or f"{len(lines) - 1} rows, all as in {shipped.name}")
        return int(bool(differing))
    text = "\n".join([*lines, ""])
    if arguments.out:
        arguments.out.write_text(text, encoding="utf-8", newline="\n")
    else:
        print(text, end="")
    return 0
