"""How fast and how large `onrecord run` is on a corpus of real articles, and whether every offset holds.

    python scripts/bench_run.py DATA/polnear/train [--config rules]

Writes the folder's texts as one JSONL, runs the command line on it in a process of its own, and prints articles in and
out, words a second, the process's peak memory, and how many spans were checked against the raw text.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from onrecord.reading import read_records
from onrecord.records import Record, Span


def main() -> None:
    """Run, measure, check, print."""
    arguments = _arguments()
    with tempfile.TemporaryDirectory() as scratch:
        source, sink = Path(scratch, "articles.jsonl"), Path(scratch, "records.jsonl")
        texts = {path.stem: path.read_text(encoding="utf-8") for path in sorted(arguments.folder.glob("*.txt"))}
        words = sum(len(text.split()) for text in texts.values())
        with source.open("w", encoding="utf-8") as file:
            for name, text in texts.items():
                file.write(json.dumps({"id": name, "text": text}) + "\n")
        command = [sys.executable, "-m", "onrecord", "run", str(source), "-o", str(sink), "--quiet"]
        started = time.perf_counter()
        subprocess.run([*command, "--config", arguments.config], check=True)
        seconds = time.perf_counter() - started
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        records = spans = wrong = changed = 0
        for record in read_records(sink):
            records += 1
            changed += record.text != texts.pop(record.id)
            for span, surface in _spans(record):
                spans += 1
                wrong += not 0 <= span.start < span.end <= len(record.text)
                wrong += surface is not None and span.of(record.text) != surface
    print(f"articles in {records + len(texts)}, out {records}, missing {len(texts)}, text changed {changed}")
    print(f"words {words}, seconds {seconds:.1f}, words a second {words / seconds:.0f}, peak memory {peak:.0f} MiB")
    print(f"spans checked {spans}, wrong {wrong}")
    if texts or changed or wrong:
        sys.exit(1)


def _spans(record: Record) -> Iterator[tuple[Span, str | None]]:
    for mention in record.mentions:
        yield mention.span, mention.text
    for quote in record.quotes:
        for span in (*quote.content, quote.cue, quote.source):
            if span is not None:
                yield span, None
    for relation in record.relations:
        for span in relation.evidence:
            yield span, None


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="folder of .txt files")
    parser.add_argument("--config", default="rules", help="name or path of a configuration")
    return parser.parse_args()


if __name__ == "__main__":
    main()
