"""The untrained model of a configuration."""

from __future__ import annotations

from pathlib import Path

from torch import nn
from transformers import PreTrainedModel

from onrecord.errors import ConfigError
from onrecord.models.encoder import WordEncoder, pretrained_network
from onrecord.models.heads.coreference import CoreferenceSettings
from onrecord.models.heads.relations import RelationSettings
from onrecord.models.heads.tagging import TaggingSettings
from onrecord.models.model import Model, ModelSettings
from onrecord.models.tokenizer import WordTokenizer
from onrecord.training.config import CoreferenceTask, RelationTask, TrainingConfig, encoder_source
from onrecord.training.document_examples import relation_labels
from onrecord.training.examples import head_labels


def new_model(config: TrainingConfig) -> Model:
    """The untrained model of a configuration: pretrained encoder, random heads.

    Raises:
        ModelError: The encoder cannot be loaded.
        ConfigError: A head's scheme is unknown, or more layers are to be frozen than there are.
    """
    source = encoder_source(config.source)
    network = pretrained_network(
        source,
        hidden_dropout_prob=config.hidden_dropout,
        attention_probs_dropout_prob=config.attention_dropout,
    )
    taggers: dict[str, TaggingSettings] = {}
    relations: dict[str, RelationSettings] = {}
    coreference: dict[str, CoreferenceSettings] = {}
    for name, task in config.heads.items():
        if isinstance(task, RelationTask):
            relations[name] = RelationSettings(
                labels=relation_labels(task), size=task.size, most_pairs=task.most_pairs, dropout=task.dropout
            )
        elif isinstance(task, CoreferenceTask):
            coreference[name] = CoreferenceSettings(
                size=task.size, most_antecedents=task.most_antecedents, dropout=task.dropout
            )
        else:
            taggers[name] = TaggingSettings(labels=head_labels(task), dropout=task.dropout)
    network.get_input_embeddings().requires_grad_(config.train_word_embeddings)
    if config.freeze_layers:
        _freeze(network, config.freeze_layers)
    settings = ModelSettings(
        name=config.name, encoder=config.encoder, taggers=taggers, relations=relations, coreference=coreference
    )
    return Model(settings, WordEncoder(network, config.encoder), WordTokenizer.of_folder(Path(source)))


def _freeze(network: PreTrainedModel, count: int) -> None:
    """Leave nothing of a network to be trained but the layers above the lowest `count`."""
    size = network.config.num_hidden_layers
    if count > size:
        raise ConfigError(f"freeze_layers is {count}, but the encoder has {size} layers")
    stacks = (part for part in network.modules() if isinstance(part, nn.ModuleList) and len(part) == size)
    layers = next(stacks, None)
    if layers is None:
        raise ConfigError("freeze_layers: the layers of this encoder are not known; set it to 0")
    network.requires_grad_(False)
    layers[count:].requires_grad_(True)
