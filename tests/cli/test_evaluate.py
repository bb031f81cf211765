import json

import pytest

RULES = ("--config", "rules")
TEXT = "Ann Lee leads the Green Fund.\n"


def gold(id="one", **changes):
    return {
        "id": id,
        "text": TEXT,
        "mentions": [
            {"id": "m1", "start": 0, "end": 7, "text": "Ann Lee", "kind": "name", "type": "PERSON", "entity": "e1"},
            {"id": "m2", "start": 18, "end": 28, "text": "Green Fund", "kind": "name", "type": "ORG", "entity": "e2"},
        ],
        "entities": [
            {"id": "e1", "name": "Ann Lee", "type": "PERSON", "mentions": ["m1"]},
            {"id": "e2", "name": "Green Fund", "type": "ORG", "mentions": ["m2"]},
        ],
        "relations": [{"head": "e1", "label": "leads", "tail": "e2"}],
        **changes,
    }


@pytest.fixture(autouse=True)
def corpus(tmp_path):
    path = tmp_path / "gold.jsonl"
    path.write_text("".join(json.dumps(gold(name)) + "\n" for name in ("one", "two", "three")))


@pytest.fixture(autouse=True)
def half(tmp_path):
    path = tmp_path / "half.jsonl"
    path.write_text("".join(json.dumps(gold(name, relations=[])) + "\n" for name in ("one", "two", "three")))


def test_predictions_are_scored_and_written(onrecord):
    ended = onrecord("evaluate", "gold.jsonl", "--predictions", "half.jsonl", "--json", "a.json", "--html", "a.html")
    assert ended.code == 0, ended.err
    assert "names" in ended.out
    assert "relations" in ended.out
    report = json.loads((onrecord.folder / "a.json").read_text())
    scores = {(score["task"], score["metric"]): score["value"] for score in report["scores"] if score["group"] == "all"}
    assert scores["names", "exact"] == 1
    assert scores["relations", "soft"] == 0
    assert report["documents"][0]["counts"]["names/exact/all"] == [2, 2, 2, 2]
    assert (onrecord.folder / "a.html").read_text().startswith("<!doctype html>")


def test_a_pipeline_is_scored(onrecord):
    ended = onrecord("evaluate", "gold.jsonl", "--task", "names", "--limit", "1", "--samples", "5", *RULES)
    assert ended.code == 0, ended.err
    assert "1 document" in ended.out
    assert "scoring" in ended.out


def test_compare(onrecord):
    for predictions, out in (("half.jsonl", "a.json"), ("gold.jsonl", "b.json")):
        assert onrecord("evaluate", "gold.jsonl", "--predictions", predictions, "--json", out, "-q").code == 0
    ended = onrecord("compare", "a.json", "b.json", "--json")
    assert ended.code == 0, ended.err
    rows = {(row["task"], row["metric"]): row for row in json.loads(ended.out)}
    assert rows["relations", "soft"]["difference"] == 1
    assert rows["relations", "soft"]["real"] is True
    assert rows["names", "exact"]["real"] is False
    assert "differences are real" in onrecord("compare", "a.json", "b.json").out


def test_data_problems_end_with_1(onrecord):
    (onrecord.folder / "other.jsonl").write_text(
        json.dumps(gold("one", text="Bob Fox sells the Green Fund.\n", mentions=[], entities=[], relations=[]))
    )
    ended = onrecord("evaluate", "gold.jsonl", "--predictions", "other.jsonl")
    assert ended.code == 1
    assert "'one', text at offset 0" in ended.err
    ended = onrecord("evaluate", "gold.jsonl", "--predictions", "half.jsonl", "--task", "quotes")
    assert ended.code == 1
    assert "no gold for quotes" in ended.err
    (onrecord.folder / "noise.txt").write_text("nothing that any format knows")
    assert onrecord("evaluate", "noise.txt", *RULES).code == 1
    assert onrecord("compare", "gold.jsonl", "gold.jsonl").code == 1


def test_a_system_that_says_nothing_ends_with_1(onrecord):
    (onrecord.folder / "strangers.jsonl").write_text(json.dumps(gold("four")))
    ended = onrecord("evaluate", "gold.jsonl", "--predictions", "strangers.jsonl")
    assert ended.code == 1
    assert "nothing for any document" in ended.err


def test_what_was_given_is_not_scored(onrecord):
    ended = onrecord("evaluate", "gold.jsonl", "--given", "entities", "--samples", "5", *RULES)
    assert ended.code == 0, ended.err
    assert "relations" in ended.out
    assert "names" not in ended.out
    ended = onrecord("evaluate", "gold.jsonl", "--given", "content", *RULES)
    assert ended.code == 1
    assert "nothing that the corpus has gold for is left" in ended.err


def test_usage_problems_end_with_2(onrecord):
    assert onrecord("evaluate", "missing.jsonl").code == 2
    assert onrecord("evaluate", "gold.jsonl", "--given", "everything").code == 2
    assert onrecord("evaluate", "gold.jsonl", "--predictions", "half.jsonl", "--given", "entities").code == 2
    assert onrecord("evaluate", "gold.jsonl", "--predictions", "half.jsonl", "--device", "cpu").code == 2
    assert onrecord("evaluate", "gold.jsonl", "--config", "nonesuch").code == 2
    ended = onrecord("evaluate", "gold.jsonl", "--predictions", "half.jsonl", "--json", "gold.jsonl", "--force")
    assert ended.code == 2
    assert "one of the inputs" in ended.err


def test_nothing_is_written_over_unasked(onrecord):
    (onrecord.folder / "a.json").write_text("kept")
    assert onrecord("evaluate", "gold.jsonl", "--predictions", "half.jsonl", "--json", "a.json").code == 2
    assert (onrecord.folder / "a.json").read_text() == "kept"
    assert onrecord("evaluate", "gold.jsonl", "--predictions", "half.jsonl", "--json", "a.json", "--force").code == 0
    assert (onrecord.folder / "a.json").read_text() != "kept"


def test_annotations_by_name_are_scored_together(onrecord):
    world, relations = (onrecord.folder / f"{name}.jsonl" for name in ("world", "relations"))
    world.write_text(json.dumps(named("one", quotes=[{"content": [[0, 7]], "speaker": ANN, "kind": "person"}])) + "\n")
    relations.write_text(json.dumps(named("two")) + "\n")
    files = ("world.jsonl", "relations.jsonl", "--predictions", "half.jsonl", "--json", "a.json", "--html", "a.html")
    ended = onrecord("evaluate", *files)
    assert ended.code == 0, ended.err
    assert "quote with speaker" in ended.out
    assert "by name" in ended.out
    report = json.loads((onrecord.folder / "a.json").read_text())
    scores = {(score["task"], score["metric"], score["group"]): score for score in report["scores"]}
    assert scores["relations", "by name", "all"]["gold"] == 2
    assert scores["quotes", "content 0.5", "all"]["gold"] == 1
    ended = onrecord("evaluate", "world.jsonl", "gold.jsonl", "--predictions", "half.jsonl")
    assert ended.code == 1
    assert "cannot be read together" in ended.err


ANN = {"name": "Ann Lee", "spans": [[0, 7]]}


def named(id, **layers):
    relation = {"head": ANN, "label": "leads", "tail": {"name": "Green Fund", "spans": [[18, 28]]}}
    return {"id": id, "corpus": "press", "text": TEXT, "relations": [relation], **layers}
