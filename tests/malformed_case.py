"""A malformed input: how it is made, and what the command line makes of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Case:
    """One input. `make` writes what it needs into a folder and returns the arguments of the command line."""

    name: str
    make: Callable[[Path], Sequence[str]]
    says: str
    """Part of what is said, on standard error or as the reason of a rejection."""
    code: int = 0
    written: int = 0
    """Records that come out."""
    rejected: int = 0
    stdin: bytes = b""
    slow: bool = False
    """Too slow for the tests; the script runs it."""


def text(name, data, says="1 article in, 1 record out", **expected):
    """A text file with these bytes (or this text)."""

    def make(folder):
        path = folder / "article.txt"
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return ["run", str(path)]

    return Case(name, make, says, **{"written": 1, **expected})


def lines(name, data, says, **expected):
    """A JSON lines file with these bytes (or this text)."""

    def make(folder):
        path = folder / "dump.jsonl"
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return ["run", str(path)]

    return Case(name, make, says, **expected)


def config(name, yaml, says, *overrides):
    """A configuration that is refused."""

    def make(folder):
        path = folder / "my.yaml"
        path.write_bytes(yaml.encode() if isinstance(yaml, str) else yaml)
        return ["check", str(path), *(part for override in overrides for part in ("--set", override))]

    return Case(name, make, says, code=2)


def arguments(folder: Path, given: Sequence[str], pipeline: str) -> list[str]:
    """The whole command line of a case: a run also gets a configuration and an output, where it names none."""
    whole = list(given)
    if whole[0] == "run":
        whole += [] if "--config" in whole else ["--config", pipeline]
        whole += [] if "-o" in whole else ["-o", str(folder / "out.jsonl")]
    return whole
