import base64
import hashlib
import re
import time
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.records import Entity, Mention, Quote, Record, Relation, Span
from onrecord.views.html import page
from onrecord.views.visible import visible

VOID = {"meta", "input", "br", "link", "img", "hr", "rect", "path"}


class Reader(HTMLParser):
    """Reads a page: its elements with all their attributes, the text of each article, and whether all is closed."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.open: list[tuple[str, dict[str, str]]] = []
        self.texts: list[str] = []
        self.covered: dict[str, list[str]] = {}
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self.elements.append((tag, attributes))
        if tag not in VOID:
            self.open.append((tag, attributes))
        if tag == "article":
            self.texts.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        inside = [name for name, _ in self.open]
        classes = [attributes.get("class", "") for _, attributes in self.open]
        if "article" not in inside or "chip" in " ".join(classes) or "aside" in inside:
            return
        if "gap" not in classes and "p" not in inside:
            return
        if "none" in classes:
            return
        self.texts[-1] += data
        for _, attributes in self.open:
            for key in ("data-e", "data-q", "data-r"):
                if key in attributes:
                    name = f"{attributes.get('class', '').split()[0]} {attributes[key]}"
                    self.covered.setdefault(name, []).append(data)

    def values(self, attribute: str) -> list[str]:
        return [attributes[attribute] for _, attributes in self.elements if attribute in attributes]


def covered(reader: Reader, name: str) -> str:
    return "".join(reader.covered[name])


def test_the_text_stands_on_the_page_unchanged(record: Record) -> None:
    assert Reader(page([record])).texts == [record.text]


def test_every_span_is_drawn_over_its_own_words(record: Record) -> None:
    reader = Reader(page([record]))
    for index, quote in enumerate(record.quotes):
        assert covered(reader, f"content {index}") == "".join(span.of(record.text) for span in quote.content)
        if quote.source:
            assert covered(reader, f"source {index}") == quote.source.of(record.text)
        if quote.cue:
            assert covered(reader, f"cue {index}") == quote.cue.of(record.text)
    for index, relation in enumerate(record.relations):
        if relation.evidence:
            assert covered(reader, f"ev {index}") == "".join(span.of(record.text) for span in relation.evidence)
    for index, entity in enumerate(record.entities):
        own = [mention.text for mention in record.mentions if mention.entity == entity.id]
        assert covered(reader, f"m {index}") == "".join(own)


def test_names_carry_their_type_and_their_entity(record: Record) -> None:
    source = page([record])
    assert (
        '<span class="m name t2" data-t="GPE" data-e="0" id="r0-e0" tabindex="-1" '
        'title="name · GPE → Port Ellery">Port Ellery</span>' in source
    )
    assert '<span class="m pronoun t0" data-t="PERSON" data-e="3" tabindex="-1"' in source


def test_names_without_entities_are_listed() -> None:
    mentions = (Mention("m1", 0, 3, "A&B", "name", "ORG"), Mention("m2", 8, 11, "A&B", "name", "ORG"))
    source = " ".join(page([Record("a", "A&B met A&B.", mentions=mentions)]).split())
    assert '<h2>Names <span class="count">1</span></h2>' in source
    assert '<bdi class="who">A&amp;B</bdi> <small>ORG</small><span class="count" aria-label="2 mentions">2<' in source
    assert "<h2>Entities" not in source


def test_quotes_have_the_colour_of_their_speaker(record: Record) -> None:
    reader = Reader(page([record]))
    chips = {
        (attributes["id"], attributes["class"])
        for tag, attributes in reader.elements
        if tag == "a" and re.fullmatch(r"r0-q\d+", attributes.get("id", ""))
    }
    assert chips == {
        ("r0-q0", "chip g0"), ("r0-q1", "chip g1"), ("r0-q2", "chip g1"), ("r0-q3", "chip g1"), ("r0-q4", "chip g2"),
        ("r0-q5", "chip gx"), ("r0-q6", "chip g3"), ("r0-q7", "chip gx"),
    }  # fmt: skip


def test_every_link_leads_to_a_place_and_every_id_is_given_once(record: Record) -> None:
    reader = Reader(page([record, record, Record("empty", "")]))
    ids = reader.values("id")
    assert len(ids) == len(set(ids))
    links = [href for tag, attributes in reader.elements if tag == "a" and (href := attributes.get("href"))]
    assert {href.removeprefix("#") for href in links} <= set(ids)


def test_nothing_is_fetched_and_only_our_own_script_and_style_may_run(record: Record) -> None:
    source = page([record])
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', source)
    assert policy
    for tag in ("style", "script"):
        (inline,) = re.findall(rf"<{tag}>(.*?)</{tag}>", source, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(inline.encode()).digest()).decode()
        assert f"{tag}-src &#39;sha256-{digest}&#39;" in policy[1]
    assert policy[1].startswith("default-src &#39;none&#39;;")
    assert not re.search(r"https?:|\bsrc=|@import|url\((?!#)", source)
    assert not re.search(r'\s(style|on\w+)="', source)


HOSTILE = '</p></article><script>alert(1)</script> " onmouseover="x" \' </style></title> <!-- & &amp; ]]>'


def hostile() -> Record:
    span = Span(0, len(HOSTILE))
    mention = Mention("m1", 0, len(HOSTILE), HOSTILE, "name", HOSTILE, HOSTILE)
    quote = Quote(HOSTILE, "direct", (span,), span, span, HOSTILE, "person", HOSTILE)
    return Record(
        HOSTILE, HOSTILE, {"title": HOSTILE, HOSTILE: [HOSTILE]}, (mention,),
        (Entity(HOSTILE, HOSTILE, HOSTILE, ("m1",)),), (quote,), (Relation(HOSTILE, HOSTILE, HOSTILE, (span,)),),
        warnings=(HOSTILE,), status="partial",
    )  # fmt: skip


def test_hostile_text_stays_text() -> None:
    source = page([hostile(), hostile()])
    reader = Reader(source)
    assert reader.texts == [HOSTILE, HOSTILE]
    assert not reader.open
    assert source.count("<script") == source.count("</script>") == 1
    assert source.count("<style") == source.count("</style>") == 1
    assert not [name for _, attributes in reader.elements for name in attributes if name.startswith("on")]


def test_control_characters_are_shown_and_said() -> None:
    source = page([Record("a", "nul\x00 esc\x1b \x9b lone\ud800.")])
    assert Reader(source).texts == ["nul␀ esc␛ � lone�."]
    assert '<span class="ctl" title="U+001B">␛</span>' in source
    assert "4 control characters of the text" in source
    source.encode()


def test_a_page_without_control_characters_does_not_speak_of_them(record: Record) -> None:
    assert "control character" not in page([record])


def test_an_empty_article_and_an_empty_page() -> None:
    assert "The article is empty." in page([Record("nothing", "")])
    assert "The article is empty." in page([Record("blank", " \n ")])
    assert "There is no record to show." in page([])


def test_warnings_are_said() -> None:
    assert "<li>12 words were left out</li>" in page([Record("a", "x", warnings=("12 words were left out",))])


def test_a_title_that_the_text_has_is_not_shown_twice(record: Record) -> None:
    assert '<h1 dir="auto" class="heard">Harbour talks collapse in Port Ellery</h1>' in page([record])
    assert '<h1 dir="auto">Strike</h1>' in page([Record("a", record.text, {"title": "Strike"})])


def test_several_articles_can_be_picked(record: Record) -> None:
    source = page([record, Record("second", "Another one.")])
    assert '<li><a href="#r1"><bdi>Another one.</bdi> <small>second</small></a></li>' in source
    assert "picker" not in page([record]).split("</style>")[1].split("<script>")[0]


def test_text_written_from_right_to_left_is_isolated() -> None:
    text = "אמר השר: “לא”"
    source = page([Record("a", text, quotes=(Quote("q1", "direct", (Span(9, 13),)),))])
    assert Reader(source).texts == [text]
    assert '<p dir="auto">' in source


marks = st.tuples(st.integers(0, 40), st.integers(0, 40)).map(lambda pair: Span(min(pair), max(pair)))


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(), max_size=40), st.lists(marks, max_size=8), st.lists(marks, max_size=8))
def test_any_text_under_any_spans_is_shown_whole(text: str, contents: list[Span], names: list[Span]) -> None:
    quotes = tuple(Quote(f"q{n}", "mixed", (span,), span, span) for n, span in enumerate(contents))
    mentions = tuple(Mention(f"m{n}", *(span.start, span.end), "", "name", "ORG") for n, span in enumerate(names))
    reader = Reader(page([Record("a", text, {}, mentions, (), quotes)]))
    assert reader.texts == [visible(text)]
    assert not reader.open


@pytest.mark.parametrize("paragraph", ["word " * 20 + "\n\n", "x"])
def test_a_megabyte_is_bounded_work(paragraph: str) -> None:
    text = paragraph * (1_000_000 // len(paragraph))
    mentions = tuple(
        Mention(f"m{n}", n * 100, n * 100 + 4, "word", "name", "ORG", f"e{n % 500}") for n in range(len(text) // 100)
    )
    entities = tuple(Entity(f"e{n}", f"Name {n}", "ORG", tuple(m.id for m in mentions[n::500])) for n in range(500))
    quotes = tuple(Quote(f"q{n}", "direct", (Span(n * 500, n * 500 + 90),), speaker="e1") for n in range(2000))
    started = time.perf_counter()
    source = page([Record("long", text, {}, mentions, entities, quotes)])
    assert time.perf_counter() - started < 20
    assert source.count('class="m name') == len(mentions)
