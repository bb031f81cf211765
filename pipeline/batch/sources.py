"""Where articles come from: files of any known kind, folders of them, patterns of names, standard input."""

from __future__ import annotations

import glob
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import takewhile
from pathlib import Path, PurePath

from onrecord.batch.files import read_file, read_text
from onrecord.batch.folders import article_files, has_articles
from onrecord.batch.formats import dataset
from onrecord.batch.intake import Incoming, Item, Page, ReadSettings, SourceFile, unread
from onrecord.batch.kinds import KNOWN, all_installed, plain_name, plain_suffix, reader_of
from onrecord.batch.seen import SeenIds
from onrecord.batch.stopped import StoppedError
from onrecord.checking import printable
from onrecord.errors import MachineError, SourceError
from onrecord.extras import MissingExtraError
from onrecord.input_files import is_encoding, opened
from onrecord.stages.stage import Rejection

#: Files that people try: what to do with each.
_FOREIGN = {
    ".xlsx": "save it as CSV with the columns id and text",
    **dict.fromkeys((".pdf", ".docx", ".doc", ".epub", ".rtf"), "extract the text first"),
    **dict.fromkeys((".zip", ".tar", ".tgz", ".7z"), "unpack it and give the folder"),
}


def check_inputs(inputs: Sequence[str], settings: ReadSettings) -> None:
    """Check what can be checked before anything runs.

    Raises:
        SourceError: An input is missing, is of a kind that is not read, is given twice, or holds nothing to read.
        MissingExtraError: A library that an input needs is not installed.
    """
    if not is_encoding(settings.encoding):
        raise SourceError(f"--encoding {settings.encoding}: no such text encoding; utf-8, latin-1 and cp1252 are usual")
    known: set[str] = set()
    for given in expanded(inputs):
        if given in known:
            raise SourceError(f"input {printable(given)!r} is given twice: leave one out")
        known.add(given)
        if given == "-":
            continue
        try:
            _check_path(path := Path(given))
            if not all_installed() and path.is_file():
                _check_extras(path, settings)
        except OSError as error:
            raise SourceError(f"input {printable(given)!r}: {error.strerror}") from None


def expanded(inputs: Sequence[str]) -> list[str]:
    """The inputs, with those files in place of a pattern (``news/*.html``) that it fits, in the order of their names.

    A name that exists is no pattern, whatever characters it has; one that fits nothing is left as it is.
    """
    return [path for given in inputs for path, _ in _fitting(given)]


def read_articles(inputs: Sequence[str], settings: ReadSettings) -> Iterator[Item]:
    """The articles of all inputs in order, lazily; what is no article comes out as a rejection in its place.

    Pages come out as they are; `onrecord.batch.arriving` takes their articles out. An id that was used before is
    rejected: two records with one id could not be told apart by whoever joins them. What fits a pattern is named by its
    path from the first folder of the pattern on that has a wildcard, so that ``dump/*/a.jsonl`` gives ``x/a.jsonl:1``.

    Raises:
        MissingExtraError: A library that an input needs is not installed.
        StoppedError: An input cannot be read on for trouble of this machine.
    """
    with closing(SeenIds()) as seen:
        for path, within in (fits for given in inputs for fits in _fitting(given)):
            for item in _read(path, within, settings):
                yield item if isinstance(item, Rejection) else _unique(item, seen)


def is_pattern(given: str) -> bool:
    """Whether an input is a pattern of file names, and not a file whose name looks like one."""
    return given != "-" and glob.has_magic(given) and not Path(given).exists()


def _fitting(given: str) -> list[tuple[str, str]]:
    """The paths that an input stands for, each with its path within the pattern; empty where it is no pattern."""
    found = sorted(glob.glob(given, recursive=True)) if is_pattern(given) else []
    plain = Path(*takewhile(lambda part: not glob.has_magic(part), Path(given).parts))
    return [(path, _within(Path(path), plain)) for path in found] or [(given, "")]


def _within(path: Path, folder: Path) -> str:
    return "" if path == folder else path.relative_to(folder).as_posix()


def _check_path(path: Path) -> None:
    name, suffix = printable(path), plain_suffix(path.name)
    if not path.exists():
        if glob.has_magic(str(path)):
            raise SourceError(f"input {name!r}: no such file, and none that fits the pattern")
        link = "a link to nowhere" if path.is_symlink() else "no such file or folder"
        raise SourceError(f"input {name!r}: {link}")
    if path.is_dir():
        if not has_articles(_records_in(path)):
            raise SourceError(f"folder {name!r} has no file in it of a kind that is read ({', '.join(sorted(KNOWN))})")
    elif suffix in _FOREIGN:
        raise SourceError(f"input {name!r}: {suffix} files are not read; {_FOREIGN[suffix]}")


def _check_extras(path: Path, settings: ReadSettings) -> None:
    """Look ahead, so that a run does not stop at its last file for want of a library."""
    try:
        with opened(path) as stream:
            reader_of(str(path), stream, settings)
    except MissingExtraError:
        raise
    except SourceError:  # a file that cannot be read is rejected when it is its turn
        pass


def _records_in(folder: Path) -> Path:
    """The records of a run folder, and not its accounts; any other folder itself."""
    records = folder / "records"
    return records if (folder / "run.json").is_file() and records.is_dir() else folder


def _read(given: str, within: str, settings: ReadSettings) -> Iterator[Item]:
    path = Path(given)
    if given == "-":
        yield from read_file(SourceFile("-", "-", "stdin", "stdin"), settings)
    elif path.is_dir():
        yield from _read_folder(_records_in(path), within, settings)
    else:
        yield from read_file(_named(given, PurePath(within or path.name)), settings)


def _read_folder(folder: Path, within: str, settings: ReadSettings) -> Iterator[Item]:
    for path in _listed(folder):
        name = PurePath(within, path.relative_to(folder))
        if path.is_dir():
            yield from dataset.read(path, printable(name if name.name else folder.name), settings)
            continue
        file = _named(str(path), name)
        yield from read_text(file, settings) if plain_suffix(path.name) == ".txt" else read_file(file, settings)


def _listed(folder: Path) -> Iterator[Path]:
    try:
        yield from article_files(folder)
    except MachineError as error:
        raise StoppedError(f"{printable(folder)}: {error}") from None


def _named(path: str, name: PurePath) -> SourceFile:
    """A file whose articles are named like this; its own is without suffix."""
    stem = name.with_name(plain_name(name.name).stem)
    return SourceFile(path, printable(path), printable(stem), printable(name))


def _unique(item: Incoming | Page, seen: SeenIds) -> Item:
    name = printable(item.article.id if isinstance(item, Incoming) else item.id)
    place = item.source if item.position is None else f"{item.source}:{item.position}"
    earlier = seen.first_use(name, place)
    if earlier is None:
        return item
    reason = f"id: {name!r} was used by {earlier}; give every article an id of its own"
    head = item.article.text if isinstance(item, Incoming) else item.html[:800].decode("utf-8", "replace")
    return unread(name, reason, item.source, item.position, head)
