from dataclasses import replace

from neural_case import run, stage

from onrecord.document import Document
from onrecord.records import Article, Entity, Mention, Quote, Span
from onrecord.stages.neural.speech import Speech
from onrecord.stages.segment import Segment

TEXT = "Ana met Bea. “I told him,” she said. He wrote that I was late."


def mention(id: str, surface: str, kind: str, entity: str, at: int = 0) -> Mention:
    start = TEXT.index(surface, at)
    return Mention(id, start, start + len(surface), surface, kind, "PERSON", entity)  # type: ignore[arg-type]


def moved(quote: Quote) -> dict[str, str | None]:
    mentions = (
        mention("m1", "Ana", "name", "e1"),
        mention("m2", "Bea", "name", "e2"),
        mention("m3", "I", "pronoun", "e3"),
        mention("m4", "him", "pronoun", "e2"),
        mention("m5", "she", "pronoun", "e2"),
        mention("m6", "I", "pronoun", "e3", TEXT.index("that")),
    )
    entities = tuple(
        Entity(own, name, "PERSON", tuple(one.id for one in mentions if one.entity == own))
        for own, name in (("e1", "Ana"), ("e2", "Bea"), ("e3", "I"))
    )
    segmented = run(stage(Segment), Document(Article("a", TEXT)))
    document = replace(segmented, mentions=mentions, entities=entities, quotes=(quote,))
    result = run(stage(Speech), document)
    assert result.mentions is not None
    assert result.entities is not None
    held = {one: entity.id for entity in result.entities for one in entity.mentions}
    assert held == {own.id: own.entity for own in result.mentions}
    return {own.id: own.entity for own in result.mentions}


def span(surface: str) -> Span:
    start = TEXT.index(surface)
    return Span(start, start + len(surface))


def test_i_in_a_quotation_and_a_pronoun_that_speaks_are_the_speaker() -> None:
    quote = Quote("q1", "direct", (span("“I told him,”"),), source=span("she"), speaker="e1")
    assert moved(quote) == {"m1": "e1", "m2": "e2", "m3": "e1", "m4": "e2", "m5": "e1", "m6": "e3"}


def test_i_in_indirect_speech_is_left() -> None:
    quote = Quote("q1", "indirect", (span("that I was late"),), speaker="e2")
    assert moved(quote)["m6"] == "e3"


def test_i_outside_the_marks_of_a_mixed_quote_is_left() -> None:
    quote = Quote("q1", "mixed", (span("“I told him,”"), span("that I was late")), speaker="e1")
    assert (moved(quote)["m3"], moved(quote)["m6"]) == ("e1", "e3")


def test_without_a_speaker_nothing_moves() -> None:
    assert moved(Quote("q1", "direct", (span("“I told him,”"),), source=span("she")))["m3"] == "e3"
