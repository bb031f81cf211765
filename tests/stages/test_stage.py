import logging
from typing import ClassVar

import pytest

from onrecord.document import Document, Findings
from onrecord.errors import ArticleError
from onrecord.records import Article, Mention
from onrecord.stages.stage import Rejection, Stage, StageSettings


class Shouts(Stage[StageSettings]):
    """Finds nothing, and fails on some texts."""

    writes: ClassVar = frozenset({"mentions"})

    def predict(self, documents):
        for document in documents:
            if document.text == "refused":
                raise ArticleError(document.article.id, "text", "is refused; write something else", 3)
            if document.text == "broken":
                raise ZeroDivisionError("by zero")
        return [Findings(mentions=(), warnings=("shouted",)) for _ in documents]


def documents(*texts):
    return [Document(Article(f"a{number}", text)) for number, text in enumerate(texts)]


def run(stage_class, *texts):
    return stage_class("shouts", StageSettings())(documents(*texts))


def test_findings_are_written_into_the_documents_and_the_input_stays_as_it_was():
    before = documents("fine")
    after = Shouts("shouts", StageSettings())(before)
    assert (before[0].mentions, before[0].warnings) == (None, ())
    assert (after[0].mentions, after[0].warnings) == ((), ("shouted",))


def test_a_refused_article_is_a_rejection_in_its_place_and_the_others_go_on():
    results = run(Shouts, "fine", "refused", "fine")
    assert [type(result) for result in results] == [Document, Rejection, Document]
    assert results[1] == Rejection("a1", "shouts", "text at offset 3: is refused; write something else", head="refused")


def test_a_defect_of_a_stage_rejects_the_article_and_is_logged_with_its_traceback(caplog):
    with caplog.at_level(logging.ERROR):
        results = run(Shouts, "broken", "fine")
    assert results[0].reason == "ZeroDivisionError: by zero; this is a defect of the stage, please report it"
    assert isinstance(results[1], Document)
    assert caplog.records[0].exc_info[0] is ZeroDivisionError


def test_documents_rejects_and_time_are_counted():
    stage = Shouts("shouts", StageSettings())
    stage(documents("fine", "refused"))
    stage(documents("fine"))
    assert (stage.counts.documents, stage.counts.rejected) == (3, 1)
    assert stage.counts.seconds > 0


class Hungry(Shouts):
    def predict(self, documents):
        if len(documents) > 1 or documents[0].text == "long":
            raise MemoryError
        return super().predict(documents)


def test_want_of_memory_is_no_fault_of_an_article_but_a_batch_may_be_too_large():
    assert [type(result) for result in run(Hungry, "fine", "fine")] == [Document, Document]
    with pytest.raises(MemoryError):
        run(Hungry, "fine", "long")


class Silent(Shouts):
    def predict(self, documents):
        return [Findings() for _ in documents]


class Chatty(Shouts):
    def predict(self, documents):
        return [Findings(mentions=(), quotes=()) for _ in documents]


class Short(Shouts):
    def predict(self, documents):
        return [Findings(mentions=()) for _ in documents[1:]]


@pytest.mark.parametrize(
    ("stage_class", "message"),
    [
        (Silent, r"declares to write \['mentions'\] but returned \[\]"),
        (Chatty, r"declares to write \['mentions'\] but returned \['mentions', 'quotes'\]"),
        (Short, "returned 1 findings for 2 documents"),
    ],
)
def test_a_stage_that_does_not_return_what_it_declares_is_stopped(stage_class, message):
    with pytest.raises(TypeError, match=message):
        run(stage_class, "one", "two")


def test_later_findings_replace_the_layer_and_add_their_warnings():
    mention = Mention("m1", 0, 3, "one", "name", "ORG")
    document = Findings(mentions=(), warnings=("first",)).added_to(documents("one")[0])
    document = Findings(mentions=(mention,), warnings=("second",)).added_to(document)
    assert (document.mentions, document.warnings) == ((mention,), ("first", "second"))
