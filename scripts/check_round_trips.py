"""Records through other formats and back: what is kept, and what is lost, counted.

    python scripts/check_round_trips.py DATA

100 PolNeAR and 100 DWIE training articles through brat, DocBin and CoNLL columns, with nothing between reader and
writer. What comes back is compared with what went in; what is missing must have been counted as
lost by the writer. Ends with 1 where something is missing that was not.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from onrecord.corpora import GoldDocument, Losses, read, write
from onrecord.corpora.tokenised import tagged_sentences
from onrecord.records import Record

ARTICLES = 100
CORPORA = ("polnear/train", "dwie/train")
TARGETS = ("record", "brat", "spacy", "conll")
LAYERS = ("text", "meta", "mentions", "entities", "quotes", "relations")


@dataclass(frozen=True, slots=True)
class Trip:
    """What came back."""

    same: int
    """Records equal to what went in."""
    went: Counter[str]
    """Items that went in, by layer."""
    came: Counter[str]
    """Those of them that came back exactly."""
    losses: Losses
    """What the writer counted."""


def items(record: Record, layer: str) -> Sequence[object]:
    """What there is to lose in a layer; the text is one item."""
    value = getattr(record, layer)
    if isinstance(value, str):
        return (value,)
    return tuple(value.items()) if isinstance(value, dict) else value


def equal_items(before: Record, after: Record, layer: str) -> int:
    """How many items of a layer came back exactly."""
    left = list(items(after, layer))
    found = 0
    for item in items(before, layer):
        if item in left:
            left.remove(item)
            found += 1
    return found


def round_trip(documents: Sequence[GoldDocument], target: str, folder: Path) -> Trip:
    """Write the documents, read them back, and compare one by one."""
    path = folder / f"through.{target}"
    losses = write(documents, path, target)
    back = {document.record.id: document.record for document in read(path).documents()}
    went: Counter[str] = Counter()
    came: Counter[str] = Counter()
    same = 0
    for before in (document.record for document in documents):
        after = back[before.id]
        same += after == before
        for layer in LAYERS:
            went[layer] += len(items(before, layer))
            came[layer] += equal_items(before, after, layer)
    return Trip(same, went, came, losses)


def through_conll(documents: Sequence[GoldDocument], folder: Path) -> Trip:
    """As `round_trip`, for columns: names are compared by their tokens, since text is rebuilt from tokens."""
    path = folder / "through.conll"
    losses = write(documents, path, "conll")
    went: Counter[str] = Counter()
    came: Counter[str] = Counter()
    same = 0
    for before, after in zip(documents, read(path).documents(), strict=True):
        there, here = list(names(before)), list(names(after))
        went["names (non-overlapping), by token and type"] += len(there)
        came["names (non-overlapping), by token and type"] += sum(name in set(here) for name in there)
        went["characters that are no white space"] += len("".join(before.record.text.split()))
        came["characters that are no white space"] += len("".join(after.record.text.split()))
        same += there == here and "".join(before.record.text.split()) == "".join(after.record.text.split())
        for layer in ("meta", "entities", "quotes", "relations"):
            went[layer] += len(items(before.record, layer))
    return Trip(same, went, came, losses)


def names(document: GoldDocument) -> Iterator[tuple[int, int, int, str]]:
    """Sentence, first token, end and type of each name that columns can hold."""
    for number, sentence in enumerate(tagged_sentences(document, Losses())):
        for chunk in sentence.chunks:
            yield number, chunk.first, chunk.end, chunk.label


def report(corpus: str, target: str, trip: Trip, count: int) -> bool:
    """Print a trip; whether everything that is missing was counted as lost."""
    equal = "names and characters equal in" if target == "conll" else "records equal in"
    print(f"{corpus} -> {target} -> record: {equal} {trip.same} of {count}")
    for layer, went in trip.went.items():
        if went:
            print(f"    {layer:45}{went:>9,} in{trip.came[layer]:>9,} back{went - trip.came[layer]:>9,} missing")
    for what, number in trip.losses.lost.most_common():
        print(f"    lost {number:,}: {what}")
    return all(went - trip.came[layer] == counted(layer, trip.losses) for layer, went in trip.went.items())


def counted(layer: str, losses: Losses) -> int:
    """How many items of a layer the writer said are lost."""
    return sum(number for what, number in losses.lost.items() if what.startswith(layer))


def main(data: Path) -> int:
    """Make all trips."""
    sound = True
    for corpus in CORPORA:
        documents = list(islice(read(data / corpus).documents(), ARTICLES))
        for target in TARGETS:
            with tempfile.TemporaryDirectory() as folder:
                travel = through_conll(documents, Path(folder)) if target == "conll" else None
                trip = travel or round_trip(documents, target, Path(folder))
            sound = report(corpus, target, trip, len(documents)) and sound
    return 0 if sound else 1


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python scripts/check_round_trips.py DATA")
    sys.exit(main(Path(sys.argv[1])))
