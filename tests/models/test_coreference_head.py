import pytest
import torch

from onrecord.models.heads import coreference as module
from onrecord.models.heads.coreference import CoreferenceHead, CoreferenceSettings, CoreferenceTarget, Links, matches
from onrecord.models.mentions import Constraints, MentionTable, Traits, antecedents, mention_table

SETTINGS = CoreferenceSettings(size=24, dropout=0.0)
#: International Court (form 0, head 1, initials 2) · Ana (form 3) · IC (form 2) · it · a court (head 1) · Ana
MENTIONS = mention_table(
    [
        (0, 2, 0, 0, 1, 2),
        (3, 4, 0, 3, 3, -1),
        (6, 7, 0, 2, 2, -1),
        (8, 9, 2, 4, -1, -1),
        (11, 13, 1, 5, 1, -1),
        (20, 21, 0, 3, 3, -1),
    ]
)


def head(settings: CoreferenceSettings = SETTINGS) -> CoreferenceHead:
    torch.manual_seed(5)
    return CoreferenceHead(16, settings).eval()


def states(words: int = 24, seed: int = 1) -> torch.Tensor:
    return torch.randn(words, 16, generator=torch.Generator().manual_seed(seed))


def target(mentions: MentionTable, clusters: list[int], most: int = 100) -> CoreferenceTarget:
    tried = antecedents(mentions, most)
    numbers = torch.tensor(clusters)
    same = (numbers[tried.places] == numbers[:, None]) & tried.mask
    return CoreferenceTarget(mentions, tried, torch.cat([~same.any(1, keepdim=True), same], 1))


def test_the_nearest_are_tried_and_of_the_others_those_that_share_words() -> None:
    tried = antecedents(MENTIONS, 2)
    found = [places[mask].tolist() for places, mask in zip(tried.places, tried.mask, strict=True)]
    # The acronym, the head and the form are farther back than two mentions; the acronym is among the last two.
    assert found == [[], [0], [1, 0], [2, 1], [3, 2, 0], [4, 3, 1]]
    assert tried.limited.tolist() == [False, False, False, True, True, True]
    assert not antecedents(MENTIONS, 100).limited.any()


def test_an_acronym_far_back_is_tried_both_ways() -> None:
    rows = [(place, place + 1, 0, 10 + place, -1, -1) for place in range(1, 6)]
    for one, other in (((0, 1, 0, 0, -1, 7), (6, 7, 0, 7, -1, -1)), ((0, 1, 0, 7, -1, -1), (6, 7, 0, 0, -1, 7))):
        tried = antecedents(mention_table([one, *rows, other]), 2)
        assert tried.places[-1][tried.mask[-1]].tolist() == [5, 4, 0]


def test_what_two_mentions_have_in_common() -> None:
    tried = antecedents(MENTIONS, 100)
    bits = matches(MENTIONS, tried, slice(None))
    found = {
        (later, int(tried.places[later, column])): int(bits[later, column])
        for later, column in tried.mask.nonzero().tolist()
        if bits[later, column]
    }
    assert found == {(5, 1): 0b0011, (4, 0): 0b0010, (2, 0): 0b0100}
    nested = mention_table([(0, 5, 1, 0, -1, -1), (3, 5, 0, 1, -1, -1)])
    assert matches(nested, antecedents(nested, 5), slice(None))[1].tolist()[0] == 0b1000


def test_two_texts_are_learnt_by_heart() -> None:
    made = head()
    other = mention_table([(0, 1, 0, 0, 0, -1), (2, 3, 0, 1, 1, -1), (4, 5, 2, 2, -1, -1)])
    texts = [
        (states(), MENTIONS, [0, 1, 0, 0, 2, 1]),
        (states(6, 2), other, [0, 1, 1]),
    ]
    search = torch.optim.Adam(made.parameters(), 5e-3)
    for _ in range(60):
        loss = torch.stack([made.loss(words, target(table, gold)) for words, table, gold in texts]).sum()
        search.zero_grad()
        loss.backward()
        search.step()
    assert loss.item() < 0.02
    for words, table, gold in texts:
        assert list(made.decode(words, table, Constraints()).entities) == gold


def test_any_right_antecedent_will_do() -> None:
    made = head()
    gold = target(MENTIONS, [0, 0, 0, 0, 0, 0])
    scores = made(states(), MENTIONS, gold.antecedents)
    expected = torch.stack(
        [
            -scores[0].softmax(0)[0].log(),
            *(-scores[later].softmax(0)[1 : later + 1].sum().log() for later in range(1, 6)),
        ]
    ).mean()
    assert made.loss(states(), gold).item() == pytest.approx(expected.item(), abs=1e-5)


def test_mentions_scored_in_chunks_are_linked_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    made = learnt([0, 1, 0, 0, 2, 1])
    monkeypatch.setattr(module, "_CHUNK", 8)
    assert made.decode(states(), MENTIONS, Constraints()).entities == (0, 1, 0, 0, 2, 1)


def test_mentions_for_which_not_all_were_tried_are_counted() -> None:
    made = head(SETTINGS.model_copy(update={"most_antecedents": 2}))
    assert made.decode(states(), MENTIONS, Constraints()).limited == 3
    assert head().decode(states(), MENTIONS, Constraints()).limited == 0


def test_one_mention_and_none() -> None:
    made = head()
    assert made.decode(states(3), mention_table([]), Constraints()) == Links((), 0)
    assert made.decode(states(3), mention_table([(0, 1, 0, 0, -1, -1)]), Constraints()) == Links((0,), 0)


def test_namesakes_are_kept_apart_also_where_a_third_mention_would_join_them(monkeypatch: pytest.MonkeyPatch) -> None:
    made = learnt([0, 1, 0, 0, 0, 0])
    assert made.decode(states(), MENTIONS, Constraints()).entities == (0, 1, 0, 0, 0, 0)
    apart = Constraints(traits=Traits({0: frozenset({0}), 5: frozenset({1})}, (frozenset({1}), frozenset({0}))))
    entities = made.decode(states(), MENTIONS, apart).entities
    assert entities[0] != entities[5]
    monkeypatch.setattr(module, "_CHUNK", 8)
    assert made.decode(states(), MENTIONS, apart).entities == entities


def test_what_is_known_to_be_one_is_one() -> None:
    made = learnt([0, 1, 0, 0, 0, 0])
    assert made.decode(states(), MENTIONS, Constraints(must_link={1: 4})).entities == (0,) * 6


def learnt(gold: list[int]) -> CoreferenceHead:
    """A head that knows these entities by heart."""
    made = head()
    search = torch.optim.Adam(made.parameters(), 5e-3)
    for _ in range(60):
        loss = made.loss(states(), target(MENTIONS, gold))
        search.zero_grad()
        loss.backward()
        search.step()
    return made
