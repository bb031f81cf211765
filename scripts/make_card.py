"""The card of a model, from what was measured: writes MODEL_FOLDER/README.md.

    python scripts/score_table.py DATA OUT
    python scripts/score_table.py DATA RULES --config rules
    python scripts/make_card.py models/news-small --train-config configs/train-news-small.yaml --run RUN/dev.json \
        --data DATA --hardware "2 CPU cores" --figures OUT/*.json --beside RULES/*.json

A model that was trained in several runs, each beginning with the model of the one before, takes as many configurations
and as many `dev.json`, in their order.

Figures come from `score_table.py`, time and pieces from the folder of the training run, sizes from the corpora: no
number is written by hand. What corpora are and their licences stand in `card.yaml`, the text in `card.md.jinja`.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml
from card_figures import WEAK, calibrations, figures, reports, weak_labels
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from pydantic import BaseModel, ConfigDict, ValidationError
from score_table import ROWS

from onrecord.corpora.registry import read
from onrecord.errors import ConfigError, OnrecordError, SourceError
from onrecord.evaluation.report import Report
from onrecord.evaluation.tables import percent
from onrecord.models import checkpoint
from onrecord.models.errors import ModelError
from onrecord.models.model import Model
from onrecord.training.config import TrainingConfig, load_training_config

HERE = Path(__file__).parent


class Run(BaseModel):
    """What is read of the `dev.json` of a training run; it has more."""

    model_config = ConfigDict(frozen=True)

    weights: str
    steps: int
    pieces: int
    seconds: float
    processes: int = 1
    peak_memory_mib: int
    peak_device_memory_mib: int | None = None


class _Known(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class KnownEncoder(_Known):
    """An encoder in `card.yaml`."""

    title: str
    licence: str


class KnownCorpus(_Known):
    """A corpus in `card.yaml`."""

    title: str
    about: str
    licence: str


class Knowledge(_Known):
    """The content of `card.yaml`."""

    encoders: dict[str, KnownEncoder]
    corpora: dict[str, KnownCorpus]


@dataclass(frozen=True, slots=True)
class Size:
    """How much there is of a part of a corpus."""

    documents: int
    words: int


@dataclass(frozen=True, slots=True)
class CorpusRow:
    """A corpus as the card shows it."""

    title: str
    about: str
    licence: str
    train: Size
    dev: Size | None


@dataclass(frozen=True, slots=True)
class HeadRow:
    """A head as the card shows it."""

    name: str
    finds: str
    corpora: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Training:
    """One run of training."""

    config_path: Path
    config: TrainingConfig
    run: Run


def corpora(trainings: Sequence[Training], data: Path, known: Mapping[str, KnownCorpus]) -> list[CorpusRow]:
    """The corpora of all runs, counted.

    Raises:
        ConfigError: `card.yaml` has nothing on one.
        SourceError: One cannot be read.
    """
    rows = []
    used = {name: own for training in reversed(trainings) for name, own in training.config.corpora.items()}
    for name in dict.fromkeys(name for training in trainings for name in training.config.corpora):
        own = used[name]
        if name not in known:
            raise ConfigError(f"corpus {name!r}: say in {HERE / 'card.yaml'} what it is, and its licence")
        train = _size(data / own.train, own.format, data)
        dev = _size(data / own.dev, own.format, data) if own.dev is not None else None
        rows.append(CorpusRow(known[name].title, known[name].about, known[name].licence, train, dev))
    return rows


def _size(path: Path, format: str | None, data: Path) -> Size:
    words = [len(document.record.text.split()) for document in read(path, format, data).documents()]
    return Size(len(words), sum(words))


def heads(trainings: Sequence[Training], known: Mapping[str, KnownCorpus]) -> list[HeadRow]:
    """The heads of the last run, and what they learn from in any."""
    rows = []
    corpora = [item for training in trainings for item in training.config.corpora.items()]
    for name, task in trainings[-1].config.heads.items():
        scheme = getattr(task, "layer", None) or getattr(task, "scheme", None)
        taught = dict.fromkeys(known[own].title for own, corpus in corpora if name in corpus.teaches)
        rows.append(HeadRow(name, f"{task.task} ({scheme})" if scheme else task.task, tuple(taught)))
    return rows


@dataclass(frozen=True, slots=True)
class Script:
    """The script that trains the model from nothing."""

    path: Path
    text: str
    """Its commands, without what makes it a script."""


@dataclass(frozen=True, slots=True)
class Ingredients:
    """What a card is made of."""

    model: Model
    identity: str
    """Name and hash of the model."""
    bytes: int
    """Of its weights on the disk."""
    trainings: Sequence[Training]
    """The runs that made it, in their order."""
    data: Path
    """Folder of the corpora."""
    hardware: str
    script: Script | None
    """What ran the trainings, where it was no plain row of them."""
    figures: Mapping[str, Report]
    """Reports on the model, by the name of their file."""
    beside: Mapping[str, Report]
    """Reports on the system that it is compared with."""


def card(given: Ingredients) -> str:
    """The card as Markdown.

    Raises:
        OnrecordError: The configuration is that of another model, a corpus cannot be read, or nothing is known of it or
            of the encoder.
    """
    known = Knowledge.model_validate(yaml.safe_load((HERE / "card.yaml").read_text(encoding="utf-8")))
    first, last, model = given.trainings[0].config, given.trainings[-1], given.model
    if first.source not in known.encoders:
        raise ConfigError(f"encoder {first.source!r}: say in {HERE / 'card.yaml'} what it is, and its licence")
    if model.heads != last.config.heads.keys():
        raise ConfigError(f"{last.config_path} does not train this model: they have different heads")
    systems = {report.system.partition("@")[0] for report in given.beside.values()}
    shown = _environment().get_template("card.md.jinja")
    return shown.render(
        settings=model.settings,
        identity=given.identity,
        encoder=known.encoders[first.source],
        parameters=sum(value.numel() for value in model.parameters()),
        bytes=given.bytes,
        corpora=corpora(given.trainings, given.data, known.corpora),
        heads=heads(given.trainings, known.corpora),
        trainings=given.trainings,
        hardware=given.hardware,
        script=given.script,
        beside=", ".join(sorted(systems)),
        figures=list(figures(given.figures, given.beside)),
        missing=[row.name for row in ROWS if row.file not in given.figures],
        calibrations=list(calibrations(given.figures)),
        uncalibrated=sorted(model.heads - model.settings.calibrations.keys()),
        weak=list(weak_labels(given.figures)),
        threshold=percent(WEAK),
    )


def _environment() -> Environment:
    environment = Environment(  # noqa: S701 - Markdown, from our own files and figures
        loader=FileSystemLoader(HERE),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["thousands"] = lambda number: f"{number:,}"
    environment.filters["millions"] = lambda number: f"{number / 1e6:.1f}"
    environment.filters["hours"] = lambda seconds: f"{seconds / 3600:.1f}"
    return environment


def _run_of(path: Path) -> Run:
    try:
        return Run.model_validate_json(path.read_bytes())
    except OSError as error:
        raise SourceError(f"{path}: cannot be read: {error.strerror}") from None
    except ValidationError as error:
        raise SourceError(f"{path}: is no dev.json of a training run: {error.errors()[0]['msg']}") from None


def _script(path: Path) -> Script:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise SourceError(f"{path}: cannot be read: {error.strerror}") from None
    body = [line for line in lines if not line.startswith(("#!", "set -"))]
    return Script(path, "\n".join(body).strip())


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the card; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path, help="folder of the model; the card goes into it")
    parser.add_argument(
        "--train-config", type=Path, nargs="+", required=True, help="configuration of each training run"
    )
    parser.add_argument("--data", type=Path, required=True, help="folder of the corpora, which are counted")
    parser.add_argument("--run", type=Path, nargs="+", required=True, help="dev.json of each run")
    parser.add_argument("--hardware", required=True, help="what it was trained on, in words")
    parser.add_argument("--script", type=Path, help="what trains it from nothing, where runs alone do not say it")
    parser.add_argument("--figures", type=Path, nargs="+", required=True, help="what score_table.py wrote")
    parser.add_argument("--beside", type=Path, nargs="*", default=[], help="the same of the system to compare with")
    asked = parser.parse_args(arguments)
    if len(asked.train_config) != len(asked.run):
        parser.error("--run takes one dev.json for each --train-config")
    try:
        given = Ingredients(
            model=checkpoint.load(asked.model),
            identity=checkpoint.identity(asked.model),
            bytes=(asked.model / checkpoint.WEIGHTS).stat().st_size,
            trainings=[
                Training(path, load_training_config(path), _run_of(run))
                for path, run in zip(asked.train_config, asked.run, strict=True)
            ],
            data=asked.data,
            hardware=asked.hardware,
            script=_script(asked.script) if asked.script else None,
            figures=reports(asked.figures),
            beside=reports(asked.beside),
        )
        written = card(given)
    except (OnrecordError, ModelError) as error:
        print(f"make_card: {error}", file=sys.stderr)
        return 2
    (asked.model / "README.md").write_text(written, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
