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
    if len(found.names) < 2:
        return False
    first, second = found.names[0], found.names[1]
    assert (second in found.clashes[first]) == (first in found.clashes[second])
    return second in found.clashes[first]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Viktor Lanz", "Eva Lanz"),
        ("Senator Robert Dole", "Elizabeth Dole"),
        ("George W. Bush", "Jeb Bush's"),
        ("Anatoly SOBCHAK", "Ksenia Sobchak"),
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
    ],
)
def test_what_may_be_one_person_is_not_apart(one: str, other: str) -> None:
    assert not apart(one, other)


def test_organisations_nominals_and_pronouns_are_left_alone() -> None:
    assert not apart("Deutsche Bank", "World Bank", type="ORG")
    assert namesakes([mention("his daughter", "nominal"), mention("her", "pronoun")]).names == {}


@given(st.lists(st.text(min_size=1, max_size=20), max_size=8))
def test_any_text_may_be_a_name(texts: list[str]) -> None:
    found = namesakes([mention(text) for text in texts])
    assert all(0 <= name < len(found.clashes) for name in found.names.values())


def test_thousands_of_bearers_of_one_surname_do_not_take_long() -> None:
    start = time.perf_counter()
    namesakes([mention(f"{chr(97 + place % 26) * (2 + place // 26)} Smith") for place in range(5000)])
    assert time.perf_counter() - start < 5
