import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.records import Mention
from onrecord.stages.neural.namesakes import namesakes


def mention(text: str, kind: str = "name", type: str = "PERSON") -> Mention:
    return Mention("m", 0, len(text), text, kind, type)  # type: ignore[arg-type]


def apart(one: str, other: str, type: str = "PERSON") -> bool:
    found = namesakes([mention(one, type=type), mention(other, type=type)])
    if len(found.of) < 2:
        return False
    [first], [second] = found.of[0], found.of[1]
    assert (second in found.clashes[first]) == (first in found.clashes[second])
    return second in found.clashes[first]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Viktor Lanz", "Eva Lanz"),
        ("Senator Robert Dole", "Elizabeth Dole"),
        ("George W. Bush", "Jeb Bush's"),
        ("Anatoly SOBCHAK", "Ksenia Sobchak"),
        ("Mary-Kate Olsen", "Ashley Olsen"),
        ("Al Gore", "Tipper Gore"),
        ("Donald Trump Jr.", "Eric Trump"),
        ("José Ruiz", "Ana Ruiz"),
    ],
)
def test_people_of_one_surname_are_apart(one: str, other: str) -> None:
    assert apart(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bill Clinton", "William Clinton"),
        ("Mahmoud Abbas", "Mahmud Abbas"),
        ("J. Lanz", "Viktor Lanz"),
        ("Staffan de Mistura", "de Mistura"),
        ("President Obama", "Barack Obama"),
        ("Mr. Obama", "Barack Obama"),
        ("Lanz", "Eva Lanz"),
        ("George Bush", "George W. Bush"),
        ("Viktor Lanz", "Eva Lanzmann"),
        ("Andrés Manuel López Obrador", "López Obrador"),
        ("Tony Leung Chiu-wai", "Leung Chiu-wai"),
        ("Alexander Boris de Pfeffel Johnson", "Boris Johnson"),
        ("Hillary Rodham Clinton", "Hillary Clinton"),
        ("Zine al Abidine Ben Ali", "Ben Ali"),
        ("Prime Minister Keir Starmer", "Keir Starmer"),
        ("Prime Minister Starmer", "Keir Starmer"),
        ("Secretary of State Hillary Clinton", "Hillary Clinton"),
        ("the late John Lewis", "John Lewis"),
        ("Jeb Bush 's", "Ana Silva 's"),
        ("Lewis 'Scooter' Libby", "Scooter Libby"),
        ("Mike Pompeo", "Michael Pompeo"),
        ("Yahya Sinwar", "Yehia Sinwar"),
        ("JK Rowling", "Joanne Rowling"),
        ("Rudy Ruiz", "Rudolph Ruiz"),
        ("Speaker Nancy Lanz", "Nancy Lanz"),
        ("Russian President Ivan Lanz", "Ivan Lanz"),
        ("ex-President Ivan Lanz", "Ivan Lanz"),
        ("Rebecca Lanz", "Becky Lanz"),
    ],
)
def test_what_may_be_one_person_is_not_apart(one: str, other: str) -> None:
    assert not apart(one, other)


def test_organisations_nominals_and_pronouns_are_left_alone() -> None:
    assert not apart("Deutsche Bank", "World Bank", type="ORG")
    assert namesakes([mention("his daughter", "nominal"), mention("her", "pronoun")]).of == {}


GIVEN = st.sampled_from(["Ana", "Anna", "Viktor", "Yahya", "Yehia", "Bill", "William", "A.", "de"]) | st.text(
    max_size=5
)


@given(st.lists(st.builds("{} {}".format, GIVEN, st.sampled_from(["Lanz", "Ruiz"])), max_size=6))
def test_the_order_of_the_names_does_not_matter(texts: list[str]) -> None:
    def clashing(order: list[str]) -> set[frozenset[str]]:
        found = namesakes([mention(text) for text in order])
        return {
            frozenset((order[one], order[other]))
            for one, names in found.of.items()
            for other, others in found.of.items()
            if any(others & found.clashes[name] for name in names)
        }

    assert clashing(texts) == clashing(texts[::-1])


def test_thousands_of_bearers_of_one_surname_do_not_take_long() -> None:
    start = time.perf_counter()
    namesakes([mention(f"{chr(97 + place % 26) * (2 + place // 26)} Smith") for place in range(5000)])
    assert time.perf_counter() - start < 5


def test_one_huge_word_does_not_take_long() -> None:
    start = time.perf_counter()
    namesakes([mention("B" + "a" * 100_000 + " Smith"), mention("C" + "a" * 100_000 + " Smith")])
    assert time.perf_counter() - start < 5
