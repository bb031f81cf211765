"""Archives for trials: articles made up or taken from corpora, one in a hundred malformed, in twelve ways."""

from __future__ import annotations

import itertools
import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path

#: One article in so many is malformed.
MALFORMED_EVERY = 100

_PEOPLE = ("Mara Lindqvist", "Tom Okafor", "Ines Duarte", "Piotr Zielak", "the minister", "a spokeswoman", "he", "she")
_BODIES = ("the council", "Harbour Union", "the court in Lisbon", "Norden Bank", "the port authority", "parliament")
_VERBS = ("said", "denied", "told reporters", "wrote", "warned", "announced", "insisted", "acknowledged")
_THINGS = (
    "the bridge would stay closed",
    "talks had failed",
    "wages must rise",
    "the vote was fair",
    "it was too late",
)


def write_archive(path: Path, articles: int, texts: Callable[[], Iterator[str]]) -> tuple[int, int]:
    """Write a JSONL file.

    Args:
        path: Where.
        articles: How many, malformed ones included.
        texts: Their texts, begun anew when they are used up.

    Returns:
        How many of the articles are malformed, and the words of all others.
    """
    stream = itertools.chain.from_iterable(texts() for _ in itertools.count())
    kinds = itertools.cycle(_MALFORMED)
    malformed = words = 0
    with path.open("wb") as file:
        for number in range(articles):
            text = next(stream)
            if number % MALFORMED_EVERY == MALFORMED_EVERY - 1:
                malformed += 1
                file.write(next(kinds)(f"bad-{number}", text) + b"\n")
            else:
                words += len(text.split())
                file.write(_line({"id": f"article-{number}", "text": text, "outlet": f"Paper {number % 7}"}) + b"\n")
    return malformed, words


def made_up() -> Iterator[str]:
    """Two hundred texts, the same every time."""
    chance = random.Random(5)  # noqa: S311 - no secret
    for _ in range(200):
        lines = [f"{chance.choice(_BODIES).title()} And The Question Of The Year"]
        for _ in range(chance.randint(2, 12)):
            who, body = chance.choice(_PEOPLE), chance.choice(_BODIES)
            verb, what = chance.choice(_VERBS), chance.choice(_THINGS)
            lines.append(
                f"“In {chance.randint(1990, 2025)}, {what},” {who} of {body} {verb}. Nobody at {body} objected."
            )
        yield "\n\n".join(lines)


def of_corpora(data: Path) -> Callable[[], Iterator[str]]:
    """The texts of PolNeAR's and DWIE's train sets, in the order of their files."""

    def texts() -> Iterator[str]:
        for path in sorted((data / "polnear" / "train").glob("*.txt")):
            yield path.read_text(encoding="utf-8")
        for path in sorted((data / "dwie" / "train").glob("*.json")):
            yield json.loads(path.read_text(encoding="utf-8"))["content"]

    return texts


def _line(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def _nested(depth: int) -> object:
    return [] if depth == 0 else [_nested(depth - 1)]


#: What is wrong with an article, each given its id and its text: the line.
_MALFORMED: tuple[Callable[[str, str], bytes], ...] = (
    lambda name, text: _line({"id": name, "text": text})[:-8],  # cut off
    lambda _name, _text: b"12",  # no object
    lambda name, text: _line({"id": name, "body": text}),  # no text
    lambda name, _text: _line({"id": name, "text": None}),
    lambda name, _text: _line({"id": name, "text": 5}),
    lambda name, text: _line({"id": [name], "text": text}),
    lambda _name, text: _line({"id": "article-0", "text": text}),  # an id that was used
    lambda name, text: json.dumps({"id": name, "text": f"\ud800{text}"}).encode(),  # half a character
    lambda name, text: _line({"id": name, "text": text}).replace(b" ", b"\xff", 3),  # no UTF-8
    lambda name, text: _line({"id": name, "text": text, "score": float("nan")}),
    lambda name, text: _line({"id": name, "text": text, "tags": _nested(200)}),
    lambda name, text: _line({"id": name, "text": text, "date": "2020", "meta": {"date": "2021"}}),  # two values
)
