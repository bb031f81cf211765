"""Train on all but one part of a corpus and evaluate on that part, for each part in turn.

    python scripts/cross_validate.py TRAINING CORPUS DATA [--folds 5] [--seed 0] [--train-set KEY=VALUE …]
        [--config NAME] [--set KEY=VALUE …] [--beside NAME] [--given entities] [--within FOLD] [--out OUT]

For a corpus without a development set. TRAINING is a training configuration and CORPUS one of its corpora, whose
documents are dealt into folds at random; those with the same text into the same one. Each fold is read by a model that
was trained, as TRAINING says but without dev sets, on the others and on the other corpora of TRAINING. The pipeline
CONFIG runs the model. The figures are those of all documents together, in percent, with 95% intervals from
bootstrapping documents, beside those of the pipeline `--beside` on the same documents; of a difference the interval is
that of the paired bootstrap. The macro F1 over PLOVER's labels:

    python scripts/cross_validate.py configs/train-plover.yaml plover DATA --given entities \
        --set stages.relations.scheme=plover --set stages.relations.min_score=0

`--within FOLD` leaves this fold out and cross-validates the rest of the corpus: settings are to be chosen by that.
OUT gets `folds.json` and `beside.json`, for `onrecord compare`. The parts of the corpus and the models are written into
a folder of the system's that is removed.
"""

from __future__ import annotations

import argparse
import logging
import random
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from onrecord.build import on_device
from onrecord.config import DEFAULT, PipelineConfig, load_config
from onrecord.corpora import GoldDocument, read, write
from onrecord.corpora.corpus import Corpus
from onrecord.errors import ConfigError, OnrecordError, SourceError
from onrecord.evaluation.comparing import compare
from onrecord.evaluation.counts import ALL, Key
from onrecord.evaluation.evaluating import SAMPLES, Plan, evaluate
from onrecord.evaluation.given import GIVEN, Given
from onrecord.evaluation.predicting import PipelinePredictor, Prediction, Predictor
from onrecord.evaluation.report import Report, write_report
from onrecord.evaluation.selection import scorers_for
from onrecord.evaluation.tables import interval, percent
from onrecord.extractor import Extractor
from onrecord.models.errors import ModelError
from onrecord.training.config import TrainingConfig, load_training_config
from onrecord.training.display import lines
from onrecord.training.trainer import Trainer

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Validation:
    """What is trained, and how it is judged."""

    training: TrainingConfig
    """How each model is trained."""
    name: str
    """The corpus that is dealt into folds, by its name in `training`."""
    data: Path
    """Folder that the paths of the corpora start from."""
    config: str
    """The pipeline that runs the models."""
    overrides: tuple[str, ...]
    """Settings of it."""
    given: Given | None
    """What of the gold the pipeline is given."""

    def corpus(self) -> Corpus:
        """The corpus.

        Raises:
            ConfigError: `training` has none of this name.
            SourceError: It cannot be read.
        """
        if self.name not in self.training.corpora:
            known = ", ".join(self.training.corpora) or "none"
            raise ConfigError(f"the training configuration has no corpus {self.name!r}; it has {known}")
        own = self.training.corpora[self.name]
        return read(self.data / own.train, own.format)

    def pipeline(self, model: Path) -> PipelineConfig:
        """The pipeline with this model, on the device that trained it."""
        config = load_config(self.config, [*self.overrides, f"stages.encode.model={model}"])
        return on_device(config, self.training.device)


class Made(Predictor):
    """Predictions that were made before, by the id of the document."""

    def __init__(self, name: str, predictions: Iterable[Prediction]) -> None:
        self._name = name
        self._predictions = {own.gold.record.id: own for own in predictions}

    @property
    def name(self) -> str:
        """What the report calls the system."""
        return self._name

    def predict(self, documents: Iterable[GoldDocument]) -> Iterator[Prediction]:
        """The prediction of each document."""
        return (self._predictions[document.record.id] for document in documents)


def folds_of(documents: Sequence[GoldDocument], count: int, seed: int) -> list[list[GoldDocument]]:
    """The documents of each fold; equal texts are in the same, and the folds have as many texts but for one.

    Raises:
        ConfigError: There is but one fold.
        SourceError: There are fewer texts than folds.
    """
    if count < 2:
        raise ConfigError(f"--folds {count}: nothing is left to learn from; take two folds or more")
    texts = list(dict.fromkeys(document.record.text for document in documents))
    if len(texts) < count:
        raise SourceError(f"{len(texts)} different texts cannot be dealt into {count} folds; take fewer folds")
    random.Random(seed).shuffle(texts)  # noqa: S311 - no secret
    fold = {text: place % count for place, text in enumerate(texts)}
    return [[own for own in documents if fold[own.record.text] == number] for number in range(count)]


def without(folds: Sequence[Sequence[GoldDocument]], left_out: int) -> list[GoldDocument]:
    """The documents of all folds but one.

    Raises:
        ConfigError: There is no fold of this number.
    """
    if not 0 <= left_out < len(folds):
        raise ConfigError(f"there is no fold {left_out}; they are 0 to {len(folds) - 1}")
    return [document for number, fold in enumerate(folds) if number != left_out for document in fold]


def predictions_of(held_out: Sequence[GoldDocument], rest: Sequence[GoldDocument], own: Validation) -> list[Prediction]:
    """What a model that was trained on the rest of a corpus says of the documents that were held out."""
    corpus = own.corpus()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        lost = write(rest, folder / "train", corpus.format).lost
        for what, count in sorted(lost.items()):
            log.warning("%s cannot hold, and it is not learnt: %s (%d)", corpus.format, what, count)
        trainer = Trainer(_on_part(own.training, own.name, folder / "train", corpus.format), own.data, folder / "run")
        for what, count in sorted(trainer.lost.items()):
            log.info("%s: %d", what, count)
        with lines(50) as told:
            trainer.run(told)
        extractor = Extractor(own.pipeline(folder / "run" / "model"))
        return list(PipelinePredictor(extractor, corpus.gold.scheme, own.given).predict(held_out))


def cross_validated(folds: Sequence[Sequence[GoldDocument]], own: Validation) -> Report:
    """The report of all folds together, each read by a model that has not seen it."""
    predictions: list[Prediction] = []
    for number, held_out in enumerate(folds):
        rest = without(folds, number)
        log.info("fold %d: %d documents to learn from, %d held out", number, len(rest), len(held_out))
        predictions += predictions_of(held_out, rest, own)
    return report_of(Made(f"{own.training.name}, {len(folds)} folds", predictions), folds, own)


def report_of(predictor: Predictor, folds: Sequence[Sequence[GoldDocument]], own: Validation) -> Report:
    """The report of any system on the documents of all folds."""
    corpus = own.corpus()
    documents = [document for fold in folds for document in fold]
    scorers = scorers_for(corpus.gold, given=own.given)
    pooled = replace(corpus, reader=lambda _: iter(documents))
    return evaluate(pooled, predictor, scorers, Plan(given=own.given)).report


def table(found: Report, beside: Report) -> list[str]:
    """Every figure over all labels, of both, and by how much the first is higher."""
    shown = [_whole(report) for report in (found, beside)]
    rows = [f"| figure | {found.system} | {beside.system} | difference |", "| --- | --- | --- | --- |"]
    for own in compare(beside, found, SAMPLES, 0):
        if all(own.key in report for report in shown):
            change = own.difference
            more = f"{percent(change.value)} ({percent(change.low)}–{percent(change.high)})"
            figures = " | ".join(report[own.key] for report in shown)
            rows.append(f"| {own.key.task}: {own.key.metric} | {figures} | {more} |")
    return rows


def _whole(report: Report) -> Mapping[Key, str]:
    """The figures over all labels and all documents, with their intervals."""
    return {
        Key(own.task, own.metric, own.group): f"{percent(own.value)} ({interval(own)})"
        for own in report.scores
        if own.group == ALL and own.documents == ALL
    }


def _on_part(config: TrainingConfig, name: str, part: Path, format: str) -> TrainingConfig:
    """The configuration with a part of one corpus, and without dev sets."""
    corpora = {other: own.model_copy(update={"dev": None}) for other, own in config.corpora.items()}
    corpora[name] = corpora[name].model_copy(update={"train": str(part.resolve()), "format": format})
    return config.model_copy(update={"corpora": corpora})


def main(arguments: Sequence[str] | None = None) -> int:
    """Cross-validate and print; the exit code."""
    given = _parser().parse_args(arguments)
    logging.basicConfig(format="%(asctime)s %(message)s", datefmt="%H:%M:%S", level=logging.INFO)
    try:
        training = load_training_config(given.training, given.training_overrides)
        own = Validation(training, given.corpus, given.data, given.config, tuple(given.overrides), given.given)
        folds = folds_of(list(own.corpus().documents()), given.folds, given.seed)
        if given.within is not None:
            folds = folds_of(without(folds, given.within), given.folds, given.seed)
        beside = Extractor(load_config(given.beside))
        other = PipelinePredictor(beside, own.corpus().gold.scheme, own.given)
        reports = cross_validated(folds, own), report_of(other, folds, own)
    except (OnrecordError, ModelError) as error:
        print(f"cross_validate: {error}", file=sys.stderr)
        return 2
    print("\n".join(table(*reports)))
    if given.out:
        given.out.mkdir(parents=True, exist_ok=True)
        for name, report in zip(("folds", "beside"), reports, strict=True):
            write_report(report, given.out / f"{name}.json")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Train and evaluate a corpus in folds.")
    parser.add_argument("training", type=Path, help="training configuration, YAML")
    parser.add_argument("corpus", help="name of one of its corpora")
    parser.add_argument("data", type=Path, help="folder that the paths of the corpora start from")
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--seed", type=int, default=0, help="which document goes into which fold")
    parser.add_argument("--train-set", dest="training_overrides", action="append", default=[], metavar="KEY=VALUE")
    parser.add_argument("--config", default=DEFAULT, help="pipeline that runs the models")
    parser.add_argument("--set", dest="overrides", action="append", default=[], metavar="KEY=VALUE")
    parser.add_argument("--beside", default="rules", help="pipeline to compare with")
    parser.add_argument("--given", choices=GIVEN)
    parser.add_argument("--within", type=int, metavar="FOLD", help="cross-validate what is left without this fold")
    parser.add_argument("--out", type=Path, help="folder for the reports")
    return parser


if __name__ == "__main__":
    sys.exit(main())
