"""What is meant where no configuration is named: the model that comes with onrecord."""

import json
import multiprocessing

import torch
from running import CommandLine, objects

import onrecord
from onrecord.config import DEFAULT, load_config
from onrecord.models import checkpoint
from onrecord.models.shipped import model_folder
from onrecord.reading import check_record

STORY = """Ferry line cuts winter service

Lakeside Ferries will stop its night boats in December, said Ruth Calloway, the company's chief executive.

“We lose money on every crossing,” she said.

The city of Marlow rejected the plan."""


def test_the_released_model_is_whole_and_small() -> None:
    folder = model_folder(DEFAULT)
    assert sorted(path.name for path in folder.iterdir()) == [
        "README.md",
        checkpoint.SETTINGS,
        checkpoint.WEIGHTS,
        checkpoint.TOKENIZER,
    ]
    assert sum(path.stat().st_size for path in folder.iterdir()) < 50e6


def test_load_gives_the_default(news_small: onrecord.Extractor) -> None:
    assert news_small.config == load_config(DEFAULT)
    assert news_small.provenance.model == checkpoint.identity(model_folder(DEFAULT))


def test_an_article_comes_out_whole(news_small: onrecord.Extractor) -> None:
    record = news_small(STORY)
    check_record(record)
    assert (record.status, record.warnings) == ("ok", ())
    names = {entity.name for entity in record.entities}
    assert {"Lakeside Ferries", "Ruth Calloway", "Marlow"} <= names
    direct = [quote for quote in record.quotes if quote.type == "direct"]
    assert [span.of(STORY) for quote in direct for span in quote.content] == ["“We lose money on every crossing,”"]
    assert direct[0].speaker is not None
    assert record.entity(direct[0].speaker).name == "Ruth Calloway"


def test_two_people_of_one_surname_are_two(news_small: onrecord.Extractor) -> None:
    record = news_small("Mayor Viktor Lanz resigned on Monday. Lanz denied wrongdoing. Eva Lanz resigned too.")
    entity = {mention.text: mention.entity for mention in record.mentions}
    assert entity["Lanz"] == entity["Viktor Lanz"] != entity["Eva Lanz"]


def test_a_forked_process_does_not_wait_for_threads_that_it_has_not(news_small: onrecord.Extractor) -> None:
    threads = torch.get_num_threads()
    torch.set_num_threads(2)
    try:
        here = news_small(STORY * 3)
        context = multiprocessing.get_context("fork")
        found = context.SimpleQueue()
        process = context.Process(target=lambda: found.put(news_small(STORY * 3).quotes), daemon=True)
        process.start()
        process.join(120)
        assert process.exitcode == 0
        assert [quote.content for quote in found.get()] == [quote.content for quote in here.quotes]
    finally:
        torch.set_num_threads(threads)


def test_run_takes_the_default(tmp_path, monkeypatch, capsys, news_small: onrecord.Extractor) -> None:
    asked = []
    monkeypatch.setattr("onrecord.cli.run.load", lambda *given: asked.append(given) or news_small)
    command = CommandLine(tmp_path, monkeypatch, capsys)
    command.file("story.txt", STORY)
    (found,) = objects(command("run", "story.txt").out)
    assert asked == [(DEFAULT, (), None)]
    assert found["provenance"]["model"] == news_small.provenance.model
    assert [quote["type"] for quote in found["quotes"]] == [quote.type for quote in news_small(STORY).quotes]


def test_evaluate_takes_the_default(tmp_path, monkeypatch, capsys, news_small: onrecord.Extractor) -> None:
    asked = []
    monkeypatch.setattr("onrecord.extractor.load", lambda *given: asked.append(given) or news_small)
    command = CommandLine(tmp_path, monkeypatch, capsys)
    gold = {"id": "a", "text": "Ann Lee left.", "mentions": [
        {"id": "m1", "start": 0, "end": 7, "text": "Ann Lee", "kind": "name", "type": "PERSON", "entity": "e1"}
    ], "entities": [{"id": "e1", "name": "Ann Lee", "type": "PERSON", "mentions": ["m1"]}]}  # fmt: skip
    command.file("gold.jsonl", json.dumps(gold))
    ended = command("evaluate", "gold.jsonl", "--task", "names", "--samples", "5", "--device", "cpu")
    assert ended.code == 0, ended.err
    assert asked == [(DEFAULT, [], "cpu")]
    assert DEFAULT in ended.out
