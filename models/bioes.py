"""The BIOES scheme: tags of a set of labels, which may follow which, and tags to chunks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import torch
from torch import Tensor

from onrecord.models.errors import ModelError
from onrecord.models.outputs import Chunk


def tag_names(labels: Sequence[str]) -> tuple[str, ...]:
    """O, then B- I- E- S- of each label."""
    return ("O", *(f"{prefix}-{label}" for label in labels for prefix in "BIES"))


def tag_ids(chunks: Iterable[tuple[int, int, str]], length: int, labels: Sequence[str]) -> list[int]:
    """The tags of `length` words as indices into `tag_names(labels)`.

    Args:
        chunks: First word, one past the last word, label; without overlap.
        length: Number of words.
        labels: Known labels.

    Raises:
        ModelError: A label is unknown.
    """
    tags = [0] * length
    for first, end, label in chunks:
        if label not in labels:
            raise ModelError(f"label {label!r} is none of the head's: {', '.join(labels)}")
        begin = 1 + 4 * labels.index(label)
        if end - first == 1:
            tags[first] = begin + 3
        else:
            tags[first:end] = [begin, *[begin + 1] * (end - first - 2), begin + 2]
    return tags


def allowed_transitions(labels: Sequence[str]) -> Tensor:
    """[L, L] bool: whether the second tag may follow the first."""
    count = 1 + 4 * len(labels)
    allowed = torch.zeros(count, count, dtype=torch.bool)
    begins = [tag for tag in range(count) if tag == 0 or (tag - 1) % 4 in (0, 3)]
    for tag in range(count):
        if tag == 0 or (tag - 1) % 4 in (2, 3):
            allowed[tag, begins] = True
        else:
            base = tag - (tag - 1) % 4
            allowed[tag, [base + 1, base + 2]] = True
    return allowed


def allowed_first(labels: Sequence[str]) -> Tensor:
    """[L] bool: whether a unit may begin with the tag (O, B, S)."""
    return torch.tensor([True, *[True, False, False, True] * len(labels)])


def allowed_last(labels: Sequence[str]) -> Tensor:
    """[L] bool: whether a unit may end with the tag (O, E, S)."""
    return torch.tensor([True, *[False, False, True, True] * len(labels)])


def chunks(tags: Sequence[int], scores: Sequence[float], labels: Sequence[str]) -> list[Chunk]:
    """The chunks of tags that follow the scheme.

    Args:
        tags: Index of each word's tag, of one unit or of several after each other.
        scores: Probability of each word's tag.
        labels: The head's labels.
    """
    found: list[Chunk] = []
    first = 0
    for place, tag in enumerate(tags):
        part = (tag - 1) % 4
        if tag == 0:
            continue
        if part in (0, 3):
            first = place
        if part in (2, 3):
            found.append(Chunk(first, place + 1, labels[(tag - 1) // 4], min(scores[first : place + 1])))
    return found


def closed(tags: Sequence[int]) -> list[int]:
    """The tags of a stretch cut out of a longer one, with chunks that reach over its edges ending there."""
    mended = list(tags)
    if mended and mended[0] and (mended[0] - 1) % 4 in (1, 2):
        mended[0] += -1 if (mended[0] - 1) % 4 == 1 else 1
    if mended and mended[-1] and (mended[-1] - 1) % 4 in (0, 1):
        mended[-1] += 3 if (mended[-1] - 1) % 4 == 0 else 1
    return mended
