from onrecord.corpora import GoldDocument
from onrecord.records import Mention, Record
from onrecord.training.singletons import with_singletons

TEXT = "Angela Merkel met the mayor of Paris. She praised him."


def test_mentions_of_the_rules_beside_the_gold_are_put_in_without_an_entity() -> None:
    gold = (
        Mention("m1", 0, 13, "Angela Merkel", "name", "", "e1"),
        Mention("m2", 38, 41, "She", "pronoun", "", "e1"),
    )
    [made] = with_singletons([GoldDocument(Record("a", TEXT, mentions=gold))])
    assert [own.id for own in made.record.mentions if own.entity] == ["m1", "m2"]
    alone = [own for own in made.record.mentions if own.entity is None]
    assert {"Paris", "him"} <= {own.text for own in alone}
    assert all(own.span.of(TEXT) == own.text and not own.type for own in alone)
    assert list(made.record.mentions) == sorted(made.record.mentions, key=lambda own: own.start)


def test_no_documents_and_an_empty_one() -> None:
    assert list(with_singletons([])) == []
    [made] = with_singletons([GoldDocument(Record("a", ""))])
    assert made.record.mentions == ()
