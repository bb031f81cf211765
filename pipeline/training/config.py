"""The configuration of a training run."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import resources
from pathlib import Path
from typing import Annotated, Any, Literal, TypeAlias

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from onrecord.config import apply_override, explain, nearest
from onrecord.errors import ConfigError
from onrecord.models.encoder import EncoderSettings
from onrecord.models.shipped import model_folder


class _Settings(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class CorpusSettings(_Settings):
    """One corpus of a run."""

    train: str
    """File or folder to learn from, within the data folder."""
    dev: str | None = None
    """File or folder to evaluate on, within the data folder."""
    format: str | None = None
    """Name of the corpus's format; recognised by content where it is not given."""
    teaches: tuple[str, ...] = Field(min_length=1)
    """Heads that learn from this corpus; the loss of all others leaves it out. Where one of them reads whole documents,
    each document goes into a batch as a whole, however long it is."""
    weight: float = Field(default=1.0, gt=0)
    """Multiplies the share of the corpus in what is drawn."""
    silver: str | None = None
    """Records that a pipeline made of the same articles (`onrecord run … -o FILE`), within the data folder or by an
    absolute path: the mentions, entities and quotes that the gold lacks. Needed by `references`, `speakers` and
    relations of `news`."""


class NameTask(_Settings):
    """One tagging head for names."""

    task: Literal["names"]
    """What it finds."""
    scheme: str
    """Whose labels: a scheme of `onrecord.corpora.schemes`."""
    dropout: float = Field(default=0.1, ge=0, lt=1)
    """Share of the word states' numbers that are dropped in training."""
    weight: float = Field(default=1.0, gt=0)
    """Multiplies the loss of the head."""


class QuoteTask(_Settings):
    """One tagging head for the parts of quotes."""

    task: Literal["quotes"]
    """What it finds: contents, sources and cues."""
    scheme: str = "polnear"
    """Scheme of the corpora that can teach it; the labels are the three roles in any."""
    dropout: float = Field(default=0.1, ge=0, lt=1)
    """Share of the word states' numbers that are dropped in training."""
    weight: float = Field(default=1.0, gt=0)
    """Multiplies the loss of the head."""


class MentionTask(_Settings):
    """One tagging head for the mentions of one layer, labelled by their kind."""

    task: Literal["mentions"]
    """What it finds: names, nominals and pronouns, of a corpus without singletons those mentioned more than once."""
    layer: Literal["outer", "inner"]
    """Which of nested mentions: those within no other, or those that no other is within."""
    scheme: str = "ontogum"
    """Scheme of the corpora that can teach it; the labels are the three kinds in any."""
    dropout: float = Field(default=0.1, ge=0, lt=1)
    """Share of the word states' numbers that are dropped in training."""
    weight: float = Field(default=1.0, gt=0)
    """Multiplies the loss of the head."""


class ReferenceTask(_Settings):
    """One tagging head for nominals, by their type, and pronouns, learnt from the records of a pipeline."""

    task: Literal["references"]
    """What it finds."""
    dropout: float = Field(default=0.1, ge=0, lt=1)
    """Share of the word states' numbers that are dropped in training."""
    weight: float = Field(default=1.0, gt=0)
    """Multiplies the loss of the head."""


class SpeakerTask(_Settings):
    """One head for whom the source of a quote refers to, who passed it on, and of what kind the speaker is."""

    task: Literal["speakers"]
    """What it finds."""
    size: int = Field(default=192, ge=1)
    """Size of the states of mentions."""
    dropout: float = Field(default=0.1, ge=0, lt=1)
    """Share of the word states' numbers, and of those of pairs, that are dropped in training."""
    weight: float = Field(default=1.0, gt=0)
    """Multiplies the loss of the head."""


class RelationTask(_Settings):
    """One head for relations between the entities of a document."""

    task: Literal["relations"]
    """What it finds."""
    scheme: str
    """Whose labels: `news`, or a scheme of `onrecord.corpora.relation_schemes`."""
    size: int = Field(default=256, ge=16, multiple_of=16)
    """Size of the states of entities, a multiple of 16."""
    places: int = Field(default=1, ge=1)
    """Most places of a pair that are scored, each by its own mentions and words; at 1 the nearest alone."""
    most_pairs: int = Field(default=8192, ge=2)
    """Most ordered pairs of entities of a document that are scored, in training and later: those named nearest to each
    other."""
    dropout: float = Field(default=0.1, ge=0, lt=1)
    """Share of the word states' numbers that are dropped in training."""
    weight: float = Field(default=1.0, gt=0)
    """Multiplies the loss of the head."""


class CoreferenceTask(_Settings):
    """One head for coreference between the mentions of a document."""

    task: Literal["coreference"]
    """What it finds. Any corpus with coreference can teach it, whatever its scheme, and GAP."""
    size: int = Field(default=192, ge=1)
    """Size of the states of mentions."""
    most_antecedents: int = Field(default=400, ge=1)
    """How many mentions before each are tried, in training and later; of those farther back only the last ones that
    share words with it."""
    dropout: float = Field(default=0.1, ge=0, lt=1)
    """Share of the word states' numbers, and of those of pairs, that are dropped in training."""
    weight: float = Field(default=1.0, gt=0)
    """Multiplies the loss of the head."""


#: A head that tags words.
TaggingTask: TypeAlias = NameTask | MentionTask | QuoteTask | ReferenceTask
#: Any head.
Task: TypeAlias = TaggingTask | RelationTask | CoreferenceTask | SpeakerTask


class OptimizerSettings(_Settings):
    """AdamW and its schedule."""

    updates: int = Field(ge=1)
    """Steps of the optimizer in the whole run."""
    batch_pieces: int = Field(default=3072, ge=64)
    """Most pieces of a batch, padding counted."""
    encoder_rate: float = Field(default=1e-4, ge=0)
    """Highest learning rate of the pretrained weights."""
    head_rate: float = Field(default=5e-4, ge=0)
    """Highest learning rate of the heads and the feature embeddings."""
    warm_up: int = Field(default=50, ge=0)
    """Steps over which the rates rise from 0."""
    decay_share: float = Field(default=0.4, ge=0, le=1)
    """Last share of the steps, over which the rates fall to 0; they stay level before."""
    weight_decay: float = Field(default=0.01, ge=0)
    """Decay of all weights but biases and norms."""
    clip: float = Field(default=1.0, gt=0)
    """Greatest norm of a step's gradient."""


class SamplingSettings(_Settings):
    """How items are drawn: windows, and whole documents of corpora that teach a head over whole documents."""

    temperature: float = Field(default=1.5, ge=1)
    """Shares of the corpora are sizes to the power of 1 / temperature: 1 is by size, more is more even."""
    buffer: int = Field(default=512, ge=1)
    """Items drawn at a time, sorted into batches by their length, of a document that of its longest window."""


class TeacherSettings(_Settings):
    """A trained model that the new one learns from, beside the gold."""

    model: str
    """Its folder, as `onrecord train` wrote it; any encoder and tokenizer. Heads of the same name must have the same
    labels, other heads are left alone."""
    weight: float = Field(default=0.5, gt=0)
    """Multiplies the divergence from the teacher, which is added to the loss of each head."""
    temperature: float = Field(default=2.0, gt=0)
    """What the scores of both are divided by before they are compared."""
    texts: tuple[str, ...] = ()
    """Further texts that only the teacher labels: files or folders within the data folder, corpora or anything that
    `onrecord run` reads but web pages. Each is drawn from like a corpus of weight 1."""


class TrainingConfig(_Settings):
    """What a run trains, on what, and how."""

    name: str
    """Name of the model."""
    source: str
    """The pretrained encoder: a folder, a name in the local cache of Hugging Face, `package:NAME/FOLDER` for a folder
    within an installed package, or `model:NAME` for a trained model of onrecord, by name or folder: heads that it has
    too, with the same labels, begin with its weights."""
    encoder: EncoderSettings
    """How the encoder is used."""
    hidden_dropout: float = Field(default=0.1, ge=0, lt=1)
    """Dropout within the encoder's layers."""
    attention_dropout: float = Field(default=0.0, ge=0, lt=1)
    """Dropout of attention weights; any other value than 0 is slow on CPU."""
    train_word_embeddings: bool = True
    """Whether the table of word embeddings is trained; left as it is, half of the optimizer's work is saved."""
    heads: dict[str, Annotated[Task, Field(discriminator="task")]] = Field(min_length=1)
    """The heads, by name."""
    freeze_layers: int = Field(default=0, ge=0)
    """Lowest layers of the encoder that are not trained, and with them everything below and beside the layers. Feature
    embeddings are trained all the same, but not those of a trained model (`source: model:NAME`); without
    `encoder.features` the gradient ends above the frozen layers, which is faster."""
    corpora: dict[str, CorpusSettings] = {}
    """The corpora, by name; there may be none where a teacher has texts."""
    teacher: TeacherSettings | None = None
    """The teacher, if any."""
    optimizer: OptimizerSettings
    """AdamW and its schedule."""
    sampling: SamplingSettings = SamplingSettings()
    """How items are drawn."""
    device: str = "auto"
    """Where the run trains: auto (CUDA where there is one, else the CPU), cpu, cuda, cuda:1 and so on."""
    precision: Literal["fp32", "bf16"] = "fp32"
    """bf16 runs matrix products in half precision; only faster where the processor has instructions for it."""
    seed: int = 0
    """Seed of everything random."""
    checkpoint_every: int = Field(default=200, ge=1)
    """Steps between checkpoints."""
    average: int = Field(default=1, ge=1)
    """Last checkpoints that are kept, and whose mean is the trained model, unless other weights do better on dev."""
    source_share: float = Field(default=0, ge=0, lt=1)
    """Where `source` is a trained model: share of its weights in a further candidate for the model, beside those of
    this run; the better one on the whole dev sets is written. 0 makes none."""
    evaluate_every: int = Field(default=0, ge=0)
    """Steps between evaluations on dev; 0 evaluates at the end only."""
    dev_documents: int = Field(default=20, ge=1)
    """Documents of each dev set that evaluations before the end look at, evenly spaced."""

    @model_validator(mode="after")
    def _heads_are_known(self) -> TrainingConfig:
        if not self.corpora and not (self.teacher and self.teacher.texts):
            raise ValueError("there is nothing to learn from: name corpora, or a teacher with texts")
        if self.source_share and not self.source.startswith("model:"):
            raise ValueError("source_share: source is no trained model (model:NAME); leave it out")
        for name, corpus in self.corpora.items():
            for head in corpus.teaches:
                if head not in self.heads:
                    raise ValueError(f"corpus {name!r} teaches {head!r}, which is no head; {nearest(head, self.heads)}")
        return self

    def lasting(self) -> dict[str, Any]:
        """What a resumed run must share with the run it resumes, as JSON has it.

        The length may change: before the rates fall, a shorter and a longer run are the same.
        """
        lasting = self.model_dump(
            mode="json",
            exclude={
                "checkpoint_every": True,
                "average": True,
                "source_share": True,
                "evaluate_every": True,
                "dev_documents": True,
                "device": True,
                "teacher": {"model"},
                "optimizer": {"updates", "decay_share"},
            },
        )
        # What earlier versions did not have is left out where it is not used, so that their runs go on.
        for key, unused in (("freeze_layers", 0), ("teacher", None)):
            if lasting[key] == unused:
                del lasting[key]
        # First weights and draws follow the order, which is no matter where mappings are compared.
        return lasting | {"order": [*self.heads, *self.corpora]}


def load_training_config(path: Path, overrides: Iterable[str] = ()) -> TrainingConfig:
    """Read the configuration of a run.

    Args:
        path: YAML file.
        overrides: Settings as ``optimizer.updates=500``; the value is read as YAML.

    Raises:
        ConfigError: The file is missing or no YAML, a key is unknown, or a value does not fit.
    """
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"training configuration {path}: cannot be read ({error.strerror})") from error
    except yaml.YAMLError as error:
        raise ConfigError(f"training configuration {path} is no valid YAML: {error}") from error
    if not isinstance(raw, dict):
        raise ConfigError(
            f"training configuration {path} must be a mapping with the keys name, source, heads and so on"
        )
    for override in overrides:
        apply_override(raw, override)
    try:
        return TrainingConfig.model_validate(raw)
    except ValidationError as error:
        raise ConfigError(f"training configuration {path}: {explain(error, TrainingConfig)}") from None


def trained_source(source: str) -> Path | None:
    """The folder of the trained model that `source` of a configuration stands for; None where it is another encoder."""
    scheme, colon, name = source.partition(":")
    return model_folder(name) if colon and scheme == "model" else None


def encoder_source(source: str) -> str:
    """The folder or name that `source` of a configuration stands for.

    Raises:
        ConfigError: It names a package that is not installed.
    """
    scheme, colon, rest = source.partition(":")
    if not colon or scheme != "package":
        return source
    package, _, folder = rest.partition("/")
    try:
        return str(resources.files(package).joinpath(folder))
    except ModuleNotFoundError:
        raise ConfigError(f"source {source!r}: package {package!r} is not installed; install it") from None
