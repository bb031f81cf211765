"""The encoder: windows of pieces to one state a word. Any Hugging Face encoder, by name or folder."""

from __future__ import annotations

from typing import Any, Literal, cast

import torch
from pydantic import BaseModel, ConfigDict, Field
from torch import Tensor, nn
from transformers import AutoConfig, AutoModel, PretrainedConfig, PreTrainedModel

from onrecord.models.errors import ModelError
from onrecord.models.features import SIZES, FeatureName
from onrecord.models.outputs import WindowBatch

#: Least pieces of a window that are kept.
_LEAST_CORE = 16


class EncoderSettings(BaseModel):
    """How an encoder is used; which one it is stands in its own configuration."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)

    pooling: Literal["first", "mean"] = "first"
    """The state of a word: of its first piece, or the mean over its pieces."""
    features: tuple[FeatureName, ...] = ()
    """Word features whose embeddings are added to the word embeddings; `shape` gives an uncased encoder the case."""
    most_pieces: int = Field(default=256, ge=16)
    """Most pieces of a window, special ones counted."""
    context: int = Field(default=32, ge=0)
    """Most pieces on either side of a window of a longer text that are read but not kept."""


class WordEncoder(nn.Module):
    """A pretrained encoder with word features in and word states out."""

    def __init__(self, network: PreTrainedModel, settings: EncoderSettings) -> None:
        """Put feature embeddings, zero at first, beside a network.

        Raises:
            ModelError: The windows are longer than the network's positions, or leave nothing between their contexts.
        """
        super().__init__()
        check_windows(network, settings)
        self.settings = settings
        self.network = network
        if getattr(network, "pooler", None) is not None:
            network.pooler = cast(nn.Module, None)
        self.features = nn.ModuleList(nn.Embedding(SIZES[name], self.hidden) for name in settings.features)
        for table in self.features:
            nn.init.zeros_(cast(nn.Embedding, table).weight)

    @property
    def config(self) -> PretrainedConfig:
        """The configuration of the network."""
        return self.network.config

    @property
    def hidden(self) -> int:
        """H, the size of the states."""
        return int(self.network.config.hidden_size)

    def forward(self, batch: WindowBatch) -> Tensor:
        """Word states [T, H] of a batch of windows."""
        embedded = cast(Tensor, self.network.get_input_embeddings()(batch.ids))
        for place, table in enumerate(self.features):
            embedded = embedded + table(batch.features[:, :, place])
        output = self.network(inputs_embeds=embedded, attention_mask=batch.mask.long())
        states = cast(Tensor, output.last_hidden_state).flatten(0, 1)
        if self.settings.pooling == "first":
            return states[batch.first_pieces]
        return _means(states, batch.word_of_piece, batch.words)


def check_windows(network: PreTrainedModel, settings: EncoderSettings) -> None:
    """See that a network can read the windows, and that their contexts leave something between them.

    Raises:
        ModelError: They are longer than its positions, or their contexts leave too little.
    """
    positions = _positions(network)
    if positions is not None and settings.most_pieces > positions:
        raise ModelError(f"most_pieces is {settings.most_pieces}, but the encoder has {positions} positions; lower it")
    if settings.most_pieces - 2 * settings.context < _LEAST_CORE:
        raise ModelError(
            f"context {settings.context} leaves less than {_LEAST_CORE} of {settings.most_pieces} pieces; lower it, or "
            "raise most_pieces"
        )


def _positions(network: PreTrainedModel) -> int | None:
    """How many positions a network has; None where it has no table of them."""
    count = getattr(network.config, "max_position_embeddings", None)
    table = getattr(getattr(network, "embeddings", None), "position_embeddings", None)
    padding = getattr(table, "padding_idx", None)
    # RoBERTa and MPNet count positions from behind the padding index.
    return count if count is None or padding is None else count - padding - 1


def _means(states: Tensor, word_of_piece: Tensor, words: int) -> Tensor:
    """[T, H]: mean of the states of each word's pieces."""
    sums = states.new_zeros(words + 1, states.shape[1]).index_add(0, word_of_piece, states)
    counts = states.new_zeros(words + 1).index_add(0, word_of_piece, torch.ones_like(states[:, 0]))
    return (sums / counts.clamp(min=1)[:, None])[:words]


def pretrained_network(source: str, **overrides: Any) -> PreTrainedModel:
    """The pretrained network in a folder, or of a name that is in the local cache of Hugging Face.

    Args:
        source: Folder or name.
        overrides: Values of the network's configuration, such as its dropout.

    Raises:
        ModelError: It is not there, or no safetensors.
    """
    try:
        return cast(
            PreTrainedModel,
            AutoModel.from_pretrained(
                source,
                local_files_only=True,
                use_safetensors=True,
                trust_remote_code=False,
                dtype=torch.float32,
                **overrides,
            ),
        )
    except (OSError, ValueError) as error:
        raise ModelError(f"encoder {source!r} cannot be loaded: {error}") from error


def empty_network(config: dict[str, Any]) -> PreTrainedModel:
    """A network with random weights from the content of a `config.json`.

    Raises:
        ModelError: The configuration is of no known kind of encoder.
    """
    try:
        values = dict(config)
        kind = values.pop("model_type")
        made = AutoModel.from_config(  # type: ignore[no-untyped-call]
            AutoConfig.for_model(kind, **values), trust_remote_code=False
        )
        return cast(PreTrainedModel, made)
    except (KeyError, ValueError, TypeError) as error:
        raise ModelError(f"the encoder's configuration is not usable: {error}") from error
