import math

import pytest
import torch
from pydantic import ValidationError

from onrecord.models import entities as entities_module
from onrecord.models.entities import Entities, entities_of, nearest_pairs
from onrecord.models.heads import relations as module
from onrecord.models.heads.contexts import context_places, stands
from onrecord.models.heads.pairs import BUCKETS, buckets, logsumexp_pooled
from onrecord.models.heads.relations import (
    RelationHead,
    RelationSettings,
    RelationsFound,
    RelationTarget,
)

SETTINGS = RelationSettings(labels=("leads", "based_in"), size=32, block=8, context_words=6, around=1, dropout=0.0)
ONE = entities_of([(0, 2, 0), (4, 5, 1), (9, 10, 0), (11, 12, 2)])
TWO = entities_of([(1, 2, 0), (3, 6, 1)])


LOCAL = SETTINGS.model_copy(update={"places": 3, "flags": ("negated",)})


def head(settings: RelationSettings = SETTINGS) -> RelationHead:
    torch.manual_seed(3)
    return RelationHead(16, settings).eval()


def states(words: int, seed: int) -> torch.Tensor:
    return torch.randn(words, 16, generator=torch.Generator().manual_seed(seed))


def target(entities: Entities, *triples: tuple[int, int, int], places: int = 1) -> RelationTarget:
    pairs = nearest_pairs(entities, 100, places)
    labels = torch.zeros(len(pairs), 2, dtype=torch.bool)
    for one, label, other in triples:
        labels[(pairs.head == one) & (pairs.tail == other), label] = True
    return RelationTarget(entities, pairs, labels)


def triples(made: RelationHead, words: torch.Tensor, entities: Entities, least: float = 0.5) -> list[tuple]:
    return [(own.head, own.label, own.tail) for own in made.decode(words, entities, least).relations]


def test_two_texts_are_learnt_by_heart_with_several_labels_for_a_pair() -> None:
    made = head()
    texts = [
        (states(14, 1), target(ONE, (0, 0, 1), (0, 1, 1), (2, 1, 0))),
        (states(8, 2), target(TWO, (1, 0, 0))),
    ]
    search = torch.optim.Adam(made.parameters(), 5e-3)
    for _ in range(60):
        loss = torch.stack([made.loss(words, gold) for words, gold in texts]).sum()
        search.zero_grad()
        loss.backward()
        search.step()
    # The two labels of one of the six pairs of the first text share a softmax.
    assert loss.item() == pytest.approx(2 * math.log(2) / 6, abs=5e-3)
    assert triples(made, texts[0][0], ONE) == [(0, "leads", 1), (0, "based_in", 1), (2, "based_in", 0)]
    assert triples(made, texts[1][0], TWO) == [(1, "leads", 0)]


def test_a_head_that_reads_several_places_learns_which_of_them_says_it() -> None:
    made = head(LOCAL)
    # The same two entities stand twice beside each other: only the second place, by the third mention, says it.
    words = states(30, 1)
    twice = entities_of([(0, 1, 0), (2, 3, 1), (20, 21, 0), (22, 23, 1)])
    once = entities_of([(0, 1, 0), (2, 3, 1)])
    texts = [(words, target(twice, (0, 0, 1), places=3)), (words, target(once, places=3))]
    search = torch.optim.Adam(made.parameters(), 5e-3)
    for _ in range(80):
        loss = torch.stack([made.loss(own, gold) for own, gold in texts]).sum()
        search.zero_grad()
        loss.backward()
        search.step()
    assert triples(made, words, twice) == [(0, "leads", 1)]
    assert triples(made, words, once) == []
    assert made.evidence(words, twice, made.decode(words, twice, 0.5).relations)[0][0] == 2


def test_the_clearest_place_decides_and_further_ones_never_lower_a_score() -> None:
    made = head(LOCAL)
    alone = head(LOCAL.model_copy(update={"places": 2}))
    alone.load_state_dict(made.state_dict())
    every = [own.decode(states(14, 1), ONE, 0).relations for own in (made, alone)]
    assert all(one.score >= other.score - 1e-6 for one, other in zip(*every, strict=True))
    assert all(0 <= flag <= 1 for own in every[0] for flag in own.flags)


def test_scores_are_probabilities_against_the_threshold_and_lower_limits_find_more() -> None:
    made = head()
    every = made.decode(states(14, 1), ONE, 0).relations
    assert len(every) == 6 * 2
    some = made.decode(states(14, 1), ONE, 0.5).relations
    assert some == tuple(own for own in every if own.score >= 0.5)
    assert all(0 < own.score < 1 for own in every)


def test_evidence_are_mentions_of_head_and_tail_and_the_best_ones() -> None:
    made = head()
    every = made.decode(states(14, 1), ONE, 1e-9).relations
    for own, mentions in zip(every, made.evidence(states(14, 1), ONE, every), strict=True):
        assert [int(ONE.entity[mention]) for mention in mentions] == [own.head, own.tail]
    assert made.evidence(states(14, 1), ONE, []) == []
    # Only the third mention has a state that says something.
    words = torch.zeros(14, 16)
    words[9] = 3.0
    both = [own for own in made.decode(words, ONE, 1e-9).relations if (own.head, own.tail) == (0, 1)]
    found = set(made.evidence(words, ONE, both))
    scores = {}
    for mention in (0, 2):
        alone = entities_of([(0, 2, 0), (4, 5, 1)] if mention == 0 else [(4, 5, 1), (9, 10, 0)])
        for own in made.decode(words, alone, 1e-9).relations:
            if (own.head, own.tail) == (0, 1):
                scores[own.label, mention] = own.score
    best = {max((0, 2), key=lambda mention, label=label: scores[label, mention]) for label in SETTINGS.labels}
    assert found == {(mention, 1) for mention in best}


def test_evidence_is_looked_for_once_a_pair_of_entities_and_only_where_it_is_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked: list[tuple[int, int]] = []
    candidates = module._mention_pairs

    def counted(entities: Entities, head: int, tail: int) -> torch.Tensor:
        looked.append((head, tail))
        return candidates(entities, head, tail)

    monkeypatch.setattr(module, "_mention_pairs", counted)
    made = head()
    every = made.decode(states(14, 1), ONE, 1e-9).relations
    assert looked == []
    made.evidence(states(14, 1), ONE, [own for own in every if own.head == 0])
    assert looked == [(0, 1), (0, 2)]


@pytest.mark.parametrize("settings", [SETTINGS, LOCAL])
def test_pairs_scored_in_chunks_score_the_same(monkeypatch: pytest.MonkeyPatch, settings: RelationSettings) -> None:
    made = head(settings)
    whole = made.decode(states(14, 1), ONE, 1e-9)
    mentions = made.evidence(states(14, 1), ONE, whole.relations)
    monkeypatch.setattr(module, "_CHUNK", 2)
    parts = made.decode(states(14, 1), ONE, 1e-9)
    assert made.evidence(states(14, 1), ONE, parts.relations) == mentions
    assert [own.score for own in parts.relations] == pytest.approx([own.score for own in whole.relations], abs=1e-5)


def test_pairs_beyond_the_limit_are_counted() -> None:
    made = RelationHead(16, SETTINGS.model_copy(update={"most_pairs": 4})).eval()
    found = made.decode(states(14, 1), ONE, 1e-9)
    assert (found.beyond, found.unseen) == (2, 0)
    assert len({(own.head, own.tail) for own in found.relations}) == 4


def test_pairs_that_too_many_mentions_stand_between_are_counted_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entities_module, "_MOST_LOOKS", 20)
    entities = entities_of([(place, place + 1, place) for place in range(10)])
    found = head().decode(states(14, 1), entities, 0.5)
    assert (found.beyond, found.unseen) == (0, 10 * 9 - 18)


@pytest.mark.parametrize("entities", [entities_of([]), entities_of([(0, 1, 0)])])
def test_without_pairs_nothing_is_found_and_nothing_lost(entities: Entities) -> None:
    made = head()
    found = made.decode(states(3, 1), entities, 0.5)
    assert found == RelationsFound((), 0, 0)
    assert float(made.loss(states(3, 1), target(entities))) == 0


def test_the_context_of_a_pair() -> None:
    def words(entities: Entities) -> list[list[int]]:
        places, mask = context_places(entities, nearest_pairs(entities, 100), 14, 6, 1)
        return [own[keep].tolist() for own, keep in zip(places, mask, strict=True)]

    assert words(entities_of([(3, 4, 0), (5, 6, 1)])) == [[2, 3, 4, 5, 6]] * 2
    assert words(entities_of([(0, 1, 0), (13, 14, 1)])) == [[0, 1, 2, 11, 12, 13]] * 2


def test_where_the_words_of_a_context_stand() -> None:
    entities = entities_of([(1, 2, 0), (3, 5, 1)])
    pairs = nearest_pairs(entities, 100)
    places, mask = context_places(entities, pairs, 7, 7, 2)
    standing = stands(entities, pairs, places)
    assert standing[0][mask[0]].tolist() == [0, 1, 2, 3, 3, 4, 4]
    assert standing[1][mask[1]].tolist() == [5, 6, 7, 8, 8, 9, 9]


def test_buckets_of_distances() -> None:
    assert buckets(torch.tensor([-3, 0, 1, 4, 5, 7, 8, 63, 64, 9999])).tolist() == [0, 0, 1, 4, 5, 5, 6, 8, 9, 11]
    assert BUCKETS == 12


def test_the_pool_is_the_logsumexp_of_the_members() -> None:
    given, groups = torch.tensor([[1.0, 500.0], [2.0, 500.0], [-3.0, 0.0]]), torch.tensor([1, 1, 0])
    expected = torch.stack([given[2], given[:2].logsumexp(0)])
    assert torch.allclose(logsumexp_pooled(given, groups, 2), expected)


def test_sizes_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValidationError, match="size 20 is no multiple of block 16"):
        RelationSettings(labels=("leads",), size=20)
    with pytest.raises(ValidationError, match="size 32 is no multiple of attention_heads 5"):
        RelationSettings(labels=("leads",), size=32, places=2, attention_heads=5)
