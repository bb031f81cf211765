"""`onrecord run` into a run folder: begun, or gone on with."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from onrecord.batch.archive import ArchiveRun
from onrecord.batch.extent import Extent
from onrecord.batch.in_hand import InHand
from onrecord.batch.intake import ReadSettings
from onrecord.batch.layout import Layout
from onrecord.batch.limit import RejectLimit
from onrecord.batch.lock import locked
from onrecord.batch.manifest import Manifest
from onrecord.batch.output import OutputError
from onrecord.batch.overlap import check_apart
from onrecord.batch.part_files import PartFormat
from onrecord.batch.part_worker import PartPlan
from onrecord.batch.processes import AHEAD
from onrecord.batch.run_folder import RunFolder, is_complete, is_foreign
from onrecord.batch.sources import check_inputs, read_articles
from onrecord.batch.stopped import StoppedError
from onrecord.batch.tally import Tally
from onrecord.build import on_device
from onrecord.cli.ending import exit_code, terminable
from onrecord.cli.engine_choice import EngineChoice, engine_for
from onrecord.cli.terminal import Terminal
from onrecord.config import load_config
from onrecord.counting import counted
from onrecord.read_meter import metering

log = logging.getLogger(__name__)

#: Items of a part, where nothing is said: minutes of work for the slowest pipelines, little to do again after a death.
PART_SIZE = 1000


@dataclass(frozen=True, slots=True)
class FolderRequest:
    """What was asked for."""

    inputs: tuple[str, ...]
    """What is read; empty where a run is resumed as it was begun."""
    folder: Path
    """The run folder."""
    reading: ReadSettings
    """How it is read."""
    config: str
    """Name or path of the configuration."""
    overrides: tuple[str, ...]
    """Changed settings."""
    device: str | None
    """Where the model runs; None as the configuration has it."""
    format: PartFormat
    """How parts are written."""
    part_size: int
    """Items of a part."""
    engine: EngineChoice
    """Who works the parts."""
    limit: RejectLimit | None
    """How many articles may be rejected."""
    resume: bool
    """Whether a run that is there is gone on with."""
    force: bool
    """Whether a run that is there is done anew."""
    strict: bool
    """Whether a rejected article makes the exit code 1."""


def run_to_folder(request: FolderRequest, terminal: Terminal, also_tell: Callable[[Tally], None]) -> int:
    """Run, and say how it ended; the exit code.

    Raises:
        OnrecordError: The run cannot be done as it was asked for.
    """
    try:
        with terminable():
            _check_folder(request)
            with locked(Layout(request.folder).lock):
                return _begun_or_resumed(request, terminal, also_tell)
    except KeyboardInterrupt:
        log.warning("interrupted; %s", _way_on(request))
        return 130
    except StoppedError as error:
        log.error("stopped: %s; %s", error, _way_on(request))
        return 3
    except OSError as error:
        log.error("stopped: %s cannot be written: %s; %s", request.folder, error.strerror, _way_on(request))
        return 3
    except MemoryError:
        log.error("stopped: there is not enough memory to read on; %s", _way_on(request))
        return 3


def _begun_or_resumed(request: FolderRequest, terminal: Terminal, also_tell: Callable[[Tally], None]) -> int:
    manifest = _asked(request)
    goes_on = _goes_on(request, manifest)
    layout = Layout(request.folder.resolve(), manifest.format)
    in_hand = InHand(request.engine.local_workers + AHEAD)
    with closing(engine_for(request.engine, PartPlan(manifest.config, layout), in_hand, terminal)) as engine:
        manifest = manifest.made_by(engine.provenance())
        with closing(_resumed(layout, manifest) if goes_on else RunFolder.begun(layout, manifest)) as folder:
            archive = ArchiveRun(folder, engine, request.limit, in_hand)
            return _run(request, manifest, archive, terminal, also_tell)


def _run(
    request: FolderRequest,
    manifest: Manifest,
    archive: ArchiveRun,
    terminal: Terminal,
    also_tell: Callable[[Tally], None],
) -> int:
    also_tell(archive.tally)
    if archive.parts_before:
        were = "was" if archive.parts_before == 1 else "were"
        log.info("%s: %s %s finished before", request.folder, counted(archive.parts_before, "part"), were)
    if archive.is_complete:
        log.info("nothing is left to do")
    else:
        _work(manifest, archive, terminal, also_tell)
    tally = archive.tally
    for line in tally.summary(tally.spent):
        log.info("%s", line)
    log.info("%s in %s", counted(archive.parts, "part"), request.folder / "records")
    if tally.rejected:
        log.warning("%d rejected: see %s", tally.rejected, request.folder / "rejected.jsonl")
    return exit_code(tally, strict=request.strict)


def _work(manifest: Manifest, archive: ArchiveRun, terminal: Terminal, also_tell: Callable[[Tally], None]) -> None:
    names = [mark.name for mark in manifest.inputs]
    size = 0 if any(mark.is_stream for mark in manifest.inputs) else sum(mark.bytes for mark in manifest.inputs)
    with metering() as meter, terminal.progress(Extent(size, meter), records_on_terminal=False) as tell:

        def told(tally: Tally) -> None:
            tell(tally)
            also_tell(tally)

        archive(read_articles(names, manifest.reading), manifest.part_size, told)


def _check_folder(request: FolderRequest) -> None:
    folder = request.folder
    try:
        if folder.exists() and not folder.is_dir():
            raise OutputError(f"output {folder} is a file, and a run folder is wanted: name a folder")
        check_apart(request.inputs, folder)
        folder.mkdir(exist_ok=True)
    except FileNotFoundError:
        raise OutputError(f"output {folder}: there is no folder {folder.parent}; make it first") from None
    except OSError as error:
        raise OutputError(f"output {folder} cannot be made: {error.strerror}") from None
    if is_foreign(Layout(folder)):
        raise OutputError(f"output {folder} is a folder with other things in it: name a new one")


def _asked(request: FolderRequest) -> Manifest:
    """What is to be done: as asked now, or where a run is resumed without inputs, as asked when it was begun."""
    if request.inputs:
        check_inputs(request.inputs, request.reading)
        config = on_device(load_config(request.config, request.overrides), request.device)
        return Manifest.of(request.inputs, request.reading, request.part_size, request.format, config)
    path = Layout(request.folder).manifest
    if not path.exists():
        raise OutputError(f"there is no run in {request.folder} to resume: give the inputs to begin one")
    begun = Manifest.read(path)
    if begun.unrepeatable() and is_complete(Layout(request.folder, begun.format)):
        return begun  # nothing is left to do, so the stream need not be there
    names = [mark.name for mark in begun.inputs]
    if begun.working_folder != str(Path.cwd()) and not all(os.path.isabs(name) for name in names):
        raise OutputError(
            f"the run was begun in {begun.working_folder}, where its inputs are named from: resume it there"
        )
    check_inputs(names, begun.reading)
    return Manifest.of(names, begun.reading, begun.part_size, begun.format, begun.config)


def _goes_on(request: FolderRequest, asked: Manifest) -> bool:
    """Whether a run that is in the folder is gone on with."""
    path = Layout(request.folder).manifest
    if not path.exists() or request.force:
        return False
    if not request.resume:
        raise OutputError(f"{request.folder} holds a run: go on with it with --resume, or give --force to do it anew")
    begun = Manifest.read(path)
    _refuse(begun.differences(asked), request.folder)
    if (lost := begun.unrepeatable()) and not is_complete(Layout(request.folder, begun.format)):
        _refuse(lost, request.folder)
    for name, before in begun.versions.items():
        if (now := asked.versions.get(name, "missing")) != before:
            log.warning("%s was %s when the run began and is %s: parts to come may differ from it", name, before, now)
    return True


def _resumed(layout: Layout, manifest: Manifest) -> RunFolder:
    _refuse(Manifest.read(layout.manifest).differences(manifest), layout.folder)
    return RunFolder.resumed(layout)


def _refuse(differences: Sequence[str], folder: Path) -> None:
    if differences:
        raise OutputError(
            f"the run in {folder} cannot be resumed: {'; '.join(differences)}. Begin anew in another folder, or --force"
        )


def _way_on(request: FolderRequest) -> str:
    path = Layout(request.folder).manifest
    if not path.exists():
        return "nothing had been begun"
    try:
        lost = Manifest.read(path).unrepeatable()
    except OutputError:  # that of an earlier run, which was to be done anew
        return "nothing had been begun"
    kept = "finished parts are kept, those under way were dropped whole"
    if lost:
        return f"{kept}; {'; '.join(lost)}: give --force to begin anew"
    return f"{kept}; go on with: onrecord run -o {request.folder}/ --resume"
