"""An encoder and its heads, held together."""

from __future__ import annotations

from typing import cast

from pydantic import BaseModel, ConfigDict
from torch import nn

from onrecord.models.calibration import Calibration
from onrecord.models.collate import Collator
from onrecord.models.encoder import EncoderSettings, WordEncoder, check_windows
from onrecord.models.errors import ModelError
from onrecord.models.heads.coreference import CoreferenceHead, CoreferenceSettings
from onrecord.models.heads.relations import RelationHead, RelationSettings
from onrecord.models.heads.speakers import SpeakerHead, SpeakerSettings
from onrecord.models.heads.tagging import TaggingHead, TaggingSettings
from onrecord.models.tokenizer import WordTokenizer


class ModelSettings(BaseModel):
    """What a model is made of."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)

    name: str
    """Short name; it goes into the provenance of every record."""
    encoder: EncoderSettings
    """How the encoder is used."""
    taggers: dict[str, TaggingSettings]
    """The tagging heads, by name."""
    relations: dict[str, RelationSettings] = {}
    """The heads for relations, by name."""
    coreference: dict[str, CoreferenceSettings] = {}
    """The heads for coreference, by name."""
    speakers: dict[str, SpeakerSettings] = {}
    """The heads for speakers, by name."""
    calibrations: dict[str, Calibration] = {}
    """What makes a score of a head a probability, by head. `attributions` is that of a whole quote with its speaker;
    `relations-news, facts` and `relations-news, acts` are those of one head. What is not in it is not calibrated."""


class Model(nn.Module):
    """One encoder whose word states every head reads."""

    def __init__(self, settings: ModelSettings, encoder: WordEncoder, tokenizer: WordTokenizer) -> None:
        """Heads with random weights on an encoder.

        Raises:
            ModelError: The tokenizer has pieces that the encoder does not know.
        """
        super().__init__()
        known = cast(nn.Embedding, encoder.network.get_input_embeddings()).num_embeddings
        if tokenizer.size > known:
            raise ModelError(
                f"the tokenizer has {tokenizer.size} pieces, the encoder {known}: they do not belong together"
            )
        self.settings = settings
        self.encoder = encoder
        self.tokenizer = tokenizer
        self.taggers = nn.ModuleDict(
            {name: TaggingHead(encoder.hidden, given) for name, given in settings.taggers.items()}
        )
        self.relations = nn.ModuleDict(
            {name: RelationHead(encoder.hidden, given) for name, given in settings.relations.items()}
        )
        self.coreference = nn.ModuleDict(
            {name: CoreferenceHead(encoder.hidden, given) for name, given in settings.coreference.items()}
        )
        self.speakers = nn.ModuleDict(
            {name: SpeakerHead(encoder.hidden, given) for name, given in settings.speakers.items()}
        )

    @property
    def heads(self) -> frozenset[str]:
        """Names of all heads."""
        return frozenset({*self.taggers, *self.relations, *self.coreference, *self.speakers})

    def reading(self, most_pieces: int | None, context: int | None) -> EncoderSettings:
        """The settings of the encoder with windows of other sizes; None is as they are.

        Args:
            most_pieces: Most pieces of a window, special ones counted.
            context: Most pieces on either side of a window that are read but not kept.

        Raises:
            ModelError: The encoder cannot read such windows, or the context leaves nothing between their ends.
        """
        asked = {"most_pieces": most_pieces, "context": context}
        settings = self.settings.encoder.model_copy(
            update={name: size for name, size in asked.items() if size is not None}
        )
        check_windows(self.encoder.network, settings)
        return settings

    def collator(self, reading: EncoderSettings | None = None) -> Collator:
        """What turns words into this model's tensors.

        Args:
            reading: Settings of the encoder by `reading`; None is as the model has it.
        """
        padding = self.encoder.config.pad_token_id
        return Collator(self.tokenizer, reading or self.settings.encoder, int(padding) if padding is not None else 0)

    def tagger(self, name: str) -> TaggingHead:
        """The tagging head of this name.

        Raises:
            ModelError: There is none.
        """
        return cast(TaggingHead, self._head("tagger", self.taggers, name))

    def relation_head(self, name: str) -> RelationHead:
        """The head for relations of this name.

        Raises:
            ModelError: There is none.
        """
        return cast(RelationHead, self._head("head for relations", self.relations, name))

    def coreference_head(self, name: str) -> CoreferenceHead:
        """The head for coreference of this name.

        Raises:
            ModelError: There is none.
        """
        return cast(CoreferenceHead, self._head("head for coreference", self.coreference, name))

    def speaker_head(self, name: str) -> SpeakerHead:
        """The head for speakers of this name.

        Raises:
            ModelError: There is none.
        """
        return cast(SpeakerHead, self._head("head for speakers", self.speakers, name))

    def calibrated(self, head: str, score: float) -> float:
        """The calibrated score of what a head found."""
        known = self.settings.calibrations.get(head)
        return known(score) if known is not None else score

    def _head(self, kind: str, heads: nn.ModuleDict, name: str) -> nn.Module:
        if name not in heads:
            known = ", ".join(heads) or "none"
            raise ModelError(f"model {self.settings.name!r} has no {kind} {name!r}; it has {known}")
        return heads[name]
