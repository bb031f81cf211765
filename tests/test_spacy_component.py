"""The spaCy component: exact layers with a stand-in for the extractor, then whole with the rules and by default."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin, Span

import onrecord
from onrecord.errors import ArticleError, ConfigError
from onrecord.records import Article, Entity, Mention, Quote, Record, Relation
from onrecord.records import Span as Place
from onrecord.spacy_component import OnrecordComponent
from onrecord.stages.stage import Rejection

TEXT = "Dana Reyes runs Port-Ellery Bus. She said: “We open.” Then she left."


class Found:
    """Stands in for an extractor: finds what the test says in `TEXT`, nothing elsewhere, and rejects "bad"."""

    def __init__(self, *names: tuple[int, int]) -> None:
        self.names = names

    def process(self, articles: Iterable[Article]) -> Iterator[Record | Rejection]:
        for article in articles:
            if article.text == "bad":
                yield Rejection(article.id, "quotes", "cannot be read")
            elif article.text == TEXT:
                yield self.record(article)
            else:
                yield Record(article.id, article.text)

    def record(self, article: Article) -> Record:
        names = [(start, end, "name", "ORG", "e2") for start, end in self.names]
        found = [(0, 10, "name", "PERSON", "e1"), (33, 36, "pronoun", "PERSON", "e1"), *names]
        mentions = tuple(
            Mention(f"m{number}", start, end, article.text[start:end], kind, label, entity)  # type: ignore[arg-type]
            for number, (start, end, kind, label, entity) in enumerate(found)
        )
        entities = tuple(
            Entity(key, "", label, tuple(mention.id for mention in mentions if mention.entity == key))
            for key, label in (("e1", "PERSON"), ("e2", "ORG"))
        )
        quotes = (Quote("q1", "direct", (Place(43, 46), Place(46, 53)), Place(37, 41), Place(33, 36), "e1", "person"),)
        return Record(
            article.id, article.text, {}, mentions, entities, quotes, (Relation("e1", "leads", "e2", (Place(0, 32),)),)
        )


def annotated(component: OnrecordComponent, text: str = TEXT) -> Doc:
    return component(spacy.blank("en")(text))


def labelled(spans: Iterable[Span]) -> list[tuple[str, str, str]]:
    return [(span.text, span.label_, span.id_) for span in spans]


def test_every_layer_is_written() -> None:
    doc = annotated(OnrecordComponent(Found((16, 31))))  # type: ignore[arg-type]
    assert labelled(doc.ents) == [("Dana Reyes", "PERSON", "e1"), ("Port-Ellery Bus", "ORG", "e2")]
    assert labelled(doc.spans["quotes"]) == [("“We", "direct", "q1"), ("open.”", "direct", "q1")]
    assert labelled(doc.spans["coref_clusters_1"]) == [("Dana Reyes", "PERSON", "e1"), ("She", "PERSON", "e1")]
    assert "coref_clusters_2" not in doc.spans
    assert {entity: [span.text for span in group] for entity, group in doc._.coref_clusters.items()} == {
        "e1": ["Dana Reyes", "She"]
    }
    assert [quote.id for quote in doc._.quotes] == ["q1"]
    assert [relation.label for relation in doc._.relations] == ["leads"]
    assert doc._.onrecord.text == TEXT
    assert doc._.onrecord.mentions[0].text == "Dana Reyes"


@pytest.mark.parametrize(
    ("mode", "names"),
    [
        ("expand", ["Dana Reyes", "Ellery"]),
        ("contract", ["Dana Reyes"]),
        ("strict", ["Dana Reyes"]),
    ],
)
def test_a_name_that_ends_within_a_token(mode: str, names: list[str]) -> None:
    doc = annotated(OnrecordComponent(Found((21, 25)), alignment_mode=mode))  # type: ignore[arg-type]
    assert [ent.text for ent in doc.ents] == names
    assert TEXT[21:25] == "Elle"
    assert len(doc._.onrecord.mentions) == 3


@pytest.mark.parametrize(
    ("overwrite", "names"),
    [
        (False, [("Reyes runs", "OTHER"), ("Bus", "ORG"), ("Then", "OTHER")]),
        (True, [("Dana Reyes", "PERSON"), ("Bus", "ORG"), ("Then", "OTHER")]),
    ],
)
def test_entities_that_are_there_already(overwrite: bool, names: list[tuple[str, str]]) -> None:
    doc = spacy.blank("en")(TEXT)
    doc.set_ents([doc.char_span(5, 15, "OTHER"), doc.char_span(54, 58, "OTHER")])
    OnrecordComponent(Found((28, 31)), overwrite_ents=overwrite)(doc)  # type: ignore[arg-type]
    assert [(ent.text, ent.label_) for ent in doc.ents] == names


def test_clusters_of_another_component_are_replaced() -> None:
    doc = spacy.blank("en")(TEXT)
    doc.spans["coref_clusters_1"] = doc.spans["coref_clusters_7"] = [doc[0:1], doc[1:2]]
    OnrecordComponent(Found())(doc)  # type: ignore[arg-type]
    assert list(doc.spans) == ["quotes", "coref_clusters_1"]


def test_a_document_that_was_not_annotated_has_empty_layers() -> None:
    OnrecordComponent(Found())  # type: ignore[arg-type]
    doc = spacy.blank("en")(TEXT)
    assert (doc._.onrecord, doc._.quotes, doc._.relations, doc._.coref_clusters) == (None, (), (), {})


def test_a_part_of_a_document_does_not_take_over_its_offsets() -> None:
    doc = annotated(OnrecordComponent(Found()))  # type: ignore[arg-type]
    part = doc[2:9].as_doc(copy_user_data=True)
    part.user_data.setdefault("onrecord", doc.user_data["onrecord"])
    assert part._.onrecord is None


def test_what_was_written_survives_serialisation() -> None:
    doc = annotated(OnrecordComponent(Found((16, 31))))  # type: ignore[arg-type]
    for copy in (
        Doc(doc.vocab).from_bytes(doc.to_bytes()),
        next(DocBin(docs=[doc], store_user_data=True).get_docs(doc.vocab)),
    ):
        assert copy._.onrecord == doc._.onrecord
        assert labelled(copy.ents) == labelled(doc.ents)
        assert labelled(copy.spans["quotes"]) == labelled(doc.spans["quotes"])
        assert list(copy._.coref_clusters) == ["e1"]


def test_a_document_that_cannot_be_processed_raises_or_goes_to_the_error_handler() -> None:
    component = OnrecordComponent(Found())  # type: ignore[arg-type]
    texts = ["one", "bad", TEXT]
    nlp = spacy.blank("en")
    with pytest.raises(ArticleError, match="stage quotes: cannot be read"):
        list(component.pipe(nlp.pipe(texts)))
    failed: list[str] = []
    component.set_error_handler(lambda _name, _proc, docs, _error: failed.append(docs[0].text))
    assert [doc.text for doc in component.pipe(nlp.pipe(texts), batch_size=2)] == ["one", TEXT]
    assert failed == ["bad"]


def test_an_attribute_of_another_package_stays_theirs() -> None:
    Doc.set_extension("quotes", getter=len, force=True)
    try:
        with pytest.warns(UserWarning, match=r"doc._.quotes is registered by another package"):
            doc = annotated(OnrecordComponent(Found()))  # type: ignore[arg-type]
        assert doc._.quotes == len(doc)
        assert len(doc._.relations) == 1
    finally:
        Doc.remove_extension("quotes")


def test_spacy_finds_it_and_does_not_load_the_pipeline_for_that() -> None:
    program = (
        "import sys, spacy; assert 'onrecord' not in sys.modules; assert spacy.blank('en').has_factory('onrecord'); "
        "heavy = [name for name in sys.modules if name.startswith(('onrecord.stages.rules', 'en_core_web'))]; "
        "sys.exit(' '.join(heavy) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_configuration_that_cannot_work_is_refused_when_added() -> None:
    with pytest.raises(ConfigError, match="max_gop"):
        spacy.blank("en").add_pipe("onrecord", config={"config": "rules", "overrides": ["stages.quotes.max_gop=3"]})


STORY = """Ferry line cuts winter service

Lakeside Ferries will stop its night boats in December, said Ruth Calloway, the company's chief executive.

“We lose money on every crossing,” she said.

The city of Marlow rejected the plan."""


@pytest.fixture(scope="module")
def rules() -> Language:
    """A blank pipeline with the component, by rules."""
    nlp = spacy.blank("en")
    nlp.add_pipe("onrecord", config={"config": "rules"})
    return nlp


def test_the_rules_run_within_spacy(rules: Language) -> None:
    doc = rules(STORY)
    direct = [span.text for span in doc.spans["quotes"] if span.label_ == "direct"]
    assert direct == ["“We lose money on every crossing,”"]
    assert ("Ruth Calloway", "PERSON") in {(ent.text, ent.label_) for ent in doc.ents}
    alone = onrecord.load("rules")(STORY)
    assert (doc._.quotes, doc._.relations, doc._.onrecord.mentions) == (alone.quotes, alone.relations, alone.mentions)


def test_a_device_is_refused_where_nothing_encodes() -> None:
    with pytest.raises(ConfigError, match="configuration 'rules' has no stage that encodes"):
        spacy.blank("en").add_pipe("onrecord", config={"config": "rules", "device": "cpu"})


def test_the_default_runs_within_spacy(news_small: onrecord.Extractor) -> None:
    assert Language.get_factory_meta("onrecord").default_config["config"] == news_small.config.name
    doc = annotated(OnrecordComponent(news_small), STORY)
    assert doc._.onrecord.provenance.model.startswith("news-small@")
    assert ("Ruth Calloway", "PERSON") in {(ent.text, ent.label_) for ent in doc.ents}


def test_an_empty_document(rules: Language) -> None:
    doc = rules("")
    assert (doc.ents, list(doc.spans["quotes"]), doc._.quotes, doc._.onrecord.text) == ((), [], (), "")


def test_batches_and_processes_make_no_difference(rules: Language) -> None:
    texts = [STORY, "", "Nobody said a word.", STORY.upper(), "“No,” said Ida Brandt."]
    alone = [rules(text)._.onrecord for text in texts]
    assert [doc._.onrecord for doc in rules.pipe(texts, batch_size=2)] == alone
    assert [doc._.onrecord for doc in rules.pipe(texts, batch_size=2, n_process=2)] == alone


def test_a_saved_pipeline_is_the_same_when_loaded(tmp_path: Path) -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("onrecord", config={"config": "rules", "overrides": ["batch_size=3"], "overwrite_ents": True})
    nlp.to_disk(tmp_path / "saved")
    loaded = spacy.load(tmp_path / "saved")
    component = loaded.get_pipe("onrecord")
    assert isinstance(component, OnrecordComponent)
    assert (component.extractor.config.batch_size, component.overwrite_ents) == (3, True)
    assert loaded(STORY)._.onrecord == nlp(STORY)._.onrecord


def test_a_worker_that_was_not_forked_makes_it_anew(rules: Language) -> None:
    component = rules.get_pipe("onrecord")
    assert isinstance(component, OnrecordComponent)
    make, arguments = component.__reduce__()
    assert make(*arguments)(rules.make_doc(STORY))._.onrecord == rules(STORY)._.onrecord
