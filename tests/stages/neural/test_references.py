from onrecord.document import Document
from onrecord.records import Article, Mention
from onrecord.stages.neural.references import WordMentions, word_mentions
from onrecord.stages.segment import Segment, SegmentSettings
from onrecord.stages.words import paragraph_words


def mentions(text: str, *surfaces: tuple[str, str]) -> WordMentions:
    segments = Segment("segment", SegmentSettings()).predict([Document(Article("a", text))])[0].segments
    assert segments is not None
    found, at = [], 0
    for number, (surface, kind) in enumerate(surfaces):
        at = text.index(surface, at)
        found.append(Mention(f"m{number}", at, at + len(surface), surface, kind, ""))  # type: ignore[arg-type]
    return word_mentions(paragraph_words(text, segments).tokens, found)


def test_forms_leave_out_determiners_possessives_and_points() -> None:
    table = mentions(
        "The Bank met a bank's owner in the U.N. as the UN sat.",
        ("The Bank", "name"), ("a bank's", "nominal"), ("the U.N.", "name"), ("the UN", "name"),
    ).table  # fmt: skip
    assert table.form[0] == table.form[1] == table.head[0] == table.head[1]
    assert table.form[2] == table.form[3]
    assert table.form[0] != table.form[2]
    assert table.initials.tolist() == [-1, -1, -1, -1]


def test_the_head_stands_before_what_follows_it() -> None:
    table = mentions(
        "The mayor of Lisbon, the new mayor, and Silva, who left.",
        ("The mayor of Lisbon", "nominal"), ("the new mayor", "nominal"), ("Silva, who left", "name"),
    ).table  # fmt: skip
    assert table.head[0] == table.head[1]
    assert table.form[0] != table.form[1]
    assert table.head[2] not in (-1, int(table.head[0]))


def test_an_acronym_has_the_form_of_the_initials_of_a_name() -> None:
    table = mentions(
        "The Bank of Lisbon Group said it. BLG will fail, the Bank and Lisbon Group said.",
        ("The Bank of Lisbon Group", "name"), ("it", "pronoun"), ("BLG", "name"),
        ("the Bank and Lisbon Group", "nominal"),
    ).table  # fmt: skip
    assert table.initials[0] == table.form[2]
    assert table.initials.tolist()[1:] == [-1, -1, -1]
    assert table.head[1] == -1
    assert table.kind.tolist() == [0, 2, 0, 1]


def test_pronouns_share_no_form_and_no_initials_with_acronyms() -> None:
    table = mentions(
        "The U.S. told us that IT failed it. The World Health Org asked who the WHO is, and told us.",
        ("The U.S.", "name"), ("us", "pronoun"), ("IT", "name"), ("it", "pronoun"),
        ("The World Health Org", "name"), ("who", "pronoun"), ("the WHO", "name"), ("us", "pronoun"),
    ).table  # fmt: skip
    forms = table.form.tolist()
    assert len(set(forms[:7])) == 7
    assert forms[7] == forms[1]
    assert table.initials[4] == forms[6]
    assert {forms[1], forms[3], forms[5]}.isdisjoint(table.initials.tolist())


def test_mentions_without_a_word_are_left_out() -> None:
    text = "Ana  left."
    given = [Mention("m1", 3, 4, " ", "nominal", ""), Mention("m2", 0, 3, "Ana", "name", "")]
    segments = Segment("segment", SegmentSettings()).predict([Document(Article("a", text))])[0].segments
    assert segments is not None
    made = word_mentions(paragraph_words(text, segments).tokens, given)
    assert [own.id for own in made.mentions] == ["m2"]
    assert len(made.table) == 1
    assert len(word_mentions(paragraph_words(text, segments).tokens, []).table) == 0
