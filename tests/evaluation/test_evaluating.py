from dataclasses import replace
from pathlib import Path

import pytest
from evaluation_making import TEXT, mention, quote, record, relation

from onrecord.corpora.corpus import Corpus, Gold, GoldDocument
from onrecord.errors import ArticleError, ConfigError, SourceError
from onrecord.evaluation.comparing import compare
from onrecord.evaluation.evaluating import Plan, evaluate
from onrecord.evaluation.page import error_page
from onrecord.evaluation.predicting import FilePredictor, PipelinePredictor, Prediction, Predictor
from onrecord.evaluation.report import read_report, write_report
from onrecord.evaluation.selection import scorers_for
from onrecord.extractor import load
from onrecord.writing import to_json

EVERYTHING = Gold(frozenset({"names", "mentions", "coreference", "quotes", "relations"}), "news")


class Says(Predictor):
    """Says what it was told."""

    def __init__(self, records):
        self.records = records

    @property
    def name(self):
        return "says"

    def predict(self, documents):
        for gold, own in zip(documents, self.records, strict=False):
            yield Prediction(gold, own)


def gold_record(number, outlet="one"):
    return record(
        [
            mention(0, 5, "PERSON", "a"),
            mention(10, 15, "ORG", "b"),
            mention(20, 23, "PERSON", "a", kind="pronoun"),
        ],
        [quote((30, 60), (20, 23), (24, 28), speaker="a"), quote((70, 90), None, None, "indirect")],
        [relation("a", "leads", "b")],
        id=f"doc{number}",
        meta={"outlet": outlet},
    )


GOLDS = [gold_record(number, "one" if number % 2 else "two") for number in range(6)]


def corpus(records=GOLDS, gold=EVERYTHING):
    return Corpus(Path("gold"), "record", lambda _: (GoldDocument(own) for own in records), lambda: gold)


def run(predicted, golds=GOLDS, gold=EVERYTHING, plan=Plan(samples=50)):  # noqa: B008 - frozen
    return evaluate(corpus(golds, gold), Says(predicted), scorers_for(gold, []), plan)


def value(report, task, metric, group="all", documents="all"):
    [found] = [
        score
        for score in report.scores
        if (score.task, score.metric, score.group, score.documents) == (task, metric, group, documents)
    ]
    return found.value


def test_gold_against_itself_is_perfect_everywhere():
    report = run(GOLDS).report
    assert {score.task for score in report.scores} == {"names", "coreference", "quotes", "relations"}
    assert all(score.value == 1 for score in report.scores if score.value is not None)


def test_a_lost_speaker_and_source_cost_what_they_should():
    predicted = [replace(GOLDS[0], quotes=(replace(GOLDS[0].quotes[0], source=None, speaker=None), GOLDS[0].quotes[1]))]
    report = run([*predicted, *GOLDS[1:]]).report
    assert value(report, "quotes", "speaker accuracy") == 11 / 12
    assert value(report, "quotes", "attribution accuracy") == 11 / 12
    assert value(report, "quotes", "pair exact") == 11 / 12
    assert value(report, "quotes", "source exact") == pytest.approx(2 * 5 / 11)
    assert value(report, "quotes", "content exact") == 1


def test_by_outlet_and_with_intervals():
    report = run([*GOLDS[:3], *(replace(own, mentions=(), entities=()) for own in GOLDS[3:])]).report
    assert value(report, "names", "exact", documents="outlet: one") == pytest.approx(2 * 1 / 4)
    assert value(report, "names", "exact", documents="outlet: two") == pytest.approx(2 * 2 / 5)
    [names] = [
        score for score in report.scores if score.task == "names" and score.group == "all" and score.documents == "all"
    ][:1]
    assert names.low < names.value < names.high


def test_how_far_scores_can_be_believed_is_in_the_report():
    names = replace(GOLDS[0], mentions=(replace(GOLDS[0].mentions[0], score=0.9), *GOLDS[0].mentions[1:]))
    [names] = run([names, *GOLDS[1:]]).report.calibrations
    assert names.what == "span and type are right"
    assert (names.task, names.predictions, names.error) == ("names", 12, pytest.approx(0.1 / 12))
    assert run(GOLDS).report.calibrations == ()


def test_report_survives_json(tmp_path):
    unsure = replace(GOLDS[0], quotes=(replace(GOLDS[0].quotes[0], score=0.4), GOLDS[0].quotes[1]))
    report = run([unsure, *GOLDS[1:]]).report
    assert [own.task for own in report.calibrations] == ["quotes"]
    write_report(report, tmp_path / "report.json")
    assert read_report(tmp_path / "report.json") == report


@pytest.mark.parametrize("content", ["", "[]", '{"version": 1}', '{"scores": "none"}'])
def test_what_is_no_report_is_said(tmp_path, content):
    path = tmp_path / "report.json"
    path.write_text(content)
    with pytest.raises(SourceError, match="onrecord evaluate --json"):
        read_report(path)


def test_compare_tells_real_from_chance():
    worse = [replace(own, mentions=own.mentions[1:]) for own in GOLDS]
    first, second = run(worse).report, run(GOLDS).report
    found = {entry.key: entry for entry in compare(first, second, samples=100, seed=0)}
    exact = found[("names", "exact", "all")]
    assert exact.difference.value == pytest.approx(1 / 3)
    assert exact.difference.is_real
    assert not found[("quotes", "content exact", "all")].difference.is_real


def test_compare_wants_the_same_documents():
    with pytest.raises(SourceError, match="1 are in the first alone"):
        compare(run(GOLDS).report, run(GOLDS[1:], GOLDS[1:]).report, samples=10, seed=0)
    with pytest.raises(SourceError, match="one article"):
        compare(run(GOLDS[:1], GOLDS[:1]).report, run(GOLDS[:1], GOLDS[:1]).report, samples=10, seed=0)


def test_another_text_is_refused():
    with pytest.raises(ArticleError, match="'doc0', text at offset 3"):
        run([replace(GOLDS[0], text="abcX")])


def test_an_empty_corpus_is_refused():
    with pytest.raises(SourceError, match="holds no document"):
        run([], [])


def test_a_task_without_gold_is_refused():
    with pytest.raises(SourceError, match="no gold for pairs; it has names, coreference, quotes, relations"):
        scorers_for(EVERYTHING, ["pairs"])


def test_names_alone_leave_pronouns_out():
    report = run(GOLDS, gold=Gold(frozenset({"names", "coreference"}), "news")).report
    [mentions] = [score for score in report.scores if score.metric == "mentions" and score.group == "with singletons"][
        :1
    ]
    assert mentions.gold == 12


def test_relations_of_entities_without_a_mention_are_left_out():
    lost = replace(GOLDS[0], mentions=tuple(own for own in GOLDS[0].mentions if own.entity != "b"))
    report = run([lost], [lost]).report
    assert [score.value for score in report.scores if score.task == "relations"] == [None, None]


def test_limit_and_missing_predictions(tmp_path):
    path = tmp_path / "predictions.jsonl"
    path.write_text("".join(to_json(own) + "\n" for own in (*GOLDS[1:], gold_record(99))))
    found = evaluate(corpus(), FilePredictor(path), scorers_for(EVERYTHING, ["names"]), Plan(samples=10))
    assert any("1 document without a prediction" in note and "doc0" in note for note in found.report.notes)
    assert any("predictions.jsonl: 1 record of no document" in note for note in found.report.notes)
    assert value(found.report, "names", "exact") == pytest.approx(2 * 10 / 22)
    limited = evaluate(corpus(), FilePredictor(path), scorers_for(EVERYTHING, ["names"]), Plan(limit=2, samples=10))
    assert len(limited.report.documents) == 2


def test_an_id_that_stands_twice_is_refused(tmp_path):
    path = tmp_path / "predictions.jsonl"
    path.write_text(2 * (to_json(GOLDS[0]) + "\n"))
    with pytest.raises(SourceError, match="'doc0'"):
        FilePredictor(path)


ARTICLE = 'Ann Lee, the head of the Green Fund, spoke on Monday.\n\n"We will pay," Lee said. "We must."\n'


@pytest.fixture(scope="module")
def rules():
    return load("rules")


def article_gold():
    found = {}
    for name, surface, kind in (
        ("ann", "Ann Lee", "PERSON"),
        ("fund", "Green Fund", "ORG"),
        ("lee", "Lee said", "PERSON"),
    ):
        start = ARTICLE.index(surface)
        found[name] = mention(start, start + len(surface.removesuffix(" said")), kind, text=ARTICLE)
    content = ARTICLE.index('"We will')
    return record(
        [
            replace(found["ann"], entity="e1"),
            replace(found["fund"], entity="e2"),
            replace(found["lee"], entity="e1"),
        ],
        [
            quote(
                [(content, content + 14), (ARTICLE.index('"We must'), len(ARTICLE) - 1)],
                (found["lee"].start, found["lee"].end),
            )
        ],
        text=ARTICLE,
        id="ann",
    )


def predicted_with(rules, given, casing="as is"):
    predictor = PipelinePredictor(rules, "news", given, casing)
    [found] = predictor.predict([GoldDocument(article_gold())])
    assert found.failure is None
    return found.record


def test_given_entities_stand_as_they_were_given(rules):
    found = predicted_with(rules, "entities")
    gold = article_gold()
    assert found.mentions == gold.mentions
    assert found.entities == gold.entities
    assert ("e1", "leads", "e2") in {(own.head, own.label, own.tail) for own in found.relations}


def test_given_mentions_are_linked_by_the_pipeline(rules):
    found = predicted_with(rules, "mentions")
    assert [own.span for own in found.mentions] == [own.span for own in article_gold().mentions]
    ann, _, lee = found.mentions
    assert ann.entity == lee.entity is not None


def test_given_content_is_attributed(rules):
    [own] = predicted_with(rules, "content").quotes
    gold = article_gold().quotes[0]
    assert own.content == gold.content
    assert own.source == gold.source


@pytest.mark.parametrize("given", [None, "entities", "content"])
def test_no_gold_reaches_the_system_in_the_meta(rules, given):
    gold = replace(article_gold(), meta={"concepts": [{"tags": ["type::person"]}]})
    [found] = PipelinePredictor(rules, "news", given, "as is").predict([GoldDocument(gold)])
    assert found.record.meta == {}


def test_a_defect_on_one_article_does_not_end_an_evaluation(rules, monkeypatch):
    def fails(self, document, contents):
        raise RecursionError("too deep")

    [stage] = [stage for stage in rules.stages if "quotes" in stage.writes]
    monkeypatch.setattr(type(stage), "attribute", fails)
    [found] = PipelinePredictor(rules, "news", "content", "as is").predict([GoldDocument(article_gold())])
    assert "RecursionError: too deep" in found.failure


def test_given_what_no_stage_uses_is_refused(tmp_path):
    path = tmp_path / "names.yaml"
    path.write_text(
        "name: names\nstages:\n  segment:\n  parse: {stage: rules.parse}\n  mentions: {stage: rules.mentions}\n"
    )
    names_only = load(path)
    with pytest.raises(ConfigError, match="no stage that attributes"):
        PipelinePredictor(names_only, "news", "content")
    with pytest.raises(ConfigError, match="no stage that reads entities or mentions"):
        PipelinePredictor(names_only, "news", "entities")


@pytest.mark.parametrize("casing", ["lower", "upper"])
def test_case_keeps_offsets_and_the_gold_text(rules, casing):
    found = predicted_with(rules, None, casing)
    assert found.text == ARTICLE
    assert all(own.text == ARTICLE[own.start : own.end] for own in found.mentions)


def test_the_page_shows_every_kind_and_escapes():
    evil = "<script>alert(1)</script> & \"quotes\" 'here' " + TEXT
    gold = replace(gold_record(0), text=evil, meta={}, id="<b>doc</b>")
    fixed = replace(gold, mentions=tuple(replace(own, text=evil[own.start : own.end]) for own in gold.mentions))
    wrong = replace(
        fixed,
        mentions=(replace(fixed.mentions[0], type="GPE", score=0.6), replace(fixed.mentions[2], entity="b")),
        quotes=(replace(fixed.quotes[0], source=None, score=0.4), quote((100, 120), type="mixed", score=0.9)),
        relations=(relation("a", "works_for", "b", score=0.7),),
    )
    page = error_page(run([wrong, GOLDS[1]], [fixed, GOLDS[1]]))
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
    assert "<b>doc" not in page
    assert "http" not in page.replace("http-equiv", "").replace("http://www.w3.org", "")
    for kind in ("missed", "spurious", "wrong type", "wrongly attributed"):
        assert f'data-kind="{kind}"' in page, kind
    assert "expected calibration error" in page


def test_without_the_extra_what_needs_it_is_left_out_and_said(monkeypatch):
    monkeypatch.setattr("onrecord.evaluation.scorers.is_installed", lambda _: False)
    report = run(GOLDS).report
    metrics = {score.metric for score in report.scores if score.task == "coreference"}
    assert metrics == {"mentions", "MUC", "B³", "LEA"}
    assert report.references == ()
    assert [note for note in report.notes if 'pip install "onrecord[eval]"' in note]
