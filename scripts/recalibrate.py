"""Fit the calibration of a model's heads anew, on the dev sets of a training configuration; its weights stay.

    python scripts/recalibrate.py MODEL CONFIG DATA --heads relations-dwie relations-conll04

For when what a pipeline makes of a head's scores has changed since the model was trained. Writes MODEL/model.json and
prints the slope and the intercept of each head before and after.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from onrecord.errors import ConfigError, OnrecordError
from onrecord.models import checkpoint
from onrecord.models.errors import ModelError
from onrecord.training.config import TrainingConfig, load_training_config
from onrecord.training.dev_sets import DevSets


def recalibrate(model: Path, config: TrainingConfig, data: Path, heads: Sequence[str]) -> None:
    """Fit the calibrations of heads and write them.

    Args:
        model: Folder of the model.
        config: Names the dev sets.
        data: Folder that their paths start from.
        heads: Names of the heads.

    Raises:
        ConfigError: No dev set evaluates one of the heads.
        ModelError: The model cannot be read.
        SourceError: A dev set cannot be read.
    """
    corpora = {
        name: own.model_copy(update={"teaches": taught})
        for name, own in config.corpora.items()
        if own.dev and (taught := tuple(head for head in own.teaches if head in heads))
    }
    evaluated = {head for own in corpora.values() for head in own.teaches}
    if without := sorted(set(heads) - evaluated):
        raise ConfigError(f"no dev set of {config.name} evaluates {', '.join(without)}; leave these heads out")
    tasks = {name: task for name, task in config.heads.items() if name in evaluated}
    asked = config.model_copy(update={"heads": tasks, "corpora": corpora})
    fitted = DevSets(asked, data).evaluate(checkpoint.load(model)).calibrations()
    path = model / checkpoint.SETTINGS
    described = json.loads(path.read_text(encoding="utf-8"))
    known = described["settings"]["calibrations"]
    for head, calibration in fitted.items():
        print(f"{head}: {known.get(head)} → {calibration.model_dump()}")
        known[head] = calibration.model_dump()
    path.write_text(json.dumps(described, indent=1), encoding="utf-8", newline="\n")


def main() -> int:
    """Fit and write; the exit code."""
    parser = argparse.ArgumentParser(description="Fit the calibration of a model's heads anew.")
    parser.add_argument("model", type=Path)
    parser.add_argument("config", type=Path)
    parser.add_argument("data", type=Path)
    parser.add_argument("--heads", nargs="+", required=True)
    arguments = parser.parse_args()
    try:
        recalibrate(arguments.model, load_training_config(arguments.config), arguments.data, arguments.heads)
    except (OnrecordError, ModelError) as error:
        print(f"recalibrate: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
