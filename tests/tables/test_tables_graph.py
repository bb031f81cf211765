import json
from dataclasses import replace

import networkx as nx
import pytest
from tables_making import RECORD, built, renamed

from onrecord.records import Entity, Mention, Quote, Record, Span
from onrecord.tables.graph import GraphSize
from onrecord.tables.xml_text import XmlText

LEE, HALL, ACME = ("Zoë Lee", "PERSON"), ("Rex Hall", "PERSON"), ("Acme", "ORG")


def edges(path):
    graph = nx.read_graphml(path / "graph.graphml", force_multigraph=True)
    node = {key: (data["label"], data["type"]) for key, data in graph.nodes(data=True)}
    return {
        (node[head], data["label"], node[tail]): (
            data["weight"], data["articles"], data["negated"], data["past"], json.loads(data["examples"]),
        )
        for head, tail, data in graph.edges(data=True)
    }  # fmt: skip


def test_who_says_what_about_whom(tmp_path):
    made = built(tmp_path / "out", RECORD)
    assert made.graph == GraphSize(nodes=3, edges=3, dropped=0)
    assert edges(tmp_path / "out") == {
        (LEE, "quotes", HALL): (1, 1, False, False, ["a-1"]),
        (LEE, "works_for", ACME): (1, 1, False, True, ["a-1"]),
        (LEE, "accuse", HALL): (1, 1, True, False, ["a-1"]),
    }


def test_gexf_is_the_same_graph(tmp_path):
    built(tmp_path / "out", RECORD)
    graph = nx.read_gexf(tmp_path / "out" / "graph.gexf")
    node = {key: (data["label"], data["type"]) for key, data in graph.nodes(data=True)}
    found = {(node[head], data["label"], node[tail], data["weight"]) for head, tail, data in graph.edges(data=True)}
    assert found == {(LEE, "quotes", HALL, 1), (LEE, "works_for", ACME, 1), (LEE, "accuse", HALL, 1)}


def test_names_meet_over_articles_and_three_examples_are_given(tmp_path):
    built(tmp_path / "out", *(renamed(RECORD, f"a-{number}") for number in range(5)))
    assert edges(tmp_path / "out")[LEE, "quotes", HALL] == (5, 5, False, False, ["a-0", "a-1", "a-2"])


def test_a_quote_counts_once_however_often_it_mentions_somebody(tmp_path):
    text = "“Rex, Rex and Rex!” said Zoë. “Rex,” said Zoë."
    record = Record(
        id="b",
        text=text,
        mentions=tuple(
            Mention(f"m{start}", start, start + 3, text[start : start + 3], "name", "PERSON", entity)
            for start, entity in ((1, "e1"), (6, "e1"), (14, "e1"), (25, "e2"), (31, "e1"), (42, "e2"))
        ),
        entities=(
            Entity("e1", "Rex", "PERSON", ("m1", "m6", "m14", "m31")),
            Entity("e2", "Zoë", "PERSON", ("m25", "m42")),
        ),
        quotes=(
            Quote("q1", "direct", (Span(0, 19),), speaker="e2"),
            Quote("q2", "direct", (Span(30, 36),), speaker="e2"),
        ),
    )
    built(tmp_path / "out", record)
    assert edges(tmp_path / "out") == {(("Zoë", "PERSON"), "quotes", ("Rex", "PERSON")): (2, 1, False, False, ["b"])}


@pytest.mark.parametrize(("field", "value"), [("kind", "nominal"), ("kind", "pronoun")])
def test_what_has_no_name_is_no_node(tmp_path, field, value):
    mentions = tuple(replace(item, **{field: value}) if item.entity == "e3" else item for item in RECORD.mentions)
    built(tmp_path / "out", replace(RECORD, mentions=mentions))
    assert list(edges(tmp_path / "out")) == [(LEE, "works_for", ACME)]


def test_dates_are_nobody(tmp_path):
    entities = tuple(replace(item, type="DATE") if item.id == "e3" else item for item in RECORD.entities)
    built(tmp_path / "out", replace(RECORD, entities=entities))
    assert list(edges(tmp_path / "out")) == [(LEE, "works_for", ACME)]


def test_light_edges_are_left_out(tmp_path):
    rest = replace(renamed(RECORD, "a-2"), quotes=())
    assert built(tmp_path / "out", RECORD, rest, min_count=2).graph == GraphSize(3, 2, 0)
    assert [weight for weight, *_ in edges(tmp_path / "out").values()] == [2, 2]


def test_a_graph_without_edges_can_be_read(tmp_path):
    assert built(tmp_path / "out", Record("x", "")).graph == GraphSize(0, 0, 0)
    assert len(nx.read_graphml(tmp_path / "out" / "graph.graphml")) == 0
    assert len(nx.read_gexf(tmp_path / "out" / "graph.gexf")) == 0


def test_what_xml_cannot_hold_is_dropped_and_counted(tmp_path):
    names = {"e1": "Zoë\0 Lee\x1f", "e3": '<Rex> & "Hall"\uffff', "e2": "A\U0001f600\u2028cme"}
    entities = tuple(replace(item, name=names.get(item.id, item.name)) for item in RECORD.entities)
    made = built(tmp_path / "out", replace(RECORD, id="a\x01", entities=entities))
    # Two of e1, one of e3, and the id as the example of three edges.
    assert made.graph == GraphSize(3, 3, 6)
    assert (LEE, "accuse", ('<Rex> & "Hall"', "PERSON")) in edges(tmp_path / "out")
    assert edges(tmp_path / "out")[LEE, "works_for", ("A\U0001f600\u2028cme", "ORG")][-1] == ["a"]
    assert len(nx.read_gexf(tmp_path / "out" / "graph.gexf")) == 3


def test_every_character_is_kept_or_counted():
    text = XmlText()
    everything = "".join(map(chr, [*range(0xD800), *range(0xE000, 0x11000)]))
    kept = text.clean(everything)
    assert text.dropped == 29 + 1 + 2, "controls without tab and line feed, …"
    assert len(kept) + text.dropped == len(everything)
