"""Spans over tokens as tags, and back: IOB1, IOB2, BIOES and BILOU."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

TagScheme: TypeAlias = Literal["iob1", "iob2", "bioes", "bilou"]

_BEGIN, _INSIDE, _END, _SINGLE = "B", "I", "EL", "SU"


@dataclass(frozen=True, slots=True)
class Chunk:
    """A labelled half-open range of tokens."""

    first: int
    """Its first token."""
    end: int
    """One past its last token."""
    label: str
    """Its label, without the prefix of the tags."""
    opened: bool = True
    """Whether a tag that may open a chunk (B, S, U) opens it; False where I, E or L does."""


def split_tag(tag: str) -> tuple[str, str]:
    """Prefix and label of a tag; a label may itself hold hyphens (`B-gpe0-x`). `O` has no label.

    Raises:
        ValueError: It is no tag of any of the schemes.
    """
    if tag == "O":
        return "O", ""
    prefix, hyphen, label = tag.partition("-")
    if not hyphen or not label or prefix not in ("B", "I", "E", "L", "S", "U"):
        raise ValueError(f"{tag!r} is no tag: expected O or one of B- I- E- L- S- U- before a label")
    return prefix, label


def decode(tags: Iterable[str]) -> list[Chunk]:
    """The chunks of one sentence's tags, of any of the schemes.

    As conlleval has it, I (or E, L) opens a chunk where none of its label is open, so that IOB1, and IOB2 with slips,
    need no setting. https://www.clips.uantwerpen.be/conll2000/chunking/conlleval.txt

    Raises:
        ValueError: A tag is of none of the schemes.
    """
    chunks: list[Chunk] = []
    start, label, opened = 0, "", True
    count = 0
    for index, tag in enumerate(tags):
        count = index + 1
        prefix, kind = split_tag(tag)
        goes_on = bool(label) and kind == label and prefix not in (_BEGIN, "S", "U")
        if label and not goes_on:
            chunks.append(Chunk(start, index, label, opened))
            label = ""
        if kind and not goes_on:
            start, label, opened = index, kind, prefix in "BSU"
        if label and prefix in _END + _SINGLE:
            chunks.append(Chunk(start, index + 1, label, opened))
            label = ""
    if label:
        chunks.append(Chunk(start, count, label, opened))
    return chunks


def encode(chunks: Sequence[Chunk], length: int, scheme: TagScheme = "iob2") -> list[str]:
    """The tags of a sentence of `length` tokens.

    Args:
        chunks: Without overlap.
        length: Number of tokens.
        scheme: Which tags to write.

    Raises:
        ValueError: Two chunks overlap, or one lies outside of the sentence.
    """
    tags = ["O"] * length
    before: Chunk | None = None
    for chunk in sorted(chunks, key=lambda item: item.first):
        if not 0 <= chunk.first < chunk.end <= length:
            raise ValueError(f"chunk {chunk.first}:{chunk.end} is empty or outside of the {length} tokens")
        if before is not None and chunk.first < before.end:
            raise ValueError(f"chunks {before.first}:{before.end} and {chunk.first}:{chunk.end} overlap")
        touches = before is not None and before.end == chunk.first and before.label == chunk.label
        for index, prefix in enumerate(_prefixes(chunk.end - chunk.first, scheme, touches)):
            tags[chunk.first + index] = f"{prefix}-{chunk.label}"
        before = chunk
    return tags


def _prefixes(size: int, scheme: TagScheme, touches: bool) -> str:
    """The prefixes of a chunk of `size` tokens; `touches` says that one of the same label ends where it begins."""
    if scheme == "iob1":
        return ("B" if touches else "I") + "I" * (size - 1)
    if scheme == "iob2":
        return "B" + "I" * (size - 1)
    single, last = ("S", "E") if scheme == "bioes" else ("U", "L")
    return single if size == 1 else "B" + "I" * (size - 2) + last
