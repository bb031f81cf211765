"""Texts that hypothesis makes: any Unicode that UTF-8 can hold, rich in what articles are made of."""

from hypothesis import strategies as st

from onrecord.records import Entity, Mention, Provenance, Quote, Record, Relation, Span

#: Pieces that real and broken articles are made of; joined at random they reach further than single characters.
_PIECES = (
    "Mr Smith", "said", "says that", "according to", "the court", "He", "it", "Angela Merkel", "U.S.", "Reuters",
    "the European Union (EU)", "who", "not", "told the BBC", "accused", "of", "President", "Germany's", "minister",
    "“", "”", '"', "'", "‘", "’", "«", "»", "``", "''", ".", ",", ":", ";", "?", "!", "…", "—", "–", "-", "(", ")",
    " ", "  ", "\n", "\n\n", "\r\n", "\r\n\r\n", "\r", "\t", "\x0b", "\x0c", "\x85", "\u2028", "\u2029", "\u00a0",
    "\u3000", "\u200b", "\u200d", "\ufeff", "\u00ad", "\0", "\x1c", "\x1f", "\x7f", "\ufffd", "\uffff",
    "<p>", "&amp;", "&#8217;", "<br/>", "http://a.b/c?d=e", "a@b.cc", "10.30", "$4.5m", "1,000", "3rd", "1990s",
    "👨‍👩‍👧", "🇩🇪", "é", "e\u0301", "שלום", "\u202eمرحبا\u202c", "中文", "ﬁ", "İ", "ß", "x" * 300, ". . .", "can't",
    "don’t", "I’m", "--", "A: ", "\n\n* ", "• ",
)  # fmt: skip

articles = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=60),
    st.lists(st.sampled_from(_PIECES), max_size=40).map("".join),
    st.lists(st.sampled_from(_PIECES), max_size=40).map(" ".join),
)

strings = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | strings,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(strings, inner, max_size=4),
    max_leaves=12,
)
probabilities = st.floats(0, 1)


@st.composite
def spans(draw, text):
    start = draw(st.integers(0, len(text) - 1))
    return Span(start, draw(st.integers(start + 1, len(text))))


@st.composite
def records(draw):
    """A record that is sound: any text, spans within it, references that resolve."""
    text = draw(articles.filter(bool))
    entity_ids = draw(st.lists(strings, max_size=3, unique=True))
    entity = st.sampled_from([None, *entity_ids])
    places = draw(st.lists(spans(text), max_size=4))
    mentions = tuple(
        Mention(f"m{number}", place.start, place.end, place.of(text), draw(st.sampled_from(["name", "pronoun"])),
                draw(strings), draw(entity), draw(probabilities))
        for number, place in enumerate(places)
    )  # fmt: skip
    relations = st.builds(
        Relation, st.sampled_from(entity_ids or [""]), strings, st.sampled_from(entity_ids or [""]),
        st.lists(spans(text), max_size=2).map(tuple), probabilities, st.booleans(), st.booleans(),
    )  # fmt: skip
    return Record(
        id=draw(strings),
        text=text,
        meta=draw(st.dictionaries(strings, json_values, max_size=3)),
        mentions=mentions,
        entities=tuple(
            Entity(name, draw(strings), draw(strings), tuple(item.id for item in mentions if item.entity == name))
            for name in entity_ids
        ),
        quotes=tuple(draw(quotes(text, entity, f"q{number}")) for number in range(draw(st.integers(0, 2)))),
        relations=tuple(draw(st.lists(relations, max_size=2))) if entity_ids else (),
        provenance=draw(st.none() | st.builds(Provenance, strings, strings, strings)),
        status=draw(st.sampled_from(["ok", "partial"])),
        warnings=tuple(draw(st.lists(strings, max_size=2))),
    )


@st.composite
def quotes(draw, text, entity, name):
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), min_size=2, max_size=6)))
    content = tuple(Span(start, end) for start, end in zip(cuts[::2], cuts[1::2], strict=False))
    speaker = draw(entity)
    return Quote(
        id=name,
        type=draw(st.sampled_from(["direct", "indirect", "mixed"])),
        content=content,
        cue=draw(st.none() | spans(text)),
        source=draw(st.none() | spans(text)),
        speaker=speaker,
        source_type=draw(st.sampled_from([None, "person", "document"])),
        via=draw(entity),
        score=draw(probabilities),
        unattributed=None if speaker is not None else draw(st.sampled_from([None, "no_source"])),
    )
