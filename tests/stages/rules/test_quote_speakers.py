"""Speakers over mentions given by hand: ``[surface](entity TYPE kind)``."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from onrecord.document import Document
from onrecord.records import Article, Entity, Mention, Quote
from onrecord.stages.rules.parse import Parse, ParseSettings
from onrecord.stages.rules.quotes import Quotes, QuotesSettings
from onrecord.stages.segment import Segment, SegmentSettings

MARK = re.compile(r"\[([^\]]+)\]\((\w+) (\w+) (\w+)\)")


def first(marked: str) -> Quote:
    text, mentions, place = "", [], 0
    entities: dict[str, Entity] = {}
    for match in MARK.finditer(marked):
        text += marked[place : match.start()]
        surface, entity, sort, kind = match.groups()
        mentions.append(Mention(f"m{len(mentions)}", len(text), len(text) + len(surface), surface, kind, sort, entity))
        own = entities.get(entity, Entity(entity, surface, sort, ()))
        entities[entity] = replace(own, mentions=(*own.mentions, mentions[-1].id))
        text += surface
        place = match.end()
    document = Document(Article("test", text + marked[place:]))
    document = replace(document, mentions=tuple(mentions), entities=tuple(entities.values()))
    for stage in (Segment("segment", SegmentSettings()), Parse("parse", ParseSettings())):
        document = stage.predict([document])[0].added_to(document)
    [findings] = Quotes("quotes", QuotesSettings()).predict([document])
    assert findings.quotes
    return findings.quotes[0]


@pytest.mark.parametrize(
    ("marked", "speaker", "source_type"),
    [
        ("“It was hard,” [Hale](e1 PERSON name) said.", "e1", "person"),
        ("[Hale](e1 PERSON name) left. “It was hard,” [he](e1 PERSON pronoun) said.", "e1", "person"),
        ("“It was hard,” said [Tom Hale](e1 PERSON name), a member of [the board](e2 ORG nominal).", "e1", "person"),
        ("“It was hard,” said [the mayor](e3 PERSON nominal), [Anna Berg](e4 PERSON name).", "e3", "person"),
        ("[The board](e1 ORG nominal) said that it rained.", "e1", "organization"),
        ("[Spain](e1 GPE name) warned of a long war.", "e1", "place"),
        ("[World leaders](e1 PERSON nominal) condemned the attack.", "e1", "group"),
        ("“We shall meet,” [the order](e1 WORK nominal) reads.", "e1", "document"),
        ("[A senior official](e1 PERSON nominal) said that it rained.", "e1", "unnamed"),
        ("[Hale](e1 PERSON name), who said that it rained, left.", "e1", "person"),
        ("[Hale](e1 PERSON name)'s claim that it rained is false.", "e1", "person"),
    ],
)
def test_the_speaker_is_the_entity_that_heads_the_source(marked: str, speaker: str, source_type: str) -> None:
    quote = first(marked)
    assert (quote.speaker, quote.source_type, quote.unattributed) == (speaker, source_type, None)


@pytest.mark.parametrize(
    ("marked", "reason", "source_type"),
    [
        ("[Hale](e1 PERSON name) slept. She said that it rained.", "unresolved_pronoun", "person"),
        ("[Hale](e1 PERSON name) slept. The union said that it rained.", "ambiguous", "organization"),
        ("[Hale](e1 PERSON name) slept. Two officials said that it rained.", "ambiguous", "unnamed"),
        ("[Hale](e1 PERSON name) slept. A survey shows that it rained.", "ambiguous", "document"),
        ("The announcement that [the port](e1 FAC nominal) would close shocked the workers.", "no_source", None),
    ],
)
def test_where_nobody_is_found_the_reason_is_given(marked: str, reason: str, source_type: str | None) -> None:
    quote = first(marked)
    assert (quote.speaker, quote.unattributed, quote.source_type) == (None, reason, source_type)


@pytest.mark.parametrize(
    "marked",
    [
        "The ban would hurt sailors, [it](e1 ORG pronoun) stated according to [the Herald](e2 ORG name).",
        "“We shall meet,” [the order](e1 WORK nominal) reads, according to [the Herald](e2 ORG name).",
    ],
)
def test_who_passes_a_quote_on_is_not_its_speaker(marked: str) -> None:
    quote = first(marked)
    assert (quote.speaker, quote.via) == ("e1", "e2")


def test_according_to_alone_names_the_speaker() -> None:
    quote = first("Forty ships sank, according to [the Herald](e2 ORG name).")
    assert (quote.speaker, quote.via) == ("e2", None)
