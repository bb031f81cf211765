"""Read every corpus folder, check every span, and compare the counts with those that are published with the data.

    python scripts/check_corpora.py DATA

DATA is a folder with the corpora as `conll2003/`, `dwie/`, … Ends with 1 where a count differs and nothing explains it.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from onrecord.corpora import Corpus, GoldDocument, read
from onrecord.reading import check_record
from onrecord.records import Span


@dataclass(frozen=True, slots=True)
class Published:
    """A corpus and what its documentation says of its size."""

    path: str
    """Below DATA."""
    counts: dict[str, int] = field(default_factory=dict)
    """Figure by what it counts."""
    skipped: dict[str, str] = field(default_factory=dict)
    """What a figure counts that the reader leaves out, as the reader names it."""


_TWICE = {"relations": "relation that stands twice"}
_NO_CONTENT = {"quotes": "attribution without content"}
_UNMARKED = {"pairs": "row without a marked"}
PUBLISHED = (
    Published("conll2003/train.txt", {"sentences": 14_041, "mentions": 23_499}),
    Published("conll2003/dev.txt", {"sentences": 3_250, "mentions": 5_942}),
    Published("worldwide/train"),
    Published("worldwide/dev"),
    Published("dwie/train", {"documents": 604}, _TWICE),
    Published("dwie/dev", {"documents": 98}, _TWICE),
    Published("conll04/train.json", {"documents": 922, "relations": 1_283}),
    Published("conll04/dev.json", {"documents": 231, "relations": 343}),
    Published("redocred/train_from_dev.json", {"documents": 500, "relations": 17_284}),
    Published("plover/train.tsv", {"pairs": 1_050}, _UNMARKED),
    Published("directed_sentiment/train.txt", {"pairs": 13_144}),
    Published("directed_sentiment/dev.txt", {"pairs": 1_461}),
    Published("polnear/train", {"documents": 840, "quotes": 19_868}, _NO_CONTENT),
    Published("polnear/dev", {"documents": 84, "quotes": 2_193}, _NO_CONTENT),
    Published("polnear/cofenet_dev.jsonl", {"documents": 1_925}),
    Published("gum/train/gum", {"documents": 177}),
    Published("gum/dev/gum", {"documents": 30}),
    Published("gum/train/ontogum", {"documents": 177, "mentions": 23_320}),
    Published("gum/dev/ontogum", {"documents": 30, "mentions": 3_818}),
    Published("gap/train.tsv", {"documents": 2_000}),
    Published("gap/dev.tsv", {"documents": 454}),
)
#: Relations of both parts of DWIE together, as published.
DWIE_RELATIONS = 19_060
COLUMNS = ("documents", "sentences", "mentions", "quotes", "parts", "relations", "pairs", "spans")


def spans_of(document: GoldDocument) -> Iterator[Span]:
    """Every span of a document, those of its tokens left out."""
    record = document.record
    yield from (mention.span for mention in record.mentions)
    for quote in record.quotes:
        yield from quote.content
        yield from (span for span in (quote.cue, quote.source) if span)
    yield from (span for relation in record.relations for span in relation.evidence)
    yield from (span for part in document.parts for span in part.spans)


def check(document: GoldDocument) -> int:
    """Check a document.

    Returns:
        How many spans it has.

    Raises:
        AssertionError: A span is empty, lies outside of the text, or its surface is not what the corpus has there.
        ArticleError: The record is not sound.
    """
    check_record(document.record)
    text = document.record.text
    count = 0
    for span in spans_of(document):
        assert 0 <= span.start < span.end <= len(text), (document.record.id, span)
        count += 1
    assert all(text[m.start : m.end] == m.text for m in document.record.mentions), document.record.id
    if document.tokens is not None:
        check_tokens(document)
    return count


def check_tokens(document: GoldDocument) -> None:
    """Check that tokens cover the text but for white space, and that mentions are made of whole tokens."""
    assert document.tokens is not None
    text, tokens = document.record.text, document.tokens
    at = 0
    for span in tokens.spans:
        assert at <= span.start < span.end, (document.record.id, span)
        assert not text[at : span.start].strip(), (document.record.id, span)
        at = span.end
    assert not text[at:].strip(), document.record.id
    assert [index for first, end in tokens.sentences for index in range(first, end)] == list(range(len(tokens.spans)))
    for mention in document.record.mentions:
        place = tokens.aligned(mention.span)
        assert place is not None, (document.record.id, mention)
        assert tokens.span(*place) == mention.span, (document.record.id, mention)


def count(corpus: Corpus) -> Counter[str]:
    """Read a corpus to its end, checking all of it; how many there are of each column."""
    counts: Counter[str] = Counter()
    ids: set[str] = set()
    for document in corpus.documents():
        assert document.record.id not in ids, document.record.id
        ids.add(document.record.id)
        counts["spans"] += check(document)
        counts["documents"] += 1
        counts["sentences"] += len(document.tokens.sentences) if document.tokens else 0
        counts["mentions"] += len(document.record.mentions)
        counts["quotes"] += len(document.record.quotes)
        counts["parts"] += len(document.parts)
        counts["relations"] += len(document.record.relations)
        counts["pairs"] += len(document.pairs)
    return counts


def compare(published: Published, counts: Counter[str], corpus: Corpus) -> bool:
    """Print how the counts stand to those published; whether they agree with what was skipped counted in."""
    agrees = True
    for what, expected in published.counts.items():
        reason = published.skipped.get(what)
        left_out = sum(n for skipped, n in corpus.repairs.skipped.items() if reason and skipped.startswith(reason))
        verdict = "equal" if counts[what] + left_out == expected else "DIFFERS"
        agrees = agrees and verdict == "equal"
        explained = f" = {counts[what]:,} read + {left_out:,} skipped ({reason})" if left_out else ""
        print(f"    {what}: published {expected:,}{explained}: {verdict}")
    return agrees


def main(data: Path) -> int:
    """Check all corpora below `data`."""
    print(f"{'corpus':32}{'format':20}" + "".join(f"{name:>11}" for name in COLUMNS) + f"{'seconds':>9}")
    agrees = True
    dwie = 0
    for published in PUBLISHED:
        started = time.perf_counter()
        corpus = read(data / published.path)
        counts = count(corpus)
        seconds = time.perf_counter() - started
        figures = "".join(f"{counts[name]:>11,}" for name in COLUMNS)
        print(f"{published.path:32}{corpus.format:20}{figures}{seconds:>9.1f}")
        agrees = compare(published, counts, corpus) and agrees
        for title, found in (("repaired", corpus.repairs.repaired), ("skipped", corpus.repairs.skipped)):
            for what, number in found.most_common():
                print(f"    {title} {number:,}: {what}")
        if corpus.format == "dwie":
            dwie += counts["relations"] + corpus.repairs.skipped["relation that stands twice"]
    verdict = "equal" if dwie == DWIE_RELATIONS else "DIFFERS"
    print(f"dwie, both parts: relations published {DWIE_RELATIONS:,}, read or standing twice {dwie:,}: {verdict}")
    print("every span lies in its text, every mention's text is text[start:end], every mention is made of whole tokens")
    return 0 if agrees and dwie == DWIE_RELATIONS else 1


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python scripts/check_corpora.py DATA")
    sys.exit(main(Path(sys.argv[1])))
