import pytest

import onrecord
from onrecord import Article, ArticleError, Extractor
from onrecord.config import PipelineConfig
from onrecord.stages.stage import Rejection

CONFIG = PipelineConfig(name="cut", batch_size=2, stages={"segment": {}})


@pytest.fixture(scope="module")
def nlp():
    return Extractor(CONFIG)


def test_one_text_or_article(nlp):
    assert nlp("It rained.").id == "0"
    record = nlp(Article("a", "It rained.", {"outlet": "Post"}))
    assert (record.id, record.text, record.meta, record.status) == ("a", "It rained.", {"outlet": "Post"}, "ok")


def test_provenance_names_version_and_configuration(nlp):
    provenance = nlp("It rained.").provenance
    assert provenance == onrecord.Provenance(onrecord.__version__, CONFIG.digest(), "cut")


@pytest.mark.parametrize("batch_size", [None, 1, 3, 100])
def test_order_is_kept_whatever_the_batch(nlp, batch_size):
    texts = [f"Day {number}." for number in range(5)]
    records = list(nlp.pipe(texts, batch_size=batch_size))
    assert [(record.id, record.text) for record in records] == [
        (str(number), text) for number, text in enumerate(texts)
    ]


def test_pipe_reads_no_further_than_the_batch(nlp):
    taken = []
    texts = (taken.append(number) or f"Day {number}." for number in range(100))
    next(nlp.pipe(texts))
    assert taken == [0, 1]


def test_contexts_stay_with_their_records(nlp):
    pairs = list(nlp.pipe([("One.", 1), ("Two.", 2), ("Three.", 3)], as_tuples=True))
    assert [(record.text, context) for record, context in pairs] == [("One.", 1), ("Two.", 2), ("Three.", 3)]


@pytest.mark.parametrize(
    ("given", "what"), [("No", "str"), (7, "int"), (("One.",), "tuple of 1"), (("One.", 1, 2), "tuple of 3")]
)
def test_what_is_no_pair_is_named(nlp, given, what):
    with pytest.raises(TypeError) as error:
        list(nlp.pipe([("One.", 1), given], as_tuples=True))
    assert str(error.value) == (f"articles[1]: with as_tuples expected a pair (article or text, context), not {what}")


def test_process_rejects_in_place_and_goes_on(nlp):
    results = list(nlp.process(["One.", "lone \ud800", "Three."]))
    assert [type(result) for result in results] == [onrecord.Record, Rejection, onrecord.Record]
    assert results[1].stage == "read"
    assert results[1].head == "lone \\ud800"
    assert results[1].reason.startswith("text at offset 5: lone surrogate '\\ud800' is no character;")


def test_pipe_raises_at_the_first_rejection_and_names_the_article_once(nlp):
    with pytest.raises(ArticleError) as caught:
        list(nlp.pipe([Article("a", "One."), Article("b", "lone \ud800")]))
    assert str(caught.value).startswith("article 'b', stage read: text at offset 5: lone surrogate")
    assert caught.value.article == "b"


@pytest.mark.parametrize(
    ("article", "reason"),
    [
        (None, "text: must be a string, not null"),
        (b"bytes", "text: must be a string, not a Python bytes"),
        (Article("a", 5), "text: must be a string, not a number"),
        (Article(5, "One."), "id: must be a string, not a number"),
        (Article("\udfff", "One."), "id at offset 0: lone surrogate"),
        (Article("a", "One.", None), "meta: must be an object, not null"),
        (Article("a", "One.", {"n": float("nan")}), "meta.n: nan is no JSON number"),
        (Article("a", "One.", {"n": [1, {"m": object}]}), "meta.n[1].m: a Python type is no JSON value"),
        (Article("a", "One.", {1: "x"}), "meta: key 1 must be a string, not a number"),
        (Article("a", "One.", {"n": ["x", "\ud800"]}), "meta.n[1] at offset 0: lone surrogate"),
    ],
)
def test_what_is_no_article_is_rejected_and_the_batch_goes_on(nlp, article, reason):
    rejected, record = nlp.process([article, "Two."])
    assert rejected.reason.startswith(reason)
    assert record.text == "Two."


def test_meta_that_contains_itself_is_rejected(nlp):
    meta = {}
    meta["self"] = meta
    (rejected,) = nlp.process([Article("a", "One.", meta)])
    assert rejected.reason == "meta: nested too deep: at most 64 levels are passed through"


@pytest.mark.parametrize("batch_size", [0, -1])
def test_a_batch_holds_at_least_one_article(nlp, batch_size):
    with pytest.raises(ValueError, match="batch_size must be at least 1"):
        list(nlp.pipe(["One."], batch_size=batch_size))


def test_load_takes_a_name_and_overrides():
    assert onrecord.load("rules", ["batch_size=3"]).config.batch_size == 3


@pytest.mark.parametrize("one", ["Ann left.", b"Ann left.", Article("a", "Ann left.")])
def test_one_article_is_not_taken_for_many(nlp, one):
    with pytest.raises(TypeError, match="articles must be many, not one"):
        list(nlp.pipe(one))
