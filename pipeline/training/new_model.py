"""The model that a run begins with."""

from __future__ import annotations

from pathlib import Path

from torch import nn
from transformers import PreTrainedModel

from onrecord.errors import ConfigError
from onrecord.models import checkpoint
from onrecord.models.encoder import WordEncoder, empty_network, pretrained_network
from onrecord.models.heads.coreference import CoreferenceSettings
from onrecord.models.heads.relations import RelationSettings
from onrecord.models.heads.speakers import SpeakerSettings
from onrecord.models.heads.tagging import TaggingSettings
from onrecord.models.model import Model, ModelSettings
from onrecord.models.tokenizer import WordTokenizer
from onrecord.stages.neural.speaking import KINDS, TYPES
from onrecord.training.config import (
    CoreferenceTask,
    RelationTask,
    SpeakerTask,
    TrainingConfig,
    encoder_source,
    trained_source,
)
from onrecord.training.document_examples import relation_labels
from onrecord.training.examples import head_labels
from onrecord.training.news_examples import FLAGS, NEWS_LABELS
from onrecord.training.taking_over import still_calibrated, take_over

#: Most words of a context of `news`, and those of it before the first mention and after the second.
_NEWS_CONTEXT, _NEWS_AROUND = 32, 6


def new_model(config: TrainingConfig) -> Model:
    """The model that a run begins with: pretrained encoder, and heads that are random or those of a trained model.

    Raises:
        ModelError: The encoder cannot be loaded.
        ConfigError: A head's scheme is unknown, more layers are to be frozen than there are, or the encoder is used
            otherwise than the trained model uses it.
    """
    dropout = {
        "hidden_dropout_prob": config.hidden_dropout,
        "attention_probs_dropout_prob": config.attention_dropout,
    }
    if folder := trained_source(config.source):
        trained = checkpoint.load(folder)
        model = _model(config, empty_network(trained.encoder.config.to_dict() | dropout), trained.tokenizer)
        take_over(trained, model)
        if config.freeze_layers:
            # They are trained already, and heads that are to stay as they are read them.
            model.encoder.features.requires_grad_(False)
        # A teacher with texts of its own teaches every head.
        taught = config.heads if config.teacher else {head for own in config.corpora.values() for head in own.teaches}
        kept = still_calibrated(trained, model, taught)
        model.settings = model.settings.model_copy(update={"calibrations": kept})
        return model
    source = encoder_source(config.source)
    return _model(config, pretrained_network(source, **dropout), WordTokenizer.of_folder(Path(source)))


def _model(config: TrainingConfig, network: PreTrainedModel, tokenizer: WordTokenizer) -> Model:
    """The model of a configuration on this encoder, its heads random."""
    taggers: dict[str, TaggingSettings] = {}
    relations: dict[str, RelationSettings] = {}
    coreference: dict[str, CoreferenceSettings] = {}
    speakers: dict[str, SpeakerSettings] = {}
    for name, task in config.heads.items():
        if isinstance(task, SpeakerTask):
            speakers[name] = SpeakerSettings(kinds=KINDS, types=TYPES, size=task.size, dropout=task.dropout)
        elif isinstance(task, RelationTask) and task.scheme == "news":
            relations[name] = RelationSettings(
                labels=NEWS_LABELS,
                size=task.size,
                context_words=_NEWS_CONTEXT,
                around=_NEWS_AROUND,
                places=task.places,
                most_pairs=task.most_pairs,
                dropout=task.dropout,
                types=TYPES,
                flags=FLAGS,
                speech=True,
            )
        elif isinstance(task, RelationTask):
            relations[name] = RelationSettings(
                labels=relation_labels(task),
                size=task.size,
                places=task.places,
                most_pairs=task.most_pairs,
                dropout=task.dropout,
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
        name=config.name,
        encoder=config.encoder,
        taggers=taggers,
        relations=relations,
        coreference=coreference,
        speakers=speakers,
    )
    return Model(settings, WordEncoder(network, config.encoder), tokenizer)


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
