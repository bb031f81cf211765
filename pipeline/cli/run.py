"""`onrecord run`: articles in, records out, to a file or into a run folder."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from onrecord.batch.intake import ReadSettings
from onrecord.batch.limit import reject_limit
from onrecord.batch.metrics import metrics
from onrecord.batch.part_files import PartFormat
from onrecord.batch.sinks import Format
from onrecord.batch.sources import check_inputs
from onrecord.cli.engine_choice import OF_RAY, EngineChoice, EngineName, check_engine, count_of
from onrecord.cli.run_file import destination, run_to_file
from onrecord.cli.run_folder import PART_SIZE, FolderRequest, run_to_folder
from onrecord.cli.terminal import Terminal
from onrecord.config import DEFAULT
from onrecord.errors import OnrecordError
from onrecord.extractor import load

log = logging.getLogger(__name__)

#: Options that a run folder remembers; a run that is resumed without inputs takes them from there.
_REMEMBERED = ("config", "overrides", "device", "format", "text_field", "id_field", "encoding", "hash_ids", "part_size")
#: Options that only a run folder has.
_OF_FOLDERS = ("workers", "part_size", "max_rejects", "engine", *OF_RAY)


def run(
    context: typer.Context,
    inputs: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="INPUT...", help="Files, folders, or - for stdin; none with --resume.", show_default=False
        ),
    ] = None,
    out: Annotated[
        str | None, typer.Option("--out", "-o", help="File to write, or run folder, as out/; stdout if left out.")
    ] = None,
    config: Annotated[str, typer.Option(help="Name of a shipped configuration, or a YAML file.")] = DEFAULT,
    overrides: Annotated[
        list[str] | None,
        typer.Option(
            "--set", metavar="KEY=VALUE", help="Change a setting, as stages.quotes.min_score=0.8; repeatable."
        ),
    ] = None,
    device: Annotated[
        str | None,
        typer.Option(metavar="DEVICE", help="Where the model runs: auto, cpu, cuda, cuda:1 …; auto if left out."),
    ] = None,
    format: Annotated[
        Format | None,
        typer.Option(
            "--format", "-f", help="By default what OUT's suffix implies; pretty in a terminal, jsonl elsewhere."
        ),
    ] = None,
    text_field: Annotated[str, typer.Option(help="Key or column of the text.")] = "text",
    id_field: Annotated[str, typer.Option(help="Key or column of the id.")] = "id",
    hash_ids: Annotated[
        bool, typer.Option("--hash-ids", help="An article without an id gets a hash of its text, not its position.")
    ] = False,
    encoding: Annotated[str, typer.Option(help="Encoding of text files; JSON is always UTF-8.")] = "utf-8",
    rejects: Annotated[
        Path | None, typer.Option(help="JSON lines file for rejected articles; by default OUT.rejected.jsonl.")
    ] = None,
    max_rejects: Annotated[
        str | None, typer.Option(metavar="N|P%", help="Run folder: stop when more articles are rejected.")
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Run folder: go on where a run stopped; begin where there is none.")
    ] = False,
    workers: Annotated[
        str, typer.Option(metavar="N|auto", help="Run folder: how many work parts; auto is one a core. Ray: auto.")
    ] = "1",
    engine: Annotated[
        EngineName, typer.Option(help="Run folder: this machine, or a Ray cluster that shares the folder.")
    ] = EngineName.LOCAL,
    address: Annotated[
        str | None, typer.Option(help="Ray: the cluster, as auto or HOST:6379; one on this machine if left out.")
    ] = None,
    cpus_per_worker: Annotated[float, typer.Option(min=0.0, help="Ray: cores a worker takes.")] = 1.0,
    gpus_per_worker: Annotated[
        float, typer.Option(min=0.0, help="Ray: GPUs a worker takes; 0.5 is half of one.")
    ] = 0.0,
    part_size: Annotated[
        int, typer.Option(min=1, help="Run folder: articles of a part; one over 64 MiB of text ends before.")
    ] = PART_SIZE,
    force: Annotated[bool, typer.Option("--force", help="Write over files of an earlier run.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 where any article was rejected.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Only problems on standard error.")] = False,
    log_json: Annotated[bool, typer.Option("--log-json", help="The log as JSON lines.")] = False,
    metrics_file: Annotated[
        Path | None, typer.Option("--metrics", help="Prometheus text file of counters, written every few seconds.")
    ] = None,
) -> None:
    """Extract names, entities, quotes and relations from articles; one record an article, in input order.

    Read are text, JSON and JSON lines, CSV, Parquet, Hugging Face datasets, HTML, WARC, ninjs and NITF, told by
    content or name, plain or packed (.gz, .bz2, .zst). In JSON and tables, id and text are taken from their fields, all
    other fields go to meta. A text file's id is its name without suffix, that of a file in a folder or a pattern its
    path within it, a line without an id gets NAME:LINE. An id that was used before is rejected.

    OUT has its name only when it is complete. What cannot be processed is rejected with the reason, to
    OUT.rejected.jsonl, or to standard error where there is no OUT; the others go on.

    An OUT that ends with / is a run folder, for archives: records in parts, each written whole or not at all, and a
    journal of finished parts. After any death --resume goes on where the run stopped, with byte for byte the result
    of an undisturbed run. The order is that of the input, however many workers there are. See README, Archives.

    \b
    Exit codes:
      0    done; some articles may have been rejected, the summary counts them
      1    all articles were rejected, or with --strict at least one
      2    the command, the configuration, an input or an output cannot work
      3    a run folder: stopped (full disk, --max-rejects, a worker that keeps dying); --resume goes on
      130  interrupted or told to end; what was done so far is in OUT.partial, or in the run folder for --resume
      141  the reader of standard output has gone

    \b
    Examples:
      onrecord run article.txt
      onrecord run article.txt -o article.html
      onrecord run dump.jsonl --text-field body -o records.jsonl
      onrecord run news/ --config rules --set batch_size=8 -o records.jsonl
      onrecord run news/ --device cuda -o records.jsonl
      cat article.txt | onrecord run - --format jsonl | jq .quotes
      onrecord run dump.jsonl.gz -o out/ --workers auto --max-rejects 5%
      onrecord run dump.jsonl.gz -o out/ --format parquet --metrics onrecord.prom
      onrecord run -o out/ --resume --workers 8
      onrecord run 'dump/*.jsonl.zst' -o /shared/out/ --engine ray --address auto
    """  # noqa: D301 - \b keeps the lines of the help
    given = tuple(inputs or ())
    explicit = {name for name in context.params if _is_said(context, name)}
    settings = ReadSettings(text_field, id_field, encoding, hash_ids)
    with Terminal(quiet=quiet, log_json=log_json) as terminal, _errors_logged(log_json), metrics(metrics_file) as count:
        if out is not None and (resume or _is_folder(out, format)):
            _check_folder_options(given, explicit, resume=resume, force=force)
            request = FolderRequest(
                inputs=given,
                folder=Path(out),
                reading=settings,
                config=config,
                overrides=tuple(overrides or ()),
                device=device,
                format=_part_format(format),
                part_size=part_size,
                engine=_engine(engine, workers, address, cpus_per_worker, gpus_per_worker, explicit),
                limit=None if max_rejects is None else reject_limit(max_rejects),
                resume=resume,
                force=force,
                strict=strict,
            )
            raise typer.Exit(run_to_folder(request, terminal, count))
        _check_file_options(given, explicit, format, resume=resume)
        check_inputs(given, settings)
        place = destination(out, rejects, format, given, force=force)
        started = time.perf_counter()
        extractor = load(config, overrides or (), device)
        log.info("configuration %s loaded in %.1f s", config, time.perf_counter() - started)
        raise typer.Exit(run_to_file(given, settings, place, extractor, terminal, count, strict=strict))


def _is_said(context: typer.Context, name: str) -> bool:
    source = context.get_parameter_source(name)
    return source is not None and source.name == "COMMANDLINE"  # by name: typer has had its own copy of click


def _is_folder(out: str, format: Format | None) -> bool:
    return out.endswith(("/", os.sep)) or Path(out).is_dir() or (format is not None and format.needs_folder)


def _check_folder_options(inputs: tuple[str, ...], explicit: set[str], *, resume: bool, force: bool) -> None:
    if resume and force:
        raise typer.BadParameter("--resume keeps what a run has done and --force removes it: give one of them")
    if "rejects" in explicit:
        raise typer.BadParameter("a run folder has its rejects in it: leave --rejects out")
    if not inputs and not resume:
        raise typer.BadParameter("name an INPUT, or with --resume the run folder alone")
    if not inputs and (said := sorted(explicit.intersection(_REMEMBERED))):
        options = ", ".join("--set" if name == "overrides" else f"--{name.replace('_', '-')}" for name in said)
        raise typer.BadParameter(f"without inputs all is done as when the run was begun: leave out {options}")


def _check_file_options(inputs: tuple[str, ...], explicit: set[str], format: Format | None, *, resume: bool) -> None:
    if not inputs:
        raise typer.BadParameter("name an INPUT: a file, a folder, or - for standard input")
    said = [f"--{name.replace('_', '-')}" for name in _OF_FOLDERS if name in explicit] + ["--resume"] * resume
    if format is not None and format.needs_folder:
        said.append(f"--format {format}")
    if said:
        raise typer.BadParameter(f"{', '.join(said)} needs a run folder: end OUT with a slash, as -o out/")


def _engine(
    name: EngineName,
    workers: str,
    address: str | None,
    cpus_per_worker: float,
    gpus_per_worker: float,
    explicit: set[str],
) -> EngineChoice:
    count = None if name is EngineName.RAY and "workers" not in explicit else count_of(workers)
    choice = EngineChoice(name, count, address, cpus_per_worker, gpus_per_worker)
    check_engine(choice, explicit)
    return choice


def _part_format(format: Format | None) -> PartFormat:
    if format in (None, Format.JSONL):
        return PartFormat.JSONL
    if not format.needs_folder:
        raise typer.BadParameter(f"--format {format} is for a file; a run folder takes {', '.join(PartFormat)}")
    return PartFormat(format.value)


@contextmanager
def _errors_logged(log_json: bool) -> Iterator[None]:
    """Where the log is for machines, an error that ends the command is a line of it like all others."""
    try:
        yield
    except OnrecordError as error:
        if not log_json:
            raise
        log.error("%s", error)
        raise typer.Exit(2) from None
