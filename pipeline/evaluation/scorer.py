"""The base of the scorers: what is counted for one task, document by document."""

from __future__ import annotations

import importlib.util
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal, TypeAlias, get_args

from onrecord.evaluation.case import Case
from onrecord.evaluation.counts import Key, Tally
from onrecord.evaluation.figures import Figure

#: What `--task` takes.
Task: TypeAlias = Literal["names", "quotes", "speakers", "coreference", "relations", "pairs"]
TASKS: tuple[Task, ...] = get_args(Task)


@dataclass(frozen=True, slots=True)
class Reference:
    """The same figure by the field's own scorer."""

    key: Key
    """The figure that it must equal."""
    scorer: str
    """Name of the package."""
    value: float
    """What it says."""


class Scorer(ABC):
    """Counts one task, document by document."""

    task: ClassVar[Task]

    @abstractmethod
    def count(self, case: Case) -> Tally:
        """The counts of one document."""

    def figures(self, keys: Sequence[Key]) -> list[Figure]:
        """Figures that are made of several keys, beside the F1 of each."""
        del keys
        return []

    def load(self) -> None:  # noqa: B027 - most scorers need no package
        """Import what `references` needs, so that its time is not taken for scoring."""

    def references(self) -> list[Reference]:
        """Figures of the field's own scorers over all documents counted, where their packages are installed."""
        return []

    def notes(self) -> list[str]:
        """What is left out, and why."""
        return []


def is_installed(package: str) -> bool:
    """Whether a package can be imported."""
    return importlib.util.find_spec(package) is not None


def missing(package: str, consequence: str) -> str:
    """A note that a package is not installed."""
    return f'{package} is not installed, so {consequence}: pip install "onrecord[eval]"'
