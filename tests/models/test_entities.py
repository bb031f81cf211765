import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from onrecord.models import entities as module
from onrecord.models.entities import Entities, Pairs, entities_of, nearest_pairs

#: Two mentions of the first entity, one of the second between them, and one of the third far away.
MENTIONS = [(0, 2, 0), (5, 6, 1), (7, 8, 0), (40, 42, 2)]


def rows(pairs: Pairs) -> list[tuple[int, ...]]:
    columns = (pairs.head, pairs.tail, pairs.head_mention, pairs.tail_mention)
    return [tuple(row) for row in torch.stack(columns, 1).tolist()]


def place_rows(pairs: Pairs) -> list[tuple[int, ...]]:
    columns = (pairs.pair, pairs.head_mention, pairs.tail_mention)
    return [tuple(row) for row in torch.stack(columns, 1).tolist()]


def test_all_pairs_in_both_orders_with_their_nearest_mentions() -> None:
    assert rows(nearest_pairs(entities_of(MENTIONS), 100)) == [
        (0, 1, 2, 1),
        (0, 2, 2, 3),
        (1, 0, 1, 2),
        (1, 2, 1, 3),
        (2, 0, 3, 2),
        (2, 1, 3, 1),
    ]


def test_of_more_pairs_than_fit_the_nearest_are_kept() -> None:
    assert rows(nearest_pairs(entities_of(MENTIONS), 5)) == [(0, 1, 2, 1), (0, 2, 2, 3), (1, 0, 1, 2), (2, 0, 3, 2)]


@pytest.mark.parametrize("mentions", [[], [(3, 4, 0)], [(3, 4, 0), (5, 6, 0)]])
def test_without_two_entities_there_are_no_pairs(mentions: list[tuple[int, int, int]]) -> None:
    made = entities_of(mentions)
    assert made.count == min(len(mentions), 1)
    assert len(nearest_pairs(made, 100)) == 0


def test_a_very_long_text_is_not_looked_through_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST_LOOKS", 20)
    made = entities_of([(place, place + 1, place) for place in range(10)])
    pairs = nearest_pairs(made, 1000)
    assert {abs(head - tail) for head, tail, *_ in rows(pairs)} == {1}
    assert len(pairs) == 18


@st.composite
def documents(draw: st.DrawFn) -> Entities:
    numbers = draw(st.lists(st.integers(0, 4), max_size=12))
    known = sorted(set(numbers))
    starts = sorted(draw(st.lists(st.integers(0, 60), min_size=len(numbers), max_size=len(numbers))))
    return entities_of(
        [(start, start + 1 + number % 2, known.index(number)) for start, number in zip(starts, numbers, strict=True)]
    )


@given(documents())
def test_each_pair_has_mentions_of_its_own_and_none_are_nearer(made: Entities) -> None:
    pairs = rows(nearest_pairs(made, 1000))
    assert len({pair[:2] for pair in pairs}) == len(pairs) == made.count * (made.count - 1)

    def distance(one: int, other: int) -> int:
        low, high = sorted((one, other))
        return max(0, int(made.first[high] - made.end[low]))

    owners = made.entity.tolist()
    for head, tail, one, other in pairs:
        assert (owners[one], owners[other]) == (head, tail)
        every = [distance(a, b) for a in range(len(owners)) for b in range(len(owners)) if a != b
                 if (owners[a], owners[b]) == (head, tail)]  # fmt: skip
        assert distance(one, other) == min(every)


def test_further_places_of_a_pair_are_near_and_the_nearest_is_first() -> None:
    pairs = nearest_pairs(entities_of([*MENTIONS, (70, 71, 0), (75, 76, 1)]), 100, places=3)
    places = [(int(pairs.head[own]), int(pairs.tail[own]), one, other) for own, one, other in place_rows(pairs)]
    assert [own for own in places if own[:2] == (0, 1)] == [(0, 1, 2, 1), (0, 1, 0, 1), (0, 1, 4, 5)]
    assert [own for own in places if own[:2] == (2, 0)] == [(2, 0, 3, 4), (2, 0, 3, 2), (2, 0, 3, 0)]
    # A third place of these two has 68 words between.
    assert [own for own in places if own[:2] == (1, 2)] == [(1, 2, 5, 3), (1, 2, 1, 3)]


@given(documents(), st.integers(1, 4), st.integers(0, 20), st.integers(0, 20))
def test_a_part_of_the_pairs_has_their_places(made: Entities, most: int, start: int, length: int) -> None:
    pairs = nearest_pairs(made, 1000, most)
    part = pairs.part(start, start + length)
    assert len(part) == len(pairs.head[start : start + length])
    wanted = [(own - start, *rest) for own, *rest in place_rows(pairs) if start <= own < start + length]
    assert place_rows(part) == wanted
    assert set(range(len(part))) == set(part.pair.tolist())
    assert all(pairs.pair.bincount() <= most)


def test_each_mention_as_an_entity_of_its_own() -> None:
    apart = entities_of(MENTIONS).apart()
    assert apart.entity.tolist() == [0, 1, 2, 3]
    assert apart.count == 4
