from collections import Counter

import pytest

from onrecord.corpora import GoldDocument
from onrecord.extractor import Extractor, load
from onrecord.models.engine import Engine
from onrecord.records import Record
from onrecord.stages.encode import Encode
from onrecord.stages.neural import attributing
from onrecord.training.config import QuoteTask, Task
from onrecord.training.dev import evaluate
from onrecord.training.examples import example_of

TEXT = (
    '"We will not pay," came the answer from the ministry on Monday.\n\n'
    '"Nobody was to blame," ran the letter that the two lawyers sent.\n\n'
    "Ana Silva, the head of the Lisbon Bank, said that the bank would fail.\n"
)
HEADS: dict[str, Task] = {"quotes": QuoteTask(task="quotes")}


def engine_of(extractor: Extractor) -> Engine:
    return next(stage for stage in extractor.stages if isinstance(stage, Encode)).engine


def test_quotes_of_a_dev_set_have_the_scores_of_the_pipeline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attributing, "_LEANING", 8.0)  # so that asking again for sources finds some
    # Without entities the score of a quote is that of its parts.
    extractor = load(
        "news-small", ["stages={segment: , encode: {model: news-small}, quotes: {stage: neural.quotes}}"], device="cpu"
    )
    engine = engine_of(extractor)
    example = example_of(GoldDocument(Record(id="a", text=TEXT)), HEADS, Counter())
    assert example is not None
    outcome = evaluate(engine, [example], "a", HEADS)["quotes"]
    calibrated = sorted(round(engine.model.calibrated("attributions", score), 4) for score in outcome.scores)
    assert calibrated == sorted(quote.score for quote in extractor(TEXT).quotes)
    assert len(calibrated) >= 3
