import pytest
from neural_case import encoded, run, stage

from onrecord.stages.neural.constraints import constraints
from onrecord.stages.rules.mentions.stage import Mentions


def known(text: str) -> tuple[set[tuple[str, str]], set[frozenset[str]]]:
    """Pairs that must link, and pairs that clash, by their words and, from the second on, their number."""
    document = run(stage(Mentions), encoded(text))
    assert document.mentions is not None
    found = constraints(document, document.mentions)
    seen: list[str] = []
    for one in document.mentions:
        again = sum(text.split("#")[0] == one.text for text in seen)
        seen.append(f"{one.text}#{again + 1}" if again else one.text)
    apart = {
        frozenset((seen[one], seen[other]))
        for one, own in found.traits.of.items()
        for other, others in found.traits.of.items()
        if any(others & found.traits.clashes[trait] for trait in own)
    }
    return {(seen[one], seen[other]) for one, other in found.must_link.items()}, apart


def test_a_given_name_goes_with_the_one_who_has_it() -> None:
    links, _ = known("Sarah Connor sued the city. Later Sarah withdrew the suit.")
    assert links == {("Sarah", "Sarah Connor")}


@pytest.mark.parametrize(
    "text",
    [
        "Sarah Connor met Sarah Palmer. Later Sarah withdrew the suit.",  # which one?
        "Sarah Connor met Tom Sarah. Later Sarah withdrew the suit.",  # a surname too
        "James Smith sued his landlord, Mr. James, over the house. James denied everything.",
        "Prince Harry met the striker Harry Kane. Harry wished him luck.",
    ],
)
def test_a_given_name_of_several_goes_with_nobody(text: str) -> None:
    links, _ = known(text)
    assert links == set()


def test_he_is_not_she() -> None:
    _, apart = known("Mr Connor met Sarah Palmer. He said she agreed. They left, and it rained. The mayor came.")
    assert apart == {
        frozenset(pair)
        for pair in (("Connor", "Sarah Palmer"), ("Connor", "she"), ("He", "Sarah Palmer"), ("He", "she"))
    }


def test_she_is_no_city_and_no_day() -> None:
    _, apart = known("Sarah Palmer came to London on Monday. She left London.")
    assert apart == {frozenset(("She", place)) for place in ("London", "London#2", "Monday")}


@pytest.mark.parametrize("name", ["Kim Jong Un", "Andrea Bocelli", "Dana White", "Leslie Nielsen"])
def test_a_given_name_that_men_and_women_have_says_nothing(name: str) -> None:
    _, apart = known(f"{name} sang. He sang again. She sang.")
    assert {pair for pair in apart if name in pair} == set()


def test_people_of_one_surname_are_apart() -> None:
    _, apart = known("Viktor Lanz resigned. Lanz denied it. Petra Lanz resigned too.")
    assert frozenset(("Viktor Lanz", "Petra Lanz")) in apart
