import sys
from pathlib import Path

import average_models
import pytest
import torch

from onrecord.models import checkpoint
from tiny_model import news_model


def test_weights_are_between_those_of_the_two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = news_model(), news_model()
    with torch.no_grad():
        for values in other.parameters():
            values.add_(0.5)
    checkpoint.save(one, tmp_path / "one")
    checkpoint.save(other, tmp_path / "other")
    monkeypatch.setattr(
        sys, "argv", ["x", *(str(tmp_path / name) for name in ("one", "other", "mean")), "--share", "0.25"]
    )
    assert average_models.main() == 0
    mean = checkpoint.load(tmp_path / "mean")
    for own, values in zip(one.parameters(), mean.parameters(), strict=True):
        assert torch.allclose(values, own + 0.125, atol=2e-2)


def test_models_of_other_sizes_are_refused(tmp_path: Path) -> None:
    one, other = news_model(), news_model()
    del other.taggers[next(iter(other.taggers))]
    with pytest.raises(ValueError, match="the models differ in the sizes of"):
        average_models.averaged(one, other, 0.5)
