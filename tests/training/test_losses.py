from collections import Counter, defaultdict
from pathlib import Path

import pytest
import torch
from training_data import write_data

from onrecord.corpora import read
from onrecord.corpora.relation_schemes import RELATION_SCHEMES
from onrecord.models.heads.coreference import CoreferenceSettings
from onrecord.models.heads.relations import RelationSettings
from onrecord.training.batches import training_batch, training_items
from onrecord.training.config import CoreferenceTask, NameTask, RelationTask, Task
from onrecord.training.examples import example_of, head_labels
from onrecord.training.losses import head_losses
from tiny_model import model

NAMES = NameTask(task="names", scheme="dwie")
ARTICLES: dict[str, Task] = {
    "names": NAMES,
    "relations": RelationTask(task="relations", scheme="dwie"),
    "coreference": CoreferenceTask(task="coreference"),
}


def test_a_document_has_the_say_of_its_share_of_the_words(tmp_path: Path) -> None:
    write_data(tmp_path / "data")
    made = model(
        {"names": head_labels(NAMES)},
        relations={"relations": RelationSettings(labels=RELATION_SCHEMES["dwie"], size=32)},
        coreference={"coreference": CoreferenceSettings(size=24)},
        context=0,
    ).eval()
    collator = made.collator()
    parts = (("articles", ARTICLES), ("passages.tsv", {"coreference": ARTICLES["coreference"]}))
    items = [
        item
        for path, heads in parts
        for document in read(tmp_path / "data" / path).documents()
        if (example := example_of(document, heads, Counter())) is not None
        for item in training_items(example, collator)
    ]
    # Two articles of different lengths, and two passages that only coreference learns from.
    assert len(items) == 4
    together = training_batch(items, collator)
    with torch.no_grad():
        losses = head_losses(made, made.encoder(together.windows), together)
        expected: dict[str, float] = defaultdict(float)
        for item in items:
            alone = training_batch([item], collator)
            share = alone.windows.words / together.windows.words
            for head, loss in head_losses(made, made.encoder(alone.windows), alone).items():
                expected[head] += float(loss) * share
    assert {head: float(loss) for head, loss in losses.items()} == pytest.approx(expected, rel=1e-4)
    assert set(losses) == {"names", "relations", "coreference"}
