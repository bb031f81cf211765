import json
from dataclasses import replace

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from onrecord.arrow import arrow_schema, from_batch, to_batch
from onrecord.errors import ArticleError
from onrecord.records import Entity, Mention, Provenance, Quote, Record, Relation, Span

RECORD = Record(
    id="r1",
    text="Zoë Lee leads Acme.",
    meta={"tags": ["a", None, 1.5], "n": 10**30},
    mentions=(Mention("m1", 0, 7, "Zoë Lee", "name", "PERSON", "e1", 0.9),),
    entities=(Entity("e1", "Zoë Lee", "PERSON", ("m1",)),),
    quotes=(Quote("q1", "indirect", (Span(0, 3), Span(4, 7)), speaker="e1"),),
    relations=(Relation("e1", "family", "e1", (Span(0, 7),), negated=True),),
    provenance=Provenance("0.1.0", "abc", "rules"),
)


def test_columns_are_the_fields_of_the_record_in_their_order():
    assert arrow_schema().names == list(Record.__slots__)


@pytest.mark.parametrize(
    ("path", "type", "nullable"),
    [
        (["id"], pa.string(), False),
        (["meta"], pa.string(), False),
        (["mentions", "start"], pa.int64(), False),
        (["mentions", "entity"], pa.string(), True),
        (["mentions", "score"], pa.float64(), False),
        (["entities", "mentions"], pa.list_(pa.field("item", pa.string(), nullable=False)), False),
        (["quotes", "cue", "end"], pa.int64(), False),
        (["quotes", "speaker"], pa.string(), True),
        (["relations", "negated"], pa.bool_(), False),
        (["provenance", "model"], pa.string(), False),
        (["warnings"], pa.list_(pa.field("item", pa.string(), nullable=False)), False),
    ],
)
def test_types_follow_the_definition(path, type, nullable):
    field = arrow_schema().field(path[0])
    for name in path[1:]:
        inner = field.type.value_type if pa.types.is_list(field.type) else field.type
        field = inner.field(name)
    assert (field.type, field.nullable) == (type, nullable)


def test_what_can_be_missing_is_nullable():
    schema = arrow_schema()
    assert [field.name for field in schema if field.nullable] == ["provenance"]
    quote = schema.field("quotes").type.value_type
    assert [field.name for field in quote if field.nullable] == [
        "cue", "source", "speaker", "source_type", "via", "unattributed",
    ]  # fmt: skip


def test_records_come_back_as_they_were():
    records = [RECORD, Record("r2", ""), replace(RECORD, id="r3", provenance=None)]
    assert list(from_batch(to_batch(records))) == records


def test_records_come_back_from_parquet(tmp_path):
    pq.write_table(pa.Table.from_batches([to_batch([RECORD])]), tmp_path / "r.parquet")
    (batch,) = pq.read_table(tmp_path / "r.parquet").to_batches()
    assert batch.schema.equals(arrow_schema())
    assert list(from_batch(batch)) == [RECORD]


def test_no_records_are_no_rows():
    assert to_batch([]).num_rows == 0
    assert to_batch([]).schema == arrow_schema()


def test_meta_is_json():
    assert json.loads(to_batch([RECORD]).column("meta")[0].as_py()) == RECORD.meta


def test_a_row_that_is_no_sound_record_is_named():
    batch = to_batch([RECORD, replace(RECORD, id="r2", text="Zoe")])
    with pytest.raises(ArticleError, match=r"article 'r2', mentions\[0\] at offset 0: span 0–7 lies outside"):
        list(from_batch(batch))
