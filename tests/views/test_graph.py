import itertools
from dataclasses import replace

from onrecord.records import Entity, Record, Relation
from onrecord.views.graph import MOST_NODES, Graph, Node, draw
from onrecord.views.rows import entity_rows, relation_rows


def drawn(record: Record) -> Graph | None:
    return draw(entity_rows(record), relation_rows(record))


def star(points: int) -> Record:
    entities = tuple(Entity(f"e{number}", f"Entity number {number}", "ORG", ()) for number in range(points + 1))
    relations = tuple(Relation("e0", "accuse", f"e{number}") for number in range(1, points + 1))
    return Record("star", "", entities=entities, relations=relations)


def overlap(one: Node, other: Node) -> bool:
    beside = abs(one.x - other.x) * 2 >= one.width + other.width
    below = abs(one.y - other.y) * 2 >= one.height + other.height
    return not beside and not below


def test_only_entities_with_relations_are_drawn(record: Record) -> None:
    graph = drawn(record)
    assert graph is not None
    assert [node.name for node in graph.nodes] == [
        "Port Ellery", "Coastal Workers' Union", "Northern Ports Authority", "Marta Lindqvist", "Tomas Okafor",
        "Ines Duarte", "Valdoria", "Kestria", "Maritime Compact",
    ]  # fmt: skip
    assert [arrow.row.index for arrow in graph.arrows] == list(range(11))
    assert graph.left_out == 0


def test_a_record_without_relations_has_no_graph(record: Record) -> None:
    assert drawn(replace(record, relations=())) is None


def test_relations_of_unknown_entities_are_counted_not_drawn() -> None:
    record = replace(star(1), relations=(Relation("e0", "accuse", "e1"), Relation("e0", "accuse", "nobody")))
    graph = drawn(record)
    assert graph is not None
    assert (len(graph.arrows), graph.left_out) == (1, 1)


def test_the_least_connected_are_left_out_of_a_large_graph() -> None:
    graph = drawn(star(MOST_NODES + 4))
    assert graph is not None
    assert (len(graph.nodes), len(graph.arrows), graph.left_out) == (MOST_NODES, MOST_NODES - 1, 5)


def test_boxes_do_not_overlap_and_lie_within_the_drawing() -> None:
    for graph in (drawn(star(points)) for points in (1, 2, 7, 20)):
        assert graph is not None
        assert not any(overlap(one, other) for one, other in itertools.combinations(graph.nodes, 2))
        for node in graph.nodes:
            assert node.width / 2 <= node.x <= graph.width - node.width / 2
            assert node.height / 2 <= node.y <= graph.height - node.height / 2


def test_the_same_record_gets_the_same_drawing(record: Record) -> None:
    assert drawn(record) == drawn(record)


def test_relations_between_the_same_two_entities_have_places_of_their_own(record: Record) -> None:
    graph = drawn(record)
    assert graph is not None
    consult = [arrow for arrow in graph.arrows if arrow.row.label == "consult"]
    assert len({arrow.path for arrow in consult}) == 2
    assert len({(arrow.x, arrow.y) for arrow in consult}) == 2


def test_an_entity_can_relate_to_itself() -> None:
    graph = drawn(replace(star(1), relations=(Relation("e0", "accuse", "e0"), Relation("e0", "support", "e0"))))
    assert graph is not None
    assert len({arrow.path for arrow in graph.arrows}) == 2
    assert all(arrow.y > 0 for arrow in graph.arrows)


def test_unconnected_parts_are_put_side_by_side() -> None:
    entities = tuple(Entity(f"e{number}", f"Name {number}", "ORG", ()) for number in range(6))
    relations = tuple(Relation(f"e{number}", "accuse", f"e{number + 3}") for number in range(3))
    graph = drawn(Record("pairs", "", entities=entities, relations=relations))
    assert graph is not None
    assert graph.width < 1300
    assert graph.height < 400
    assert not any(overlap(one, other) for one, other in itertools.combinations(graph.nodes, 2))
