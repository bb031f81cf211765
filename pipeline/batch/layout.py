"""Where things lie in a run folder."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from onrecord.batch.part_files import PartFormat

#: Names that this class gives to parts, in any format, and to the files that they are written as before. Others, such
#: as `part-00000-….parquet` of Spark, are not ours to remove.
_FORMATS = "|".join(re.escape(each) for each in PartFormat)
_PART = re.compile(rf"part-\d{{6,}}\.(?:{_FORMATS})|\.part-\d{{6,}}\.(?:{_FORMATS})\.\w+\.tmp")


@dataclass(frozen=True, slots=True)
class Layout:
    """The paths of a run folder."""

    folder: Path
    """The run folder."""
    format: PartFormat = PartFormat.JSONL
    """How the parts are written."""

    @property
    def manifest(self) -> Path:
        """What was asked for."""
        return self.folder / "run.json"

    @property
    def journal(self) -> Path:
        """One line a finished part."""
        return self.folder / "journal.jsonl"

    @property
    def summary(self) -> Path:
        """The counts, once all parts are finished."""
        return self.folder / "summary.json"

    @property
    def rejections(self) -> Path:
        """The rejections of all parts, once all are finished."""
        return self.folder / "rejected.jsonl"

    @property
    def lock(self) -> Path:
        """Held by the run that is at work here."""
        return self.folder / "lock"

    def records(self, number: int) -> Path:
        """The records of a part."""
        return self.folder / "records" / f"part-{number:06}.{self.format}"

    def rejected(self, number: int) -> Path:
        """The rejections of a part."""
        return self.folder / "rejected" / f"part-{number:06}.jsonl"

    @staticmethod
    def temporary(path: Path, attempt: str) -> Path:
        """Where a file of a part is written before it gets its name; readers of a folder skip names with a dot."""
        return path.with_name(f".{path.name}.{attempt}.tmp")

    def part_files(self) -> Iterator[Path]:
        """All files of parts that there are, temporary ones too."""
        for name in ("records", "rejected"):
            yield from sorted(path for path in (self.folder / name).glob("*") if _PART.fullmatch(path.name))
