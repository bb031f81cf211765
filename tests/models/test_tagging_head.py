import pytest
import torch

from onrecord.models.heads import tagging
from onrecord.models.heads.tagging import TaggingHead, TaggingSettings
from onrecord.models.outputs import Units


def head() -> TaggingHead:
    torch.manual_seed(2)
    made = TaggingHead(8, TaggingSettings(labels=("PER", "ORG")))
    for weight in made.parameters():
        torch.nn.init.normal_(weight)
    return made.eval()


UNITS = Units(torch.tensor([0, 3, 40, 41]), torch.tensor([3, 37, 1, 9]))


def test_groups_hold_each_unit_once_and_keep_to_the_budget() -> None:
    groups = list(UNITS.groups(20))
    assert [(group.starts.tolist(), group.lengths.tolist()) for group in groups] == [
        ([40, 0], [1, 3]),
        ([41], [9]),
        ([3], [37]),
    ]


def test_units_are_decoded_independently_of_how_they_are_grouped(monkeypatch: pytest.MonkeyPatch) -> None:
    made = head()
    emissions = made(torch.randn(50, 8))
    together = made.decode(emissions, UNITS)
    monkeypatch.setattr(tagging, "_MOST_PADDED", 4)
    apart = made.decode(emissions, UNITS)
    assert torch.equal(together.tags, apart.tags)
    assert torch.allclose(together.scores, apart.scores, atol=1e-5)
    [unit] = [made.decode(emissions[3:40], Units(torch.tensor([0]), torch.tensor([37])))]
    assert torch.equal(unit.tags, together.tags[3:40])


def test_every_unit_begins_and_ends_as_the_scheme_says() -> None:
    made = head()
    tags = made.decode(made(torch.randn(50, 8)), UNITS).tags
    names = [made.tags[tag] for tag in tags.tolist()]
    for start, length in zip(UNITS.starts.tolist(), UNITS.lengths.tolist(), strict=True):
        assert names[start][0] in "OBS"
        assert names[start + length - 1][0] in "OES"


def test_words_of_no_unit_get_no_tag() -> None:
    made = head()
    tagged = made.decode(made(torch.randn(50, 8)), Units(torch.tensor([10]), torch.tensor([5])))
    assert not tagged.tags[:10].any()
    assert (tagged.scores[15:] == 1).all()


def test_the_loss_is_least_for_the_best_path() -> None:
    made = head()
    emissions = made(torch.randn(50, 8))
    best = made.decode(emissions, UNITS).tags
    other = torch.zeros(50, dtype=torch.long)
    assert made.loss(emissions, UNITS, best) < made.loss(emissions, UNITS, other)
