"""Encode: the one pass of the encoder that every neural stage reads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from pydantic import Field

from onrecord.document import Document, Findings, Layer
from onrecord.errors import ConfigError
from onrecord.models.shipped import model_folder
from onrecord.stages.encoding import Encoding
from onrecord.stages.stage import Stage, StageSettings
from onrecord.stages.words import paragraph_words


class EncodeSettings(StageSettings):
    """Settings of `Encode`."""

    model: str
    """Name of a model that comes with onrecord, or a folder that `onrecord train` wrote."""
    device: str = "auto"
    """Where the model runs: auto (CUDA where there is one, else the CPU), cpu, cuda, cuda:1 and so on."""
    batch_pieces: int | None = Field(default=None, ge=64)
    """Most pieces that go through the encoder at once, padding counted; by default 2,048 on the CPU, whose caches they
    fit, and 16,384 on CUDA."""
    most_pieces: int | None = Field(default=None, ge=16)
    """Most pieces of a window, special ones counted; by default as many as the model was trained with. Longer windows
    overlap less and are faster, but a model reads worse what it was not trained on: at 512 the quotes of `news-small`
    lose 2.6 points."""
    context: int | None = Field(default=None, ge=0)
    """Most pieces on either side of a window that are read but not kept; by default as many as the model names. Fewer
    are faster."""


class Encode(Stage[EncodeSettings]):
    """Word states of whole articles, from windows with context."""

    Settings = EncodeSettings
    reads: ClassVar[frozenset[Layer]] = frozenset({"segments"})
    writes: ClassVar[frozenset[Layer]] = frozenset({"encoding"})
    _identity: str | None = None

    @property
    def model(self) -> str | None:
        """Name and hash of the model."""
        return self._identity

    @property
    def offered_heads(self) -> frozenset[str]:
        """All heads of the model."""
        return self.engine.model.heads

    @property
    def windows(self) -> int:
        """Windows that the encoder has read so far."""
        return self.engine.windows

    def load(self) -> None:
        """Load the model.

        Raises:
            ConfigError: It is not there, was changed, or the device is not.
        """
        from onrecord.models import checkpoint  # PyTorch and transformers are slow to import
        from onrecord.models.engine import Engine, device_of
        from onrecord.models.errors import ModelError

        try:
            folder = model_folder(self.settings.model)
            loaded = checkpoint.load(folder, device_of(self.settings.device))
            reading = loaded.reading(self.settings.most_pieces, self.settings.context)
            self.engine = Engine(loaded, self.settings.batch_pieces, reading)
            self._identity = checkpoint.identity(folder)
        except ModelError as error:
            raise ConfigError(f"stage {self.name!r}: {error}") from error

    def predict(self, documents: Sequence[Document]) -> list[Findings]:
        """The encoding of each document; a word that the encoder cannot read to its end is reported."""
        words = []
        for document in documents:
            assert document.segments is not None
            words.append(paragraph_words(document.text, document.segments))
        texts = self.engine.encode([(own.tokens.forms, own.tokens.sentences) for own in words])
        states = self.engine.states(texts)
        return [
            Findings(encoding=Encoding(own, text, found, self.engine), warnings=_warnings(text.shortened))
            for own, text, found in zip(words, texts, states, strict=True)
        ]


def _warnings(shortened: int) -> tuple[str, ...]:
    if not shortened:
        return ()
    return (f"{shortened} overlong words: the encoder read only the beginning of each",)
