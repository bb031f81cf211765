from collections import Counter
from pathlib import Path

from training_data import write_data

from onrecord.corpora import GoldDocument, QuotePart, read
from onrecord.models import bioes
from onrecord.models.collate import Collator
from onrecord.models.tokenizer import WordTokenizer
from onrecord.records import Mention, Record, Span
from onrecord.training.batches import training_batch, training_items
from onrecord.training.config import MentionTask, NameTask, QuoteTask
from onrecord.training.examples import ROLES, Example, example_of, head_labels, labelled
from tiny_model import definition, model

QUOTES = {"quotes": QuoteTask(task="quotes")}


def tags(example: Example, head: str, labels: tuple[str, ...]) -> str:
    return " ".join(bioes.tag_names(labels)[tag] for tag in example.tags[head])


def test_names_of_a_tagged_corpus(tmp_path: Path) -> None:
    write_data(tmp_path / "data")
    task = NameTask(task="names", scheme="conll2003")
    [first, _] = [
        example_of(document, {"names": task}, Counter())
        for document in read(tmp_path / "data" / "names.txt").documents()
    ]
    assert first is not None
    assert tags(first, "names", head_labels(task)) == "B-PER E-PER O O S-ORG O"


def test_words_are_those_that_a_pipeline_reads_and_not_the_corpus_s_own(tmp_path: Path) -> None:
    file = tmp_path / "train.txt"
    file.write_text("Arab-Israeli NNP I-NP B-MISC\ntalks NNS I-NP O\n\n", encoding="utf-8")
    task = NameTask(task="names", scheme="conll2003")
    [example] = [example_of(document, {"names": task}, Counter()) for document in read(file).documents()]
    assert example is not None
    assert example.words.tokens.forms == ("Arab", "-", "Israeli", "talks")
    assert tags(example, "names", head_labels(task)) == "B-MISC I-MISC E-MISC O"


def parts(text: str, *spans: tuple[int, int]) -> GoldDocument:
    return GoldDocument(Record(id="a", text=text), parts=tuple(QuotePart("content", (Span(*span),)) for span in spans))


def test_a_span_over_paragraphs_is_one_chunk_in_each_and_counted() -> None:
    lost: Counter[str] = Counter()
    example = example_of(parts("It will fail\n\nit said.", (3, 16)), QUOTES, lost)
    assert example is not None
    assert tags(example, "quotes", ROLES) == "O B-content E-content S-content O O"
    assert lost == {"quotes: span over several units (one chunk in each)": 1}


def test_the_longest_of_overlapping_spans_is_kept_and_a_cut_word_is_widened() -> None:
    lost: Counter[str] = Counter()
    example = example_of(parts("It will fail now", (0, 2), (0, 10)), QUOTES, lost)
    assert example is not None
    assert tags(example, "quotes", ROLES) == "B-content I-content E-content O"
    assert lost == {
        "quotes: span that cuts through a word (widened to it)": 1,
        "quotes: span that overlaps a longer one": 1,
    }


def test_an_empty_document_is_no_example() -> None:
    assert example_of(parts(" \n"), QUOTES, Counter()) is None


def test_only_words_of_a_corpus_that_teaches_a_head_carry_its_loss() -> None:
    collator = model(context=0).collator()
    first = example_of(parts("It will fail", (0, 12)), QUOTES, Counter())
    second = example_of(
        GoldDocument(Record(id="b", text="Ana said")), {"names": NameTask(task="names", scheme="conll2003")}, Counter()
    )
    assert first is not None
    assert second is not None
    items = [item for example in (second, first) for item in training_items(example, collator)]
    batch = training_batch(items, collator)
    assert batch.windows.words == 5
    assert batch.targets["names"].units.starts.tolist() == [0]
    assert batch.targets["quotes"].units.starts.tolist() == [2]
    assert batch.targets["quotes"].units.lengths.tolist() == [3]
    assert batch.targets["quotes"].tags.tolist() == [0, 0, 1, 2, 3]


def test_a_paragraph_cut_by_windows_keeps_tags_that_follow_the_scheme() -> None:
    text = "it will fail " * 20
    example = example_of(parts(text, (0, len(text) - 1)), QUOTES, Counter())
    settings = model(most_pieces=16, context=0).settings.encoder
    collator = Collator(WordTokenizer(definition()), settings, 0)
    assert example is not None
    items = training_items(example, collator)
    assert len(items) == 5
    for item in items:
        batch = training_batch([item], collator)
        [window] = item.windows
        count = window.end - window.first
        assert batch.targets["quotes"].tags.tolist() == [1, *[2] * (count - 2), 3]


def test_each_layer_of_nested_mentions_leaves_out_what_lies_between_and_what_has_no_entity() -> None:
    text = "the mayor of the capital of Peru left it"
    spans = {"whole": (0, 32), "between": (13, 32), "name": (28, 32), "alone": (33, 37), "it": (38, 40)}
    kinds = {"whole": "nominal", "between": "nominal", "name": "name", "alone": "nominal", "it": "pronoun"}
    mentions = tuple(
        Mention(name, *span, text[slice(*span)], kinds[name], "", None if name == "alone" else "e1")  # type: ignore[arg-type]
        for name, span in spans.items()
    )
    document = GoldDocument(Record(id="a", text=text, mentions=mentions))
    outer, inner = (labelled(document, MentionTask(task="mentions", layer=layer)) for layer in ("outer", "inner"))
    assert outer == [(Span(0, 32), "nominal"), (Span(38, 40), "pronoun")]
    assert inner == [(Span(28, 32), "name"), (Span(38, 40), "pronoun")]
