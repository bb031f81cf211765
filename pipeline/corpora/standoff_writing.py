"""Writing brat's standoff: numbered lines for one document, and pairs of files in a folder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from onrecord.corpora.corpus import Losses
from onrecord.corpora.files import file_name
from onrecord.records import Span


class StandoffLines:
    """The annotation lines of one document, numbered as they come.

    Args:
        text: The document's text.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines: list[str] = []
        self._counts: dict[str, int] = {}

    def _next(self, letter: str) -> str:
        self._counts[letter] = self._counts.get(letter, 0) + 1
        return f"{letter}{self._counts[letter]}"

    def bound(self, label: str, spans: Sequence[Span]) -> str:
        """Add a text-bound annotation.

        Returns:
            Its id.
        """
        key = self._next("T")
        offsets = ";".join(f"{span.start} {span.end}" for span in spans)
        # A surface stands on one line whatever it holds; the offsets are what counts.
        surface = " ".join(" ".join(span.of(self.text) for span in spans).split())
        self.lines.append(f"{key}\t{label} {offsets}\t{surface}")
        return key

    def event(self, label: str, trigger: str, arguments: Sequence[tuple[str, str]]) -> str:
        """Add an event: its trigger's id, then role and id of each argument.

        Returns:
            Its id.
        """
        key = self._next("E")
        self.lines.append(
            "\t".join((key, " ".join(f"{role}:{target}" for role, target in ((label, trigger), *arguments))))
        )
        return key

    def relation(self, label: str, first: str, second: str) -> str:
        """Add a relation between two text-bound annotations.

        Returns:
            Its id.
        """
        key = self._next("R")
        self.lines.append(f"{key}\t{label} Arg1:{first} Arg2:{second}")
        return key

    def equivalent(self, label: str, ids: Sequence[str]) -> None:
        """Add a line that puts annotations together."""
        self.lines.append(f"*\t{label} {' '.join(ids)}")

    def note(self, label: str, target: str, text: str) -> None:
        """Add a note about an annotation; `text` holds no line end."""
        self.lines.append(f"{self._next('#')}\t{label} {target}\t{text}")


class StandoffFolder:
    """A folder of .txt and .ann files, made at once.

    Args:
        path: The folder; must not exist.
        losses: Documents, and ids that are no file names, are counted here.
    """

    def __init__(self, path: Path, losses: Losses) -> None:
        self.path = path
        self.losses = losses
        self._taken: set[str] = set()
        path.mkdir(parents=True)

    def add(self, id: str, text: str, lines: StandoffLines) -> None:
        """Write the pair of files of one document."""
        name = file_name(id, self._taken)
        self.losses.documents += 1
        self.losses.lose("ids of documents that are no file names", name != id)
        (self.path / f"{name}.txt").write_bytes(text.encode())
        (self.path / f"{name}.ann").write_bytes("".join(f"{line}\n" for line in lines.lines).encode())
