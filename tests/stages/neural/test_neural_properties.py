"""What must hold for any text at all, whatever the model finds: a model with random weights finds a lot."""

from functools import cache
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings

import onrecord
from onrecord.models import checkpoint
from onrecord.reading import check_record
from onrecord.records import Record
from strategies import articles
from tiny_model import news_model


@cache
def pipeline() -> onrecord.Extractor:
    with TemporaryDirectory() as folder:
        checkpoint.save(news_model(), Path(folder))
        return onrecord.load("news-small", [f"stages.encode.model={folder}", "stages.encode.device=cpu"])


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(articles)
def test_records_are_valid(text: str) -> None:
    record: Record = pipeline()(text)
    assert record.text == text
    check_record(record)
    contents = sorted(span for quote in record.quotes for span in quote.content)
    assert all(one.end <= other.start for one, other in pairwise(contents))
    names = sorted(mention.span for mention in record.mentions)
    assert all(one.end <= other.start for one, other in pairwise(names))
    assert all(0 <= thing.score <= 1 for thing in (*record.mentions, *record.quotes))
