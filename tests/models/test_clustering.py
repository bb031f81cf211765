import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.models.clustering import Choice, cluster
from onrecord.models.mentions import Constraints, Traits

NEW = Choice(-0.1, -1)
HE_OR_SHE = (frozenset({1}), frozenset({0}))


def genders(**places: str) -> Traits:
    return Traits(
        {int(place[1:]): frozenset({0 if gender == "m" else 1}) for place, gender in places.items()}, HE_OR_SHE
    )


def test_entities_are_numbered_in_text_order() -> None:
    choices = [[NEW], [NEW], [Choice(0, 0)], [Choice(0, 1)], [Choice(0, 2)], [NEW]]
    assert cluster(choices, Constraints()) == (0, 1, 0, 1, 0, 2)


def test_what_is_surer_goes_first_wherever_it_stands() -> None:
    # A name; a doubtful "she" that would go back to it, and a "he" that surely does.
    choices = [[NEW], [Choice(-0.6, 0), Choice(-0.8, -1)], [Choice(-0.01, 0), Choice(-5, -1)]]
    assert cluster(choices, Constraints(traits=genders(_1="f", _2="m"))) == (0, 1, 0)
    doubtful = [[NEW], choices[1], [Choice(-0.9, 0), Choice(-1.0, -1)]]
    assert cluster(doubtful, Constraints(traits=genders(_1="f", _2="m"))) == (0, 0, 1)


def test_what_clashes_takes_its_next_choice_in_its_turn() -> None:
    choices = [[NEW], [NEW], [Choice(-0.01, 0)], [Choice(-0.3, 0), Choice(-1.5, 1), Choice(-4, -1)]]
    assert cluster(choices, Constraints(traits=genders(_2="f", _3="m"))) == (0, 1, 0, 1)


def test_traits_are_those_of_the_whole_entity() -> None:
    # What tells nothing itself joins neither where both have a trait.
    choices = [[NEW], [Choice(-0.1, 0)], [Choice(-0.2, 1), Choice(-3, -1)]]
    assert cluster(choices, Constraints(traits=genders(_0="m", _2="f"))) == (0, 0, 1)


def test_where_nothing_fits_a_mention_stays_alone() -> None:
    assert cluster([[NEW], [Choice(-0.1, 0)]], Constraints(traits=genders(_0="m", _1="f"))) == (0, 1)


@pytest.mark.parametrize("link", [{1: 2}, {2: 1}])
def test_linked_mentions_are_one_and_the_other_decides(link: dict[int, int]) -> None:
    [led], [leader] = link.keys(), link.values()
    choices = [[NEW], [NEW], [NEW]]
    choices[leader] = [Choice(-0.1, 0)]
    assert cluster(choices, Constraints(must_link=link)) == (0, 0, 0)
    choices[leader], choices[led] = [NEW], [Choice(-0.1, 0)]
    assert cluster(choices, Constraints(must_link=link)) == (0, 1, 1)


def test_what_is_linked_anyway_does_not_say_where_both_belong() -> None:
    choices = [[NEW], [NEW], [Choice(-0.1, 1), Choice(-2, 0)]]
    assert cluster(choices, Constraints(must_link={1: 2})) == (0, 0, 0)


def test_a_link_that_clashes_is_none() -> None:
    choices = [[NEW], [NEW], [Choice(-0.1, 1)]]
    assert cluster(choices, Constraints(must_link={2: 0}, traits=genders(_0="m", _2="f"))) == (0, 1, 1)


def test_links_in_a_circle_are_one_entity() -> None:
    assert cluster([[NEW], [NEW], [NEW]], Constraints(must_link={0: 1, 1: 0})) == (0, 0, 1)


@st.composite
def texts(draw: st.DrawFn) -> tuple[list[list[Choice]], Constraints]:
    size = draw(st.integers(0, 9))
    scores = st.floats(-9, 0, allow_nan=False)
    choices = []
    for place in range(size):
        tried = draw(st.lists(st.integers(-1, place - 1), unique=True, max_size=4))
        found = [Choice(draw(scores), antecedent) for antecedent in tried]
        choices.append(sorted(found, reverse=True))
    numbers = st.integers(0, max(size - 1, 0))
    of = draw(st.dictionaries(numbers, st.frozensets(st.integers(0, 1), min_size=1, max_size=1))) if size else {}
    links = draw(st.dictionaries(numbers, numbers, max_size=3)) if size else {}
    return choices, Constraints(links, Traits(of, HE_OR_SHE))


@given(texts())
def test_no_entity_holds_what_clashes_and_every_mention_is_in_one(case: tuple[list[list[Choice]], Constraints]) -> None:
    choices, constraints = case
    of = constraints.traits.of
    entities = cluster(choices, constraints)
    assert len(entities) == len(choices)
    assert sorted(set(entities), key=entities.index) == list(range(len(set(entities))))
    for entity in set(entities):
        assert len({next(iter(own)) for place, own in of.items() if entities[place] == entity}) <= 1
    if not of:
        assert all(entities[one] == entities[other] for one, other in constraints.must_link.items())


def test_a_very_long_text_does_not_take_long() -> None:
    start = time.perf_counter()
    size = 100_000
    choices = [[Choice(-0.1, place - 1)] if place else [NEW] for place in range(size)]
    names = Traits({place: frozenset({place}) for place in range(size)}, (frozenset(),) * size)
    assert set(cluster(choices, Constraints(traits=names))) == {0}
    assert time.perf_counter() - start < 5
