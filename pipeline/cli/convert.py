"""`onrecord convert`: a corpus from one format into another."""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.counting import counted
from onrecord.errors import SourceError

if TYPE_CHECKING:
    from onrecord.corpora import Corpus, Losses

#: The target that a suffix implies where --to is left out.
SUFFIXES = {".jsonl": "record", ".spacy": "spacy", ".conll": "conll"}


@dataclass(frozen=True, slots=True)
class Conversion:
    """What a conversion did, as `--json` prints it."""

    source: str
    """Format of IN."""
    target: str
    """Format of OUT."""
    out: str
    """Where it was written."""
    documents: int
    """Documents written."""
    kept: dict[str, int]
    """Things written, by kind."""
    lost: dict[str, int]
    """Things that the target cannot hold."""
    repaired: dict[str, int]
    """Things of IN that were kept, but not as they stood."""
    skipped: dict[str, int]
    """Things of IN that were left out."""


def convert(
    source: Annotated[Path, typer.Argument(metavar="IN", help="File or folder; its format is told by its content.")],
    out: Annotated[Path, typer.Argument(metavar="OUT", help="File or folder to write.")],
    source_format: Annotated[
        str | None, typer.Option("--from", metavar="FORMAT", help="Format of IN, where it is not recognised.")
    ] = None,
    target_format: Annotated[
        str | None,
        typer.Option("--to", metavar="FORMAT", help="Format of OUT; implied by .jsonl, .spacy and .conll."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace OUT where it exists.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the counts as JSON.")] = False,
) -> None:
    """Convert a corpus from one format into another.

    What the target can hold is kept exactly; what it cannot hold is counted and printed. OUT is a folder for formats
    with a file (or two) a document, and has its name only when it is complete.

    \b
    Formats:
      record              onrecord's own records, JSON lines
      annotations         quotes, speakers and relations by name, JSON lines (read only)
      spacy               spaCy DocBin
      hf                  Hugging Face dataset: a saved folder, or local Parquet, Arrow, JSON (read only)
      polnear             brat standoff with Attribution events (folder)
      brat                brat standoff (folder)
      conll               CoNLL columns; IOB1, IOB2, BIOES, BILOU are read
      worldwide           Worldwide English NER (folder)
      dwie                DWIE JSON (folder)
      conll04             CoNLL04 JSON
      docred              DocRED and Re-DocRED JSON
      cofenet             CofeNet JSON lines
      gap                 GAP table
      plover              PLOVER pairs
      directed_sentiment  directed sentiment lines
      gum, ontogum        CoNLL-U with Entity= brackets (folder)

    \b
    Examples:
      onrecord convert polnear/dev polnear.jsonl
      onrecord convert records.jsonl annotate --to brat
      onrecord convert annotate corrected.jsonl --from brat
      onrecord convert conll2003/train.txt train.spacy --json
    """  # noqa: D301 - \b keeps the lines of the help
    from onrecord.corpora import read

    target = target_format or SUFFIXES.get(out.suffix)
    if target is None:
        raise SourceError(f"{out}: its name does not say a format; name one with --to (onrecord convert --help)")
    corpus = read(source, source_format)
    _check_out(source, out, target, force)
    done = _conversion(corpus, _written(corpus, out, target), out, target)
    print(json.dumps(asdict(done), ensure_ascii=False) if as_json else _summary(done))


def _check_out(source: Path, out: Path, target: str, force: bool) -> None:
    """Refuse to write over what may be needed.

    Raises:
        SourceError: OUT exists and --force was not given, or it is a folder of something else, or is IN.
    """
    from onrecord.corpora.registry import format_named

    format_named(target)
    if not out.parent.is_dir():
        raise SourceError(f"{out.parent}: there is no such folder; make it first")
    if not out.exists():
        return
    if out.resolve() == source.resolve():
        raise SourceError(f"{out}: IN and OUT are the same; choose another OUT")
    if not force:
        raise SourceError(f"{out}: exists already; choose another OUT, or replace it with --force")
    if out.is_dir() and not _is_corpus(out, target):
        raise SourceError(f"{out}: is a folder that holds other things than {target} files; remove it yourself")


def _is_corpus(folder: Path, target: str) -> bool:
    """Whether the folder holds nothing but files, of the target format; an empty one may be replaced too."""
    from onrecord.corpora import detect

    items = list(folder.iterdir())
    return not items or (all(item.is_file() for item in items) and detect(folder) == target)


def _written(corpus: Corpus, out: Path, target: str) -> Losses:
    """Write beside OUT, and put it in its place once it is complete."""
    from onrecord.corpora import write

    partial = out.with_name(f"{out.name}.partial")
    if partial.exists():
        raise SourceError(f"{partial}: is left of an earlier run, or another one is at work; remove it first")
    try:
        losses = write(corpus.documents(), partial, target)
        _remove(out)
        partial.rename(out)
    finally:
        _remove(partial)
    return losses


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _conversion(corpus: Corpus, losses: Losses, out: Path, target: str) -> Conversion:
    return Conversion(
        source=corpus.format,
        target=target,
        out=str(out),
        documents=losses.documents,
        kept=dict(losses.kept),
        lost=dict(losses.lost),
        repaired=dict(corpus.repairs.repaired),
        skipped=dict(corpus.repairs.skipped),
    )


def _summary(done: Conversion) -> str:
    lines = [f"{counted(done.documents, 'document')} from {done.source} to {done.target}: {done.out}"]
    for title, counts in (
        ("kept", done.kept),
        ("lost, for the target cannot hold it", done.lost),
        ("repaired while reading", done.repaired),
        ("skipped while reading", done.skipped),
    ):
        if counts:
            lines.append(f"{title}:")
            lines += [f"{count:>9,}  {what}" for what, count in sorted(counts.items(), key=lambda item: -item[1])]
    return "\n".join(lines)
