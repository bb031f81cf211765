"""The encoding of an article: its words' states, and the model that made them, whose heads read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.document import Document

if TYPE_CHECKING:
    from torch import Tensor

    from onrecord.models.collate import EncodedText
    from onrecord.models.engine import Engine
    from onrecord.models.outputs import Chunk
    from onrecord.stages.words import Words


@dataclass(frozen=True, slots=True, eq=False)
class Encoding:
    """What one encoder pass made of an article."""

    words: Words
    """The words, in paragraphs."""
    text: EncodedText
    """The words as the encoder read them."""
    states: Tensor
    """[words, H] float32: a state a word."""
    engine: Engine
    """The model that made them."""


def tagged(documents: Sequence[Document], head: str, leaning: float = 0.0) -> list[list[Chunk]]:
    """What a tagging head finds in each document, as chunks of the words of its encoding.

    Args:
        documents: All of them encoded by the same model.
        head: Name of the head.
        leaning: What beginning a chunk gains over what the head gives it; more finds more.

    Raises:
        ModelError: The model has no such head.
    """
    encodings = [document.encoding for document in documents if document.encoding is not None]
    if not encodings:
        return []
    engine = encodings[0].engine
    texts, states = [one.text for one in encodings], [one.states for one in encodings]
    if not leaning:
        return engine.tag(head, texts, states)
    gain = engine.model.tagger(head).begins * leaning
    return engine.tag(head, texts, states, [gain.expand(len(own), -1) for own in states])
