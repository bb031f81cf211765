from neural_case import encoded, resolved, run, stage

from onrecord.stages.neural.mentions import Mentions
from onrecord.stages.neural.quotes import Quotes

TEXT = (
    'President Ana Silva said the bank will fail.\n\n"It is over," she told Reuters. "We lost."\n\n'
    "The ministry is closed.\n"
)
PARTS = [
    ("President Ana Silva", "source", 0.9),
    ("said", "cue", 0.95),
    ("the bank will fail", "content", 0.8),
    ('" It is over , "', "content", 0.99),
    ("she", "source", 0.97),
    ("told Reuters", "cue", 0.6),
    ('" We lost . "', "content", 0.9),
]
NAMES = [("Ana Silva", "Person", 0.9), ("Reuters", "Organization", 0.9)]


def quoted(text=TEXT, parts=PARTS, names=NAMES, references=(), **settings):
    document = encoded(text, names_worldwide=names, quotes=parts, references=references)
    document = resolved(run(stage(Mentions), document))
    return run(stage(Quotes, **settings), document)


def surfaces(document, quote):
    text = document.text
    return (
        [span.of(text) for span in quote.content],
        quote.cue and quote.cue.of(text),
        quote.source and quote.source.of(text),
    )


def test_parts_are_linked_and_speakers_resolved():
    document = quoted()
    first, second = document.quotes
    assert surfaces(document, first) == (["the bank will fail"], "said", "President Ana Silva")
    assert surfaces(document, second) == (['"It is over,"', '"We lost."'], "told Reuters", "she")
    assert (first.type, second.type) == ("indirect", "direct")
    silva = next(entity.id for entity in document.entities if entity.name == "Ana Silva")
    assert (first.speaker, second.speaker) == (silva, silva)
    assert (first.source_type, second.source_type) == ("person", "person")


def test_the_score_is_the_product_of_those_of_the_parts_and_of_the_speaker():
    first, second = quoted().quotes
    assert (first.score, second.score) == (round(0.9 * 0.95 * 0.8, 4), round(0.99 * 0.97 * 0.6 * 0.9, 4))
    assert [quote.score for quote in quoted(min_score=0.6).quotes] == [0.684]


def test_who_passed_it_on():
    text = "The bank will fail, Ana Silva said according to Reuters."
    parts = [("The bank will fail", "content", 1), ("Ana Silva", "source", 1), ("said", "cue", 1)]
    document = quoted(text, parts)
    [quote] = document.quotes
    names = {entity.id: entity.name for entity in document.entities}
    assert (names[quote.speaker], names[quote.via]) == ("Ana Silva", "Reuters")


def test_an_empty_article():
    assert quoted(" \n", parts=[], names=[]).quotes == ()
