"""Words to tensors: pieces, features and windows of texts, padded together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch

from onrecord.models import features
from onrecord.models.encoder import EncoderSettings
from onrecord.models.features import FeatureName
from onrecord.models.outputs import Units, WindowBatch
from onrecord.models.tokenizer import WordTokenizer
from onrecord.models.windows import Unit, Window, windows


@dataclass(frozen=True, slots=True)
class Text:
    """The words of one text."""

    words: tuple[str, ...]
    """As they stand in the text."""
    units: tuple[Unit, ...]
    """Sentences or paragraphs as half-open ranges of words: in order, none empty, together all words."""


@dataclass(frozen=True, slots=True)
class EncodedText:
    """A text as the encoder reads it."""

    pieces: tuple[tuple[int, ...], ...]
    """Piece ids of each word."""
    features: tuple[tuple[int, ...], ...]
    """Values of each feature, one a word, in the order of the settings."""
    units: tuple[Unit, ...]
    """As in the text."""
    windows: tuple[Window, ...]
    """In order; none where the text has no words."""
    shortened: int
    """Words of which the encoder reads the beginning only."""

    def length(self, window: Window) -> int:
        """Pieces of a window, special ones not counted."""
        return sum(len(pieces) for pieces in self.pieces[window.first : window.end])


class Collator:
    """Turns texts into windows, and windows into tensors."""

    def __init__(self, tokenizer: WordTokenizer, settings: EncoderSettings, padding: int) -> None:
        """Fix how texts are read.

        Args:
            tokenizer: Words to pieces.
            settings: Features and windows.
            padding: Id of the padding piece.
        """
        self.tokenizer = tokenizer
        self.settings = settings
        self.padding = padding

    def encode(self, text: Text) -> EncodedText:
        """Pieces, features and windows of a text."""
        found = self.tokenizer(text.words)
        most = self.settings.most_pieces - self.tokenizer.specials
        cut = windows([len(pieces) for pieces in found.ids], text.units, most, self.settings.context)
        values = tuple(_values(name, text) for name in self.settings.features)
        return EncodedText(found.ids, values, text.units, tuple(cut), found.shortened)

    def collate(self, chosen: Sequence[tuple[EncodedText, Window]]) -> WindowBatch:
        """Tensors of at least one window; words in the order of the windows."""
        rows = [self._row(text, window) for text, window in chosen]
        longest = max(len(row.ids) for row in rows)
        count = len(self.settings.features)
        ids = torch.full((len(rows), longest), self.padding)
        mask = torch.zeros(len(rows), longest, dtype=torch.bool)
        values = torch.zeros(len(rows), longest, count, dtype=torch.long)
        total = sum(len(row.firsts) for row in rows)
        word_of_piece = torch.full((len(rows), longest), total)
        first_pieces: list[int] = []
        for place, row in enumerate(rows):
            size = len(row.ids)
            ids[place, :size] = torch.tensor(row.ids)
            mask[place, :size] = True
            if count:
                values[place, :size] = torch.tensor(row.features).T
            word_of_piece[place, :size] = torch.tensor(
                [len(first_pieces) + word if word >= 0 else total for word in row.words]
            )
            first_pieces += [place * longest + first for first in row.firsts]
        return WindowBatch(ids, mask, values, torch.tensor(first_pieces), word_of_piece.flatten())

    def _row(self, text: EncodedText, window: Window) -> _Row:
        prefix, suffix = self.tokenizer.prefix, self.tokenizer.suffix
        ids, words, firsts = list(prefix), [-1] * len(prefix), []
        values: list[list[int]] = [[features.NONE] * len(prefix) for _ in text.features]
        for word in range(window.first, window.end):
            pieces = text.pieces[word]
            firsts.append(len(ids))
            ids += pieces
            words += [word - window.first] * len(pieces)
            for name, row, own in zip(self.settings.features, values, text.features, strict=True):
                later = features.later_piece(own[word]) if name == "shape" else own[word]
                row += [own[word], *[later] * (len(pieces) - 1)]
        ids += suffix
        words += [-1] * len(suffix)
        for row in values:
            row += [features.NONE] * len(suffix)
        return _Row(ids, values, words, firsts)


@dataclass(frozen=True, slots=True)
class _Row:
    """One window, unpadded."""

    ids: list[int]
    features: list[list[int]]
    words: list[int]
    """Word of each piece, counted within the window; -1 at special pieces."""
    firsts: list[int]
    """Place of the first piece of each word."""


def _values(name: FeatureName, text: Text) -> tuple[int, ...]:
    if name == "shape":
        return tuple(features.shape(word) for word in text.words)
    return tuple(value for first, end in text.units for value in features.quotation(text.words[first:end]))


def units_tensor(units: Sequence[Unit]) -> Units:
    """Units as tensors."""
    return Units(
        torch.tensor([first for first, _ in units], dtype=torch.long),
        torch.tensor([end - first for first, end in units], dtype=torch.long),
    )
