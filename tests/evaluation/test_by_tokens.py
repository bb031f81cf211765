from onrecord.corpora.corpus import Tokens
from onrecord.evaluation import names, relations
from onrecord.evaluation.counts import Count, Key
from onrecord.evaluation.tokens import over_tokens
from onrecord.records import Entity, Mention, Record, Relation, Span

TEXT = "Ana left Boise. Lu-Ra won"
#: "Boise." and "Lu-Ra" are one token each.
TOKENS = Tokens(
    (Span(0, 3), Span(4, 8), Span(9, 15), Span(16, 21), Span(22, 25)),
    ("Ana", "left", "Boise.", "Lu-Ra", "won"),
    ((0, 5),),
)


def record(*found: tuple[int, int, str, str]) -> Record:
    mentions = tuple(
        Mention(f"m{number}", start, end, TEXT[start:end], kind, type_, f"e{number}")  # type: ignore[arg-type]
        for number, (start, end, type_, kind) in enumerate(found)
    )
    entities = tuple(Entity(own.entity or "", own.text, own.type, (own.id,)) for own in mentions)
    return Record("a", TEXT, mentions=mentions, entities=entities, relations=(Relation("e0", "Live_In", "e1"),))


GOLD = record((0, 3, "Peop", "name"), (9, 15, "Loc", "name"))


def test_a_name_that_ends_within_a_token_is_as_wide_as_the_token() -> None:
    wide = over_tokens(record((0, 3, "Peop", "name"), (9, 14, "Loc", "name"), (19, 21, "Loc", "name")), TOKENS)
    assert [(own.text, own.start, own.end) for own in wide.mentions] == [
        ("Ana", 0, 3),
        ("Boise.", 9, 15),
        ("Lu-Ra", 16, 21),
    ]
    assert TEXT[3] == " "
    blank, nominal = record((3, 4, "Peop", "name"), (9, 14, "Loc", "nominal")).mentions
    unchanged = over_tokens(record((3, 4, "Peop", "name"), (9, 14, "Loc", "nominal")), TOKENS).mentions
    assert unchanged == (blank, nominal)


def test_names_and_relations_by_tokens_want_the_right_tokens_and_types() -> None:
    for place, hits in (((9, 14, "Loc", "name"), 1), ((9, 14, "Org", "name"), 0), ((4, 14, "Loc", "name"), 0)):
        found = record((0, 3, "Peop", "name"), place)
        wide = over_tokens(found, TOKENS)
        by_tokens = names.count_by_tokens(names.names(GOLD), names.names(wide))
        assert by_tokens[Key("names", "exact, by tokens")] == Count(1 + hits, 2, 1 + hits, 2)
        assert names.count(GOLD.mentions, found.mentions)[Key("names", "exact")] == Count(1, 2, 1, 2)
        strict = relations.count_strict_by_tokens(GOLD, wide)[Key("relations", "strict, by tokens")]
        assert strict == Count(hits, 1, hits, 1)
        assert relations.count_strict(GOLD, found)[Key("relations", "strict")] == Count(0, 1, 0, 1)
