from pathlib import Path

import pytest
from training_data import config, document_settings

from onrecord.models.engine import Engine
from onrecord.models.heads import relations
from onrecord.training import dev_sets
from onrecord.training.config import Task
from onrecord.training.dev import HeadOutcome
from onrecord.training.dev_sets import DevSets
from onrecord.training.examples import Example
from onrecord.training.new_model import new_model


def test_no_more_documents_are_looked_at_than_may_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = document_settings()
    corpora, head = {"sentences": made["corpora"]["sentences"]}, "relations-conll04"
    chosen = config(tmp_path, heads={head: made["heads"][head]}, corpora=corpora)
    looked: list[int] = []

    def counted(engine: Engine, examples: list[Example], corpus: str, heads: dict[str, Task]) -> dict[str, HeadOutcome]:
        looked.append(len(examples))
        return {}

    monkeypatch.setattr(dev_sets, "evaluate", counted)
    sets, model = DevSets(chosen, tmp_path / "data"), new_model(chosen)
    for most in (1, 2, 3, 9, None):
        sets.evaluate(model, most)
    assert looked == [1, 2, 3, 3, 3]


def test_no_evidence_is_looked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = config(tmp_path, **document_settings())
    monkeypatch.setattr(relations, "_mention_pairs", None)
    found = DevSets(made, tmp_path / "data").evaluate(new_model(made))
    assert {outcome.head for outcome in found.outcomes} >= {"relations-dwie", "relations-conll04"}
