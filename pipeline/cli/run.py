"""`onrecord run`: articles in, records out."""

from __future__ import annotations

import logging
import os
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from onrecord.batch.intake import ReadSettings
from onrecord.batch.output import Output, OutputError, check_output, refuse_existing
from onrecord.batch.quarantine import Quarantine
from onrecord.batch.runner import Run
from onrecord.batch.sinks import Format, format_of, sink_for
from onrecord.batch.sources import check_inputs, read_articles
from onrecord.cli.terminal import Terminal
from onrecord.extractor import Extractor, load

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


def run(
    inputs: Annotated[
        list[str], typer.Argument(metavar="INPUT...", help="Text files, folders of .txt, JSON lines, or - for stdin.")
    ],
    out: Annotated[Path | None, typer.Option("--out", "-o", help="File to write; standard output if left out.")] = None,
    config: Annotated[str, typer.Option(help="Name of a shipped configuration, or a YAML file.")] = "rules",
    overrides: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="KEY=VALUE", help="Change a setting, as stages.quotes.max_gap=3; repeatable."),
    ] = None,
    format: Annotated[
        Format | None,
        typer.Option(
            "--format", "-f", help="By default what OUT's suffix implies; pretty in a terminal, jsonl elsewhere."
        ),
    ] = None,
    text_field: Annotated[str, typer.Option(help="Key of the text in JSON.")] = "text",
    id_field: Annotated[str, typer.Option(help="Key of the id in JSON.")] = "id",
    encoding: Annotated[str, typer.Option(help="Encoding of text files; JSON is always UTF-8.")] = "utf-8",
    rejects: Annotated[
        Path | None, typer.Option(help="JSON lines file for rejected articles; by default OUT.rejected.jsonl.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over files of an earlier run.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 where any article was rejected.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Only problems on standard error.")] = False,
) -> None:
    """Extract names, entities, quotes and relations from articles; one record an article, in input order.

    JSON is told from text by its content. In JSON, id and text are taken from their fields, and all other fields go
    to meta. A text file's id is its name without suffix, a folder's file that of its path within the folder, a line
    without an id gets NAME:LINE. An id that was used before is rejected.

    OUT has its name only when it is complete. What cannot be processed is rejected with the reason, to
    OUT.rejected.jsonl, or to standard error where there is no OUT; the others go on.

    \b
    Exit codes:
      0    done; some articles may have been rejected, the summary counts them
      1    all articles were rejected, or with --strict at least one
      2    the command, the configuration, an input or an output cannot work
      130  interrupted or told to end; what was done so far is in OUT.partial
      141  the reader of standard output has gone

    \b
    Examples:
      onrecord run article.txt
      onrecord run article.txt -o article.html
      onrecord run dump.jsonl --text-field body -o records.jsonl
      onrecord run news/ --config rules --set batch_size=8 -o records.jsonl
      cat article.txt | onrecord run - --format jsonl | jq .quotes
    """  # noqa: D301 - \b keeps the lines of the help
    with Terminal(quiet=quiet) as terminal:
        settings = ReadSettings(text_field, id_field, encoding)
        check_inputs(inputs, settings)
        place = None if out is None or str(out) == "-" else out
        destination = Destination(place, rejects or _beside(place), format or _fitting(place, inputs))
        _check_destination(destination, inputs, force=force)
        started = time.perf_counter()
        extractor = load(config, overrides or ())
        log.info("configuration %s loaded in %.1f s", config, time.perf_counter() - started)
        raise typer.Exit(_run(inputs, settings, destination, extractor, terminal, strict=strict))


def _beside(out: Path | None) -> Path | None:
    return None if out is None else out.with_name(f"{out.name}.rejected.jsonl")


def _fitting(out: Path | None, inputs: Sequence[str]) -> Format:
    """The format where none is given."""
    if out is not None:
        return format_of(out)
    few = len(inputs) <= FEW_INPUTS and not any(Path(given).is_dir() for given in inputs)
    return Format.PRETTY if few and sys.stdout.isatty() else Format.JSONL


def _check_destination(destination: Destination, inputs: Sequence[str], *, force: bool) -> None:
    paths = [path for path in (destination.out, destination.rejects) if path is not None]
    if len(paths) == 2 and paths[0].resolve() == paths[1].resolve():
        raise OutputError(f"output and rejects are the same file {paths[0]}: name two")
    for path in paths:
        check_output(path, inputs)
        if not force:
            refuse_existing(path)


def _run(
    inputs: Sequence[str],
    settings: ReadSettings,
    destination: Destination,
    extractor: Extractor,
    terminal: Terminal,
    *,
    strict: bool,
) -> int:
    """Run, and say how it ended; the exit code."""
    output = Output(destination.out)
    with closing(Quarantine(destination.rejects)) as quarantine:
        whole = Run(extractor, sink_for(destination.format, output.stream), quarantine)
        try:
            with _terminable(), terminal.progress(records_on_terminal=output.stream.isatty()) as tell:
                whole(read_articles(inputs, settings), tell)
            output.complete()
        except KeyboardInterrupt:
            _interrupted(whole, output)
            return 130
        except BrokenPipeError:
            _hang_up(output)
            return 141
        except OSError as error:
            output.abandon()
            raise OutputError(f"output {destination.out} cannot be written: {error.strerror}") from None
        except BaseException:
            _kept(whole, output)
            raise
    for line in whole.tally.summary({stage.name: stage.counts.seconds for stage in extractor.stages}):
        log.info("%s", line)
    if whole.tally.rejected and destination.rejects is not None:
        log.warning("%d rejected: see %s", whole.tally.rejected, destination.rejects)
    if not whole.tally.articles:
        log.warning("there was no article in the input")
    return int(whole.tally.rejected > 0 and (strict or whole.tally.records == 0))


@contextmanager
def _terminable() -> Iterator[None]:
    """Being told to end, as by `kill` or a batch system, is an interruption: what has been done is kept."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _kept(whole: Run, output: Output) -> Path | None:
    """Keep what has been written, in a form that can be read; where it is kept."""
    with suppress(OSError):  # the disk is full: what reached the file is kept as it is
        whole.break_off()
    return output.abandon()


def _interrupted(whole: Run, output: Output) -> None:
    kept = _kept(whole, output)
    where = "" if output.path is None else f", kept in {kept}" if kept else ", no output written"
    log.warning("interrupted after %s%s", whole.tally.progress(), where)


def _hang_up(output: Output) -> None:
    """Leave quietly: what is still buffered must not be flushed into the pipe that is gone."""
    if output.path is None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    output.abandon()
