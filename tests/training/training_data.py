"""A small corpus of names, one of quotes, and a configuration that trains on both."""

from pathlib import Path
from typing import Any

import yaml

from onrecord.training.config import TrainingConfig, load_training_config
from tiny_model import save_network

NAMES = """-DOCSTART- -X- -X- O

Ana NNP I-NP B-PER
Silva NNP I-NP I-PER
said VBD I-VP O
the DT I-NP O
Bank NNP I-NP B-ORG
failed VBD I-VP O

-DOCSTART- -X- -X- O

Reuters NNP I-NP B-ORG
told VBD I-VP O
Paris NNP I-NP B-LOC

"""

QUOTES = {
    "one": (
        'The bank will fail, Ana said.\n\n"It will fail," the ministry told Reuters.\n',
        [("Content", 0, 18), ("Source", 20, 23), ("Cue", 24, 28)],
        [("Content", 31, 46), ("Source", 47, 59), ("Cue", 60, 72)],
    ),
    "two": (
        "The ministry denied that it failed.\n",
        [("Content", 20, 34), ("Source", 0, 12), ("Cue", 13, 19)],
    ),
}


def write_data(folder: Path) -> None:
    """The corpora as `names.txt` and `quotes/`."""
    folder.mkdir(parents=True)
    (folder / "names.txt").write_text(NAMES)
    (folder / "quotes").mkdir()
    for name, (text, *attributions) in QUOTES.items():
        lines, number = [], 0
        for event, spans in enumerate(attributions, 1):
            arguments = []
            for label, start, end in [*spans, ("Attribution", spans[2][1], spans[2][2])]:
                number += 1
                lines.append(f"T{number}\t{label} {start} {end}\t{text[start:end]}")
                arguments.append(f"{label}:T{number}")
            lines.append(f"E{event}\t{' '.join([arguments[-1], *arguments[:-1]])}")
        (folder / "quotes" / f"{name}.txt").write_text(text)
        (folder / "quotes" / f"{name}.ann").write_text("\n".join(lines) + "\n")


def settings(encoder: Path, **changes: Any) -> dict[str, Any]:
    """A configuration as YAML has it."""
    return {
        "name": "tiny",
        "source": str(encoder),
        "encoder": {"features": ["shape", "quotation"], "most_pieces": 64, "context": 8},
        "hidden_dropout": 0.0,
        "heads": {
            "names-conll2003": {"task": "names", "scheme": "conll2003", "dropout": 0.0},
            "quotes": {"task": "quotes", "scheme": "polnear", "dropout": 0.0},
        },
        "corpora": {
            "names": {"train": "names.txt", "dev": "names.txt", "teaches": ["names-conll2003"]},
            "quotes": {"train": "quotes", "dev": "quotes", "teaches": ["quotes"]},
        },
        "optimizer": {
            "updates": 60,
            "batch_pieces": 128,
            "encoder_rate": 2e-3,
            "head_rate": 2e-2,
            "warm_up": 5,
            "decay_share": 0.3,
        },
        "sampling": {"buffer": 4},
        "checkpoint_every": 20,
        **changes,
    }


def config(folder: Path, dropout: float = 0.0, **changes: Any) -> TrainingConfig:
    """Write data and encoder into a folder, and read the configuration of a run on them."""
    if not (folder / "data").exists():
        write_data(folder / "data")
        save_network(folder / "encoder")
    raw = settings(folder / "encoder", hidden_dropout=dropout, **changes)
    (folder / "train.yaml").write_text(yaml.safe_dump(raw))
    return load_training_config(folder / "train.yaml")
