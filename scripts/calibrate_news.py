"""Fit the calibration of whole quotes and of relations of `news` on dev sets, and print the best least score.

    python scripts/calibrate_news.py MODEL DATA/onrecord/dev/world.jsonl DATA/onrecord/dev/relations.jsonl

Both are calibrated on what the whole pipeline finds, as `onrecord evaluate` judges it. Writes MODEL/model.json.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from onrecord.corpora import read
from onrecord.evaluation import named_quotes, named_relations
from onrecord.evaluation.case import case_of
from onrecord.extractor import load
from onrecord.models import checkpoint
from onrecord.models.calibration import fit
from onrecord.records import Article
from onrecord.stages.encode import Encode
from onrecord.stages.neural.relations import LEAST, calibrated_as

#: What is calibrated, by its name in the model, and the wording of what is right in the evaluation.
QUOTES, FACTS, ACTS = "attributions", calibrated_as("leads"), calibrated_as("accuse")


def best_limit(judged: Sequence[tuple[float, bool]], gold: int) -> tuple[float, float]:
    """The least score with the highest F1, and that F1."""
    best, hits, ordered = (1.0, 0.0), 0, sorted(judged, reverse=True)
    for number, (score, right) in enumerate(ordered, start=1):
        hits += right
        f1 = 2 * hits / (number + gold)
        # Of equal scores all are kept, or none.
        is_last = number == len(ordered) or ordered[number][0] < score
        if is_last and f1 > best[1]:
            best = (score, f1)
    return best


def main() -> None:
    """Fit, write and print."""
    parser = argparse.ArgumentParser(description="Fit the calibration of whole quotes and of relations.")
    parser.add_argument("model", type=Path)
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--config", default="news-small")
    given = parser.parse_args()
    path = given.model / checkpoint.SETTINGS
    described = json.loads(path.read_text("utf-8"))
    known = described["settings"]["calibrations"]
    settings = [f"stages.encode.model={given.model}", f"stages.relations.min_score={LEAST}"]
    extractor = load(given.config, settings, device="cpu")
    engine = next(stage.engine for stage in extractor.stages if isinstance(stage, Encode))
    bare = {name: own for name, own in engine.model.settings.calibrations.items() if name not in (QUOTES, FACTS, ACTS)}
    engine.model.settings = engine.model.settings.model_copy(update={"calibrations": bare})
    quotes: list[tuple[float, bool]] = []
    relations: dict[str, list[tuple[float, bool]]] = {FACTS: [], ACTS: []}
    wanted = 0
    for file in given.gold:
        corpus = read(file)
        documents = list(corpus.documents())
        records = extractor.pipe([Article(one.record.id, one.record.text) for one in documents])
        for document, record in zip(documents, records, strict=True):
            case = case_of(document, corpus.gold, record)
            if "relations" in case.annotates:
                wanted += len(document.record.relations)
            for match in named_relations.matched(case) if "relations" in case.annotates else ():
                judged = match.predicted.score, match.gold is not None
                relations[calibrated_as(match.predicted.label)].append(judged)
            quotes += [
                (score, right) for _, what, score, right in named_quotes.judged(case) if "content and speaker" in what
            ]
    scored: list[tuple[float, bool]] = []
    for name, own in ((QUOTES, quotes), *relations.items()):
        fitted = fit([score for score, _ in own], [right for _, right in own])
        known[name] = fitted.model_dump()
        print(f"{name}: slope {fitted.slope:.3f}, intercept {fitted.intercept:.3f}, of {len(own)}")
        if name != QUOTES:
            scored += [(fitted(score), right) for score, right in own]
    score, f1 = best_limit(scored, wanted)
    print(f"relations: F1 {100 * f1:.1f} from {score:.3f}")
    path.write_text(json.dumps(described, indent=1), "utf-8", newline="\n")


if __name__ == "__main__":
    main()
