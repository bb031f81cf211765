import torch

from onrecord.models.entities import entities_of, nearest_pairs
from onrecord.models.heads.relations import RelationHead, RelationSettings, RelationTarget
from onrecord.models.speech import said, speech

SETTINGS = RelationSettings(
    labels=("leads", "accuse"), size=32, dropout=0.0, types=("", "PERSON"), flags=("negated",), speech=True
)


def test_sayings_find_their_pairs() -> None:
    told = speech([0] * 9, [(2, 0, 5), (0, 1, 3), (0, 1, 7)])
    head, tail = torch.tensor([1, 0, 2]), torch.tensor([0, 1, 0])
    pair, saying = said(told, 3, head, tail)
    found = {(int(p), int(told.cue[s])) for p, s in zip(pair, saying, strict=True)}
    assert found == {(1, 3), (1, 7), (2, 5)}


def test_no_pairs_and_no_sayings() -> None:
    none = torch.zeros(0, dtype=torch.long)
    assert [len(own) for own in said(speech([0], [(0, 1, 0)]), 2, none, none)] == [0, 0]
    assert [len(own) for own in said(speech([0], []), 2, torch.tensor([0]), torch.tensor([1]))] == [0, 0]


def test_who_says_what_changes_the_scores_and_flags_are_learnt() -> None:
    torch.manual_seed(2)
    head = RelationHead(8, SETTINGS)
    entities = entities_of([(0, 1, 0), (4, 5, 1)])
    states = torch.randn(8, 8)
    pairs = nearest_pairs(entities, 100)
    told = speech([3, 0, 0, 0, 1, 1, 0, 0], [(0, 1, 2)])
    plain, _ = head(states, entities, pairs)
    with_speech, _ = head(states, entities, pairs, told)
    assert not torch.allclose(plain, with_speech)
    labels = torch.tensor([[False, True], [False, False]])
    flags = labels[:, :, None].clone()
    target = RelationTarget(entities, pairs, labels, flags, told)
    optimizer = torch.optim.Adam(head.parameters(), lr=0.01)
    for _ in range(60):
        optimizer.zero_grad()
        loss = head.loss(states, target)
        loss.backward()
        optimizer.step()
    [found] = head.eval().decode(states, entities, 0.5, told).relations
    assert (found.head, found.label, found.tail) == (0, "accuse", 1)
    assert found.flags[0] > 0.5


def test_entities_without_a_name_are_related_within_reach_alone() -> None:
    entities = entities_of([(0, 1, 0), (10, 11, 1), (90, 91, 2), (95, 96, 3)])
    named = type(entities)(
        entities.first, entities.end, entities.entity, 4, None, torch.tensor([True, False, True, False])
    )
    kept = nearest_pairs(named, 100)
    assert set(zip(kept.head.tolist(), kept.tail.tolist(), strict=True)) == {
        (0, 1), (1, 0), (0, 2), (2, 0), (2, 3), (3, 2),
    }  # fmt: skip
