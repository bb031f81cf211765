"""Gold documents to examples: the words that the encoder reads, and the tags that each head has to learn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import get_args

from onrecord.corpora import Corpus, GoldDocument, GoldLayer, Tokens
from onrecord.corpora.schemes import NAME_SCHEMES
from onrecord.errors import ConfigError
from onrecord.models.bioes import tag_ids
from onrecord.models.collate import Text
from onrecord.records import NEWS_TYPES, Mention, MentionKind, Record, Span
from onrecord.stages.words import Words, words_of
from onrecord.training.config import (
    CoreferenceTask,
    MentionTask,
    QuoteTask,
    ReferenceTask,
    RelationTask,
    SpeakerTask,
    TaggingTask,
    Task,
)
from onrecord.training.document_examples import CoreferenceGold, RelationGold, coreference_gold, relation_gold
from onrecord.training.news_examples import NewsGold, SpeakerGold, news_gold, speaker_gold

#: The labels of the quote heads, in the order of their scores.
ROLES = ("content", "source", "cue")

#: The labels of heads for references, in the order of their scores.
REFERENCES = ("pronoun", *NEWS_TYPES)
#: The gold that each task is learnt from.
_LAYERS: Mapping[str, GoldLayer] = {
    "names": "names",
    "mentions": "mentions",
    "quotes": "quote_parts",
    "relations": "relations",
    "speakers": "speakers",
}


@dataclass(frozen=True, slots=True)
class Example:
    """A document to learn from."""

    document: GoldDocument
    """The gold."""
    words: Words
    """Its words."""
    text: Text
    """The words and units as the model reads them."""
    tags: Mapping[str, tuple[int, ...]]
    """Tag of each word, for each tagging head that learns from it."""
    relations: Mapping[str, RelationGold]
    """What each head for relations has to say, of those that learn from it."""
    coreference: Mapping[str, CoreferenceGold]
    """What each head for coreference has to say, of those that learn from it."""
    news: Mapping[str, NewsGold] = field(default_factory=dict)
    """What each head for relations of `news` has to say, of those that learn from it."""
    speakers: Mapping[str, SpeakerGold] = field(default_factory=dict)
    """What each head for speakers has to say, of those that learn from it."""


def head_labels(task: TaggingTask) -> tuple[str, ...]:
    """The labels of a tagging head.

    Raises:
        ConfigError: Its scheme is unknown.
    """
    if isinstance(task, QuoteTask):
        return ROLES
    if isinstance(task, MentionTask):
        return get_args(MentionKind)
    if isinstance(task, ReferenceTask):
        return REFERENCES
    if task.scheme not in NAME_SCHEMES:
        raise ConfigError(f"unknown scheme {task.scheme!r}; known are {', '.join(NAME_SCHEMES)}")
    return tuple(sorted(NAME_SCHEMES[task.scheme]))


def check_teaches(name: str, corpus: Corpus, heads: Mapping[str, Task]) -> None:
    """Check that a corpus has the gold for the heads that are to learn from it.

    Raises:
        ConfigError: It does not.
    """
    for head, task in heads.items():
        if isinstance(task, ReferenceTask):
            continue
        if isinstance(task, SpeakerTask):
            if "speakers" not in corpus.gold.annotates:
                raise ConfigError(f"corpus {name!r} ({corpus.path}) has no speakers; it cannot teach {head!r}")
        elif isinstance(task, QuoteTask) and corpus.gold.scheme == "news" and "quotes" in corpus.gold.annotates:
            continue
        elif isinstance(task, CoreferenceTask):
            if "coreference" not in corpus.gold.annotates and corpus.gold.scheme != "gap":
                raise ConfigError(
                    f"corpus {name!r} ({corpus.path}) has {', '.join(sorted(corpus.gold.annotates))} and no "
                    f"coreference; it cannot teach {head!r}"
                )
        elif _LAYERS[task.task] not in corpus.gold.annotates or task.scheme != corpus.gold.scheme:
            raise ConfigError(
                f"corpus {name!r} ({corpus.path}) has {', '.join(sorted(corpus.gold.annotates))} in the scheme "
                f"{corpus.gold.scheme!r}; it cannot teach {head!r} ({task.task}, {task.scheme!r})"
            )


def example_of(
    document: GoldDocument, heads: Mapping[str, Task], lost: Counter[str], silver: Record | None = None
) -> Example | None:
    """The example of a document, None where it has no words.

    Args:
        document: The gold.
        heads: The heads that learn from it.
        lost: Gold that a head cannot learn is counted here, by head and why.
        silver: A pipeline's record of the same text, for heads that need one.

    Raises:
        ConfigError: The gold has a label that is none of a head's, or the record that a head needs is not there.
    """
    words = words_of(document.record.text)
    found = words.tokens
    if not found.spans:
        return None
    tags: dict[str, tuple[int, ...]] = {}
    relations: dict[str, RelationGold] = {}
    coreference: dict[str, CoreferenceGold] = {}
    news: dict[str, NewsGold] = {}
    speakers: dict[str, SpeakerGold] = {}
    for name, task in heads.items():
        if isinstance(task, SpeakerTask):
            speakers[name] = speaker_gold(document, found, _needed(silver, document, name), name, lost)
        elif isinstance(task, RelationTask) and task.scheme == "news":
            made = _needed(silver, document, name)
            news[name] = news_gold(document, found, made, task, name, lost)
        elif isinstance(task, ReferenceTask):
            chunks = _chunks(_references(_needed(silver, document, name)), found, name, lost)
            tags[name] = tuple(tag_ids(chunks, len(found.spans), REFERENCES))
        elif isinstance(task, RelationTask):
            relations[name] = relation_gold(document, found, name, task, lost)
        elif isinstance(task, CoreferenceTask):
            coreference[name] = coreference_gold(document, found, name, task, lost)
        else:
            chunks = _chunks(labelled(document, task), found, name, lost)
            tags[name] = tuple(tag_ids(chunks, len(found.spans), head_labels(task)))
    return Example(document, words, Text(found.forms, found.sentences), tags, relations, coreference, news, speakers)


def _needed(silver: Record | None, document: GoldDocument, head: str) -> Record:
    if silver is None:
        raise ConfigError(
            f"document {document.record.id!r}: the head {head!r} needs a record of it; name a file of records that has "
            "it as `silver` of the corpus"
        )
    if silver.text != document.record.text:
        raise ConfigError(f"document {document.record.id!r}: the record in `silver` is of another text")
    return silver


def _references(record: Record) -> list[tuple[Span, str]]:
    """Nominals by type, and pronouns."""
    return [
        (own.span, "pronoun" if own.kind == "pronoun" else own.type)
        for own in record.mentions
        if own.kind == "pronoun" or (own.kind == "nominal" and own.type in NEWS_TYPES)
    ]


def labelled(document: GoldDocument, task: TaggingTask) -> list[tuple[Span, str]]:
    """The spans of a document that a tagging head has to find, with their labels."""
    if isinstance(task, QuoteTask):
        return [(span, part.role) for part in document.parts for span in part.spans]
    mentions = document.record.mentions
    if isinstance(task, MentionTask):
        return [(mention.span, mention.kind) for mention in _layer(mentions, task)]
    return [(mention.span, mention.type) for mention in mentions if mention.kind == "name"]


def _layer(mentions: Sequence[Mention], task: MentionTask) -> list[Mention]:
    """The mentions of one layer; those without an entity are none of the gold's (`onrecord.training.singletons`)."""
    gold = {mention.span: mention for mention in mentions if mention.entity is not None}
    spans = list(gold)

    def within(span: Span, other: Span) -> bool:
        return span != other and other.start <= span.start and span.end <= other.end

    if task.layer == "outer":
        return [gold[span] for span in spans if not any(within(span, other) for other in spans)]
    return [gold[span] for span in spans if not any(within(other, span) for other in spans)]


def _chunks(
    spans: Sequence[tuple[Span, str]], tokens: Tokens, head: str, lost: Counter[str]
) -> list[tuple[int, int, str]]:
    """Spans as ranges of words, cut where a unit ends; of spans that overlap the longest is kept."""
    ranges: list[tuple[int, int, str]] = []
    for span, label in spans:
        first, end = tokens.covering(span)
        if first == end:
            lost[f"{head}: span without a word"] += 1
            continue
        if tokens.span(first, end) != span:
            lost[f"{head}: span that cuts through a word (widened to it)"] += 1
        edges = [edge for edge, _ in tokens.sentences if first < edge < end]
        if edges:
            lost[f"{head}: span over several units (one chunk in each)"] += 1
        ranges += [(one, other, label) for one, other in pairwise([first, *edges, end])]
    kept: list[tuple[int, int, str]] = []
    taken: set[int] = set()
    for first, end, label in sorted(ranges, key=lambda item: (item[0] - item[1], item[0])):
        if taken.isdisjoint(range(first, end)):
            taken.update(range(first, end))
            kept.append((first, end, label))
        else:
            lost[f"{head}: span that overlaps a longer one"] += 1
    return sorted(kept)
