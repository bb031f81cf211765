import pytest

pytest.importorskip("prometheus_client")

from onrecord.batch.metrics import metrics
from onrecord.batch.tally import Tally


def test_nothing_is_written_where_no_counts_come(tmp_path):
    path = tmp_path / "run.prom"
    path.write_text("of the run before")
    with metrics(path):
        pass
    assert path.read_text() == "of the run before"


def test_the_first_counts_and_the_last_ones_are_written(tmp_path):
    path = tmp_path / "run.prom"
    with metrics(path) as count:
        count(Tally(articles=5))
        assert "onrecord_articles 5.0" in path.read_text().splitlines()
        count(Tally(articles=6))
        assert "onrecord_articles 5.0" in path.read_text().splitlines()
    assert "onrecord_articles 6.0" in path.read_text().splitlines()
