"""Check the scorers on the corpora of a data folder; see its `README.md` for what lies where.

    python scripts/check_scorers.py DATA [--seed 0] [--predictions 200]

Prints, and ends with 1 where anything is not as it must be:

1. gold against itself: 1.0 on every metric of every corpus;
2. one thing changed in the gold of a whole corpus (a name shifted by one character, a wrong type, a missing source, …):
   what each metric loses, beside what its definition says;
3. random predictions: names against seqeval, coreference against scorch (MUC, B³, CEAF-φ4) and coreference-eval (LEA),
   pairs against scikit-learn.

Needs `pip install "onrecord[eval,test]"`.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import corefeval
from scorch import scores as scorch
from scorer_trials import TRIALS, Change, Trial

from onrecord.corpora.corpus import Corpus, GoldDocument
from onrecord.corpora.registry import read
from onrecord.evaluation import coreference, names, pairs
from onrecord.evaluation.case import case_of
from onrecord.evaluation.counts import ALL, Key, Tally
from onrecord.evaluation.evaluating import Plan, evaluate
from onrecord.evaluation.overlap import mention_sets
from onrecord.evaluation.predicting import Prediction, Predictor
from onrecord.evaluation.report import Report
from onrecord.evaluation.selection import scorers_for
from onrecord.records import Mention, Quote, Record, Span

#: Every corpus of the data folder.
CORPORA = (
    "conll2003/train.txt", "conll2003/dev.txt", "worldwide/train", "worldwide/dev", "dwie/train", "dwie/dev",
    "conll04/train.json", "conll04/dev.json", "redocred/train_from_dev.json", "plover/train.tsv",
    "directed_sentiment/train.txt", "directed_sentiment/dev.txt", "polnear/train", "polnear/dev",
    "polnear/cofenet_dev.jsonl", "gum/train/gum", "gum/dev/gum", "gum/train/ontogum", "gum/dev/ontogum",
    "gap/train.tsv", "gap/dev.tsv",
)  # fmt: skip

TOLERANCE = 1e-6


class Says(Predictor):
    """Says the gold, with one document changed."""

    def __init__(self, place: int | None = None, change: Change | None = None) -> None:
        """Prepare.

        Args:
            place: Which document is changed.
            change: How.
        """
        self._place = place
        self._change = change

    @property
    def name(self) -> str:
        """What it is."""
        return "gold"

    def predict(self, documents: Iterable[GoldDocument]) -> Iterator[Prediction]:
        """The gold."""
        for place, document in enumerate(documents):
            said = as_said(document)
            if place == self._place and self._change is not None:
                said = self._change(said)
            yield Prediction(document, said)


def as_said(document: GoldDocument) -> Record:
    """The gold as a prediction; parts that no quote of the record holds become quotes of their own."""
    parts = {
        role: [part.spans for part in document.parts if part.role == role] for role in ("content", "source", "cue")
    }
    if not parts["content"] and not parts["source"] and not parts["cue"]:
        return document.record
    held = {("content", quote.content) for quote in document.record.quotes}
    held |= {("source", (quote.source,)) for quote in document.record.quotes if quote.source}
    held |= {("cue", (quote.cue,)) for quote in document.record.quotes if quote.cue}
    more = [
        Quote(f"part{number}", "indirect", (), **{role: span})  # type: ignore[arg-type]
        for role in ("source", "cue")
        for number, spans in enumerate(parts[role])
        for span in spans
        if (role, spans) not in held and len(spans) == 1
    ]
    return replace(document.record, quotes=(*document.record.quotes, *more))


def score(corpus: Corpus, predictor: Predictor, limit: int | None = None) -> Report:
    """The report of a predictor on a corpus."""
    return evaluate(corpus, predictor, scorers_for(corpus.gold, []), Plan(limit=limit, samples=1)).report


def check_gold(data: Path) -> bool:
    """Gold against itself, corpus by corpus."""
    print("1. gold against itself")
    right = True
    for name in CORPORA:
        started = time.perf_counter()
        report = score(read(data / name), Says())
        values = [(own.task, own.metric, own.group, own.value) for own in report.scores if own.value is not None]
        off = [own for own in values if abs(own[3] - 1) > TOLERANCE]
        off += [(own.key, own.scorer, "", own.value) for own in report.references if abs(own.value - 1) > TOLERANCE]
        right = right and not off
        print(
            f"  {name:<30} {len(report.documents):>6,} documents {len(values):>4} figures  "
            f"{'all 1.0' if not off else f'OFF: {off[:5]}'}  {time.perf_counter() - started:.1f} s",
            flush=True,
        )
    return right


def check_trials(data: Path) -> bool:
    """One thing changed: what each metric has, beside what its definition says."""
    print("2. one thing changed in the whole corpus: hits and predicted that each metric loses, and the F1")
    right = True
    for name, build in TRIALS.items():
        corpus = read(data / name)
        documents = [case_of(own, corpus.gold, as_said(own)) for own in corpus.documents()]
        for trial in build(documents):
            report = score(corpus, Says(trial.place, trial.change))
            right = print_trial(name, trial, report) and right
    return right


def print_trial(corpus: str, trial: Trial, report: Report) -> bool:
    """Print the metrics that a change touches, and whether all others are as they were; whether all is as expected."""
    print(f"  {corpus}: {trial.what}")
    expected = {(own.task, own.metric): own for own in trial.losses}
    right = True
    whole = [own for own in report.scores if own.documents == ALL and own.group == ALL and own.value is not None]
    for own in whole:
        loss = expected.pop((own.task, own.metric), None)
        if loss is None:
            if abs((own.value or 0) - 1) > TOLERANCE:
                right = False
                print(f"    OFF {own.task}, {own.metric}: {own.value}, must be 1")
            continue
        wanted = loss.f1(own.gold)
        fits = abs((own.value or 0) - wanted) <= TOLERANCE
        right = right and fits
        print(
            f"    {'ok ' if fits else 'OFF'} {own.task}, {own.metric}: {own.value:.6f}, by definition {wanted:.6f}"
            + (f" ({loss.hits:g} of {own.gold:g} hits fewer, {loss.predicted:g} predicted fewer)" if own.gold else "")
        )
    for task, metric in expected:
        right = False
        print(f"    OFF {task}, {metric}: no such figure")
    if others := len(whole) - len(trial.losses):
        print(f"    {'ok ' if right else 'OFF'} the other figures ({others}) are 1")
    return right


def random_record(record: Record, generator: random.Random) -> Record:
    """The record with mentions dropped, shifted, of other types, of other entities, and with new ones."""
    kinds = sorted({mention.type for mention in record.mentions}) or ["X"]
    entities = [entity.id for entity in record.entities] or ["e1"]
    found: dict[Span, Mention] = {}
    for mention in (*record.mentions, *(_noise(record, generator) for _ in range(1 + len(record.mentions) // 10))):
        if generator.random() < 0.2 or mention.end >= len(record.text):
            continue
        if generator.random() < 0.1:
            mention = replace(mention, start=mention.start + 1, end=mention.end + 1)
        if generator.random() < 0.15:
            mention = replace(mention, type=generator.choice(kinds))
        if generator.random() < 0.2:
            mention = replace(mention, entity=generator.choice(entities))
        found.setdefault(mention.span, mention)
    return replace(record, mentions=tuple(found.values()))


def _noise(record: Record, generator: random.Random) -> Mention:
    start = generator.randrange(max(1, len(record.text) - 10))
    return Mention("noise", start, start + generator.randrange(1, 10), "", "name", "X", "e1")


def check_names(data: Path, count: int, generator: random.Random) -> bool:
    """Random predictions against seqeval."""
    worst = 0.0
    documents = [own for name in ("conll2003/dev.txt", "worldwide/dev") for own in read(data / name).documents()]
    for document in generator.sample(documents, count):
        assert document.tokens is not None
        gold, predicted = document.record.mentions, random_record(document.record, generator).mentions
        ours = names.count(gold, predicted)[Key(names.TASK, names.EXACT)].f1
        theirs = names.seqeval_f1([names.tags(gold, predicted, document.tokens)])
        worst = max(worst, abs(ours - theirs))
    return print_worst("names, against seqeval, strict", count, worst)


def check_coreference(data: Path, count: int, generator: random.Random) -> bool:
    """Random predictions against scorch and coreference-eval."""
    documents = [own.record for name in ("gum/dev/ontogum", "dwie/dev") for own in read(data / name).documents()]
    worst = dict.fromkeys((coreference.MUC, coreference.B_CUBED, coreference.CEAF, coreference.LEA), 0.0)
    done = 0
    while done < count:
        record = generator.choice(documents)
        gold, predicted = clusters(record), clusters(random_record(record, generator))
        if not any(one & other for one in gold for other in predicted):
            continue  # scorch divides by zero where nothing is shared
        done += 1
        tally = coreference.count(gold, predicted)
        tally.update(coreference.count_ceaf(gold, predicted))
        for metric, theirs in independent(gold, predicted).items():
            worst[metric] = max(worst[metric], abs(tally[Key(coreference.TASK, metric)].f1 - theirs))
    results = [print_worst(f"{metric}, against {_SCORERS[metric]}", count, value) for metric, value in worst.items()]
    return all(results)


_SCORERS = {
    coreference.MUC: "scorch",
    coreference.B_CUBED: "scorch",
    coreference.CEAF: "scorch",
    coreference.LEA: "coreference-eval",
}


def clusters(record: Record) -> list[coreference.Cluster]:
    """The entities of several mentions."""
    return coreference.partition(mention_sets(record).values(), singletons=False)


def independent(gold: Sequence[coreference.Cluster], predicted: Sequence[coreference.Cluster]) -> dict[str, float]:
    """F1 by metric, as other people's scorers have it."""
    key, response = [set(cluster) for cluster in gold], [set(cluster) for cluster in predicted]
    scorer = corefeval.Scorer()
    scorer.update(
        corefeval.Document(
            *([[(own.start, own.end) for own in sorted(found)] for found in side] for side in (response, key))
        )
    )
    _, details = scorer.detailed_score("", "", verbose=False)
    return {
        coreference.MUC: scorch.muc(key, response)[2],
        coreference.B_CUBED: scorch.b_cubed(key, response)[2],
        coreference.CEAF: scorch.ceaf_e(key, response)[2],
        coreference.LEA: details["lea"]["f1"],
    }


def check_pairs(data: Path, count: int, generator: random.Random) -> bool:
    """Random predictions against scikit-learn."""
    worst = 0.0
    gold = [pair.label for own in read(data / "plover/train.tsv").documents() for pair in own.pairs]
    for _ in range(count):
        right = generator.sample(gold, 100)
        answers: list[str | None] = [generator.choice([label, *right[:3], None]) for label in right]
        tally = Tally()
        for label, answer in zip(right, answers, strict=True):
            tally.update(pairs.count([label], [answer]))
        [macro] = pairs.figures(tally.keys())
        micro = tally[Key(pairs.TASK, pairs.MICRO)].f1
        worst = max(worst, abs(micro - pairs.sklearn_f1(right, answers, "micro")))
        worst = max(worst, abs(macro.value(tally) - pairs.sklearn_f1(right, answers, "macro")))
    return print_worst("pairs, micro and macro, against scikit-learn", count, worst)


def print_worst(what: str, count: int, worst: float) -> bool:
    """Print the greatest difference; whether it is within the tolerance."""
    fits = worst <= TOLERANCE
    print(f"  {'ok ' if fits else 'OFF'} {what}: {count} predictions, greatest difference {worst:.1e}", flush=True)
    return fits


def main() -> int:
    """Check; the exit code."""
    parser = argparse.ArgumentParser(description="Check the scorers on the corpora of a data folder.")
    parser.add_argument("data", type=Path)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--predictions", type=int, default=200, help="random predictions for each task")
    arguments = parser.parse_args()
    generator = random.Random(arguments.seed)  # noqa: S311 - no secret
    results = [check_gold(arguments.data), check_trials(arguments.data)]
    print("3. random predictions against other people's scorers")
    results += [
        check(arguments.data, arguments.predictions, generator)
        for check in (check_names, check_coreference, check_pairs)
    ]
    print("all as it must be" if all(results) else "SOMETHING IS OFF")
    return int(not all(results))


if __name__ == "__main__":
    sys.exit(main())
