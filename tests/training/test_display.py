import io

import pytest
from rich.console import Console

from onrecord.training.display import bar, lines
from onrecord.training.report import Report


def report(step: int) -> Report:
    return Report(
        step=step,
        updates=50,
        loss=0.25,
        losses={},
        encoder_rate=0,
        head_rate=0,
        pieces_per_second=1234.4,
        left=3723.2,
    )


def test_the_bar_says_how_far_the_run_is_and_how_long_it_will_take() -> None:
    said = io.StringIO()
    with bar(Console(file=said, force_terminal=True, no_color=True, color_system=None, width=120)) as tell:
        tell(report(7))
    assert "7/50 loss 0.2500  1234 pieces/s  1:02:03 left" in said.getvalue()


def test_lines_come_now_and_then_and_at_the_end(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    with lines(20) as tell:
        for step in (19, 20, 21, 40, 50):
            tell(report(step))
    rest = "  loss 0.2500  1234 pieces/s  62 min left"
    assert caplog.messages == [f"step {step}/50{rest}" for step in (20, 40, 50)]
