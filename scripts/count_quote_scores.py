"""Count how often the patterns of the quotes stage are right, and write the counts that its scores rest on.

    python scripts/count_quote_scores.py DATA

DATA is a folder with `polnear/train`. Every tenth article is left out; the others are counted, and the counts and
the weights of the traits go to `pipeline/stages/rules/quotes/precision.json`. Then the exact F1 of each role on the
articles left out is printed. Needs scikit-learn.
"""

from __future__ import annotations

import json
import math
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from onrecord.corpora import read as read_corpus
from onrecord.document import Document
from onrecord.records import Article, Quote, Record, Span
from onrecord.stages.rules.parse import Parse, ParseSettings
from onrecord.stages.rules.quotes import Quotes, QuotesSettings
from onrecord.stages.rules.quotes.candidates import Candidate
from onrecord.stages.rules.quotes.choice import is_spoken
from onrecord.stages.rules.quotes.lexicon import lexicon, normal
from onrecord.stages.rules.quotes.reading import body, read
from onrecord.stages.rules.quotes.scores import GROUP, PRIOR_WEIGHT, STRUCTURAL, precision
from onrecord.stages.rules.quotes.traits import traits
from onrecord.stages.segment import Segment, SegmentSettings
from onrecord.stages.stage import Rejection

TARGET = Path(__file__).parents[1] / "pipeline/stages/rules/quotes/precision.json"
LEAVE_OUT = 10
#: Share of the characters on which a right content agrees with an annotated one.
AGREEMENT = 0.8
#: A lemma with fewer candidates counts for its group; one with fewer than `ROW` gets no row of its own.
RARE = 8
ROW = 3


@dataclass(frozen=True, slots=True)
class Trial:
    """A candidate and whether it was right."""

    pattern: str
    lemma: str
    traits: tuple[str, ...]
    right: bool


def main(data: Path) -> None:
    """Count, write, and try what was written on the articles left out."""
    golds = [document.record for document in read_corpus(data / "polnear" / "train").documents()]
    counted = [gold for index, gold in enumerate(golds) if index % LEAVE_OUT]
    trials = [trial for document, gold in parsed(counted) for trial in tried(document, gold)]
    counts = count(trials)
    write(counts, weights(trials, counts))
    precision.cache_clear()
    report(golds[::LEAVE_OUT])


def parsed(golds: Sequence[Record]) -> Iterator[tuple[Document, Record]]:
    """Each record with its document, segmented and parsed."""
    stages = (Segment("segment", SegmentSettings()), Parse("parse", ParseSettings()))
    for stage in stages:
        stage.load()
    for gold in golds:
        document: Document | Rejection = Document(Article(gold.id, gold.text))
        for stage in stages:
            if isinstance(document, Document):
                [document] = stage([document])
        if isinstance(document, Rejection):
            raise SystemExit(f"{document.id}: {document.reason}")
        yield document, gold


def tried(document: Document, gold: Record) -> Iterator[Trial]:
    """The candidates that the stage chooses from, less the indirect ones with their cue inside an annotated content."""
    reading = read(document, body(document), QuotesSettings().max_gap)
    for candidate in (*reading.direct, *reading.indirect):
        assert candidate.cue is not None
        structural = candidate.pattern.startswith(STRUCTURAL)
        if not structural and is_spoken(candidate, reading.quotations):
            continue
        if structural or not any(shared((candidate.cue,), quote.content) for quote in gold.quotes):
            lemma = normal(candidate.lemma)
            own = () if structural else traits(reading.tree, candidate)
            yield Trial(candidate.pattern, lemma, own, any(agrees(candidate, quote) for quote in gold.quotes))


def agrees(candidate: Candidate, quote: Quote) -> bool:
    """Whether a candidate has the cue and nearly the content of an annotated quote."""
    if quote.cue is None or candidate.cue is None or not quote.cue.overlaps(candidate.cue):
        return False
    both = shared(candidate.content, quote.content)
    either = sum(span.end - span.start for span in (*candidate.content, *quote.content)) - both
    return both >= AGREEMENT * either


def shared(one: Sequence[Span], other: Sequence[Span]) -> int:
    """Characters that stand in both."""
    return sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in one for b in other)


def count(trials: Sequence[Trial]) -> dict[str, dict[str, list[int]]]:
    """By pattern, rows for groups and for lemmas: right and all."""
    by_lemma: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    for trial in trials:
        row = by_lemma[trial.pattern][trial.lemma]
        row[0] += trial.right
        row[1] += 1
    counts: dict[str, dict[str, list[int]]] = {}
    for pattern, lemmas in sorted(by_lemma.items()):
        groups: dict[str, list[int]] = defaultdict(lambda: [0, 0])
        for lemma, (right, tried) in lemmas.items():
            if tried < RARE:
                groups[GROUP + lexicon().group(lemma)][0] += right
                groups[GROUP + lexicon().group(lemma)][1] += tried
        own = {lemma: row for lemma, row in sorted(lemmas.items()) if row[1] >= ROW}
        counts[pattern] = {**dict(sorted(groups.items())), **own}
    return counts


def weights(trials: Sequence[Trial], counts: dict[str, dict[str, list[int]]]) -> dict[str, float]:
    """What each trait adds to the log odds, beside the rate of pattern and lemma without the trial itself."""
    rows: list[dict[str, float]] = []
    for trial in (trial for trial in trials if trial.traits):
        rate = rate_without(trial, counts[trial.pattern])
        rows.append({"rate": math.log(rate / (1 - rate)), **dict.fromkeys(trial.traits, 1.0)})
    vectors = DictVectorizer()
    model = LogisticRegression(max_iter=1000)
    model.fit(vectors.fit_transform(rows), [trial.right for trial in trials if trial.traits])
    found = dict(zip(vectors.feature_names_, (float(weight) for weight in model.coef_[0]), strict=True))
    found.pop("rate")
    # Every candidate has one length, so the intercept can go there.
    shift = float(model.intercept_[0])
    return {trait: round(weight + shift * trait.startswith("length="), 2) for trait, weight in found.items()}


def rate_without(trial: Trial, rows: dict[str, list[int]]) -> float:
    """The smoothed rate of the trial's pattern and lemma, had the trial not been made."""
    right, tried = rows.get(trial.lemma, [0, 0])
    group_right, group_tried = rows.get(GROUP + lexicon().group(trial.lemma), [0, 0])
    if tried < RARE:
        group_right, group_tried = group_right - trial.right, group_tried - 1
    if tried:
        right, tried = right - trial.right, tried - 1
    prior = (group_right + 0.5) / (group_tried + 2)
    return min(0.995, max(0.003, (right + PRIOR_WEIGHT * prior) / (tried + PRIOR_WEIGHT)))


def write(counts: dict[str, dict[str, list[int]]], found: dict[str, float]) -> None:
    """Write the file, a pattern a line."""
    lines = [f"{json.dumps(pattern)}: {json.dumps(rows, ensure_ascii=False)}" for pattern, rows in counts.items()]
    text = f'{{\n"weights": {json.dumps(found)},\n"counts": {{\n' + ",\n".join(lines) + "\n}\n}\n"
    TARGET.write_text(text, encoding="utf-8")


def report(golds: Sequence[Record]) -> None:
    """Exact F1 of each role on articles that were not counted."""
    stage = Quotes("quotes", QuotesSettings())
    right: Counter[str] = Counter()
    there: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for document, gold in parsed(golds):
        [findings] = stage.predict([document])
        for role in ("content", "source", "cue"):
            wanted = Counter(parts(gold.quotes, role))
            given = Counter(parts(findings.quotes or (), role))
            right[role] += (wanted & given).total()
            there[role] += wanted.total()
            found[role] += given.total()
    for role in right:
        precise, recalled = right[role] / max(1, found[role]), right[role] / there[role]
        both = 2 * right[role] / (there[role] + found[role])
        print(f"{role}: precision {precise:.3f} recall {recalled:.3f} F1 {both:.3f}")


def parts(quotes: Sequence[Quote], role: str) -> Iterator[object]:
    """The parts of a role that are not missing."""
    return (getattr(quote, role) for quote in quotes if getattr(quote, role) is not None)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
