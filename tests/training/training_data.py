"""Small corpora of each kind, and configurations that train on them."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from onrecord.models.model import Model
from onrecord.training.config import TrainingConfig, load_training_config
from onrecord.training.dev import DevFigure, HeadOutcome
from onrecord.training.dev_sets import DevSets, Evaluation
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


#: Text, mentions as surface, concept and which of its places, types of the concepts, relations.
ARTICLES = {
    "three": (
        "Ana Silva told Reuters that the bank will fail. " * 3 + "Paris said that Silva will deny it.",
        [("Ana Silva", 0, 0), ("Reuters", 1, 0), ("Paris", 2, 0), ("Silva", 0, 3), ("Reuters", 1, 2)],
        ["person", "organization", "gpe"],
        [(0, "member_of", 1), (1, "based_in0", 2)],
    ),
    "four": (
        "The bank of Paris will deny it, Reuters said. Reuters told the ministry of Ana.",
        [("Paris", 0, 0), ("Reuters", 1, 0), ("Reuters", 1, 1), ("Ana", 2, 0)],
        ["gpe", "organization", "person"],
        [(2, "citizen_of", 0)],
    ),
}

SENTENCES = [
    {
        "tokens": ["Ana", "Silva", "of", "Reuters", "said", "it", "in", "Paris", "."],
        "tags": ["B-Peop", "L-Peop", "O", "U-Org", "O", "O", "O", "U-Loc", "O"],
        "relations": [{"head": 0, "tail": 1, "type": "Work_For"}, {"head": 1, "tail": 2, "type": "OrgBased_In"}],
    },
    {
        "tokens": ["The", "bank", "of", "Paris", "told", "Reuters", "."],
        "tags": ["O", "O", "O", "U-Loc", "O", "U-Org", "O"],
        "relations": [],
    },
    {"tokens": ["Ana", "said", "it", "."], "tags": ["U-Peop", "O", "O", "O"], "relations": []},
]


PASSAGES = """ID\tText\tPronoun\tPronoun-offset\tA\tA-offset\tA-coref\tB\tB-offset\tB-coref\tURL
p1\tAna told Silva that she will deny it.\tshe\t20\tAna\t0\tTRUE\tSilva\t9\tFALSE\tu
p2\tThe bank told Ana of Paris, and Silva said she will fail.\tshe\t43\tAna\t14\tFALSE\tSilva\t32\tTRUE\tu
"""

ACTS = [
    ("<s>The ministry</s> denied that <t>the bank of Paris</t> will fail.", "REJECT"),
    ("<t>Reuters</t> told Ana that <s>Silva</s> will fail it.", "THREATEN"),
    ("<s>Paris</s> told <t>the bank</t> that it failed.", "ACCUSE"),
]


def write_acts(file: Path, acts: list[tuple[str, str]]) -> None:
    """A table in the form of PLOVER."""
    lines = [f"{number}\t{marked}\t{root}" for number, (marked, root) in enumerate(acts, 1)]
    file.write_text("\n".join(["sentence_id\tmarked_sentence\tgold_root", *lines, ""]))


def write_articles(folder: Path) -> None:
    """Articles in the form of DWIE."""
    folder.mkdir()
    for name, (text, mentions, types, relations) in ARTICLES.items():
        spans = []
        for surface, concept, nth in mentions:
            start = -1
            for _ in range(nth + 1):
                start = text.index(surface, start + 1)
            spans.append({"begin": start, "end": start + len(surface), "text": surface, "concept": concept})
        article = {
            "id": name,
            "content": text,
            "mentions": spans,
            "concepts": [{"concept": place, "tags": [f"type::{kind}"]} for place, kind in enumerate(types)],
            "relations": [{"s": head, "p": label, "o": tail} for head, label, tail in relations],
        }
        (folder / f"{name}.json").write_text(json.dumps(article))


def write_data(folder: Path) -> None:
    """The corpora: `names.txt`, `quotes/`, `articles/` (DWIE), `sentences.json` (CoNLL04), `passages.tsv` (GAP) and
    `acts.tsv` (PLOVER).
    """
    folder.mkdir(parents=True)
    (folder / "names.txt").write_text(NAMES)
    (folder / "sentences.json").write_text(json.dumps(SENTENCES))
    write_articles(folder / "articles")
    (folder / "passages.tsv").write_text(PASSAGES)
    write_acts(folder / "acts.tsv", ACTS)
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


def settings(encoder: Path, /, **changes: Any) -> dict[str, Any]:
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


def document_settings(**changes: Any) -> dict[str, Any]:
    """What `settings` takes to train names, relations and coreference on articles, sentences and passages."""
    return {
        "heads": {
            "names-dwie": {"task": "names", "scheme": "dwie", "dropout": 0.0},
            "relations-dwie": {"task": "relations", "scheme": "dwie", "size": 32, "dropout": 0.0},
            "relations-conll04": {"task": "relations", "scheme": "conll04", "size": 32, "dropout": 0.0},
            "coreference": {"task": "coreference", "size": 24, "dropout": 0.0},
        },
        "corpora": {
            "articles": {
                "train": "articles",
                "dev": "articles",
                "teaches": ["names-dwie", "relations-dwie", "coreference"],
            },
            "passages": {"train": "passages.tsv", "dev": "passages.tsv", "teaches": ["coreference"]},
            "sentences": {"train": "sentences.json", "dev": "sentences.json", "teaches": ["relations-conll04"]},
        },
        **changes,
    }


def act_settings(**changes: Any) -> dict[str, Any]:
    """What `settings` takes to train acts."""
    return {
        "heads": {"relations-plover": {"task": "relations", "scheme": "plover", "size": 32, "dropout": 0.0}},
        "corpora": {"acts": {"train": "acts.tsv", "dev": "acts.tsv", "teaches": ["relations-plover"]}},
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


NOTHING = DevFigure("quotes", "quotes", "pair exact", float("nan"), float("nan"), float("nan"))


def scored(*means: float) -> Callable[..., Evaluation]:
    """Evaluations that come out like this, one after another."""
    left = list(means)

    def evaluate(dev: DevSets, own: Model, most: int | None = None) -> Evaluation:
        f1 = left.pop(0)
        figures = (DevFigure("names", "names-conll2003", "exact", f1, f1, f1), NOTHING)
        return Evaluation((HeadOutcome("names-conll2003", figures, (), ()),))

    return evaluate
