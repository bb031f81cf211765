"""A record annotated by hand over an invented article: every type, kind and case that a view has to show."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pytest

from onrecord.records import Entity, Mention, MentionKind, Quote, Record, Relation, Span

TEXT = """Harbour talks collapse in Port Ellery

Dockworkers in Port Ellery will strike from Monday, the Coastal Workers' Union (CWU) said on Thursday, after talks \
with the Northern Ports Authority broke down.

“We have waited for eleven months,” said Marta Lindqvist, the union's president, “and we will not wait for a twelfth.

“Nobody wants this strike, but nobody gave us a reason to call it off.”

She accused the authority of “playing for time”, and said that its offer of €4.5 million was an insult under the Ports \
Act of 2019.

It had offered new contracts at Fairview Terminal, the authority stated, according to the Ellery Courier. “Somebody \
will have to blink first,” reads the gate.

Tomas Okafor, its director and a former adviser to President Ines Duarte of Valdoria, rejected the union's claim. \
Neither Valdoria nor Kestria is a member of the Maritime Compact.

A senior Kestrian official said no soldiers would go to the North Coast during the Harbour Festival, where the \
SeaLift 9 crane is to receive the Golden Anchor. “We are spectators.”"""


@dataclass
class Annotator:
    """Builds a record by surface and occurrence instead of by offset."""

    text: str
    mentions: list[Mention] = field(default_factory=list)
    names: dict[str, tuple[str, str]] = field(default_factory=dict)

    def span(self, surface: str, nth: int = 0) -> Span:
        """The nth place where the surface stands."""
        start = -1
        for _ in range(nth + 1):
            start = self.text.index(surface, start + 1)
        return Span(start, start + len(surface))

    def entity(self, id: str, type: str, name: str, /, **mentions: list[str | tuple[str, int]]) -> None:
        """An entity with its mentions by kind (`name`, `nominal`, `pronoun`), each a surface or a surface and nth."""
        self.names[id] = (name, type)
        for kind, surfaces in mentions.items():
            for surface in surfaces:
                span = self.span(*surface) if isinstance(surface, tuple) else self.span(surface)
                self.mentions.append(self._mention(span, kind, type, id))  # type: ignore[arg-type]

    def _mention(self, span: Span, kind: MentionKind, type: str, id: str) -> Mention:
        return Mention("", span.start, span.end, span.of(self.text), kind, type, id, 0.9)

    def record(self, quotes: tuple[Quote, ...], relations: tuple[Relation, ...]) -> Record:
        """The record, mentions numbered in text order."""
        ordered = sorted(self.mentions, key=lambda mention: (mention.start, -mention.end))
        numbered = tuple(replace(mention, id=f"m{number}") for number, mention in enumerate(ordered, 1))
        entities = tuple(
            Entity(entity, name, label, tuple(mention.id for mention in numbered if mention.entity == entity))
            for entity, (name, label) in self.names.items()
        )
        return Record("harbour", self.text, {"date": "2031-05-08"}, numbered, entities, quotes, relations)


@pytest.fixture(scope="session")
def record() -> Record:
    """The invented article with everything that a view has to show."""
    made = Annotator(TEXT)
    span = made.span
    made.entity("e1", "GPE", "Port Ellery", name=["Port Ellery", ("Port Ellery", 1)])
    made.entity(
        "e2", "ORG", "Coastal Workers' Union",
        name=["Coastal Workers' Union", "CWU"], nominal=["the union", ("the union", 1)], pronoun=["We", "we"],
    )  # fmt: skip
    made.entity(
        "e3", "ORG", "Northern Ports Authority",
        name=["Northern Ports Authority"], nominal=["the authority", ("the authority", 1)],
        pronoun=["its", "It", ("its", 1)],
    )  # fmt: skip
    made.entity(
        "e4", "PERSON", "Marta Lindqvist",
        name=["Marta Lindqvist"], nominal=["the union's president"], pronoun=["She"],
    )  # fmt: skip
    made.entity("e5", "PERSON", "Tomas Okafor", name=["Tomas Okafor"], nominal=["its director"])
    made.entity("e6", "PERSON", "Ines Duarte", name=["Ines Duarte"])
    made.entity("e7", "GPE", "Valdoria", name=["Valdoria", ("Valdoria", 1)])
    made.entity("e8", "GPE", "Kestria", name=["Kestria"])
    made.entity("e9", "ORG", "Maritime Compact", name=["Maritime Compact"])
    made.entity("e10", "ORG", "Ellery Courier", name=["Ellery Courier"])
    made.entity("e11", "WORK", "Ports Act", name=["Ports Act"])
    made.entity("e12", "FAC", "Fairview Terminal", name=["Fairview Terminal"])
    made.entity("e13", "NORP", "Kestrian", name=["Kestrian"])
    made.entity("e14", "LOC", "North Coast", name=["North Coast"])
    made.entity("e15", "EVENT", "Harbour Festival", name=["Harbour Festival"])
    made.entity("e16", "PRODUCT", "SeaLift 9", name=["SeaLift 9"])
    made.entity("e17", "MISC", "Golden Anchor", name=["Golden Anchor"])
    made.entity("e18", "MONEY", "€4.5 million", name=["€4.5 million"])
    made.entity("e19", "DATE", "Monday", name=["Monday"])
    made.entity("e20", "DATE", "Thursday", name=["Thursday"])
    made.entity("e21", "DATE", "2019", name=["2019"])
    made.entity("e22", "PERSON", "Dockworkers in Port Ellery", nominal=["Dockworkers in Port Ellery"])
    made.entity("e23", "PERSON", "A senior Kestrian official", nominal=["A senior Kestrian official"])
    quotes = (
        Quote(
            "q1", "indirect", (span("Dockworkers in Port Ellery will strike from Monday"),), span("said"),
            span("the Coastal Workers' Union (CWU)"), "e2", "organization", None, 0.94,
        ),
        Quote(
            "q2", "direct",
            (
                span("“We have waited for eleven months,”"),
                span("“and we will not wait for a twelfth."),
                span("“Nobody wants this strike, but nobody gave us a reason to call it off.”"),
            ),
            span("said", 1), span("Marta Lindqvist, the union's president"), "e4", "person", None, 0.91,
        ),
        Quote("q3", "direct", (span("“playing for time”"),), span("accused"), span("She"), "e4", "person", None, 0.72),
        Quote(
            "q4", "indirect", (span("that its offer of €4.5 million was an insult under the Ports Act of 2019"),),
            span("said", 2), span("She"), "e4", "person", None, 0.88,
        ),
        Quote(
            "q5", "indirect", (span("It had offered new contracts at Fairview Terminal"),), span("stated"),
            span("the authority", 1), "e3", "organization", "e10", 0.83,
        ),
        Quote(
            "q6", "direct", (span("“Somebody will have to blink first,”"),), span("reads"), span("the gate"), None,
            "document", None, 0.41, "ambiguous",
        ),
        Quote(
            "q7", "mixed", (span("no soldiers would go to the North Coast during the Harbour Festival"),),
            span("said", 3), span("A senior Kestrian official"), "e23", "unnamed", None, 0.77,
        ),
        Quote("q8", "direct", (span("“We are spectators.”"),), score=0.35, unattributed="no_source"),
    )  # fmt: skip
    relations = (
        Relation("e4", "leads", "e2", (span("Marta Lindqvist, the union's president"),), 0.93),
        Relation("e4", "accuse", "e3", (span("She accused the authority"),), 0.9),
        Relation("e5", "leads", "e3", (span("Tomas Okafor, its director"),), 0.92),
        Relation(
            "e5", "works_for", "e6",
            (span("a former adviser to President Ines Duarte"),), 0.8, past=True,
        ),
        Relation("e6", "leads", "e7", (span("President Ines Duarte of Valdoria"),), 0.9),
        Relation("e5", "reject", "e2", (span("rejected the union's claim"),), 0.7),
        Relation("e7", "member_of", "e9", (span("Neither Valdoria nor Kestria is a member"),), 0.9, negated=True),
        Relation("e8", "member_of", "e9", (span("Neither Valdoria nor Kestria is a member"),), 0.9, negated=True),
        Relation("e2", "based_in", "e1", (), 0.5),
        Relation("e2", "consult", "e3", (span("talks with the Northern Ports Authority"),), 0.6),
        Relation("e3", "consult", "e2", (span("talks with the Northern Ports Authority"),), 0.6),
    )  # fmt: skip
    return made.record(quotes, relations)
