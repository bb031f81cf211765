import gzip
import json
from dataclasses import asdict, replace

import pytest

from onrecord.errors import ArticleError, SourceError
from onrecord.reading import check_record, parse_record, read_records
from onrecord.record_checks import problems
from onrecord.records import Entity, Mention, Provenance, Quote, Record, Relation, Span, json_schema
from onrecord.writing import to_json

TEXT = "Zoë Lee leads Acme. “We’re fine,” she said."
RECORD = Record(
    id="r1",
    text=TEXT,
    meta={"outlet": "Post", "tags": ["a", None, 1.5, {"deep": True}]},
    mentions=(
        Mention("m1", 0, 7, "Zoë Lee", "name", "PERSON", "e1", 0.9),
        Mention("m2", 14, 18, "Acme", "name", "ORG", "e2"),
        Mention("m3", 34, 37, "she", "pronoun", "PERSON", "e1"),
    ),
    entities=(Entity("e1", "Zoë Lee", "PERSON", ("m1", "m3")), Entity("e2", "Acme", "ORG", ("m2",))),
    quotes=(Quote("q1", "direct", (Span(20, 33),), Span(38, 42), Span(34, 37), "e1", "person", None, 0.8),),
    relations=(Relation("e1", "leads", "e2", (Span(0, 18),), 0.7, past=True),),
    provenance=Provenance("0.1.0", "abc", "rules"),
    status="partial",
    warnings=("one",),
)


def changed(**parts):
    """The record as a JSON object with some of its parts changed."""
    return {**json.loads(to_json(RECORD)), **parts}


def test_a_record_comes_back_as_it_was():
    assert parse_record(to_json(RECORD)) == RECORD
    assert parse_record(to_json(RECORD, indent=2)) == RECORD


def test_json_has_the_keys_in_the_order_of_the_definition_and_characters_as_they_are():
    line = to_json(RECORD)
    assert "\n" not in line
    assert "Zoë Lee" in line
    assert list(json.loads(line)) == list(Record.__slots__)
    assert to_json(RECORD) == line


def test_the_schema_describes_what_is_written():
    schema = json_schema()
    assert list(schema["properties"]) == list(asdict(RECORD))
    assert schema["additionalProperties"] is False
    assert schema["properties"]["text"]["description"] == "The raw text, unchanged."


def test_what_may_be_left_out_is_filled_in():
    assert parse_record('{"id": "a", "text": "So."}') == Record("a", "So.")


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        (Record("a", "lone \ud800"), "surrogates not allowed"),
        (Record("a", "x", {"n": float("nan")}), "Out of range float values"),
        (Record("a", "x", {"n": object()}), "not JSON serializable"),
    ],
)
def test_what_json_cannot_hold_is_not_written(record, reason):
    with pytest.raises(ArticleError, match=f"article 'a', record: JSON cannot hold it: .*{reason}"):
        to_json(record)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "article 'here:3', record: no valid JSON at character 2"),
        ("[]", "article 'here:3', record: must be an object, not a list"),
        ('{"text": "x"}', "article 'here:3', id: is missing; the record needs it"),
        ('{"id": 5, "text": "x"}', "article 'here:3', id: input should be a valid string, not 5"),
        ('{"id": "a", "text": "x", "id": "b"}', "article 'here:3', record: key 'id' is given twice in one object"),
        ('{"id": "a", "text": "\\ud800"}', "article 'a', record: "),
    ],
)
def test_what_is_no_record_is_named_by_its_place(text, message):
    with pytest.raises(ArticleError) as caught:
        parse_record(text, "here:3")
    assert str(caught.value).startswith(message)


MENTION = asdict(RECORD.mentions[0])
QUOTE = json.loads(json.dumps(asdict(RECORD.quotes[0])))


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({"mention": []}, "mention: unknown key; did you mean 'mentions'?"),
        ({"mentions": [{**MENTION, "kidn": 1}]}, "mentions[0].kidn: unknown key; did you mean 'kind'?"),
        ({"quotes": [{**QUOTE, "content": [{"start": 1, "eend": 2}]}]}, "quotes[0].content[0].end: is missing"),
        ({"quotes": [{**QUOTE, "cue": {"start": 1, "end": 2, "text": ""}}]}, "quotes[0].cue.text: unknown key; "),
        ({"mentions": [{**MENTION, "start": "0"}]}, "mentions[0].start: input should be a valid integer, not '0'"),
        ({"mentions": [{**MENTION, "kind": "noun"}]}, "mentions[0].kind: input should be 'name', 'nominal' or 'pron"),
        ({"mentions": {}}, "mentions: input should be a valid array, not {}"),
        ({"status": "fine"}, "status: input should be 'ok' or 'partial', not 'fine'"),
    ],
)
def test_a_wrong_shape_names_article_and_field(parts, message):
    with pytest.raises(ArticleError) as caught:
        parse_record(json.dumps(changed(**parts)))
    assert str(caught.value).startswith(f"article 'r1', {message}")


def mention(index, **parts):
    mentions = list(RECORD.mentions)
    mentions[index] = replace(mentions[index], **parts)
    return replace(RECORD, mentions=tuple(mentions))


def quote(**parts):
    return replace(RECORD, quotes=(replace(RECORD.quotes[0], **parts),))


def relation(**parts):
    return replace(RECORD, relations=(replace(RECORD.relations[0], **parts),))


def entities(*given):
    return replace(RECORD, entities=given)


LENGTH = len(TEXT)


@pytest.mark.parametrize(
    ("record", "message"),
    [
        (mention(0, text="Zoe Lee"), "mentions[0].text at offset 0: is 'Zoe Lee', but the article has 'Zoë Lee' there"),
        (mention(1, start=15), "mentions[1].text at offset 15: is 'Acme', but the article has 'cme' there"),
        (mention(1, end=14), "mentions[1] at offset 14: span 14–14 is empty: start < end"),
        (mention(1, start=-1), "mentions[1] at offset -1: span -1–18 lies outside of the text"),
        (
            mention(1, end=LENGTH + 1),
            f"mentions[1] at offset 14: span 14–{LENGTH + 1} lies outside of the text, which has {LENGTH} code points",
        ),
        (mention(1, id="m1"), "mentions[1].id: 'm1' is taken by mentions[0]"),
        (mention(1, score=1.01), "mentions[1].score: must lie between 0 and 1, not 1.01"),
        (mention(1, entity="e9"), "mentions[1].entity: there is no entity 'e9'"),
        (mention(1, entity="e1"), "mentions[1].entity: is 'e1', but that entity does not list mention 'm2'"),
        (
            mention(1, entity=None),
            "entities[1].mentions[0]: entity 'e2' lists mention 'm2', whose own entity is None",
        ),
        (
            entities(RECORD.entities[0], replace(RECORD.entities[1], mentions=("m2", "m8"))),
            "entities[1].mentions[1]: there is no mention 'm8'",
        ),
        (
            entities(RECORD.entities[0], replace(RECORD.entities[1], mentions=("m2", "m2"))),
            "entities[1].mentions: lists a mention twice",
        ),
        (entities(*RECORD.entities, replace(RECORD.entities[1])), "entities[2].id: 'e2' is taken by entities[1]"),
        (quote(content=()), "quotes[0].content: is empty; a quote needs at least one span"),
        (quote(content=(Span(20, 99),)), "quotes[0].content[0] at offset 20: span 20–99 lies outside of the text"),
        (
            quote(content=(Span(20, 30), Span(29, 33))),
            "quotes[0].content[1] at offset 29: starts at 29, before the span ahead of it has ended",
        ),
        (quote(cue=Span(38, 38)), "quotes[0].cue at offset 38: span 38–38 is empty"),
        (quote(source=Span(34, LENGTH + 9)), "quotes[0].source at offset 34: span"),
        (quote(speaker="e9"), "quotes[0].speaker: there is no entity 'e9'"),
        (quote(via="e9"), "quotes[0].via: there is no entity 'e9'"),
        (quote(score=-0.1), "quotes[0].score: must lie between 0 and 1, not -0.1"),
        (quote(unattributed="ambiguous"), "quotes[0].unattributed: is 'ambiguous', but the quote has a speaker"),
        (replace(RECORD, quotes=RECORD.quotes * 2), "quotes[1].id: 'q1' is taken by quotes[0]"),
        (relation(head="e9"), "relations[0].head: there is no entity 'e9'"),
        (relation(tail="e9"), "relations[0].tail: there is no entity 'e9'"),
        (relation(evidence=(Span(5, 4),)), "relations[0].evidence[0] at offset 5: span 5–4 is empty"),
        (relation(score=2.0), "relations[0].score: must lie between 0 and 1, not 2.0"),
    ],
)
def test_what_does_not_hold_within_a_record_is_named(record, message):
    with pytest.raises(ArticleError) as caught:
        parse_record(to_json(record))
    assert str(caught.value).startswith(f"article 'r1', {message}")


def test_a_sound_record_has_no_problem_and_a_bad_one_all_of_its_problems():
    check_record(RECORD)
    assert list(problems(RECORD)) == []
    bad = replace(mention(1, entity="e9"), quotes=quote(speaker="e9").quotes)
    assert [problem.field for problem in problems(bad)] == [
        "mentions[1].entity",
        "entities[1].mentions[0]",
        "quotes[0].speaker",
    ]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("lines.jsonl", f"{to_json(RECORD)}\n\n{to_json(replace(RECORD, id='r2'))}\n".encode()),
        ("list.json", f"[\n{to_json(RECORD, indent=2)},\n{to_json(replace(RECORD, id='r2'))}\n]\n".encode()),
        ("lines.jsonl.gz", gzip.compress(f"{to_json(RECORD)}\n{to_json(replace(RECORD, id='r2'))}".encode())),
    ],
)
def test_files_of_records_are_read_in_every_form(tmp_path, name, data):
    (tmp_path / name).write_bytes(data)
    assert list(read_records(tmp_path / name)) == [RECORD, replace(RECORD, id="r2")]


def test_one_indented_record_is_read(tmp_path):
    (tmp_path / "gold.json").write_text(to_json(RECORD, indent=1), encoding="utf-8")
    assert list(read_records(tmp_path / "gold.json")) == [RECORD]


def test_a_bad_line_is_named_and_the_records_ahead_of_it_have_been_read(tmp_path):
    path = tmp_path / "r.jsonl"
    path.write_text(f'{to_json(RECORD)}\n{{"id": "b"\n', encoding="utf-8")
    records = read_records(path)
    assert next(records) == RECORD
    with pytest.raises(ArticleError, match=r"article 'r.jsonl:2', record: no valid JSON at character 11"):
        next(records)


def test_a_missing_file(tmp_path):
    with pytest.raises(SourceError, match="cannot be opened: No such file"):
        next(read_records(tmp_path / "none.jsonl"))
