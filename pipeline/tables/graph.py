"""Who says what about whom, as a graph for Gephi and the like: GraphML and GEXF.

A node is a name and a type over all articles; an edge is a label between two of them with the number of quotes or
relations that state it. The counting is DuckDB's (the view `links`), so only the finished edges are held in memory.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import networkx as nx

from onrecord.tables.xml_text import XmlText

_LINKS = """
SELECT head_name, head_type, label, tail_name, tail_type, negated, past, weight, articles, examples
FROM links
WHERE weight >= ?
ORDER BY weight DESC, head_name, head_type, label, tail_name, tail_type, negated, past
"""

_ROWS_AT_ONCE = 10_000


@dataclass(frozen=True, slots=True)
class Link:
    """An edge of the graph."""

    head: tuple[str, str]
    """Name and type of who speaks or acts."""
    label: str
    """``quotes`` where the head speaks and the tail is mentioned in what it says; otherwise that of the relation."""
    tail: tuple[str, str]
    """Name and type of whom it is about."""
    negated: bool
    """Whether the articles say that it does not hold."""
    past: bool
    """Whether they say that it no longer holds."""
    weight: int
    """Quotes or relations that state it."""
    articles: int
    """Articles among which they are."""
    examples: tuple[str, ...]
    """Ids of at most three of these articles."""


@dataclass(frozen=True, slots=True)
class GraphSize:
    """What a graph holds."""

    nodes: int
    """Names."""
    edges: int
    """Links between them."""
    dropped: int
    """Characters of names, labels and ids that XML cannot hold and that were left out."""


def links(database: duckdb.DuckDBPyConnection, min_count: int) -> Iterator[Link]:
    """The links of a database, heaviest first.

    Args:
        database: Filled by `onrecord.tables.database.fill`.
        min_count: Least weight of a link.
    """
    found = database.execute(_LINKS, [min_count])
    while rows := found.fetchmany(_ROWS_AT_ONCE):
        for head, head_type, label, tail, tail_type, negated, past, weight, articles, examples in rows:
            yield Link((head, head_type), label, (tail, tail_type), negated, past, weight, articles, tuple(examples))


def write_graph(database: duckdb.DuckDBPyConnection, folder: Path, min_count: int) -> GraphSize:
    """Write `graph.graphml` and `graph.gexf` into a folder.

    Args:
        database: Filled by `onrecord.tables.database.fill`.
        folder: Exists.
        min_count: Least weight of an edge.

    Returns:
        The size of the graph.

    Raises:
        OSError: A file cannot be written.
    """
    text = XmlText()
    graph = _graph(links(database, min_count), text)
    nx.write_graphml(graph, folder / "graph.graphml")
    nx.write_gexf(graph, folder / "graph.gexf")
    return GraphSize(graph.number_of_nodes(), graph.number_of_edges(), text.dropped)


def _graph(found: Iterator[Link], text: XmlText) -> nx.MultiDiGraph:
    graph = nx.MultiDiGraph()
    ids: dict[tuple[str, str], str] = {}
    for number, link in enumerate(found):
        for node in (link.head, link.tail):
            if node not in ids:
                ids[node] = f"n{len(ids)}"  # names may be equal once characters are left out; numbers are not
                graph.add_node(ids[node], label=text.clean(node[0]), type=text.clean(node[1]))
        graph.add_edge(
            ids[link.head],
            ids[link.tail],
            key=f"e{number}",
            label=text.clean(link.label),
            weight=link.weight,
            articles=link.articles,
            negated=link.negated,
            past=link.past,
            examples=json.dumps([text.clean(example) for example in link.examples], ensure_ascii=False),
        )
    return graph
