"""A dataset that Hugging Face `datasets` saved in a folder: an article a row, streamed from its Arrow files.

Only pyarrow is needed: the folder holds Arrow streams, and `state.json` names them in their order. Nothing is fetched
and no code of a dataset is run.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.batch.intake import Item, ReadSettings, SourceFile, unread
from onrecord.batch.rows import items_of, missing_column
from onrecord.batch.stopped import StoppedError
from onrecord.checking import printable
from onrecord.errors import MachineError, SourceError
from onrecord.extras import require
from onrecord.unpacking import stop_at_trouble

if TYPE_CHECKING:
    import pyarrow as pa

_STATE = "state.json"
_SPLITS = "dataset_dict.json"


def is_dataset(folder: Path) -> bool:
    """Whether a folder is a saved dataset, or several as splits."""
    return (folder / _SPLITS).is_file() or ((folder / _STATE).is_file() and (folder / "dataset_info.json").is_file())


def read(folder: Path, name: str, settings: ReadSettings) -> Iterator[Item]:
    """The articles of the rows, split after split; every column but text and id goes to meta.

    Args:
        folder: The dataset.
        name: Begins the id of an article that has none: NAME:ROW, or NAME/SPLIT:ROW.
        settings: Which columns hold text and id.

    Raises:
        StoppedError: It cannot be read on for trouble of this machine.
    """
    try:
        yield from _read(folder, name, settings)
    except MachineError as error:
        raise StoppedError(f"{printable(folder)}: {error}") from None


def _read(folder: Path, name: str, settings: ReadSettings) -> Iterator[Item]:
    require("pyarrow", "arrow", "saved datasets")
    if not (folder / _SPLITS).is_file():
        yield from _split(folder, name, settings)
        return
    try:
        splits = _names(folder / _SPLITS, "splits")
    except SourceError as error:
        yield unread(name, str(error), printable(folder))
        return
    for split in splits:
        yield from _split(folder / split, f"{name}/{split}", settings)


def _split(folder: Path, name: str, settings: ReadSettings) -> Iterator[Item]:
    import pyarrow as pa

    before, file = 0, SourceFile(str(folder), printable(folder), name, name)
    try:
        for batch in _batches(folder):
            if problem := missing_column(batch.schema.names, settings):
                yield unread(f"{name}:1", problem, file.shown, 1)
                return
            yield from items_of(batch, before, name, file, settings)
            before += batch.num_rows
    except SourceError as error:
        yield unread(f"{name}:{before + 1}", str(error), file.shown, before + 1)
    except MemoryError:  # Arrow has one of its own, which is an ArrowException too
        raise
    except (pa.ArrowException, UnicodeDecodeError, OSError) as error:
        stop_at_trouble(error)
        detail = str(error).partition("\n")[0].rstrip(". ")
        reason = f"the dataset cannot be read on ({detail}): save or fetch it again; what follows is not read"
        yield unread(f"{name}:{before + 1}", reason, file.shown, before + 1)


def _batches(folder: Path) -> Iterator[pa.RecordBatch]:
    import pyarrow as pa

    for file in _names(folder / _STATE, "_data_files"):
        with pa.memory_map(str(folder / file)) as source, pa.ipc.open_stream(source) as stream:
            yield from stream


def _names(path: Path, key: str) -> list[str]:
    """The names of files or folders that a file of a dataset lists: plain ones, for a path could lead anywhere."""
    try:
        listed = json.loads(path.read_bytes())[key]
        names = [item["filename"] if isinstance(item, dict) else item for item in listed]
    except OSError as error:
        stop_at_trouble(error)
        raise SourceError(f"{printable(path.name)} cannot be read: {error.strerror}") from None
    except (ValueError, KeyError, TypeError, RecursionError):
        raise SourceError(f"{path.name} is damaged, or has no {key!r}: save the dataset again") from None
    for name in names:
        if not isinstance(name, str) or name in ("", ".", "..") or "/" in name or "\\" in name or "\0" in name:
            raise SourceError(f"{path.name} names {printable(name)!r}, which is no file of the folder: save it again")
    return names
