"""Count between which types of entity each label of DWIE and CoNLL04 holds, for `onrecord.stages.neural.signatures`.

    python scripts/count_signatures.py DATA [--out FILE | --check]

DATA is a folder with `dwie/train` and `conll04/train.json`. The table has, by scheme and label, the types of head and
tail (classes of `onrecord.evaluation.labels`) that make up at least one in a hundred of the label's relations between
entities that the article mentions, of labels with at least 20 of these. It goes to standard output, or with `--out` to
FILE; with `--check` only the rows that differ from the table of the package are printed, and the exit code is 1 where
there are any.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from counted_table import add_output, deliver

from onrecord.corpora import read
from onrecord.evaluation.labels import type_classes
from onrecord.records import Record

SHIPPED = Path(__file__).parents[1] / "pipeline/stages/knowledge/label_types.tsv"
CORPORA = {"conll04": "conll04/train.json", "dwie": "dwie/train"}
LEAST_TIMES = 20
LEAST_SHARE = 0.01


def lines(scheme: str, records: Iterable[Record]) -> Iterator[str]:
    """The lines of one scheme."""
    classes = type_classes(scheme)
    all_of: Counter[str] = Counter()
    holds: Counter[tuple[str, str, str]] = Counter()
    for record in records:
        types = {entity.id: classes.get(entity.type, entity.type) for entity in record.entities if entity.mentions}
        for own in record.relations:
            if own.head not in types or own.tail not in types:
                continue
            all_of[own.label] += 1
            holds[own.label, types[own.head], types[own.tail]] += 1
    for (label, head, tail), count in sorted(holds.items()):
        if all_of[label] >= LEAST_TIMES and count >= LEAST_SHARE * all_of[label]:
            yield f"{scheme}\t{label}\t{head}\t{tail}\t{count}\t{all_of[label]}"


def main() -> int:
    """Count, and print, write or compare; the exit code."""
    parser = argparse.ArgumentParser(description="Count between which types of entity each label holds.")
    parser.add_argument("data", type=Path)
    add_output(parser)
    arguments = parser.parse_args()
    counted = ["scheme\tlabel\thead\ttail\tholds\tof"]
    for scheme, corpus in CORPORA.items():
        counted += lines(scheme, (document.record for document in read(arguments.data / corpus).documents()))
    return deliver(counted, SHIPPED, arguments)


if __name__ == "__main__":
    sys.exit(main())
