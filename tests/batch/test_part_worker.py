"""What a worker does with a part that it cannot finish."""

import pytest

from onrecord.batch.engines import InProcess
from onrecord.batch.intake import Incoming
from onrecord.batch.layout import Layout
from onrecord.batch.part_worker import PartPlan
from onrecord.batch.parts import Part
from onrecord.batch.stopped import StoppedError
from onrecord.config import PipelineConfig
from onrecord.records import Article


@pytest.mark.parametrize("where", ["onrecord.batch.runner.arrived", "onrecord.stages.segment.Segment.predict"])
def test_want_of_memory_stops_the_run_and_leaves_nothing_behind(tmp_path, monkeypatch, where):
    def hungry(*_):
        raise MemoryError

    for name in ("records", "rejected"):
        (tmp_path / name).mkdir()
    worker = InProcess(PartPlan(PipelineConfig(name="light", stages={"segment": {}}), Layout(tmp_path)))
    part = Part(3, (Incoming(Article("a", "So."), "a.jsonl", 1),))
    monkeypatch.setattr(where, hungry)
    with pytest.raises(StoppedError, match="part 3: there is not enough memory for its articles"):
        list(worker(iter([part])))
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
