from onrecord.records import Entity, Mention, Quote, Record, Relation, Span
from onrecord.views.rows import by_speaker, entity_rows, quote_rows, relation_rows, type_rows


def test_quotes_of_a_speaker_stand_together_and_the_unattributed_last(record: Record) -> None:
    rows = by_speaker(quote_rows(record))
    assert [(row.number, row.speaker) for row in rows] == [
        (1, "Coastal Workers' Union"),
        (2, "Marta Lindqvist"),
        (3, "Marta Lindqvist"),
        (4, "Marta Lindqvist"),
        (5, "Northern Ports Authority"),
        (7, "A senior Kestrian official"),
        (6, "the gate"),
        (8, "—"),
    ]
    assert [row.reason for row in rows[-2:]] == ["ambiguous source", "no source in the text"]


def test_a_quote_in_words(record: Record) -> None:
    row = quote_rows(record)[4]
    assert (row.type, row.source, row.source_type, row.cue, row.via, row.score) == (
        "indirect", "the authority", "organization", "stated", "Ellery Courier", "0.83",
    )  # fmt: skip
    assert row.content == "It had offered new contracts at Fairview Terminal"


def test_a_quote_over_paragraphs_is_one_line(record: Record) -> None:
    assert quote_rows(record)[1].content == (
        "“We have waited for eleven months,” “and we will not wait for a twelfth. “Nobody wants this strike, but "
        "nobody gave us a reason to call it off.”"
    )


def test_entities_are_listed_by_mentions(record: Record) -> None:
    rows = entity_rows(record)
    assert [(row.name, row.mentions) for row in rows[:3]] == [
        ("Coastal Workers' Union", 6), ("Northern Ports Authority", 6), ("Marta Lindqvist", 3),
    ]  # fmt: skip
    assert rows[0].surfaces == "Coastal Workers' Union · CWU · We · the union · we"


def test_types_keep_their_order_and_strange_ones_follow() -> None:
    mentions = (Mention("m1", 0, 1, "a", "name", "ZETA"), Mention("m2", 1, 2, "b", "name", "ORG", "e1"))
    record = Record("a", "ab", mentions=mentions, entities=(Entity("e1", "b", "ORG", ("m2",)),))
    assert [(row.type, row.entities, row.mentions) for row in type_rows(record)] == [("ORG", 1, 1), ("ZETA", 0, 1)]


def test_relations_say_that_they_are_negated_or_past(record: Record) -> None:
    labels = [(row.label, row.family) for row in relation_rows(record)]
    assert labels[3] == ("works_for (past)", "fact")
    assert labels[6] == ("not member_of", "fact")
    assert labels[1] == ("accuse", "act")
    assert relation_rows(Record("a", "", relations=(Relation("x", "gpe0", "y"),)))[0].family == "other"


def test_an_unknown_id_is_shown_as_it_is() -> None:
    record = Record("a", "Yes.", quotes=(Quote("q1", "direct", (Span(0, 4),), speaker="e\x1b9"),))
    row = quote_rows(record)[0]
    assert (row.speaker, row.speaker_index) == ("e␛9", None)
