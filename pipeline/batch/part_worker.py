"""One part from articles to files: what every engine runs, in this process, in another one or on another machine."""

from __future__ import annotations

import hashlib
import os
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass

from onrecord.batch.durable import flush
from onrecord.batch.in_hand import InHand
from onrecord.batch.layout import Layout
from onrecord.batch.output import OutputError
from onrecord.batch.part_files import part_sink
from onrecord.batch.parts import FinishedPart, Part
from onrecord.batch.quarantine import Quarantine
from onrecord.batch.runner import Run
from onrecord.batch.stopped import StoppedError
from onrecord.batch.tally import Tally
from onrecord.config import PipelineConfig
from onrecord.extractor import Extractor
from onrecord.records import Provenance

#: How many threads the libraries of numerics use, as they are told when they are imported. A worker has one: several
#: would be in the way of other workers, and a sum that is shared out among threads ends in other digits.
_THREADS = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")


@dataclass(frozen=True, slots=True)
class PartPlan:
    """What a worker has to know; it crosses to other processes and machines."""

    config: PipelineConfig
    """The pipeline."""
    layout: Layout
    """The run folder, under a path that the worker sees too."""


class PartWorker:
    """Holds a loaded pipeline and takes parts through it, one after the other."""

    def __init__(self, plan: PartPlan, in_hand: InHand | None = None) -> None:
        """Load the pipeline.

        Args:
            plan: What is to be done with each part.
            in_hand: Is told how far a part is, after each article; None where nobody watches.

        Raises:
            ConfigError: The configuration cannot work.
        """
        self._layout = plan.layout
        self._in_hand = in_hand
        for name in _THREADS:
            os.environ[name] = "1"
        self._extractor = Extractor(plan.config)
        if "torch" in sys.modules:  # which may have been imported before
            import torch

            torch.set_num_threads(1)

    @property
    def provenance(self) -> Provenance:
        """What makes the records."""
        return self._extractor.provenance

    def __call__(self, part: Part) -> FinishedPart:
        """Process a part, and leave its records and rejections in temporary files, flushed to the disk.

        Raises:
            StoppedError: The files cannot be written, or there is not enough memory; they have been removed.
        """
        started = time.perf_counter()
        attempt = uuid.uuid4().hex[:12]
        records = self._layout.temporary(self._layout.records(part.number), attempt)
        rejected = self._layout.temporary(self._layout.rejected(part.number), attempt)
        before, windows = self._stage_seconds(), self._windows()
        with _whole_or_not_at_all(part.number, self._layout, attempt):
            with closing(Quarantine(rejected)) as quarantine, part_sink(self._layout.format, records) as sink:
                run = Run(self._extractor, sink.write, quarantine.add)
                run(part.items, self._noting(part.number))
                closing_began = time.perf_counter()
            flush(records)
            with records.open("rb") as stream:
                sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
            size, rejected_bytes = records.stat().st_size, 0
            if run.tally.rejected:
                flush(rejected)
                rejected_bytes = rejected.stat().st_size
        ended = time.perf_counter()
        stages = {name: seconds - before[name] for name, seconds in self._stage_seconds().items()}
        pages, writing = run.tally.spent["pages"], run.tally.spent["writing"] + ended - closing_began
        other = ended - started - sum(stages.values()) - pages - writing
        spent = {"reading": part.reading, "pages": pages, **stages, "writing": writing, "other": max(0.0, other)}
        return FinishedPart(
            number=part.number,
            articles=run.tally.articles,
            records=run.tally.records,
            rejected=run.tally.rejected,
            partial=run.tally.partial,
            words=run.tally.words,
            windows=self._windows() - windows,
            reasons=dict(run.tally.reasons),
            seconds={name: round(seconds, 4) for name, seconds in spent.items()},
            bytes=size,
            sha256=sha256,
            rejected_bytes=rejected_bytes,
            attempt=attempt,
        )

    def _noting(self, number: int) -> Callable[[Tally], None] | None:
        in_hand = self._in_hand
        return None if in_hand is None else lambda tally: in_hand.note(number, tally)

    def _windows(self) -> int:
        return sum(stage.windows for stage in self._extractor.stages)

    def _stage_seconds(self) -> dict[str, float]:
        return {stage.name: stage.counts.seconds for stage in self._extractor.stages}


@contextmanager
def _whole_or_not_at_all(number: int, layout: Layout, attempt: str) -> Iterator[None]:
    """Remove the temporary files of a part that fails, and say of what the machine lacks that it stopped the run."""
    try:
        yield
    except BaseException as error:
        for path in (layout.records(number), layout.rejected(number)):
            layout.temporary(path, attempt).unlink(missing_ok=True)
        if isinstance(error, OSError):
            reason = error.strerror or str(error)
            raise StoppedError(f"part {number} cannot be written to {layout.folder}: {reason}") from None
        if isinstance(error, OutputError):
            raise StoppedError(f"part {number}: {error}") from None
        if isinstance(error, MemoryError):
            raise StoppedError(
                f"part {number}: there is not enough memory for its articles: take fewer workers"
            ) from None
        raise
