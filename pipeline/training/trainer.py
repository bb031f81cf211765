"""The training loop: draw, forward, loss, step; checkpoint, evaluate, average."""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import torch

from onrecord.corpora import read
from onrecord.errors import ConfigError
from onrecord.models import checkpoint
from onrecord.models.collate import Collator
from onrecord.models.encoder import WordEncoder, pretrained_network
from onrecord.models.engine import Engine, device_of
from onrecord.models.heads.coreference import CoreferenceSettings
from onrecord.models.heads.relations import RelationSettings
from onrecord.models.heads.tagging import TaggingSettings
from onrecord.models.model import Model, ModelSettings
from onrecord.models.tokenizer import WordTokenizer
from onrecord.training.batches import TrainingBatch, TrainingItem, training_batch, training_items
from onrecord.training.config import CoreferenceTask, CorpusSettings, RelationTask, Task, TrainingConfig, encoder_source
from onrecord.training.dev import DevFigure, HeadOutcome, evaluate, mean_f1
from onrecord.training.document_examples import relation_labels
from onrecord.training.examples import Example, check_teaches, example_of, head_labels
from onrecord.training.identity import identity_of
from onrecord.training.losses import head_losses
from onrecord.training.optimizer import factor, optimizer
from onrecord.training.sampler import Sampler
from onrecord.training.singletons import WITHOUT_SINGLETONS, with_singletons
from onrecord.training.state import Progress, checkpoints, load_state, mean_weights, save_state

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Report:
    """What is told after a step."""

    step: int
    """Steps done."""
    updates: int
    """Steps of the whole run."""
    loss: float
    """Weighted sum of the heads' losses in this step."""
    losses: Mapping[str, float]
    """Loss of each head that learnt in this step, as `onrecord.training.losses` has it."""
    pieces_per_second: float
    """Since this process began the run."""
    left: float
    """Seconds that the rest will take at this speed."""


class Trainer:
    """One run: from a configuration and a data folder to a model in a folder."""

    def __init__(self, config: TrainingConfig, data: Path, out: Path) -> None:
        """Read the corpora, load the encoder, and go on from the last checkpoint in `out` where there is one.

        Args:
            config: What to train.
            data: Folder that the paths of the corpora start from.
            out: Folder of checkpoints and of the trained model.

        Raises:
            ConfigError: The configuration does not fit the data, or `out` holds another run.
            SourceError: A corpus cannot be read.
            ModelError: The encoder cannot be loaded, or the device is not there.
        """
        torch.manual_seed(config.seed)
        self.config = config
        self.out = out
        self.device = device_of(config.device)
        self.model = new_model(config).to(self.device)
        settings = config.encoder.model_copy(update={"context": 0})
        padding = self.model.collator().padding
        self._collator = Collator(self.model.tokenizer, settings, padding)
        self.lost: Counter[str] = Counter()
        """Gold of the training sets that the heads cannot learn."""
        self._items = {name: self._read(data, name, own) for name, own in config.corpora.items()}
        self._dev = {
            name: _examples(name, data / own.dev, own, self._heads(own), Counter())
            for name, own in config.corpora.items()
            if own.dev
        }
        self._optimizer = optimizer(self.model, config.optimizer)
        self._rates = [group["lr"] for group in self._optimizer.param_groups]
        sizes = {name: [item.size for item in own] for name, own in self._items.items()}
        self._sampler = Sampler(
            sizes,
            {name: own.weight for name, own in config.corpora.items()},
            config.sampling,
            config.optimizer.batch_pieces,
            config.seed,
        )
        self.progress = Progress(identity_of(config, self.model.settings, sizes))
        done = checkpoints(out)
        if done:
            state, self.progress = load_state(done[-1], self.model, self._optimizer, self.progress.run)
            self._sampler.resume(state)

    def run(self, told: Callable[[Report], None]) -> list[DevFigure]:
        """Train to the end, evaluate on the whole dev sets and write the model.

        Args:
            told: Called after each step.

        Returns:
            The figures of the trained model.
        """
        begun, pieces, first = time.perf_counter(), 0, self.progress.step
        config = self.config
        while self.progress.step < config.optimizer.updates:
            started = time.perf_counter()
            batch = self._next().to(self.device)
            losses = self._step(batch)
            read_now = int(batch.windows.mask.sum())
            pieces += read_now
            self.progress.step += 1
            self.progress.pieces += read_now
            self.progress.seconds += time.perf_counter() - started
            elapsed = time.perf_counter() - begun
            left = (config.optimizer.updates - self.progress.step) * elapsed / (self.progress.step - first)
            loss = sum(config.heads[name].weight * own for name, own in losses.items())
            told(Report(self.progress.step, config.optimizer.updates, loss, losses, pieces / elapsed, left))
            if self.progress.step % config.checkpoint_every == 0 or self.progress.step == config.optimizer.updates:
                self._save()
            if config.evaluate_every and self.progress.step % config.evaluate_every == 0:
                self._tell(self.evaluate(config.dev_documents))
        return self._finish()

    def evaluate(self, most: int | None = None) -> list[HeadOutcome]:
        """How the current weights do on the dev sets, or on `most` documents of each, evenly spaced.

        A head that several dev sets evaluate has an outcome for each, in the order of the corpora.
        """
        engine = Engine(self.model)
        outcomes: list[HeadOutcome] = []
        for name, examples in self._dev.items():
            step = max(1, -(-len(examples) // most)) if most else 1
            outcomes += evaluate(engine, examples[::step], name, self._heads(self.config.corpora[name])).values()
        self.model.train()
        return outcomes

    def _finish(self) -> list[DevFigure]:
        chosen = checkpoints(self.out)[-self.config.average :]
        self.model.load_state_dict(mean_weights(chosen))
        log.info("evaluating the mean of the last %d checkpoints", len(chosen))
        outcomes = self.evaluate()
        # The first dev set of a head calibrates it.
        calibrations = {outcome.head: outcome.calibration() for outcome in reversed(outcomes)}
        self.model.settings = self.model.settings.model_copy(update={"calibrations": calibrations})
        checkpoint.save(self.model, self.out / "model")
        self._tell(outcomes)
        return [figure for outcome in outcomes for figure in outcome.figures]

    def _step(self, batch: TrainingBatch) -> dict[str, float]:
        settings = self.config.optimizer
        for group, rate in zip(self._optimizer.param_groups, self._rates, strict=True):
            group["lr"] = rate * factor(self.progress.step, settings)
        self.model.train()
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.config.precision == "bf16"):
            states = self.model.encoder(batch.windows)
        losses = head_losses(self.model, states.float(), batch)
        loss = torch.stack([self.config.heads[name].weight * own for name, own in losses.items()]).sum()
        self._optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), settings.clip)
        self._optimizer.step()
        return {name: float(own.detach()) for name, own in losses.items()}

    def _next(self) -> TrainingBatch:
        drawn = next(self._sampler)
        return training_batch([self._items[item.corpus][item.number] for item in drawn], self._collator)

    def _save(self) -> None:
        # One more than are averaged would never be read again.
        keep = self.config.average
        save_state(self.out, self.model, self._optimizer, self._sampler.state, self.progress, keep)

    def _tell(self, outcomes: list[HeadOutcome]) -> None:
        figures = [figure for outcome in outcomes for figure in outcome.figures]
        for figure in figures:
            log.info("step %d  %s", self.progress.step, figure.line())
        log.info("step %d  mean over tasks %.2f", self.progress.step, mean_f1(figures) * 100)

    def _heads(self, corpus: CorpusSettings) -> dict[str, Task]:
        return {name: self.config.heads[name] for name in corpus.teaches}

    def _read(self, data: Path, name: str, corpus: CorpusSettings) -> list[TrainingItem]:
        examples = _examples(name, data / corpus.train, corpus, self._heads(corpus), self.lost)
        items = [item for example in examples for item in training_items(example, self._collator)]
        if not items:
            raise ConfigError(f"corpus {name!r} ({data / corpus.train}) has nothing to learn from; check the path")
        pieces = sum(item.size.pieces for item in items)
        log.info("%s: %d documents, %d batch items, %d pieces", name, len(examples), len(items), pieces)
        return items


def new_model(config: TrainingConfig) -> Model:
    """The untrained model of a configuration: pretrained encoder, random heads.

    Raises:
        ModelError: The encoder cannot be loaded.
        ConfigError: A head's scheme is unknown.
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
    settings = ModelSettings(
        name=config.name, encoder=config.encoder, taggers=taggers, relations=relations, coreference=coreference
    )
    return Model(settings, WordEncoder(network, config.encoder), WordTokenizer.of_folder(Path(source)))


def _examples(
    name: str, path: Path, corpus: CorpusSettings, heads: Mapping[str, Task], lost: Counter[str]
) -> list[Example]:
    opened = read(path, corpus.format)
    check_teaches(name, opened, heads)
    documents = opened.documents()
    if opened.gold.scheme in WITHOUT_SINGLETONS and any(isinstance(task, CoreferenceTask) for task in heads.values()):
        documents = with_singletons(documents)
    found = (example_of(document, heads, lost) for document in documents)
    return [example for example in found if example is not None]
