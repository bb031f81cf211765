"""Quotes, speakers and relations scored by the names that the gold gives."""

from pathlib import Path
from random import Random

import pytest
from check_named_scores import differences, script_at
from named_making import (
    QUOTES,
    RELATIONS,
    SPEAKERS,
    WORLD,
    answer,
    at,
    evaluated,
    figures,
    quote,
    relation,
    written,
)
from named_trials import edited

from onrecord.corpora import read_together
from onrecord.evaluation.bearing import bears_end, bears_speaker, comparable
from onrecord.evaluation.mistakes import mistakes
from onrecord.evaluation.page import error_page

SCRIPT = Path(__file__).parents[3] / "shared" / "tools" / "score_news.py"


def test_names_are_compared_without_case_marks_and_article():
    assert comparable("The  U.S. Navy,") == "u s navy"
    assert comparable("Theatre") == "theatre"


@pytest.mark.parametrize(
    ("form", "name", "kind", "bears"),
    [
        ("ann lee", "Ann Lee", "person", True),
        ("minister ann lee", "Ann Lee", "person", True),
        ("lee", "Ann Lee", "person", False),
        ("fund", "Green Fund", "organization", True),
        ("fun", "Fun Fair", "organization", False),
        ("ann leeds", "Ann Lee", "person", False),
        ("", "Ann Lee", "person", False),
    ],
)
def test_who_bears_the_name_of_a_speaker(form, name, kind, bears):
    assert bears_speaker((form,), name, kind) == bears


@pytest.mark.parametrize(
    ("form", "name", "bears"),
    [
        ("stone", "Bob Stone", True),
        ("bob stone", "Stone", True),
        ("lee", "Ann Lee", False),
        ("green", "Green Fund", False),
        ("us", "US Navy", False),
        ("us navy", "US", False),
    ],
)
def test_who_bears_the_name_of_an_end(form, name, bears):
    assert bears_end((form,), name) == bears


def test_quotes(tmp_path):
    found = figures(evaluated(tmp_path, [WORLD], [answer(quotes=QUOTES)]))
    hard, easy = (found["quotes", f"content {least}", "all"] for least in (0.8, 0.5))
    assert (hard.precision, hard.recall, hard.gold, hard.predicted) == (1 / 3, 1 / 4, 4, 3)
    assert (easy.precision, easy.recall) == (2 / 3, 2 / 4)
    assert found["quotes", "source", "all"].value == 1 / 2
    assert found["quotes", "speaker", "all"].value == 1 / 2
    assert found["quotes", "kind", "all"].value == 1
    whole = found["quotes", "quote with speaker", "all"]
    assert (whole.precision, whole.recall) == (1 / 3, 1 / 4)


def test_a_quote_without_a_speaker_is_found_but_not_with_its_speaker(tmp_path):
    one = quote("q1", at("the fund lost money"), None, None, None)
    found = figures(evaluated(tmp_path, [WORLD], [answer(quotes=[one])]))
    assert found["quotes", "content 0.8", "all"].recall == 1 / 4
    assert found["quotes", "source", "all"].value == 1
    assert found["quotes", "quote with speaker", "all"].value == 0
    assert ("quotes", "speaker", "all") not in found or found["quotes", "speaker", "all"].value is None


def test_speakers(tmp_path):
    quotes = (
        quote("q1", at("The harbour stays"), at("she said"), "lee"),
        quote("q2", at("the fund lost"), at("a report"), "stone", score=0.2),
    )
    found = figures(evaluated(tmp_path, [SPEAKERS], [answer("folder/s1.txt", quotes)]))
    ended = {group: own.value for (_, metric, group), own in found.items() if metric == "end to end"}
    given = {group: own.value for (_, metric, group), own in found.items() if metric == "given the source"}
    assert ended == {"all": 1 / 3, "person": 1, "person by pronoun": 1, "group": 0, "organization": 0}
    assert given == {"all": 2 / 3, "person": 1, "person by pronoun": 1, "group": 0, "organization": 1}


def test_relations_of_several_files_are_one_figure(tmp_path):
    stated = (
        relation("stone", "consult", "lee"),
        relation("stone", "works_for", "fund"),
        relation("lee", "accuse", "fund", 0.4),
    )
    records = [answer(relations=stated), answer("r1", relations=[relation("fund", "based_in", "oslo")])]
    found = figures(evaluated(tmp_path, [WORLD, RELATIONS], records, ["relations"]))
    shown = {
        group: (own.precision, own.recall, own.gold, own.predicted)
        for (_, metric, group), own in found.items()
        if metric == "by name"
    }
    assert shown["all"] == (3 / 4, 3 / 5, 5, 4)
    assert shown["facts"] == (1, 1, 2, 2)
    assert shown["acts"] == (1 / 2, 1 / 3, 3, 2)
    assert shown["accuse"] == (0, 0, 1, 1)
    assert found["relations", "flags", "all"].value == 2 / 3
    assert found["relations", "by name", "all"].low is not None


def test_what_was_not_annotated_does_not_count(tmp_path):
    records = [answer("r1", QUOTES), answer("s1", relations=[relation("lee", "leads", "fund")]), answer("w1")]
    found = figures(evaluated(tmp_path, [RELATIONS, SPEAKERS, WORLD], records))
    assert found["quotes", "content 0.5", "all"].predicted == 0
    assert found["relations", "by name", "all"].predicted == 0
    assert found["speakers", "end to end", "all"].gold == 3


def test_scores_are_held_against_what_is_right(tmp_path):
    report = evaluated(tmp_path, [WORLD], [answer(quotes=QUOTES, relations=(
        relation("lee", "consult", "stone", 0.9), relation("lee", "leads", "fund", 0.3)
    ))]).report  # fmt: skip
    errors = {(own.task, own.what): (own.predictions, round(own.error, 3)) for own in report.calibrations}
    assert errors == {
        ("quotes", "content is right, overlap ≥ 0.5"): (3, round((0.1 + 0.4 + 0.3) / 3, 3)),
        ("quotes", "content and speaker are right"): (3, round((0.1 + 0.6 + 0.3) / 3, 3)),
        ("speakers", "speaker of a quote whose content is right"): (2, round((0.1 + 0.6) / 2, 3)),
        ("relations", "label and the names of head and tail are right"): (2, round((0.1 + 0.3) / 2, 3)),
    }


def test_mistakes(tmp_path):
    stated = (relation("lee", "support", "stone"), relation("oslo", "aid", "lee"))
    records = [answer(quotes=QUOTES, relations=stated), answer("s1", [QUOTES[1]])]
    evaluation = evaluated(tmp_path, [WORLD, SPEAKERS], records)
    tasks = frozenset({"quotes", "speakers", "relations"})
    shown = {
        (own.task, own.kind, own.gold, own.predicted)
        for case in evaluation.cases
        for own in mistakes(case, tasks, "news")
    }
    assert shown == {
        ("quotes", "attribution", "Green Fund", "Bob Stone"),
        ("quotes", "missed", "Bob Stone", "nothing"),
        ("quotes", "missed", "no speaker", "nothing"),
        ("quotes", "spurious", "nothing", "Bob Stone"),
        ("speakers", "missed", "Ann Lee", "nothing"),
        ("speakers", "missed", "generic", "nothing"),
        ("speakers", "missed", "Harbour Bank", "nothing"),
        ("relations", "type", "Ann Lee consult Bob Stone", "Ann Lee support Bob Stone"),
        ("relations", "missed", "Green Fund accuse Ann Lee", "nothing"),
        ("relations", "missed", "Bob Stone works_for Green Fund", "nothing"),
        ("relations", "spurious", "nothing", "Oslo aid Ann Lee"),
    }
    page = error_page(evaluation)
    assert "quote with speaker" in page
    assert "wrongly attributed" in page


@pytest.mark.skipif(not SCRIPT.is_file(), reason="the script of the task is not here")
@pytest.mark.parametrize("seed", range(40))
def test_figures_are_those_of_the_script(tmp_path, seed):
    script, random = script_at(SCRIPT), Random(seed)
    share = random.random()
    for number, rows in enumerate(([WORLD], [RELATIONS], [SPEAKERS], [RELATIONS, WORLD])):
        paths = [written(tmp_path, f"{number}-{row['id']}.jsonl", row) for row in rows]
        records = {own.record.id: edited(own, random, share) for own in read_together(paths).documents()}
        assert differences(script, paths, records) == []


@pytest.mark.skipif(not SCRIPT.is_file(), reason="the script of the task is not here")
def test_a_figure_that_differs_is_told(tmp_path, monkeypatch):
    path = written(tmp_path, "gold.jsonl", WORLD)
    monkeypatch.setattr("onrecord.evaluation.named_quotes.HARD", 0.3)
    [line] = differences(script_at(SCRIPT), [path], {"w1": answer(quotes=QUOTES)})
    assert line.startswith("content 0.8: ")
