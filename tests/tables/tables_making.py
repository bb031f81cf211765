"""Records made by hand for the tests of tables."""

import pyarrow.parquet as pq

from onrecord.records import Entity, Mention, Provenance, Quote, Record, Relation, Span
from onrecord.tables.building import build_tables

TEXT = "“No,” said Zoë Lee of Acme, “Rex Hall must go,” the Post wrote. Lee accused Hall."
#       0         1         2         3         4         5         6         7         8


def span(words, nth=0):
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(words, start + 1)
    return Span(start, start + len(words))


def mention(id, words, entity, type, kind="name", nth=0, score=1.0):
    place = span(words, nth)
    return Mention(id, place.start, place.end, words, kind, type, entity, score)


RECORD = Record(
    id="a-1",
    text=TEXT,
    meta={"title": "Row at Acme", "date": 20240102, "author": ["Kim", "Jo"], "outlet": "The Daily", "page": 3},
    mentions=(
        mention("m1", "Zoë Lee", "e1", "PERSON", score=0.5),
        mention("m2", "Acme", "e2", "ORG"),
        mention("m3", "Rex Hall", "e3", "PERSON"),
        mention("m4", "Post", "e4", "ORG"),
        mention("m5", "Lee", "e1", "PERSON", nth=1),
        mention("m6", "Hall", "e3", "PERSON", nth=1),
    ),
    entities=(
        Entity("e1", "Zoë Lee", "PERSON", ("m1", "m5")),
        Entity("e2", "Acme", "ORG", ("m2",)),
        Entity("e3", "Rex Hall", "PERSON", ("m3", "m6")),
        Entity("e4", "Post", "ORG", ("m4",)),
    ),
    quotes=(
        Quote(
            "q1", "direct", (span("“No,”"), span("“Rex Hall must go,”")), span("said"), span("Zoë Lee of Acme"),
            "e1", "person", "e4", 0.75,
        ),
        Quote("q2", "indirect", (span("accused Hall"),), unattributed="no_source"),
    ),
    relations=(
        Relation("e1", "works_for", "e2", (), 0.25, past=True),
        Relation("e1", "accuse", "e3", (span("Lee accused"), span("Hall", 1)), negated=True),
    ),
    provenance=Provenance("0.1.0", "abc", "rules"),
    status="partial",
    warnings=("too long",),
)  # fmt: skip


def renamed(record, id):
    """The same record as another article."""
    return Record(id, record.text, record.meta, record.mentions, record.entities, record.quotes, record.relations)


def rows(folder, table):
    return pq.read_table(folder / f"{table}.parquet").to_pylist()


def built(folder, *records, min_count=1):
    return build_tables(iter(records), "records", folder, min_count)
