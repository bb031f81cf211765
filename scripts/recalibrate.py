"""Fit the calibration of a model's heads anew, on the dev sets of a training configuration; its weights stay.

    python scripts/recalibrate.py MODEL CONFIG DATA --heads relations-dwie relations-conll04

For when what a pipeline makes of a head's scores has changed since the model was trained. Writes MODEL/model.json and
prints the slope and the intercept of each head before and after.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from onrecord.models import checkpoint
from onrecord.training.config import load_training_config
from onrecord.training.dev_sets import DevSets


def main() -> int:
    """Fit and write; the exit code."""
    parser = argparse.ArgumentParser(description="Fit the calibration of a model's heads anew.")
    parser.add_argument("model", type=Path)
    parser.add_argument("config", type=Path)
    parser.add_argument("data", type=Path)
    parser.add_argument("--heads", nargs="+", required=True)
    arguments = parser.parse_args()
    config = load_training_config(arguments.config)
    unknown = [head for head in arguments.heads if head not in config.heads]
    if unknown:
        parser.error(f"{arguments.config} has no head {', '.join(unknown)}")
    tasks = {name: task for name, task in config.heads.items() if name in arguments.heads}
    corpora = {
        name: own.model_copy(update={"teaches": taught})
        for name, own in config.corpora.items()
        if own.dev and (taught := tuple(head for head in own.teaches if head in tasks))
    }
    asked = config.model_copy(update={"heads": tasks, "corpora": corpora})
    fitted = DevSets(asked, arguments.data).evaluate(checkpoint.load(arguments.model)).calibrations()
    path = arguments.model / "model.json"
    described = json.loads(path.read_text(encoding="utf-8"))
    known = described["settings"]["calibrations"]
    for head, calibration in fitted.items():
        print(f"{head}: {known.get(head)} → {calibration.model_dump()}")
        known[head] = calibration.model_dump()
    path.write_text(json.dumps(described, indent=1), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
