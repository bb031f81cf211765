"""What must hold for any text at all, through the stages and through every way in and out."""

from functools import cache
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import onrecord
from onrecord.arrow import from_batch, to_batch
from onrecord.document import Document
from onrecord.reading import check_record, parse_record
from onrecord.records import Article
from onrecord.stages.rules.parse import Parse, ParseSettings
from onrecord.stages.segment import Segment, SegmentSettings
from onrecord.writing import to_json
from strategies import articles

unhurried = settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
pipelines = settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])


@cache
def rules():
    return onrecord.load("rules")


def segmented(text, **chosen):
    stage = Segment("segment", SegmentSettings(**chosen))
    return stage([Document(Article("a", text))])[0]


@unhurried
@given(articles, st.sampled_from([0, 3, 25]))
def test_words_are_exactly_what_is_no_white_space(text, headline_words):
    segments = segmented(text, headline_words=headline_words).segments
    covered = [index for word in segments.words for index in range(word.start, word.end)]
    assert covered == [index for index, character in enumerate(text) if not character.isspace()]


@unhurried
@given(articles)
def test_words_nest_in_sentences_and_sentences_in_paragraphs(text):
    segments = segmented(text).segments
    for inner, outer in (
        (segments.words, segments.sentences),
        (segments.sentences, [paragraph.span for paragraph in segments.paragraphs]),
    ):
        assert list(inner) == sorted(inner)
        assert all(before.end <= after.start for before, after in pairwise(outer))
        for span in inner:
            assert span.start < span.end
            assert sum(whole.contains(span) for whole in outer) == 1
        for whole in outer:
            own = [span for span in inner if whole.contains(span)]
            assert (own[0].start, own[-1].end) == (whole.start, whole.end)


@pipelines
@given(articles, st.integers(1, 7))
def test_the_parse_is_the_raw_text_however_it_is_cut(text, chunk_words):
    stage = Parse("parse", ParseSettings(chunk_words=chunk_words))
    stage.load()
    document = stage([segmented(text)])[0]
    assert document.parse.text == text
    for token in document.parse:
        assert text[token.idx : token.idx + len(token.text)] == token.text
    tokens = [(token.idx, token.idx + len(token)) for token in document.parse if not token.is_space]
    assert tokens == [(word.start, word.end) for word in document.segments.words]


@pipelines
@given(articles)
def test_rules_keep_text_and_offsets_for_any_text(text):
    record = rules()(Article("a", text, {"title": text}))
    assert record.text == text
    assert record.meta == {"title": text}
    check_record(record)
    assert parse_record(to_json(record)) == record
    assert list(from_batch(to_batch([record]))) == [record]


@pipelines
@given(st.lists(articles, min_size=2, max_size=5), st.integers(1, 5))
def test_rules_say_the_same_alone_and_in_any_batch(texts, batch_size):
    alone = [next(rules().pipe([Article(str(number), text)])) for number, text in enumerate(texts)]
    assert list(rules().pipe(texts, batch_size=batch_size)) == alone
