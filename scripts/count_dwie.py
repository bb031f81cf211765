"""Count what DWIE states beyond an article's words, and print what `onrecord.stages.neural.dwie_knowledge` rests on.

    python scripts/count_dwie.py DATA [--out FILE | --check]

DATA is a folder with `dwie/train`. The table has the labels that imply another one between the same two entities:
those that do so 15 times and in 85 of 100 cases. It goes to standard output, or with `--out` to FILE; with `--check`
only the rows that differ from the table of the package are printed, and the exit code is 1 where there are any. How
often the tables of countries and places are right goes to standard error.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

from counted_table import add_output, deliver

from onrecord.corpora import Tokens, read
from onrecord.records import Record
from onrecord.stages.neural.dwie_knowledge import known_facts
from onrecord.stages.neural.entities import word_entities
from onrecord.stages.words import words_of

SHIPPED = Path(__file__).parents[1] / "pipeline/stages/knowledge/dwie_implications.tsv"
LEAST_TIMES = 15
LEAST_SHARE = 0.85


def triples(record: Record) -> set[tuple[str, str, str]]:
    """The relations between entities that the article mentions."""
    mentioned = {entity.id for entity in record.entities if entity.mentions}
    return {
        (own.head, own.label, own.tail)
        for own in record.relations
        if own.head in mentioned and own.tail in mentioned and own.head != own.tail
    }


def implied(golds: list[set[tuple[str, str, str]]]) -> list[str]:
    """The lines of the table."""
    all_of: Counter[str] = Counter()
    holds: Counter[tuple[str, str, str]] = Counter()
    for gold in golds:
        for head, label, tail in gold:
            all_of[label] += 1
            others = {name for one, name, other in gold if (one, other) == (head, tail)} - {label}
            swapped = {name for one, name, other in gold if (one, other) == (tail, head)}
            holds.update((label, "same", name) for name in others)
            holds.update((label, "swapped", name) for name in swapped)
    kept = sorted(
        (label, order, name, count)
        for (label, order, name), count in holds.items()
        if count >= LEAST_TIMES and count >= LEAST_SHARE * all_of[label]
    )
    lines = [f"{label}\t{order}\t{name}\t{count}\t{all_of[label]}" for label, order, name, count in kept]
    return ["label\torder\timplied\tholds\tof", *lines]


def known(record: Record, tokens: Tokens) -> Counter[tuple[str, bool]]:
    """What the tables say of the article's entities, by label and whether it is right."""
    entities = word_entities(tokens, record.mentions, record.entities)
    gold = triples(record)
    facts = [(entities.ids[head], label, entities.ids[tail]) for (head, label, tail), _ in known_facts(entities)]
    return Counter((fact[1], fact in gold) for fact in facts)


def main() -> int:
    """Count, and print, write or compare; the exit code."""
    parser = argparse.ArgumentParser(description="Count what DWIE states beyond an article's words.")
    parser.add_argument("data", type=Path)
    add_output(parser)
    arguments = parser.parse_args()
    records = [document.record for document in read(arguments.data / "dwie/train").documents()]
    counts: Counter[tuple[str, bool]] = Counter()
    for record in records:
        counts.update(known(record, words_of(record.text).tokens))
    for label in sorted({label for label, _ in counts}):
        print(f"{label}: {counts[label, True]} of {counts[label, True] + counts[label, False]}", file=sys.stderr)
    return deliver(implied([triples(record) for record in records]), SHIPPED, arguments)


if __name__ == "__main__":
    sys.exit(main())
