"""Countries, and the adjectives and peoples named after them: "German" leads to Germany."""

from __future__ import annotations

from functools import cache

from onrecord.stages.knowledge.tables import rows


@cache
def _countries() -> dict[str, str]:
    found: dict[str, str] = {}
    for row in rows("countries.tsv"):
        for name in (row["name"], *row["aliases"].split("|")):
            if name:
                found[name.lower()] = row["name"]
    return found


@cache
def _demonyms() -> dict[str, str]:
    return {word.lower(): row["name"] for row in rows("countries.tsv") for word in row["demonyms"].split("|") if word}


def country(name: str) -> str | None:
    """The country that a name stands for ("U.S." for United States); None where it is no country."""
    return _countries().get(name.lower().removeprefix("the "))


def country_of(adjective: str) -> str | None:
    """The country that an adjective or a people belongs to ("German" for Germany); None where there is none."""
    return _demonyms().get(adjective.lower())


@cache
def _places() -> dict[str, str]:
    return {row["name"]: row["country"] for row in rows("places.tsv")}


def country_of_place(name: str) -> str | None:
    """The country of a city of 100,000 people and more, or of a state of the US; None where there is none.

    Of several places of the same name the largest counts, but for some that are better known. From GeoNames
    (https://www.geonames.org), CC BY 4.0.
    """
    return _places().get(name)
