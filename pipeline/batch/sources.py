"""Where articles come from: text files, folders of them, JSON lines, standard input, records of an earlier run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from onrecord.batch.files import plain_name, read_file, read_text
from onrecord.batch.folders import has_texts, text_files
from onrecord.batch.intake import Incoming, ReadSettings, unread
from onrecord.batch.seen import SeenIds
from onrecord.checking import printable
from onrecord.errors import SourceError
from onrecord.input_files import is_encoding
from onrecord.stages.stage import Rejection

#: Files that would pass for text, or that people try: what to do with each.
_FOREIGN = {
    **dict.fromkeys((".html", ".htm", ".xml"), "extract the text of the article first"),
    **dict.fromkeys((".csv", ".tsv", ".parquet", ".xlsx"), "convert it to JSON lines with the keys id and text"),
    **dict.fromkeys((".pdf", ".docx", ".doc", ".epub", ".rtf"), "extract the text first"),
    **dict.fromkeys((".zip", ".tar", ".tgz", ".7z"), "unpack it and give the folder"),
}


def check_inputs(inputs: Sequence[str], settings: ReadSettings) -> None:
    """Check what can be checked before anything runs.

    Raises:
        SourceError: An input is missing, is of a kind that is not read, is given twice, or holds no text file.
    """
    if not is_encoding(settings.encoding):
        raise SourceError(f"--encoding {settings.encoding}: no such text encoding; utf-8, latin-1 and cp1252 are usual")
    for number, given in enumerate(inputs):
        if given in inputs[:number]:
            raise SourceError(f"input {printable(given)!r} is given twice: leave one out")
        if given != "-":
            try:
                _check_path(Path(given))
            except OSError as error:
                raise SourceError(f"input {printable(given)!r}: {error.strerror}") from None


def _check_path(path: Path) -> None:
    name = printable(path)
    if not path.exists():
        link = "a link to nowhere" if path.is_symlink() else "no such file or folder"
        raise SourceError(f"input {name!r}: {link}")
    suffix = path.suffix.lower()
    if path.is_dir():
        if not has_texts(path):
            raise SourceError(f"folder {name!r} has no .txt file in it; JSON files are given by name")
    elif suffix in _FOREIGN:
        raise SourceError(f"input {name!r}: {suffix} files are not read; {_FOREIGN[suffix]}")


def read_articles(inputs: Sequence[str], settings: ReadSettings) -> Iterator[Incoming | Rejection]:
    """The articles of all inputs in order, lazily; what is no article comes out as a rejection in its place.

    An id that was used before is rejected: two records with one id could not be told apart by whoever joins them.
    """
    with closing(SeenIds()) as seen:
        for given in inputs:
            for item in _read(given, settings):
                yield _unique(item, seen) if isinstance(item, Incoming) else item


def _read(given: str, settings: ReadSettings) -> Iterator[Incoming | Rejection]:
    path = Path(given)
    if given == "-":
        yield from read_file(given, "stdin", settings)
    elif path.is_dir():
        for file in text_files(path):
            yield from read_text(str(file), printable(file.relative_to(path).with_suffix("").as_posix()), settings)
    else:
        yield from read_file(given, printable(plain_name(path).stem), settings)


def _unique(item: Incoming, seen: SeenIds) -> Incoming | Rejection:
    name = printable(item.article.id)
    place = item.source if item.position is None else f"{item.source}:{item.position}"
    earlier = seen.first_use(name, place)
    if earlier is None:
        return item
    reason = f"id: {name!r} was used by {earlier}; give every article an id of its own"
    return unread(name, reason, item.source, item.position, item.article.text)
