from count_signatures import lines

from onrecord.records import Entity, Mention, Record, Relation


def record(*relations: tuple[str, str, str]) -> Record:
    """Relations between a person a, an organisation b and a place c, which is mentioned nowhere."""
    text = "Ana left Reuters"
    mentions = (Mention("m1", 0, 3, "Ana", "name", "Peop", "a"), Mention("m2", 9, 16, "Reuters", "name", "Org", "b"))
    entities = (
        Entity("a", "Ana", "Peop", ("m1",)),
        Entity("b", "Reuters", "ORG", ("m2",)),
        Entity("c", "X", "Loc", ()),
    )
    return Record("x", text, mentions=mentions, entities=entities, relations=tuple(Relation(*own) for own in relations))


def test_types_are_counted_as_classes_of_entities_that_are_mentioned() -> None:
    often = [record(("a", "Work_For", "b"), ("a", "Live_In", "c"))] * 150
    assert list(lines("conll04", often)) == ["conll04\tWork_For\tPeop\tOrg\t150\t150"]


def test_rare_labels_and_rare_types_are_left_out() -> None:
    often, once = record(("a", "Work_For", "b")), record(("b", "Work_For", "a"))
    assert list(lines("conll04", [often] * 19)) == []
    assert list(lines("conll04", [*[often] * 99, once])) == [
        "conll04\tWork_For\tOrg\tPeop\t1\t100",
        "conll04\tWork_For\tPeop\tOrg\t99\t100",
    ]
    assert list(lines("conll04", [*[often] * 100, once])) == ["conll04\tWork_For\tPeop\tOrg\t100\t101"]
