"""Personal and possessive pronouns, and what each agrees with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Number: TypeAlias = Literal["singular", "plural", "either"]
PronounGender: TypeAlias = Literal["m", "f", "n", "?"]


@dataclass(frozen=True, slots=True)
class Form:
    """What a pronoun agrees with."""

    person: Literal[1, 2, 3]
    number: Number
    gender: PronounGender
    reflexive: bool = False
    possessive: bool = False


_FORMS: dict[str, Form] = {
    "i": Form(1, "singular", "?"), "me": Form(1, "singular", "?"),
    "my": Form(1, "singular", "?", possessive=True), "mine": Form(1, "singular", "?", possessive=True),
    "myself": Form(1, "singular", "?", reflexive=True),
    "we": Form(1, "plural", "?"), "us": Form(1, "plural", "?"),
    "our": Form(1, "plural", "?", possessive=True), "ours": Form(1, "plural", "?", possessive=True),
    "ourselves": Form(1, "plural", "?", reflexive=True),
    "you": Form(2, "either", "?"), "your": Form(2, "either", "?", possessive=True),
    "yours": Form(2, "either", "?", possessive=True),
    "yourself": Form(2, "singular", "?", reflexive=True), "yourselves": Form(2, "plural", "?", reflexive=True),
    "he": Form(3, "singular", "m"), "him": Form(3, "singular", "m"), "his": Form(3, "singular", "m", possessive=True),
    "himself": Form(3, "singular", "m", reflexive=True),
    "she": Form(3, "singular", "f"), "her": Form(3, "singular", "f"), "hers": Form(3, "singular", "f", possessive=True),
    "herself": Form(3, "singular", "f", reflexive=True),
    "it": Form(3, "singular", "n"), "its": Form(3, "singular", "n", possessive=True),
    "itself": Form(3, "singular", "n", reflexive=True),
    "they": Form(3, "plural", "?"), "them": Form(3, "plural", "?"), "their": Form(3, "plural", "?", possessive=True),
    "theirs": Form(3, "plural", "?", possessive=True), "themselves": Form(3, "plural", "?", reflexive=True),
    "themself": Form(3, "singular", "?", reflexive=True),
}  # fmt: skip


def form_of(surface: str) -> Form | None:
    """The form of a pronoun, or None where the word is no personal or possessive pronoun."""
    return _FORMS.get(surface.lower())
