"""Fit the weights by which the coreference stage chooses what a pronoun refers to, and compare them with those in use.

    python scripts/fit_salience.py DATA [--documents 100] [--passages 1000] [--nothing 1.0] [--out FILE]

DATA is a folder with `gum/train/ontogum` and `gap/train.tsv`, training parts both. OntoGUM's news comes first, the
other documents in a random but fixed order. Every eighth document and passage is held out; the weights are fitted on
the others.

The model is a log-linear ranker (Denis and Baldridge 2008, https://aclanthology.org/D08-1069/), one for each class of
pronoun (he and she, it, they): a softmax over the candidates that the stage tries and "nothing", by the stage's own
features. The loss is the negative log-likelihood of the right candidate, the most recent one whose latest annotated
mention is of the pronoun's entity, plus half the squared length of the weights. While the candidates are gathered,
each annotated pronoun is put where it belongs. GAP annotates one pronoun a passage: its other pronouns are resolved by
weights fitted on OntoGUM alone, so that nothing depends on the weights in use. News counts twice, GAP half;
a pronoun with no right candidate counts `--nothing` times as much as another one of its text.

Printed are the weights in the form of `pipeline/stages/rules/coreference/salience.tsv`, which is what `--out` writes,
and what the fitted weights and those in use do on what was held out: the share of right choices (of all pronouns, and
of those with a right candidate), the CoNLL F1 on OntoGUM and the F1 on GAP. Six of the weights in use were moved by
hand, see `MOVED`; the others come from an earlier fit, on 110 documents of OntoGUM, about half of those held out here
among them, and on 1,500 passages of GAP, so the comparison favours them. Needs `pip install "onrecord[eval]"`.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import get_args
from unittest import mock

import numpy as np
from numpy.typing import NDArray
from pronoun_choices import Choice, Features, Table, Text, choices_of, resolved, texts_of, value
from scipy.optimize import minimize

from onrecord.corpora.corpus import Corpus, GoldDocument
from onrecord.corpora.registry import read
from onrecord.evaluation.coreference import CONLL
from onrecord.evaluation.counts import ALL
from onrecord.evaluation.evaluating import Plan, evaluate
from onrecord.evaluation.gap import F1 as GAP_F1
from onrecord.evaluation.predicting import Prediction, Predictor
from onrecord.evaluation.selection import scorers_for
from onrecord.records import Provenance
from onrecord.stages.rules.coreference import salience

LEAVE_OUT = 8
#: A feature of fewer candidates gets no weight; a smaller weight is left out of the file.
RARE, SMALL = 15, 0.05
CLASSES: tuple[salience.PronounClass, ...] = get_args(salience.PronounClass)
#: Weights in use that were moved by hand: class of pronoun, feature, as fitted, as in use.
MOVED: tuple[tuple[salience.PronounClass, str, float, float], ...] = (
    ("person", "nothing", -0.67, -3.67), ("thing", "nothing", 0.23, -1.77), ("many", "nothing", -0.25, -1.25),
    ("thing", "kind=name", -0.34, 0.0), ("thing", "type=GPE", -0.76, -0.3), ("thing", "type=ORG", -0.2, 0.3),
)  # fmt: skip
WHY = "in news nearly every pronoun has an antecedent, mostly a named one; OntoGUM has little news, and no singletons"


class Resolver(Predictor):
    """The coreference stage over texts that are read already."""

    name = "coreference"

    def __init__(self, texts: Sequence[Text]) -> None:
        self._texts = texts

    def predict(self, documents: Iterable[GoldDocument]) -> Iterator[Prediction]:
        """The texts with their entities."""
        for gold, text in zip(documents, self._texts, strict=True):
            yield Prediction(gold, resolved(text.document).record(Provenance("", "", "")))


def fitted(choices: Sequence[Choice], nothing: float = 1.0) -> Table:
    """The weights, rounded as the file has them.

    Args:
        choices: What they are fitted on.
        nothing: How much a pronoun with no right candidate counts.
    """
    return {of: _fitted([choice for choice in choices if choice.of == of], nothing) for of in CLASSES}


def _fitted(choices: Sequence[Choice], nothing: float) -> Features:
    counts = Counter(name for choice in choices for own in choice.candidates for name in own)
    names = sorted(name for name, count in counts.items() if count >= RARE or name == salience.NOTHING)
    rows = [own for choice in choices for own in choice.candidates]
    matrix = np.array([[own.get(name, 0.0) for name in names] for own in rows])
    sizes = np.array([len(choice.candidates) for choice in choices])
    starts = np.cumsum(sizes) - sizes
    right = starts + [choice.right for choice in choices]
    weights = np.array([choice.weight * (1.0 if choice.right else nothing) for choice in choices])

    def loss(at: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        scores = matrix @ at
        totals = np.logaddexp.reduceat(scores, starts)
        chances = np.exp(scores - np.repeat(totals, sizes)) * np.repeat(weights, sizes)
        slope = chances @ matrix - weights @ matrix[right] + at
        return float(weights @ (totals - scores[right]) + at @ at / 2), slope

    best = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B")
    return {name: round(float(weight), 2) + 0.0 for name, weight in zip(names, best.x, strict=True)}


def written(table: Table) -> str:
    """The weights as `salience.tsv` has them: feature, he and she, it, they."""
    names = sorted({name for of in CLASSES for name, weight in table[of].items() if abs(weight) >= SMALL})
    return "".join(
        f"{name}\t" + "\t".join(f"{table[of].get(name, 0.0):.2f}" for of in CLASSES) + "\n" for name in names
    )


def report(name: str, table: Table, choices: Sequence[Choice]) -> None:
    """Print the shares of right choices."""
    right: dict[str, list[bool]] = defaultdict(list)
    for choice in choices:
        scores = [value(own, table[choice.of]) for own in choice.candidates]
        is_right = scores.index(max(scores)) == choice.right
        for of in (choice.of, "all"):
            right[of].append(is_right)
            if choice.right:
                right[f"{of}, with a right candidate"].append(is_right)
    for of, outcomes in sorted(right.items()):
        print(f"# {name}: {of}: {sum(outcomes) / len(outcomes):.3f} of {len(outcomes)}")


def report_f1(name: str, table: Table, corpus: Corpus, texts: Sequence[Text]) -> None:
    """Print what the stage with these weights has on texts of a corpus: on OntoGUM the CoNLL F1, on GAP the F1."""
    held = replace(corpus, reader=lambda _: (text.gold for text in texts))
    with mock.patch.object(salience, "weights", return_value=table):
        found = evaluate(held, Resolver(texts), scorers_for(corpus.gold), Plan(samples=1)).report.scores
    for score in found:
        if score.metric in {CONLL, GAP_F1} and score.group == score.documents == ALL:
            print(f"# {name}: {corpus.format}, {len(texts)} texts: {score.metric} {score.value:.4f}", flush=True)


def main() -> None:
    """Fit, print, compare."""
    parser = argparse.ArgumentParser(description="Fit the weights of pronouns on OntoGUM and GAP, training parts.")
    parser.add_argument("data", type=Path)
    parser.add_argument("--documents", type=int, help="of OntoGUM, at most; all unless given")
    parser.add_argument("--passages", type=int, help="of GAP, at most; all unless given")
    parser.add_argument("--out", type=Path, help="file to write the weights to")
    parser.add_argument("--nothing", type=float, default=1.0, help="how much a pronoun with no right candidate counts")
    arguments = parser.parse_args()
    ontogum, gap = read(arguments.data / "gum/train/ontogum"), read(arguments.data / "gap/train.tsv")
    documents = list(ontogum.documents())
    random.Random(0).shuffle(documents)  # noqa: S311 - no secret
    documents.sort(key=lambda gold: gold.record.meta.get("genre") != "news")
    seen, held = _parts(list(texts_of(documents[: arguments.documents], is_passage=False)))
    seen_gap, held_gap = _parts(list(texts_of(islice(gap.documents(), arguments.passages), is_passage=True)))
    alone = choices_of(seen, {})
    first = fitted(alone)
    table = fitted([*alone, *choices_of(seen_gap, first)], arguments.nothing)
    print(written(table), end="")
    if arguments.out:
        arguments.out.write_text(written(table), encoding="utf-8")
    print(f"# fitted on {len(seen)} documents of OntoGUM and {len(seen_gap)} passages of GAP")
    print(f"# held out: {', '.join(text.gold.record.id for text in held)} and {len(held_gap)} passages of GAP")
    choices = choices_of([*held, *held_gap], first)
    for name, weights in (("fitted", table), ("in use", salience.weights())):
        report(name, weights, choices)
        report_f1(name, weights, ontogum, held)
        report_f1(name, weights, gap, held_gap)
    for of, feature, before, after in MOVED:
        print(f"# in use: moved by hand: {of}: {feature}: from {before:.2f} to {after:.2f}")
    print(f"# why: {WHY}")


def _parts(texts: Sequence[Text]) -> tuple[list[Text], list[Text]]:
    return [text for i, text in enumerate(texts) if i % LEAVE_OUT], list(texts[::LEAVE_OUT])


if __name__ == "__main__":
    main()
