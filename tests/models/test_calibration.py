import random

import pytest

from onrecord.models.calibration import Calibration, fit


def test_the_identity_changes_nothing() -> None:
    assert Calibration()(0.73) == pytest.approx(0.73)


def test_overconfident_scores_come_down_to_the_share_that_is_right() -> None:
    chance = random.Random(5)
    scores = [chance.choice((0.9, 0.99)) for _ in range(4000)]
    right = [chance.random() < (0.6 if score == 0.9 else 0.8) for score in scores]
    made = fit(scores, right)
    assert made(0.9) == pytest.approx(0.6, abs=0.03)
    assert made(0.99) == pytest.approx(0.8, abs=0.03)


def test_too_little_to_judge_by_changes_nothing() -> None:
    assert fit([0.5] * 49, [True, False] * 24 + [True]) == Calibration()
    assert fit([0.5] * 90, [True] * 90) == Calibration()
    assert fit([], []) == Calibration()


def test_certain_scores_have_a_finite_place() -> None:
    assert 0.999 < Calibration()(1.0) < 1
    assert 0 < Calibration()(0.0) < 0.001
