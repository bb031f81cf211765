"""The training loop: draw, forward, loss, step; checkpoint, evaluate, choose."""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import torch
from torch import Tensor

from onrecord.errors import ConfigError
from onrecord.models import checkpoint
from onrecord.models.collate import Collator
from onrecord.training import best
from onrecord.training.batches import TrainingBatch, TrainingItem, training_batch, training_items
from onrecord.training.config import CorpusSettings, TrainingConfig, trained_source
from onrecord.training.curves import Curves, NoCurves, curves
from onrecord.training.dev import DevFigure
from onrecord.training.dev_sets import DevSets, Evaluation
from onrecord.training.distillation import divergences
from onrecord.training.examples import Example
from onrecord.training.identity import identity_of
from onrecord.training.losses import head_losses
from onrecord.training.new_model import new_model
from onrecord.training.optimizer import factor, optimizer
from onrecord.training.processes import Processes, processes
from onrecord.training.reading import corpus_examples, heads_of, silver_records, text_examples
from onrecord.training.report import Report
from onrecord.training.results import Candidate, write_results
from onrecord.training.sampler import Sampler
from onrecord.training.state import Progress, checkpoints, load_state, mean_weights, save_state
from onrecord.training.taking_over import between
from onrecord.training.teacher import load_teacher
from onrecord.training.told import Told

log = logging.getLogger(__name__)

#: What the name of the divergence of a head from the teacher begins with, among losses.
_TAUGHT = "teacher/"


class Trainer:
    """One run: from a configuration and a data folder to a model in a folder."""

    def __init__(self, config: TrainingConfig, data: Path, out: Path, among: Processes | None = None) -> None:
        """Read the corpora, load the encoder, and go on from the last checkpoint in `out` where there is one.

        Args:
            config: What to train.
            data: Folder that the paths of the corpora start from.
            out: Folder of checkpoints and of the trained model; several processes share it.
            among: The processes that train; by default those that a launcher has started.

        Raises:
            ConfigError: The configuration does not fit the data, or `out` holds another run.
            SourceError: A corpus cannot be read.
            ModelError: The encoder cannot be loaded, or the device is not there.
        """
        torch.manual_seed(config.seed)
        self.config = config
        self.out = out
        self.processes = among or processes(config.device)
        self.device = self.processes.device
        if self.device.type == "cuda" and self.device.index is not None:
            # Random numbers are drawn, and saved, of the current device.
            torch.cuda.set_device(self.device)
        self.model = new_model(config).to(self.device)
        settings = config.encoder.model_copy(update={"context": 0})
        padding = self.model.collator().padding
        self._collator = Collator(self.model.tokenizer, settings, padding)
        self.lost: Counter[str] = Counter()
        """Gold of the training sets that the heads cannot learn."""
        self._teacher = load_teacher(config.teacher, self.model.settings, self.device) if config.teacher else None
        self._items = {name: self._read(data, name, own) for name, own in config.corpora.items()}
        for name in config.teacher.texts if config.teacher else ():
            self._items[f"texts {name}"] = self._read_texts(data / name)
        self._dev = DevSets(config, data)
        self._optimizer = optimizer(self.model, config.optimizer)
        self._rates = [group["lr"] for group in self._optimizer.param_groups]
        self._trained = [weight for group in self._optimizer.param_groups for weight in group["params"]]
        self._weights = {name: task.weight for name, task in config.heads.items()}
        if config.teacher and self._teacher:
            share = config.teacher.weight
            self._weights |= {_TAUGHT + name: share * self._weights[name] for name in self._teacher.heads.all}
        sizes = {name: [item.size for item in own] for name, own in self._items.items()}
        self._sampler = Sampler(
            sizes,
            dict.fromkeys(sizes, 1.0) | {name: own.weight for name, own in config.corpora.items()},
            config.sampling,
            config.optimizer.batch_pieces,
            config.seed,
            self.processes.count,
        )
        self.progress = Progress(identity_of(config, self.model.settings, sizes, self.processes.count))
        done = checkpoints(out)
        if done:
            state, self.progress = load_state(done[-1], self.model, self._optimizer, self.progress.run)
            self._sampler.resume(state)
        elif self._first:
            best.forget(out)

    def run(self, told: Callable[[Report], None]) -> list[DevFigure]:
        """Train to the end, evaluate on the whole dev sets and write the model.

        Args:
            told: Called after each step.

        Returns:
            The figures of the trained model; none in further processes, which neither tell, evaluate nor write.
        """
        with closing(curves(self.out, self.progress.step) if self._first else NoCurves()) as drawn:
            self._train(told, drawn)
            figures = self._finish(drawn) if self._first else []
        self.processes.wait()
        return figures

    @property
    def _first(self) -> bool:
        return self.processes.rank == 0

    def _train(self, told: Callable[[Report], None], drawn: Curves) -> None:
        begun, pieces, first = time.perf_counter(), 0, self.progress.step
        config, progress = self.config, self.progress
        updates = config.optimizer.updates
        while progress.step < updates:
            started = time.perf_counter()
            share = factor(progress.step, config.optimizer)
            done = self._step(share)
            read_now = round(done.pieces * self.processes.count)
            pieces += read_now
            progress.step += 1
            progress.pieces += read_now
            progress.seconds += time.perf_counter() - started
            if not self._first:
                continue
            elapsed = time.perf_counter() - begun
            report = Report(
                step=progress.step,
                updates=updates,
                loss=sum(self._weights[name] * own for name, own in done.losses.items()),
                losses=done.losses,
                encoder_rate=config.optimizer.encoder_rate * share,
                head_rate=config.optimizer.head_rate * share,
                pieces_per_second=pieces / elapsed,
                left=(updates - progress.step) * elapsed / (progress.step - first),
            )
            drawn.stepped(report)
            told(report)
            # Before the checkpoint, so that a run that goes on from it need not look whether this was done.
            if config.evaluate_every and progress.step % config.evaluate_every == 0:
                self._evaluate(drawn)
            if progress.step % config.checkpoint_every == 0 or progress.step == updates:
                self._save()

    def _evaluate(self, drawn: Curves) -> None:
        """Look at a part of the dev sets; keep the weights where they are the best so far."""
        documents = self.config.dev_documents
        found = self._dev.evaluate(self.model, documents)
        self._tell(found)
        drawn.evaluated(self.progress.step, found, "dev")
        if self._dev:
            best.offer(self.out, self.model, best.Best(self.progress.step, found.mean, documents))

    def _finish(self, drawn: Curves) -> list[DevFigure]:
        """Write the best of the mean of the last checkpoints, that nearer to the source, and the best on the way."""
        last = checkpoints(self.out)[-self.config.average :]
        mean = f"mean of the last {len(last)} checkpoints" if len(last) > 1 else "last checkpoint"
        weights: dict[str, Callable[[], dict[str, Tensor]]] = {mean: lambda: mean_weights(last)}
        kept = best.best_of(self.out)
        # The last weights, where no mean was made, need not be looked at twice.
        if kept is not None and (len(last) > 1 or kept.step != self.progress.step):
            weights[f"best weights, of step {kept.step}"] = lambda: best.best_weights(self.out)
        source = trained_source(self.config.source)
        if self.config.source_share and source is not None:
            weights[f"{mean}, and the source"] = lambda: self._nearer(source, last)
        candidates: list[Candidate] = []
        for name, read in weights.items():
            log.info("evaluating the %s", name)
            self.model.load_state_dict(read())
            candidates.append(Candidate(name, self._dev.evaluate(self.model)))
            self._tell(candidates[-1].evaluation)
        chosen = max(candidates, key=lambda candidate: candidate.evaluation.mean)
        means = ", ".join(f"{one.name} {one.evaluation.mean * 100:.2f}" for one in candidates)
        log.info("the model is the %s (mean over tasks: %s)", chosen.name, means)
        drawn.evaluated(self.progress.step, chosen.evaluation, "whole dev")
        self.model.load_state_dict(weights[chosen.name]())
        # Heads that were taken over and stay as they are keep theirs.
        calibrations = self.model.settings.calibrations | chosen.evaluation.calibrations()
        self.model.settings = self.model.settings.model_copy(update={"calibrations": calibrations})
        checkpoint.save(self.model, self.out / "model")
        write_results(self.out, chosen, candidates, self.progress)
        return chosen.evaluation.figures

    def _nearer(self, source: Path, last: list[Path]) -> dict[str, Tensor]:
        """The mean of some checkpoints, moved towards the trained model that the run began with."""
        self.model.load_state_dict(mean_weights(last))
        return between(checkpoint.load(source).to(self.device), self.model, self.config.source_share)

    def _step(self, share: float) -> Told:
        """One step of the optimizer, at this share of the highest learning rates."""
        for group, rate in zip(self._optimizer.param_groups, self._rates, strict=True):
            group["lr"] = rate * share
        self._optimizer.zero_grad(set_to_none=True)
        own = self._learn(self._next().to(self.device)).tensor(list(self._weights)).to(self.device)
        told = Told.of(self.processes.average(self._trained, own), list(self._weights))
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), self.config.optimizer.clip)
        self._optimizer.step()
        return told

    def _learn(self, batch: TrainingBatch) -> Told:
        """Add the gradients of a batch to those of the weights."""
        self.processes.seed(self.config.seed, self.progress.step)
        self.model.train()
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.config.precision == "bf16"):
            states = self.model.encoder(batch.windows)
            read = self._teacher.states(batch.taught) if self._teacher else None
        losses = head_losses(self.model, states.float(), batch)
        if self._teacher and read is not None:
            taught = divergences(self.model, self._teacher, states.float(), read, batch)
            losses |= {_TAUGHT + name: own for name, own in taught.items()}
        loss = torch.stack([self._weights[name] * own for name, own in losses.items()]).sum()
        loss.backward()  # type: ignore[no-untyped-call]
        return Told(int(batch.windows.mask.sum()), {name: float(own.detach()) for name, own in losses.items()})

    def _next(self) -> TrainingBatch:
        """The next batch of this process; each takes its turn in one stream that all draw."""
        drawn = [next(self._sampler) for _ in range(self.processes.count)][self.processes.rank]
        return training_batch([self._items[item.corpus][item.number] for item in drawn], self._collator, self._teacher)

    def _save(self) -> None:
        # One more than are averaged would never be read again.
        keep = self.config.average
        save_state(self.out, self.model, self._optimizer, self._sampler.state, self.progress, keep)

    def _tell(self, found: Evaluation) -> None:
        for figure in found.figures:
            log.info("step %d  %s", self.progress.step, figure.line())
        log.info("step %d  mean over tasks %.2f", self.progress.step, found.mean * 100)

    def _read(self, data: Path, name: str, corpus: CorpusSettings) -> list[TrainingItem]:
        silver = silver_records(data / corpus.silver) if corpus.silver else None
        examples = corpus_examples(
            name, data / corpus.train, corpus, heads_of(self.config, name), self.lost, silver, data
        )
        items = [item for example in examples for item in self._items_of(example)]
        if not items:
            raise ConfigError(f"corpus {name!r} ({data / corpus.train}) has nothing to learn from; check the path")
        _tell_size(name, examples, items)
        return items

    def _read_texts(self, path: Path) -> list[TrainingItem]:
        examples = text_examples(path, self.lost)
        items = [item for example in examples for item in self._items_of(example)]
        if not items:
            raise ConfigError(
                f"teacher.texts: {path} has nothing to learn from; check the path, and that the teacher tags"
            )
        _tell_size(str(path), examples, items)
        return items

    def _items_of(self, example: Example) -> list[TrainingItem]:
        return training_items(example, self._collator, self._teacher)


def _tell_size(name: str, examples: list[Example], items: list[TrainingItem]) -> None:
    pieces = sum(item.size.pieces for item in items)
    log.info("%s: %d documents, %d batch items, %d pieces", name, len(examples), len(items), pieces)
