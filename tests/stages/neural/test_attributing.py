"""Attribution of given contents, by a real tagger whose scores the test writes into the word states."""

import torch
from neural_case import encoded, resolved, run, stage

from onrecord.document import Document
from onrecord.models.engine import Engine
from onrecord.records import Span
from onrecord.stages.encoding import Encoding
from onrecord.stages.neural.attributing import attributed, completed
from onrecord.stages.neural.linking import Attribution, Part
from onrecord.stages.neural.mentions import Mentions
from onrecord.stages.neural.quotes import Quotes
from tiny_model import model

#: Score of the right tag at each word, as far as `Case` is not told another.
SURE = 5.0


class Case:
    """An article and parts of quotes, each with the score of its tags; all other words are likely none."""

    def __init__(self, text: str, *parts: tuple[str, str, float]) -> None:
        tiny = model()
        tagger = tiny.tagger("quotes")
        torch.nn.init.eye_(tagger.emit.weight)
        torch.nn.init.zeros_(tagger.emit.bias)
        engine = Engine(tiny)
        document = resolved(run(stage(Mentions), encoded(text, names_worldwide=[])))
        assert document.encoding is not None
        words = document.encoding.words
        self.forms = list(words.tokens.forms)
        [read] = engine.encode([(words.tokens.forms, words.tokens.sentences)])
        states = torch.zeros(len(self.forms), tiny.encoder.hidden)
        states[:, 0] = SURE
        for surface, role, score in parts:
            first, end = self.words(surface)
            begin = 1 + 4 * ("content", "source", "cue").index(role)
            tags = [begin + 3] if end - first == 1 else [begin, *[begin + 1] * (end - first - 2), begin + 2]
            for word, tag in zip(range(first, end), tags, strict=True):
                states[word, tag] = score
        self.encoding = Encoding(words, read, states, engine)
        self.document = Document(
            document.article,
            document.segments,
            document.parse,
            self.encoding,
            mentions=document.mentions,
            entities=document.entities,
        )

    def words(self, surface: str) -> tuple[int, int]:
        own = surface.split(" ")
        first = next(place for place in range(len(self.forms)) if self.forms[place : place + len(own)] == own)
        return first, first + len(own)

    def given(self, *surfaces: str) -> list[Part]:
        return [Part(*self.words(surface), "content") for surface in surfaces]

    def found(self, *contents: list[Part]) -> list[tuple[str | None, ...]]:
        """Cue and source of each content."""
        return [self.shown(one) for one in attributed(self.encoding, contents, range(len(self.forms)))]

    def shown(self, one: Attribution) -> tuple[str | None, ...]:
        """Its cue and its source."""
        return tuple(part and " ".join(self.forms[part.first : part.end]) for part in (one.cue, one.source))


def test_cue_and_source_of_given_contents_in_their_order() -> None:
    case = Case(
        "The bank will fail, Ana said. The ministry told Reuters it is over.",
        ("Ana", "source", 9.0),
        ("said", "cue", 9.0),
        ("The ministry", "source", 9.0),
        ("told Reuters", "cue", 9.0),
    )
    contents = [case.given("it is over"), case.given("The bank will fail")]
    assert case.found(*contents) == [("told Reuters", "The ministry"), ("said", "Ana")]


def test_a_source_that_the_tagger_took_for_content_is_found_once_the_content_is_known() -> None:
    text = "The bank will fail, Ana said."
    case = Case(text, ("The bank will fail , Ana", "content", 9.0), ("said", "cue", 9.0), ("Ana", "source", 6.0))
    assert case.found(case.given("The bank will fail")) == [("said", "Ana")]


def test_a_content_without_a_source_makes_likely_ones_enough() -> None:
    text = "The bank will fail, Ana said. The ministry said nothing."
    unsure = [("Ana", "source", SURE - 0.5), ("said", "cue", SURE - 0.5), ("The ministry", "source", SURE - 0.5)]
    case = Case(text, *unsure)
    assert case.found(case.given("The bank will fail")) == [("said", "Ana")]
    case = Case(text, *[(surface, role, SURE - 3) for surface, role, _ in unsure])
    assert case.found(case.given("The bank will fail")) == [(None, None)]


def test_what_is_found_is_completed_and_otherwise_left() -> None:
    text = "The bank will fail, Ana said. The ministry told Reuters it is over."
    case = Case(text, ("Ana", "source", SURE - 0.5), ("said", "cue", SURE - 0.5), ("The ministry", "source", 9.0))
    alone = Attribution(None, None, [Part(*case.words("The bank will fail"), "content", 0.8)])
    other = Attribution(None, Part(*case.words("Reuters"), "source"), case.given("it is over"))
    [one, same] = completed(case.encoding, [alone, other], range(len(case.forms)))
    assert same is other
    assert case.shown(one) == ("said", "Ana")
    assert one.contents == alone.contents
    assert one.score < alone.score


def test_no_cue_or_source_within_contents_that_overlap() -> None:
    case = Case("The bank will fail, Ana said.", ("Ana", "source", 9.0), ("said", "cue", 9.0))
    inner, outer = case.given("The bank will fail"), [Part(0, 6, "content")]
    assert case.found(inner, outer) == [(None, None), ("said", None)]


def test_a_content_without_words_and_one_without_parts() -> None:
    case = Case("The bank will fail, Ana said.", ("Ana", "source", 9.0), ("said", "cue", 9.0))
    assert case.found([Part(3, 3, "content")], case.given("The bank will fail"), []) == [
        (None, None),
        ("said", "Ana"),
        (None, None),
    ]


def test_a_headline_gives_no_source_to_a_quote_that_asks_again() -> None:
    text = "Ana said much\n\n“The bank will fail.” It is closed."
    case = Case(text, ("“ The bank will fail . ”", "content", 9.0), ("Ana", "source", 9.0), ("said", "cue", 9.0))
    [quote] = run(stage(Quotes), case.document).quotes or ()
    assert (quote.cue, quote.source) == (None, None)


def test_a_content_over_paragraphs() -> None:
    text = "“The bank will fail.\n\n“It is over,” Ana said."
    case = Case(text, ("Ana", "source", 9.0), ("said", "cue", 9.0))
    _, end = case.words("It is over")
    assert case.found([Part(0, end, "content")]) == [("said", "Ana")]


def test_the_stage_attributes_contents_that_are_given() -> None:
    text = "The bank will fail, Ana said.\n\n“It is over,” the ministry told Reuters."
    case = Case(text, ("Ana", "source", 9.0), ("said", "cue", 9.0))
    over, fail = text.index("“It"), text.index("The bank")
    contents = [(Span(over, over + 13),), (Span(fail, fail + 18),)]
    found = stage(Quotes).attribute(case.document, contents)
    assert [quote.content for quote in found] == contents
    surfaces = [(quote.cue and quote.cue.of(text), quote.source and quote.source.of(text)) for quote in found]
    assert surfaces == [(None, None), ("said", "Ana")]


def test_a_content_without_source_says_so() -> None:
    text = "The bank will fail. The ministry is closed."
    case = Case(text, ("The bank will fail", "content", 9.0))
    [quote] = run(stage(Quotes), case.document).quotes or ()
    assert [span.of(text) for span in quote.content] == ["The bank will fail"]
    assert (quote.cue, quote.source, quote.speaker, quote.unattributed) == (None, None, None, "no_source")


def test_a_source_that_is_found_when_asked_again_is_in_the_record() -> None:
    text = "The bank will fail, Ana said."
    unsure = SURE - 0.5
    case = Case(text, ("The bank will fail", "content", 9.0), ("Ana", "source", unsure), ("said", "cue", unsure))
    [quote] = run(stage(Quotes), case.document).quotes or ()
    assert quote.source is not None
    assert quote.cue is not None
    assert (quote.cue.of(text), quote.source.of(text)) == ("said", "Ana")
