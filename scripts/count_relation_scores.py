"""Count how often the patterns of the relations stage are right, and print the table that its scores rest on.

    python scripts/count_relation_scores.py DATA [--out FILE | --check]

DATA is a folder with `dwie/train`, `conll04/train.json`, `plover/train.tsv` and `directed_sentiment/train.txt`. The
stage's `candidates` runs over the gold entities of a part of each: the first 160 articles of DWIE, all but every fifth
row of CoNLL04 and PLOVER, 2,800 sentences of directed sentiment. A finding is a pattern, a label and a pair of
entities of one document; however often it is found there, it counts once, as right or wrong as `relation_judges.py`
has it, or not at all. The sums by pattern and label over all four corpora are the table; `scores.py` smooths it.

The table goes to standard output, or with `--out` to FILE. With `--check` only the rows that differ from the table of
the package are printed, and the exit code is 1 where there are any. Takes some two minutes.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from counted_table import add_output, deliver
from relation_judges import Judge, conll04, directed_sentiment, dwie, plover

from onrecord.corpora.corpus import Corpus, GoldDocument
from onrecord.corpora.registry import read
from onrecord.document import Document
from onrecord.evaluation.labels import news_type, with_classes
from onrecord.records import Article
from onrecord.stages.rules.parse import Parse, ParseSettings
from onrecord.stages.rules.relations.stage import candidates
from onrecord.stages.segment import Segment, SegmentSettings

SHIPPED = Path(__file__).parents[1] / "pipeline/stages/rules/relations/scores.tsv"
BATCH = 32


@dataclass(frozen=True, slots=True)
class Part:
    """The part of a corpus that is counted on."""

    corpus: str
    """Within the data folder."""
    chosen: Callable[[Corpus], list[GoldDocument]]
    judge: Callable[[GoldDocument], Judge]


def beginning(corpus: Corpus) -> list[GoldDocument]:
    """The first 160."""
    return list(islice(corpus.documents(), 160))


def four_fifths(corpus: Corpus) -> list[GoldDocument]:
    """All but every fifth row, beginning with the first; rows that the reader skips are counted too."""
    rows = ((corpus.repairs.documents + corpus.repairs.skipped.total(), own) for own in corpus.documents())
    return [document for row, document in rows if row % 5 != 1]


def sample(corpus: Corpus) -> list[GoldDocument]:
    """2,800 at random, always the same."""
    shuffled = list(corpus.documents())
    random.Random(0).shuffle(shuffled)  # noqa: S311 - no secret
    return shuffled[:2800]


PARTS = (
    Part("dwie/train", beginning, dwie),
    Part("conll04/train.json", four_fifths, conll04),
    Part("plover/train.tsv", four_fifths, plover),
    Part("directed_sentiment/train.txt", sample, directed_sentiment),
)


def parsed(golds: Sequence[GoldDocument], scheme: str) -> Iterator[Document]:
    """The parse of each text with its gold entities, their types ours; those of types that are not scored are gone."""
    stages = (Segment("segment", SegmentSettings()), Parse("parse", ParseSettings()))
    for first in range(0, len(golds), BATCH):
        batch = [given(gold, scheme) for gold in golds[first : first + BATCH]]
        for stage in stages:
            batch = [own.added_to(document) for own, document in zip(stage.predict(batch), batch, strict=True)]
        yield from batch


def given(gold: GoldDocument, scheme: str) -> Document:
    """The text with its gold entities."""
    record = with_classes(gold.record, scheme)
    return Document(
        Article(record.id, record.text),
        mentions=tuple(replace(own, type=news_type(own.type, scheme)) for own in record.mentions),
        entities=tuple(replace(own, type=news_type(own.type, scheme)) for own in record.entities),
    )


def count(part: Part, data: Path) -> Counter[tuple[str, str, bool]]:
    """Findings by pattern, label and whether they are right."""
    corpus = read(data / part.corpus)
    golds = part.chosen(corpus)
    counts: Counter[tuple[str, str, bool]] = Counter()
    for gold, document in zip(golds, parsed(golds, corpus.gold.scheme), strict=True):
        judge = part.judge(gold)
        seen: set[tuple[str, str, str, str]] = set()
        for found in candidates(document):
            key = (found.pattern, found.label, found.head.entity, found.tail.entity)
            if found.head.entity == found.tail.entity or key in seen:
                continue
            right = judge(found)
            if right is not None:
                seen.add(key)
                counts[found.pattern, found.label, right] += 1
    return counts


def table(counts: Counter[tuple[str, str, bool]]) -> list[str]:
    """The lines of the table."""
    keys = sorted({(pattern, label) for pattern, label, _ in counts})
    rows = [
        f"{pattern}\t{label}\t{counts[pattern, label, True]}\t{counts[pattern, label, False]}"
        for pattern, label in keys
    ]
    return ["pattern\tlabel\tright\twrong", *rows]


def main() -> int:
    """Count, and print, write or compare; the exit code."""
    parser = argparse.ArgumentParser(description="Count how often the patterns of the relations stage are right.")
    parser.add_argument("data", type=Path)
    add_output(parser)
    arguments = parser.parse_args()
    counts: Counter[tuple[str, str, bool]] = Counter()
    for part in PARTS:
        counts.update(count(part, arguments.data))
    return deliver(table(counts), SHIPPED, arguments)


if __name__ == "__main__":
    sys.exit(main())
