"""Any sound record comes back from every form as it was; anything else is refused with an error of ours."""

import contextlib
import json
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.arrow import from_batch, to_batch
from onrecord.batch.intake import Incoming, ReadSettings
from onrecord.batch.sources import read_articles
from onrecord.errors import ArticleError
from onrecord.json_input import JsonError, parse_json
from onrecord.reading import parse_record, read_records
from onrecord.record_checks import problems
from onrecord.records import Record
from onrecord.stages.stage import Rejection
from onrecord.writing import to_json
from strategies import json_values, records, strings

unhurried = settings(deadline=None, max_examples=150)


@unhurried
@given(records())
def test_a_record_comes_back_from_json_and_from_arrow(record):
    assert list(problems(record)) == []
    assert parse_record(to_json(record)) == record
    assert parse_record(to_json(record, indent=2)) == record
    assert list(from_batch(to_batch([record, record]))) == [record, record]


@unhurried
@given(json_values)
def test_json_is_read_as_python_reads_it(value):
    assert parse_json(json.dumps(value)) == value


@unhurried
@given(st.text(st.sampled_from('{}[]",:\\u0dE+-. \n123ntrfalsNI\ud800é'), max_size=30))
def test_what_is_read_is_json_that_python_reads_too(text):
    try:
        value = parse_json(text)
    except JsonError:
        return
    assert json.loads(text) == value


@unhurried
@given(strings, strings, st.dictionaries(strings, json_values, max_size=4))
def test_an_article_comes_back_from_json_lines(name, text, meta):
    meta = {key: value for key, value in meta.items() if key not in ("id", "text", "meta")}
    line = json.dumps({**meta, "id": name, "text": text})
    (item,) = in_a_file(f"{line}\n".encode(), "a.jsonl")
    assert item.article.text == text
    assert item.article.meta == meta
    assert item.article.id == (name or "a.jsonl:1")


@unhurried
@given(st.binary(max_size=80) | st.lists(json_values.map(json.dumps)).map(lambda lines: "\n".join(lines).encode()))
def test_any_bytes_at_all_are_articles_or_rejections(data):
    for name in ("a.txt", "a.jsonl", "a.json", "a"):
        for item in in_a_file(data, name):
            assert isinstance(item, Incoming | Rejection)
            json.dumps(item.reason if isinstance(item, Rejection) else item.article.id).encode()


@unhurried
@given(st.binary(max_size=80) | json_values.map(json.dumps).map(str.encode))
def test_any_bytes_at_all_are_records_or_an_error_of_ours(data):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "r.jsonl")
        path.write_bytes(data)
        with contextlib.suppress(ArticleError):
            assert all(isinstance(record, Record) for record in read_records(path))


@unhurried
@given(records(), st.data())
def test_a_record_with_one_part_replaced_is_a_record_or_an_error_that_names_it(record, data):
    whole = json.loads(to_json(record))
    place, key = whole, data.draw(st.sampled_from(sorted(whole)))
    while isinstance(place[key], list | dict) and place[key] and data.draw(st.booleans()):
        place = place[key]
        key = data.draw(st.sampled_from(sorted(place) if isinstance(place, dict) else range(len(place))))
    place[key] = data.draw(json_values)
    text = json.dumps(whole)
    problem = None
    try:
        read = parse_record(text, "here")
    except ArticleError as error:
        problem = error
    if problem is None:
        assert json.loads(to_json(read)) == whole
    else:
        assert problem.article in (record.id, "here", whole["id"])


def in_a_file(data, name):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_bytes(data)
        return list(read_articles([str(path)], ReadSettings()))
