from collections import Counter
from pathlib import Path

import pytest
import torch
from training_data import write_data

from onrecord.corpora import GoldDocument, read
from onrecord.corpora.relation_schemes import DWIE_RELATIONS
from onrecord.errors import ConfigError
from onrecord.models.collate import Collator
from onrecord.models.tokenizer import WordTokenizer
from onrecord.records import Entity, Mention, Record, Relation
from onrecord.training.batches import training_batch, training_items
from onrecord.training.config import CoreferenceTask, NameTask, RelationTask, Task
from onrecord.training.examples import Example, example_of
from tiny_model import definition, model

COREFERENCE = CoreferenceTask(task="coreference")
RELATIONS = RelationTask(task="relations", scheme="dwie")
HEADS: dict[str, Task] = {"names": NameTask(task="names", scheme="dwie"), "relations": RELATIONS}
TEXT = "Ana of Reuters told Paris ."


def gold(*relations: tuple[str, str, str], names: str = "Ana Reuters Paris") -> GoldDocument:
    mentions = tuple(
        Mention(f"m{name}", TEXT.index(name), TEXT.index(name) + len(name), name, "name", "person", name)
        for name in names.split()
    )
    entities = tuple(Entity(name, name, "person", (f"m{name}",)) for name in ("Ana", "Reuters", "Paris"))
    record = Record("a", TEXT, mentions=mentions, entities=entities)
    return GoldDocument(
        Record("a", TEXT, {}, mentions, record.entities, (), tuple(Relation(*own) for own in relations))
    )


def example(document: GoldDocument, heads: dict[str, Task] | None = None, lost: Counter[str] | None = None) -> Example:
    made = example_of(document, heads or {"relations": RELATIONS}, lost if lost is not None else Counter())
    assert made is not None
    return made


def test_relations_become_labels_of_pairs() -> None:
    made = example(
        gold(("Ana", "member_of", "Reuters"), ("Reuters", "based_in0", "Paris"), ("Ana", "head_of", "Reuters"))
    )
    own = made.relations["relations"]
    target = own.target()
    found = zip(target.pairs.head, target.pairs.tail, target.labels, strict=True)
    labels = [(int(head), int(tail), int(label)) for head, tail, own in found for label in own.nonzero()]
    assert labels == [
        (0, 1, DWIE_RELATIONS.index("head_of")),
        (0, 1, DWIE_RELATIONS.index("member_of")),
        (1, 2, DWIE_RELATIONS.index("based_in0")),
    ]
    assert own.entities.ids == ("Ana", "Reuters", "Paris")


def test_what_cannot_be_learnt_is_counted() -> None:
    lost: Counter[str] = Counter()
    example(gold(("Ana", "member_of", "Paris"), names="Ana Reuters"), lost=lost)
    example(gold(("Ana", "vs", "Ana")), lost=lost)
    assert lost == {
        "relations: relation of an entity without a mention": 1,
        "relations: relation of an entity with itself": 1,
    }


def test_relations_of_pairs_beyond_the_limit_are_counted_and_other_pairs_are_not() -> None:
    # Of the six pairs those of Ana and Reuters are kept.
    task = RELATIONS.model_copy(update={"most_pairs": 2})
    lost: Counter[str] = Counter()
    example(gold(("Ana", "member_of", "Reuters")), {"relations": task}, lost)
    assert lost == {}
    given = gold(("Ana", "member_of", "Reuters"), ("Ana", "in0", "Paris"), ("Ana", "citizen_of", "Paris"))
    example(given, {"relations": task}, lost)
    assert lost == {"relations: relation of entities named too far apart (most_pairs)": 2}


def test_a_label_that_is_none_of_the_scheme_is_named() -> None:
    with pytest.raises(ConfigError, match="document 'a': the label 'knows' is none of the scheme 'dwie'"):
        example(gold(("Ana", "knows", "Paris")))


def test_a_scheme_that_is_unknown_is_named() -> None:
    with pytest.raises(ConfigError, match="unknown scheme of relations 'docred'; known are dwie, conll04, redocred"):
        example(gold(), {"relations": RelationTask(task="relations", scheme="docred")})


def test_a_document_with_one_entity_teaches_its_names_alone() -> None:
    alone = gold(names="Ana")
    collator = model(context=0).collator()
    assert training_items(example(alone), collator) == []
    [item] = training_items(example(alone, HEADS), collator)
    assert item.relations == {}
    assert training_batch([item], collator).documents == ()


def test_a_document_goes_into_a_batch_as_a_whole_and_is_stitched(tmp_path: Path) -> None:
    write_data(tmp_path / "data")
    settings = model(most_pieces=24, context=4).settings.encoder
    collator = Collator(WordTokenizer(definition()), settings, 0)
    sentence = example(gold())
    examples = [example(document, HEADS) for document in read(tmp_path / "data" / "articles").documents()]
    items = [item for own in (examples[0], sentence, examples[1]) for item in training_items(own, collator)]
    assert len(items[2].windows) > 1
    batch = training_batch(items, collator)
    # The first piece of each word tells which word it is.
    read_words = batch.windows.ids.flatten()[batch.windows.first_pieces]
    for own, document in zip((examples[0], sentence, examples[1]), batch.documents, strict=True):
        expected = torch.tensor([pieces[0] for pieces in collator.encode(own.text).pieces])
        assert read_words[document.words].equal(expected)
    assert [set(document.relations) for document in batch.documents] == [{"relations"}] * 3
    assert set(batch.targets) == {"names"}


def test_clusters_become_right_antecedents_and_mentions_without_an_entity_stay_alone() -> None:
    text = "Ana saw Reuters and she told it of Ana ."
    entities = {"Ana": "e1", "Reuters": "e2", "she": "e1", "it": None}
    mentions = [
        Mention(f"m{name}", text.index(name), text.index(name) + len(name), name, "name", "", entity)
        for name, entity in entities.items()
    ]
    mentions += [Mention("mlast", 35, 38, "Ana", "name", "", "e1"), Mention("mblank", 3, 4, " ", "name", "", "e1")]
    lost: Counter[str] = Counter()
    own = example(GoldDocument(Record("a", text, mentions=tuple(mentions))), {"coref": COREFERENCE}, lost)
    gold = own.coreference["coref"]
    assert gold.clusters == (0, 1, 0, 2, 0)
    right = gold.target().right
    places = gold.target().antecedents.places
    assert right[:, 0].tolist() == [True, True, False, True, False]
    found = {(later, int(places[later, column])) for later, column in right[:, 1:].nonzero().tolist()}
    assert found == {(2, 0), (4, 0), (4, 2)}
    assert lost == {"coref: mention without a word": 1}


def test_mentions_of_whose_antecedents_none_is_tried_are_counted() -> None:
    words = ["Ana", "saw", "Reuters", "and", "Paris", "told", "it", "of", "her"]
    entities = {"Ana": "e1", "Reuters": "e2", "Paris": "e3", "it": "e2", "her": "e1"}
    text = " ".join(words)
    mentions = tuple(
        Mention(f"m{word}", text.index(word), text.index(word) + len(word), word, "name", "", entity)
        for word, entity in entities.items()
    )
    document = GoldDocument(Record("a", text, mentions=mentions))
    for most, expected in ((1, 2), (2, 1), (4, 0)):
        lost: Counter[str] = Counter()
        example(document, {"coref": COREFERENCE.model_copy(update={"most_antecedents": most})}, lost)
        key = "coref: mention whose antecedents are all too far back (most_antecedents)"
        assert lost == ({key: expected} if expected else {})


def test_a_document_of_one_mention_teaches_no_coreference() -> None:
    record = Record("a", TEXT, mentions=(Mention("m1", 0, 3, "Ana", "name", "", "e1"),))
    assert training_items(example(GoldDocument(record), {"coref": COREFERENCE}), model(context=0).collator()) == []
