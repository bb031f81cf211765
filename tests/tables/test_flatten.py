from dataclasses import astuple

from hypothesis import given, settings
from tables_making import RECORD, TEXT

from onrecord.records import Record
from onrecord.tables.flatten import flat
from onrecord.tables.schema import TABLES, columns, table_schema
from strategies import records

TITLE = ("Row at Acme", "20240102", '["Kim", "Jo"]', "The Daily", None)


def of(record, table):
    return [astuple(row) for name, row in flat(record) if name == table]


def test_the_article_has_its_meta_in_columns():
    meta = '{"title": "Row at Acme", "date": 20240102, "author": ["Kim", "Jo"], "outlet": "The Daily", "page": 3}'
    assert of(RECORD, "articles") == [
        ("a-1", *TITLE, len(TEXT), "partial", '["too long"]', meta, "0.1.0", "abc", "rules", TEXT)
    ]


def test_mentions_name_their_entity():
    assert of(RECORD, "mentions") == [
        ("a-1", "m1", "e1", "Zoë Lee", "Zoë Lee", "name", "PERSON", 11, 18, 0.5),
        ("a-1", "m2", "e2", "Acme", "Acme", "name", "ORG", 22, 26, 1.0),
        ("a-1", "m3", "e3", "Rex Hall", "Rex Hall", "name", "PERSON", 29, 37, 1.0),
        ("a-1", "m4", "e4", "Post", "Post", "name", "ORG", 52, 56, 1.0),
        ("a-1", "m5", "e1", "Zoë Lee", "Lee", "name", "PERSON", 64, 67, 1.0),
        ("a-1", "m6", "e3", "Rex Hall", "Hall", "name", "PERSON", 76, 80, 1.0),
    ]


def test_entities_count_their_mentions():
    assert of(RECORD, "entities") == [
        ("a-1", "e1", "Zoë Lee", "PERSON", True, 2),
        ("a-1", "e2", "Acme", "ORG", True, 1),
        ("a-1", "e3", "Rex Hall", "PERSON", True, 2),
        ("a-1", "e4", "Post", "ORG", True, 1),
    ]


def test_quotes_name_speaker_and_via_and_have_their_surfaces():
    none = (None,)
    assert of(RECORD, "quotes") == [
        ("a-1", "q1", "direct", "e1", "Zoë Lee", "PERSON", "person", "e4", "Post", "“No,” “Rex Hall must go,”", "said",
         "Zoë Lee of Acme", 0, 47, 6, 10, 11, 26, 0.75, None),
        ("a-1", "q2", "indirect", *none * 6, "accused Hall", *none * 2, 68, 80, *none * 4, 1.0, "no_source"),
    ]  # fmt: skip


def test_contents_has_each_span():
    assert of(RECORD, "contents") == [
        ("a-1", "q1", 1, "“No,”", 0, 5),
        ("a-1", "q1", 2, "“Rex Hall must go,”", 28, 47),
        ("a-1", "q2", 1, "accused Hall", 68, 80),
    ]


def test_relations_name_both_ends():
    assert of(RECORD, "relations") == [
        ("a-1", "r1", "e1", "Zoë Lee", "PERSON", "works_for", "e2", "Acme", "ORG", False, True, 0.25, None),
        ("a-1", "r2", "e1", "Zoë Lee", "PERSON", "accuse", "e3", "Rex Hall", "PERSON", True, False, 1.0,
         "Lee accused … Hall"),
    ]  # fmt: skip


def test_evidence_has_each_span():
    assert of(RECORD, "evidence") == [("a-1", "r2", 1, "Lee accused", 64, 75), ("a-1", "r2", 2, "Hall", 76, 80)]


def test_an_article_in_which_nothing_was_found_is_one_row():
    assert [name for name, _ in flat(Record("x", ""))] == ["articles"]


@settings(max_examples=60, deadline=None)
@given(record=records())
def test_every_thing_of_a_record_is_one_row_and_every_surface_is_the_text(record):
    found = {table: [row for name, row in flat(record) if name == table] for table in TABLES}
    assert [row.mention_id for row in found["mentions"]] == [mention.id for mention in record.mentions]
    assert [row.entity_id for row in found["entities"]] == [entity.id for entity in record.entities]
    assert [row.quote_id for row in found["quotes"]] == [quote.id for quote in record.quotes]
    assert [(row.quote_id, row.start, row.end) for row in found["contents"]] == [
        (quote.id, span.start, span.end) for quote in record.quotes for span in quote.content
    ]
    assert [(row.head_id, row.label, row.tail_id) for row in found["relations"]] == [
        (relation.head, relation.label, relation.tail) for relation in record.relations
    ]
    assert [(row.start, row.end) for row in found["evidence"]] == [
        (span.start, span.end) for relation in record.relations for span in relation.evidence
    ]
    for row in (*found["mentions"], *found["contents"], *found["evidence"]):
        assert row.text == record.text[row.start : row.end]
    for table, rows in found.items():
        for row in rows:
            assert row.article_id == record.id
            assert len(astuple(row)) == len(table_schema(table).names)


def test_every_column_is_described():
    described = [(column.table, column.name) for table in TABLES for column in columns(table) if column.meaning]
    assert described == [(table, name) for table in TABLES for name in table_schema(table).names]
