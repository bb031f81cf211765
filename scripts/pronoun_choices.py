"""The pronouns of a text as the coreference stage meets them: their candidates, and the right one by the gold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias
from unittest import mock

from spacy.tokens import Doc

from onrecord.corpora.corpus import GoldDocument
from onrecord.document import Document
from onrecord.records import Article
from onrecord.stages.knowledge.pronouns import Form
from onrecord.stages.rules.coreference import Coreference, CoreferenceSettings, pronoun_linking, salience
from onrecord.stages.rules.coreference.chains import Chain
from onrecord.stages.rules.coreference.referring import Referring, referring
from onrecord.stages.rules.mentions import Mentions, MentionsSettings
from onrecord.stages.rules.parse import Parse, ParseSettings
from onrecord.stages.segment import Segment, SegmentSettings
from onrecord.stages.stage import Rejection

#: How much a pronoun counts: we read news, and passages of GAP hold he and she alone.
NEWS_WEIGHT, GAP_WEIGHT = 2.0, 0.5

Features: TypeAlias = Mapping[str, float]
Table: TypeAlias = Mapping[salience.PronounClass, Features]


@dataclass(frozen=True, slots=True)
class Text:
    """A text as the coreference stage gets it, and its gold."""

    gold: GoldDocument
    document: Document
    entities: Mapping[int, str]
    """The entity of each annotated mention, by its head token."""
    is_passage: bool
    """Whether it is of GAP, where one pronoun is annotated."""

    @property
    def weight(self) -> float:
        """How much each of its pronouns counts."""
        return GAP_WEIGHT if self.is_passage else NEWS_WEIGHT if self.gold.record.meta.get("genre") == "news" else 1.0


@dataclass(slots=True)
class Choice:
    """A pronoun and its candidates: "nothing", then those that the stage tries, the most recent first."""

    of: salience.PronounClass
    weight: float
    candidates: list[Features] = field(default_factory=lambda: [{salience.NOTHING: 1.0}])
    right: int = 0


class Teacher:
    """Stands in for the salience of the stage: writes the choices of a text down and has the right one taken."""

    def __init__(self, text: Text, table: Table) -> None:
        self._text = text
        self._table = table
        self.choices: dict[int, Choice] = {}

    def features(self, doc: Doc, one: Referring, form: Form, chain: Chain, *, quoted_apart: bool) -> Iterator[object]:
        """A single feature: above 0 if the chain is to be taken."""
        own = dict(salience.features(doc, one, form, chain, quoted_apart=quoted_apart))
        entity = self._text.entities.get(one.head)
        if entity is None and self._text.is_passage:
            known = self._table[salience.class_of(form)]
            yield "score", value(own, known) - known[salience.NOTHING]
            return
        choice = self.choices.setdefault(one.index, Choice(salience.class_of(form), self._text.weight))
        choice.candidates.append(own)
        heads = (member.head for member in reversed(chain.members))
        latest = next((self._text.entities[head] for head in heads if head in self._text.entities), None)
        is_right = entity is not None and latest == entity
        if is_right and not choice.right:
            choice.right = len(choice.candidates) - 1
        yield "score", 1.0 if is_right else -1.0

    @staticmethod
    def salience(features: Iterator[tuple[str, float]], form: Form) -> float:
        """The score that `features` gave; 0 for nothing."""
        del form
        return sum(score for name, score in features if name != salience.NOTHING)


def resolved(document: Document) -> Document:
    """The document with its entities."""
    stage = Coreference("coreference", CoreferenceSettings())
    return stage.predict([document])[0].added_to(document)


def texts_of(golds: Iterable[GoldDocument], *, is_passage: bool) -> Iterator[Text]:
    """Segment, parse and find the mentions."""
    stages = (
        Segment("segment", SegmentSettings()), Parse("parse", ParseSettings()), Mentions("mentions", MentionsSettings())
    )  # fmt: skip
    for stage in stages:
        stage.load()
    for gold in golds:
        document: Document | Rejection = Document(Article(gold.record.id, gold.record.text))
        for stage in stages:
            if isinstance(document, Document):
                [document] = stage([document])
        if isinstance(document, Rejection):
            raise SystemExit(f"{document.id}: {document.reason}")
        assert document.parse is not None
        assert document.segments is not None
        # Of nested mentions with one head the shortest is taken.
        annotated = sorted(gold.record.mentions, key=lambda mention: mention.start - mention.end)
        found = referring(document.parse, document.segments, annotated)
        entities = {one.head: one.mention.entity for one in found if one.mention.entity is not None}
        yield Text(gold, document, entities, is_passage)


def choices_of(texts: Iterable[Text], table: Table) -> list[Choice]:
    """The pronouns of the texts; in GAP those with a right candidate alone."""
    found: list[Choice] = []
    for text in texts:
        teacher = Teacher(text, table)
        with mock.patch.multiple(pronoun_linking, features=teacher.features, salience=teacher.salience):
            resolved(text.document)
        found += [choice for choice in teacher.choices.values() if choice.right or not text.is_passage]
    return found


def value(own: Features, weights: Features) -> float:
    """The weighted sum."""
    return sum(weights.get(name, 0.0) * amount for name, amount in own.items())
