import random

import pytest
from evaluation_making import mention

from onrecord.corpora.corpus import Tokens
from onrecord.evaluation import names
from onrecord.evaluation.counts import Count, Key
from onrecord.records import Span

EXACT = Key("names", "exact")


def tokens_every(width, count, sentence):
    """`count` tokens of `width` letters with a gap of one, `sentence` of them to a sentence."""
    spans = tuple(Span(place * (width + 1), place * (width + 1) + width) for place in range(count))
    sentences = tuple((first, min(first + sentence, count)) for first in range(0, count, sentence))
    return Tokens(spans, ("x" * width,) * count, sentences)


def test_span_and_type_must_be_right():
    gold = [mention(0, 5), mention(10, 15, "ORG"), mention(20, 25, "GPE")]
    predicted = [mention(0, 5), mention(10, 15, "GPE"), mention(21, 26, "GPE")]
    tally = names.count(gold, predicted)
    assert tally[EXACT] == Count(1, 3, 1, 3)
    assert tally[Key("names", names.SPAN)] == Count(2, 3, 2, 3)
    assert tally[Key("names", "exact", "PERSON")] == Count(1, 1, 1, 1)
    assert tally[Key("names", "exact", "ORG")] == Count(0, 0, 0, 1)
    assert tally[Key("names", "exact", "GPE")] == Count(0, 2, 0, 1)


def test_tags_by_sentence():
    tokens = tokens_every(4, 6, 3)
    tagged = names.tags([mention(5, 14, "ORG")], [mention(5, 9, "ORG"), mention(15, 19, "LOC")], tokens)
    assert tagged.gold == [["O", "B-ORG", "I-ORG"], ["O", "O", "O"]]
    assert tagged.predicted == [["O", "B-ORG", "O"], ["B-LOC", "O", "O"]]


@pytest.mark.parametrize(
    "name",
    [mention(6, 9, "ORG"), mention(10, 19, "ORG")],
    ids=["cuts through a token", "runs over two sentences"],
)
def test_what_tags_cannot_hold_is_predicted_and_wrong(name):
    tagged = names.tags([mention(5, 9, "ORG")], [name], tokens_every(4, 6, 3))
    assert tagged.predicted == [["O"] * 3, ["O"] * 3, ["B-ORG"]]
    assert tagged.gold == [["O", "B-ORG", "O"], ["O"] * 3, ["O"]]


def test_of_overlapping_names_the_right_one_stands():
    tagged = names.tags([mention(5, 9, "ORG")], [mention(0, 9, "ORG"), mention(5, 9, "ORG")], tokens_every(4, 3, 3))
    assert tagged.predicted == [["O", "B-ORG", "O"], ["B-ORG"]]


def random_names(generator, tokens):
    found = []
    for _ in range(generator.randrange(12)):
        first = generator.randrange(len(tokens.spans))
        last = min(first + generator.randrange(3), len(tokens.spans) - 1)
        start, end = tokens.spans[first].start, tokens.spans[last].end
        if generator.random() < 0.1:
            start, end = start + 1, end + 1
        found.append(mention(start, end, generator.choice(["PER", "ORG", "LOC"])))
    return found


def test_equals_seqeval_on_random_predictions():
    pytest.importorskip("seqeval")
    generator = random.Random(7)
    for _ in range(100):
        tokens = tokens_every(4, 30, generator.randrange(3, 12))
        gold, start = [], 0
        while start < 28:
            end = min(start + 1 + generator.randrange(2), 29)
            sentence = next(bounds for bounds in tokens.sentences if bounds[0] <= start < bounds[1])
            span = tokens.span(start, min(end, sentence[1]))
            if generator.random() < 0.4:
                gold.append(mention(span.start, span.end, generator.choice(["PER", "ORG", "LOC"])))
            start = end
        predicted = [name for name in gold if generator.random() < 0.5] + random_names(generator, tokens)
        ours = names.count(gold, predicted)[EXACT].f1
        theirs = names.seqeval_f1([names.tags(gold, predicted, tokens)])
        assert ours == pytest.approx(theirs, abs=1e-9, nan_ok=True)
