"""`onrecord run` into one file or to standard output."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from onrecord.batch.extent import Extent, size_of
from onrecord.batch.intake import ReadSettings
from onrecord.batch.output import Output, OutputError, check_output, refuse_existing
from onrecord.batch.quarantine import Quarantine
from onrecord.batch.runner import Run
from onrecord.batch.sinks import Format, Sink, format_of, sink_for
from onrecord.batch.sources import expanded, read_articles
from onrecord.batch.tally import Tally
from onrecord.cli.ending import exit_code, terminable
from onrecord.cli.terminal import Terminal
from onrecord.errors import OnrecordError
from onrecord.extractor import Extractor
from onrecord.read_meter import metering

log = logging.getLogger(__name__)

#: Inputs that are shown in the pretty view where the format is left open and the output is a terminal.
FEW_INPUTS = 3


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a run writes, and how."""

    out: Path | None
    """The file; None for standard output."""
    rejects: Path | None
    """The file for rejections; None for the log."""
    format: Format
    """What is written."""


def destination(
    out: str | None, rejects: Path | None, format: Format | None, inputs: Sequence[str], *, force: bool
) -> Destination:
    """Where a run that was asked for writes, checked.

    Raises:
        OutputError: It cannot, or must not, be written there.
    """
    inputs = expanded(inputs)
    place = None if out in (None, "-") else Path(str(out))
    found = Destination(place, rejects or _beside(place), format or _fitting(place, inputs))
    paths = [path for path in (found.out, found.rejects) if path is not None]
    if len(paths) == 2 and paths[0].resolve() == paths[1].resolve():
        raise OutputError(f"output and rejects are the same file {paths[0]}: name two")
    for path in paths:
        check_output(path, inputs)
        if not force:
            refuse_existing(path)
    return found


def _beside(out: Path | None) -> Path | None:
    return None if out is None else out.with_name(f"{out.name}.rejected.jsonl")


def _fitting(out: Path | None, inputs: Sequence[str]) -> Format:
    """The format where none is given."""
    if out is not None:
        return format_of(out)
    few = len(inputs) <= FEW_INPUTS and not any(Path(given).is_dir() for given in inputs)
    return Format.PRETTY if few and sys.stdout.isatty() else Format.JSONL


def run_to_file(
    inputs: Sequence[str],
    settings: ReadSettings,
    destination: Destination,
    extractor: Extractor,
    terminal: Terminal,
    also_tell: Callable[[Tally], None],
    *,
    strict: bool,
) -> int:
    """Run, and say how it ended; the exit code."""
    output = Output(destination.out)
    with closing(Quarantine(destination.rejects)) as quarantine:
        sink = sink_for(destination.format, output.stream)
        whole = Run(extractor, sink.write, quarantine.add)
        try:
            on_terminal = output.stream.isatty()
            with (
                terminable(),
                metering() as meter,
                terminal.progress(Extent(size_of(inputs), meter), records_on_terminal=on_terminal) as tell,
            ):

                def told(tally: Tally) -> None:
                    tell(tally)
                    also_tell(tally)

                whole(read_articles(inputs, settings), told)
                sink.finish()
            output.complete()
        except KeyboardInterrupt:
            _interrupted(whole, sink, output)
            return 130
        except BrokenPipeError:
            _hang_up(output)
            return 141
        except MemoryError:
            _kept(sink, output)
            raise OnrecordError("there is not enough memory for one of the articles: leave it out, or cut it") from None
        except OSError as error:
            output.abandon()
            raise OutputError(f"output {destination.out} cannot be written: {error.strerror}") from None
        except BaseException:
            _kept(sink, output)
            raise
    tally = whole.tally
    stages = {stage.name: stage.counts.seconds for stage in extractor.stages}
    for line in tally.summary(tally.unstaged(stages)):
        log.info("%s", line)
    if tally.rejected and destination.rejects is not None:
        log.warning("%d rejected: see %s", tally.rejected, destination.rejects)
    return exit_code(tally, strict=strict)


def _kept(sink: Sink, output: Output) -> Path | None:
    """Keep what has been written, in a form that can be read; where it is kept."""
    with suppress(OSError):  # the disk is full: what reached the file is kept as it is
        sink.break_off()
    return output.abandon()


def _interrupted(whole: Run, sink: Sink, output: Output) -> None:
    kept = _kept(sink, output)
    where = "" if output.path is None else f", kept in {kept}" if kept else ", no output written"
    log.warning("interrupted after %s%s", whole.tally.progress(), where)


def _hang_up(output: Output) -> None:
    """Leave quietly: what is still buffered must not be flushed into the pipe that is gone."""
    if output.path is None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    output.abandon()
