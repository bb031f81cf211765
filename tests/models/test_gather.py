import pytest
import torch
from torch import Tensor

from onrecord.models.entities import entities_of, nearest_pairs
from onrecord.models.gather import rows, weighed_rows
from onrecord.models.heads.coreference import CoreferenceHead, CoreferenceSettings, CoreferenceTarget
from onrecord.models.heads.relations import RelationHead, RelationSettings, RelationTarget
from onrecord.models.heads.tagging import TaggingHead, TaggingSettings
from onrecord.models.mentions import antecedents, mention_table
from onrecord.models.outputs import Units


def states() -> Tensor:
    return torch.randn(20, 16, generator=torch.Generator().manual_seed(1)).requires_grad_()


def of_relations() -> Tensor:
    entities = entities_of([(0, 2, 0), (0, 1, 1), (9, 10, 0), (11, 12, 2)])
    pairs = nearest_pairs(entities, 100)
    labels = torch.ones(len(pairs), 2, dtype=torch.bool)
    made = RelationHead(16, RelationSettings(labels=("leads", "based_in"), size=32))
    return made.loss(states(), RelationTarget(entities, pairs, labels))


def of_coreference() -> Tensor:
    mentions = mention_table([(0, 2, 0, 0, 0, -1), (0, 1, 1, 1, 1, -1), (6, 7, 2, 2, -1, -1)])
    tried = antecedents(mentions, 9)
    right = torch.cat([torch.ones(3, 1, dtype=torch.bool), tried.mask], 1)
    made = CoreferenceHead(16, CoreferenceSettings(size=24))
    return made.loss(states(), CoreferenceTarget(mentions, tried, right))


def of_a_tagger() -> Tensor:
    made = TaggingHead(16, TaggingSettings(labels=("PER",)))
    units = Units(torch.tensor([0, 12]), torch.tensor([12, 8]))
    return made.loss(made(states()), units, torch.zeros(20, dtype=torch.long))


@pytest.mark.parametrize("made", [of_relations, of_coreference, of_a_tagger])
def test_no_gradient_goes_back_through_an_index_that_adds_up_in_any_order(made: object) -> None:
    names, ahead = set(), [made().grad_fn]  # type: ignore[operator]
    while ahead:
        node = ahead.pop()
        names.add(type(node).__name__)
        ahead += [before for before, _ in node.next_functions if before is not None]
    assert "EmbeddingBackward0" in names
    assert "IndexBackward0" not in names


def test_rows_are_those_of_an_index_and_their_gradient_is_the_same_every_time() -> None:
    chance = torch.Generator().manual_seed(2)
    table, weights = torch.randn(40, 64, generator=chance), torch.randn(300, 30, 64, generator=chance)
    places = torch.randint(40, (300, 30), generator=chance)
    assert rows(table, places).equal(table[places])
    threads = torch.get_num_threads()
    torch.set_num_threads(4)
    try:
        gradients = []
        for _ in range(20):
            leaf = table.clone().requires_grad_()
            (rows(leaf, places) * weights).sum().backward()
            gradients.append(leaf.grad)
    finally:
        torch.set_num_threads(threads)
    assert all(one.equal(gradients[0]) for one in gradients)
    expected = torch.zeros(40, 64, dtype=torch.float64).index_add(0, places.flatten(), weights.flatten(0, 1).double())
    assert torch.allclose(gradients[0].double(), expected, atol=1e-4)


def test_weighed_rows_are_a_product_with_the_rows_and_so_is_their_gradient() -> None:
    chance = torch.Generator().manual_seed(3)
    table, weights = torch.randn(9, 4, generator=chance), torch.rand(5, 3, generator=chance)
    places = torch.randint(9, (5, 3), generator=chance)
    found, expected = [], []
    for made, kept in ((weighed_rows, found), (lambda t, p, w: torch.einsum("nc,ncd->nd", w, t[p]), expected)):
        leaves = table.clone().requires_grad_(), weights.clone().requires_grad_()
        summed = made(leaves[0], places, leaves[1])
        summed.square().sum().backward()
        kept += [summed.detach(), *(leaf.grad for leaf in leaves)]
    assert all(torch.allclose(one, other, atol=1e-6) for one, other in zip(found, expected, strict=True))


def test_weighed_rows_in_half_precision_teach_too() -> None:
    table = torch.ones(4, 2, dtype=torch.bfloat16, requires_grad=True)
    weights = torch.full((1, 2), 0.5, requires_grad=True)
    weighed_rows(table, torch.tensor([[0, 3]]), weights).sum().backward()
    assert table.grad is not None
    assert table.grad.tolist() == [[0.5, 0.5], [0, 0], [0, 0], [0.5, 0.5]]
    assert weights.grad is not None
    assert weights.grad.tolist() == [[2.0, 2.0]]
