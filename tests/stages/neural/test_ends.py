from onrecord.records import Entity, Mention, Quote, Span
from onrecord.stages.neural.ends import ends, speech_of
from onrecord.stages.words import words_of

TEXT = "German officials told France that the US and Paris will pay. The U.S. met officials in Germany on Monday."
TOKENS = words_of(TEXT).tokens


def entity(id: str, type: str, kind: str, *surfaces: str) -> tuple[Entity, list[Mention]]:
    found = []
    for number, surface in enumerate(surfaces):
        start = TEXT.index(surface)
        found.append(Mention(f"{id}.{number}", start, start + len(surface), surface, kind, type, id))  # type: ignore[arg-type]
    return Entity(id, surfaces[0], type, tuple(one.id for one in found)), found


GIVEN = [
    entity("e1", "NORP", "name", "German"),
    entity("e2", "PERSON", "nominal", "officials"),
    entity("e3", "GPE", "name", "France"),
    entity("e4", "GPE", "name", "US"),
    entity("e5", "GPE", "name", "U.S."),
    entity("e6", "GPE", "name", "Germany"),
    entity("e7", "DATE", "name", "Monday"),
    entity("e8", "LOC", "nominal", "Paris"),
]
MENTIONS = sorted((one for _, own in GIVEN for one in own), key=lambda one: one.start)
FOUND = ends(TOKENS, MENTIONS, [one for one, _ in GIVEN])


def test_a_country_and_its_adjective_are_one_end_and_dates_are_none() -> None:
    assert FOUND.words.ids == ("e2", "e3", "e4", "e6")
    assert FOUND.of["e1"] == FOUND.of["e6"]
    assert FOUND.of["e4"] == FOUND.of["e5"]
    assert "e7" not in FOUND.of
    assert FOUND.words.tensors.named is not None
    assert FOUND.words.tensors.named.tolist() == [False, True, True, True]


def test_who_says_what_about_whom() -> None:
    content = Span(TEXT.index("that"), TEXT.index("."))
    cue = Span(TEXT.index("told"), TEXT.index("told") + 4)
    told = speech_of(TOKENS, [Quote("q1", "indirect", (content,), cue=cue, speaker="e3")], FOUND)
    assert told.speaker.tolist() == [FOUND.of["e3"]]
    assert told.about.tolist() == [FOUND.of["e4"]]
    assert told.cue.tolist() == [2]
    assert told.role.tolist()[:6] == [0, 0, 3, 0, 1, 1]


def test_of_a_quote_without_a_speaker_nothing_is_said() -> None:
    told = speech_of(TOKENS, [Quote("q1", "indirect", (Span(0, 10),))], FOUND)
    assert len(told.speaker) == 0
