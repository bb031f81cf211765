"""Who works the parts: this process, or several. Parts come out in the order of their numbers either way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from onrecord.batch.in_hand import InHand
from onrecord.batch.part_worker import PartPlan, PartWorker
from onrecord.batch.parts import FinishedPart, Part
from onrecord.records import Provenance


class Engine(Protocol):
    """Takes parts through part workers. Only a few parts are under way at a time, so that memory is bounded."""

    def provenance(self) -> Provenance:
        """What makes the records; loads the pipeline where the records will be made.

        Raises:
            ConfigError: The configuration cannot work.
        """

    def __call__(self, parts: Iterator[Part]) -> Iterator[FinishedPart]:
        """What became of the parts, in the order of their numbers.

        Raises:
            StoppedError: Parts cannot be written, or a worker keeps dying.
        """

    def close(self) -> None:
        """End the workers at once; what they have under way is dropped."""


class InProcess:
    """One worker, in this process."""

    def __init__(self, plan: PartPlan, in_hand: InHand | None = None) -> None:
        self._plan = plan
        self._in_hand = in_hand
        self._worker: PartWorker | None = None

    def provenance(self) -> Provenance:
        """What makes the records."""
        return self._loaded().provenance

    def __call__(self, parts: Iterator[Part]) -> Iterator[FinishedPart]:
        """Work part after part."""
        return map(self._loaded(), parts)

    def close(self) -> None:
        """Nothing runs on."""

    def _loaded(self) -> PartWorker:
        self._worker = self._worker or PartWorker(self._plan, self._in_hand)
        return self._worker
