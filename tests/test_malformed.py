"""Every malformed input gets its message; none crashes a run, none is lost."""

import io
import json
import sys

import pytest

import onrecord
from malformed_case import arguments
from malformed_commands import COMMANDS
from malformed_json import JSON
from malformed_texts import TEXTS
from onrecord.batch.intake import Incoming, ReadSettings
from onrecord.batch.sources import read_articles
from onrecord.cli.app import main
from onrecord.reading import check_record

CASES = [case for case in TEXTS + JSON + COMMANDS if not case.slow]


@pytest.fixture
def pipeline(tmp_path_factory):
    path = tmp_path_factory.mktemp("config") / "light.yaml"
    path.write_text("name: light\nstages:\n  segment:\n")
    return str(path)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_malformed_input_gets_its_message(case, tmp_path, pipeline, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["onrecord", *arguments(tmp_path, case.make(tmp_path), pipeline)])
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(case.stdin))))
    with pytest.raises(SystemExit) as ended:
        main()
    said = capsys.readouterr()
    records, rejects = read(tmp_path / "out.jsonl"), read(tmp_path / "out.jsonl.rejected.jsonl")
    assert case.says in said.err + said.out + " ".join(reject["reason"] for reject in rejects)
    assert "Traceback" not in said.err
    assert (ended.value.code or 0, len(records), len(rejects)) == (case.code, case.written, case.rejected)


def read(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line] if path.exists() else []


def test_malformed_texts_go_through_the_rules_together_as_they_do_alone(tmp_path):
    odd = [case for case in TEXTS if not case.slow and "20,000" not in case.name]
    for number, case in enumerate(odd):
        folder = tmp_path / f"{number:03}"
        folder.mkdir()
        case.make(folder)
    items = list(read_articles([str(tmp_path)], ReadSettings()))
    articles = [item.article for item in items if isinstance(item, Incoming) and item.source.endswith(".txt")]
    nlp = onrecord.load("rules")
    records = list(nlp.process(articles))
    assert [record.text for record in records] == [article.text for article in articles]
    assert len(articles) > 20
    for record in records:
        check_record(record)
    assert [nlp(article) for article in articles] == records
